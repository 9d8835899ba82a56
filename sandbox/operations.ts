/*
 * The operations of the description that the sandbox serves, one entry each, by their `operationId`: what a request
 * does to the agency and what ChatDash then says. Texts are ChatDash's own where its pages have them; a comment marks
 * those that no page has. To serve another operation is to add its entry here.
 */
import type { ParsedRequest } from 'openapi-backend';
import type { Agency } from './agency';
import type { AgentInput, AgentOutcome, AgentUpdate } from './agents';
import type { ClientInput, MemberInput, MemberUpdate, Outcome } from './records';

/** What goes back: a status and what becomes the JSON body. */
export interface Answer {
	status: number;
	body: unknown;
}

/** Serves a request that has been checked against the description, so its parts have the declared types. */
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

	// The page that is known is an old one; the text follows that of the other updates.
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

/** The `operationId` of each operation that is served. */
export const SERVED_OPERATIONS: readonly string[] = Object.keys(SERVED);

/** How an operation is served; one that is not gets 501, which ChatDash itself would never say. */
export function serviceOf(operationId: string | undefined): Serve {
	const served = operationId === undefined ? undefined : SERVED[operationId];
	return (
		served ??
		(() => ({ status: 501, body: errorBody('The sandbox does not serve this operation') }))
	);
}

/** ChatDash's form of an error, as every page shows it. */
export function errorBody(error: string): { error: string } {
	return { error };
}

/** ChatDash's documented words for a fault of its own, status 500. */
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
			// Undocumented, as are the answers for a client and an agent below.
			return { status: 404, body: errorBody('Member not found') };
		case 'no such agent':
			return NO_AGENT;
		// Pages say that an agent belongs to one client only, and not what a request gets that does not keep to it. The
		// status of both is that of a login ID in use, the one refusal that is documented; the texts are made up.
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
