/*
 * The API operations that the sandbox serves, one entry per `operationId`: what a request changes in the agency, and
 * the response. Texts are ChatDash's own where its pages show them; a comment marks those that no page shows. To serve
 * another operation, add an entry here.
 */
import type { ParsedRequest } from 'openapi-backend';
import type { Agency } from './agency';
import type { AgentInput, AgentOutcome, AgentUpdate } from './agents';
import type { ClientInput, MemberInput, MemberUpdate, Outcome } from './records';

/** A response: its status, and the value that becomes the JSON body. */
export interface Answer {
	status: number;
	body: unknown;
}

/** Handles a request. It has been checked against the API description, so its parts have the declared types. */
export type Serve = (agency: Agency, request: ParsedRequest) => Answer;

interface OfClient {
	clientId: string;
}

interface OfMember extends OfClient {
	memberId: string;
}

interface OfAgent {
	agentId: string;
}

const SERVED: Readonly<Record<string, Serve>> = {
	createClient: (
		agency,
		{ requestBody }: ParsedRequest<{ client: ClientInput; member: MemberInput }>,
	) =>
		answerTo(
			agency.createClient(requestBody.client, requestBody.member),
			'Client created successfully',
		),

	listClients: (agency) => ({ status: 200, body: agency.lists.show('/clients', agency.clients) }),

	getClient: (agency, { params }: ParsedRequest<undefined, OfClient>) =>
		orNoClient(agency.client(params.clientId)),

	// Only an old version of this page is known; the text follows that of the other updates.
	updateClient: (agency, { params, requestBody }: ParsedRequest<Partial<ClientInput>, OfClient>) =>
		answerTo(agency.updateClient(params.clientId, requestBody), 'Client updated successfully'),

	listMembers: (agency, { params }: ParsedRequest<undefined, OfClient>) =>
		orNoClient(
			agency.lists.show(`/clients/${params.clientId}/members`, agency.membersOf(params.clientId)),
		),

	addMember: (agency, { params, requestBody }: ParsedRequest<MemberInput, OfClient>) =>
		answerTo(agency.addMember(params.clientId, requestBody), 'Member added successfully'),

	updateMember: (agency, { params, requestBody }: ParsedRequest<MemberUpdate, OfMember>) =>
		answerTo(
			agency.updateMember(params.clientId, params.memberId, requestBody),
			'Member updated successfully',
		),

	listAgents: (agency) => ({ status: 200, body: agency.lists.show('/agents', agency.agents.all) }),

	getAgent: (agency, { params }: ParsedRequest<undefined, OfAgent>) =>
		orNoAgent(agency.agents.get(params.agentId)),

	listClientAgents: (agency, { params }: ParsedRequest<undefined, OfClient>) =>
		orNoClient(
			agency.lists.show(`/clients/${params.clientId}/agents`, agency.agents.of(params.clientId)),
		),

	createAgent: (agency, { requestBody }: ParsedRequest<AgentInput>) =>
		answerTo(agency.agents.create(requestBody), 'Agent created successfully'),

	updateAgent: (agency, { params, requestBody }: ParsedRequest<AgentUpdate, OfAgent>) =>
		answerTo(agency.agents.update(params.agentId, requestBody), 'Agent updated successfully'),

	assignAgents: (
		agency,
		{ requestBody }: ParsedRequest<{ agentIds: string[]; clientId: string }>,
	) =>
		answerTo(
			agency.agents.assign(requestBody.agentIds, requestBody.clientId),
			'Agent assigned to client successfully',
		),

	unassignAgent: (agency, { params, requestBody }: ParsedRequest<OfClient, OfAgent>) =>
		answerTo(
			agency.agents.unassign(params.agentId, requestBody.clientId),
			'Agent unassigned from client successfully',
		),
};

/** The `operationId` of each operation that the sandbox serves. */
export const SERVED_OPERATIONS: readonly string[] = Object.keys(SERVED);

/** The handler of an operation. Other operations get a 501, a status that ChatDash itself would never send. */
export function serviceOf(operationId: string | undefined): Serve {
	const served = operationId === undefined ? undefined : SERVED[operationId];
	return (
		served ??
		(() => ({ status: 501, body: errorBody('The sandbox does not serve this operation') }))
	);
}

/** The body of a ChatDash error, as every page shows it. */
export function errorBody(error: string): { error: string } {
	return { error };
}

/** ChatDash's documented body for an internal error, status 500. */
export const UNEXPECTED = errorBody('An unexpected error occurred');

function answerTo(outcome: Outcome | AgentOutcome, done: string): Answer {
	switch (outcome) {
		case 'done':
			return { status: 200, body: { message: done } };
		case 'login ID in use':
			return { status: 400, body: errorBody('Login ID already in use') };
		case 'no such client':
			return NO_CLIENT;
		case 'no such member':
			// Undocumented, like the responses for a missing client and a missing agent below.
			return { status: 404, body: errorBody('Member not found') };
		case 'no such agent':
			return NO_AGENT;
		// The pages explain that an agent belongs to one client only, but not how ChatDash answers a request that violates
		// this. Both responses use the status for a login ID in use, the only rejection that is documented; their texts are
		// guesses.
		case 'agent already assigned':
			return { status: 400, body: errorBody('Agent is already assigned to a client') };
		case 'agent not assigned to the client':
			return { status: 400, body: errorBody('Agent is not assigned to this client') };
	}
}

const NO_CLIENT: Answer = { status: 404, body: errorBody('Client not found') };

const NO_AGENT: Answer = { status: 404, body: errorBody('Agent not found') };

function orNoClient(found: unknown): Answer {
	return found === undefined ? NO_CLIENT : { status: 200, body: found };
}

function orNoAgent(found: unknown): Answer {
	return found === undefined ? NO_AGENT : { status: 200, body: found };
}
