// Clients: what a request changes in the agency, and the response.
import type { ParsedRequest } from 'openapi-backend';
import type { ClientInput, MemberInput } from '../records';
import { type OfClient, type Served, answerTo, orNoClient } from '../responses';

export const CLIENT_OPERATIONS: Served = {
	createClient: (
		agency,
		{ requestBody }: ParsedRequest<{ client: ClientInput; member: MemberInput }>,
	) =>
		answerTo(
			agency.directory.create(requestBody.client, requestBody.member),
			'Client created successfully',
		),

	listClients: (agency) => ({ status: 200, body: agency.lists.show('/clients', agency.clients) }),

	getClient: (agency, { params }: ParsedRequest<undefined, OfClient>) =>
		orNoClient(agency.client(params.clientId)),

	// Only an old version of this page is known; the text follows that of the other updates.
	updateClient: (agency, { params, requestBody }: ParsedRequest<Partial<ClientInput>, OfClient>) =>
		answerTo(agency.directory.update(params.clientId, requestBody), 'Client updated successfully'),
};
