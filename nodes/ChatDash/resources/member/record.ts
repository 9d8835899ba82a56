// Members as ChatDash returns them, and the field that chooses one.
import { type Api, InvalidItem, SharedDecoder } from '../../../transport/api';
import { asRecords, asString, isId } from '../../../transport/json';
import { path } from '../../../transport/request';
import { err } from '../../../transport/result';
import { CandidateIndex } from '../../fields/candidates';
import { normalizeIdentifier } from '../../fields/characters';
import { locator } from '../../fields/locator';
import type { LocatorConfig } from '../../fields/locatorConfig';
import { parseIdentifier, quote } from '../../fields/parseText';
import { CLIENT } from '../client/record';

/** The fields of a member that the node uses, as `GET /clients/{clientId}/members` returns them. */
export type MemberRecord = {
	/** Empty if ChatDash returned none. */
	readonly _id: string;
	readonly name: string;
	readonly loginId: string;
	readonly isAdmin: boolean;
};

/** Decodes a list of members. Entries without a login ID are ignored. */
const decodeMembers = (list: unknown): readonly MemberRecord[] =>
	asRecords(list).flatMap(({ _id, name, loginId, isAdmin }) =>
		typeof loginId === 'string'
			? [
					{
						_id: isId(_id) ? _id : '',
						name: asString(name),
						loginId,
						isAdmin: isAdmin === true,
					},
				]
			: [],
	);

const MEMBER_LIST = new SharedDecoder(decodeMembers);

const membersPath = (clientId: string) => path`/clients/${clientId}/members`;

/** Fetches the members of a client, without a cache. */
export const listMembers = async (clientId: string, api: Api): Promise<readonly MemberRecord[]> =>
	decodeMembers(await api.get(membersPath(clientId)));

/** Fetches the members of a client once for all items of a run. */
export const listMembersShared = async (
	clientId: string,
	api: Api,
): Promise<readonly MemberRecord[]> => await api.getShared(membersPath(clientId), MEMBER_LIST);

/** Normalizes a login ID for comparison, because login IDs are case-insensitive in ChatDash. */
export const normalizeLoginId = (loginId: string) => loginId.normalize('NFC').toLowerCase();

export const MEMBER: LocatorConfig<'clientId'> = {
	parameter: 'memberId',
	noun: 'member',
	label: 'Member',
	idExample: '66f1c0a2b7e4d9035a8c1f21',
	howToList: "Use 'Member: Get Many' to list the client's members.",
	parents: [CLIENT],
	list: {
		searchListMethod: 'searchMembers',
		load: async (api, { clientId }) => memberCandidates(await listMembers(clientId, api)),
	},
	lookupMode: {
		mode: 'loginId',
		label: 'Login ID',
		example: 'nathan@example.com',
		parse: parseIdentifier,
		/** Login IDs are case-insensitive in ChatDash. */
		normalize: (text) => normalizeIdentifier(text).toLowerCase(),
	},
};

/** A field that chooses a member of the client chosen in the field before it. */
export const memberLocator = locator(MEMBER);

export const memberCandidates = (members: readonly MemberRecord[]) =>
	new CandidateIndex(
		members
			.filter(({ _id }) => _id !== '')
			.map(({ _id, name, loginId }) => ({
				id: _id,
				key: loginId,
				label: name === '' ? loginId : `${name} (${loginId})`,
				detail: name,
			})),
	);

/** The error for an ID that isn't among the client's members. */
export const noSuchMember = (memberId: string): InvalidItem =>
	new InvalidItem(
		err(
			`This client has no member with the ID ${quote(memberId)}`,
			"Check 'Client' and 'Member'. Use 'Member: Get Many' to list the client's members. To enter a login ID, set 'Member' to By Login ID.",
		),
	);
