// Finds a client by its name and its member's login, because clients can have the same name.
import type { Api } from '../../../transport/api';
import { comparisonKey } from '../../fields/comparisonKey';
import type { ExistingIds } from '../../operation/operation';
import { listMembersShared, normalizeLoginId } from '../member/record';
import { type ClientRecord, listClients } from './record';

/** Identifies a client, together with its member's login. */
interface ClientLogin {
	readonly clientName: string;
	readonly loginId: string;
}

/**
 * Finds the client that was just created: the only one with its name, if it's new; otherwise the one with the login.
 */
export async function findNewClient(
	login: ClientLogin,
	api: Api,
	existing: ExistingIds,
): Promise<ClientRecord | undefined> {
	const namesakes = (await listClients(api)).namesakes(login.clientName);
	if (existing === undefined || namesakes.length !== 1) {
		return await findClient(login, api, { existing });
	}
	return namesakes.find(({ _id }) => !existing.has(_id));
}

/**
 * Finds the client with this name that has a member with this login.
 *
 * @param options the clients to ignore, and the name that the member must have, if any
 */
export async function findClient(
	{ clientName, loginId }: ClientLogin,
	api: Api,
	{ existing, memberName }: { readonly existing?: ExistingIds; readonly memberName?: string } = {},
): Promise<ClientRecord | undefined> {
	for (const client of (await listClients(api)).namesakes(clientName)) {
		if (existing?.has(client._id) === true) continue;
		const members = await listMembersShared(client._id, api);
		const matches = members.some(
			(member) =>
				normalizeLoginId(member.loginId) === normalizeLoginId(loginId) &&
				(memberName === undefined || comparisonKey(member.name) === comparisonKey(memberName)),
		);
		if (matches) return client;
	}
	return undefined;
}
