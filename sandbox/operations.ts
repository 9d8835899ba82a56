/*
 * The operations of the description that the sandbox serves, one entry each, by their `operationId`: what a request
 * does to the agency and what ChatDash then says. Texts are ChatDash's own where its pages have them; a comment marks
 * those that no page has. To serve another operation is to add its entry here.
 */
import type { ParsedRequest } from 'openapi-backend';
import type { Agency, ClientInput, MemberInput, MemberUpdate, Outcome } from './agency';

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

const SERVED: Readonly<Record<string, Serve>> = {
	createClient: (
		agency,
		{ requestBody }: ParsedRequest<{ client: ClientInput; member: MemberInput }>,
	) =>
		answerTo(
			agency.createClient(requestBody.client, requestBody.member),
			'Client created successfully',
		),

	listClients: (agency) => ({ status: 200, body: agency.clients }),

	getClient: (agency, { params }: ParsedRequest<undefined, OfClient>) =>
		orNoClient(agency.client(params.clientId)),

	// The page that is known is an old one; the text follows that of the other updates.
	updateClient: (agency, { params, requestBody }: ParsedRequest<Partial<ClientInput>, OfClient>) =>
		answerTo(agency.updateClient(params.clientId, requestBody), 'Client updated successfully'),

	listMembers: (agency, { params }: ParsedRequest<undefined, OfClient>) =>
		orNoClient(agency.membersOf(params.clientId)),

	addMember: (agency, { params, requestBody }: ParsedRequest<MemberInput, OfClient>) =>
		answerTo(agency.addMember(params.clientId, requestBody), 'Member added successfully'),

	updateMember: (agency, { params, requestBody }: ParsedRequest<MemberUpdate, OfMember>) =>
		answerTo(
			agency.updateMember(params.clientId, params.memberId, requestBody),
			'Member updated successfully',
		),
};

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

function answerTo(outcome: Outcome, done: string): Answer {
	switch (outcome) {
		case 'done':
			return { status: 200, body: { message: done } };
		case 'login ID in use':
			return { status: 400, body: errorBody('Login ID already in use') };
		case 'no such client':
			return NO_CLIENT;
		case 'no such member':
			// Undocumented, as is the answer for a client below.
			return { status: 404, body: errorBody('Member not found') };
	}
}

const NO_CLIENT: Answer = { status: 404, body: errorBody('Client not found') };

function orNoClient(found: unknown): Answer {
	return found === undefined ? NO_CLIENT : { status: 200, body: found };
}
