// Members as ChatDash lists them, and how one is chosen.
import { type Api, InvalidItem, SharedDecoder } from '../../../transport/api';
import { asRecords, asString, isId } from '../../../transport/json';
import { path } from '../../../transport/request';
import { err } from '../../../transport/result';
import { CandidateIndex } from '../../fields/candidates';
import { type LocatorConfig, locator } from '../../fields/locator';
import { quote } from '../../fields/parseText';
import { CLIENT } from '../client/record';

/** The part of a member, as `GET /clients/{clientId}/members` returns it, that shows whose login it is. */
export type MemberRecord = {
	/** Empty if ChatDash returned none. */
	readonly _id: string;
	readonly name: string;
	readonly loginId: string;
	readonly isAdmin: boolean;
};

/** The members in a list. An entry without a login ID isn't one. */
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

/** The members of a client as they are now. */
export const listMembers = async (clientId: string, api: Api): Promise<readonly MemberRecord[]> =>
	decodeMembers(await api.get(membersPath(clientId)));

/** The members of a client, fetched once for all items of a run. */
export const listMembersShared = async (
	clientId: string,
	api: Api,
): Promise<readonly MemberRecord[]> => await api.getShared(membersPath(clientId), MEMBER_LIST);

/** The form in which login IDs are compared: ChatDash does it without regard to case. */
export const normalizeLoginId = (loginId: string) => loginId.normalize('NFC').toLowerCase();

export const MEMBER: LocatorConfig = {
	parameter: 'memberId',
	noun: 'member',
	label: 'Member',
	searchListMethod: 'searchMembers',
	parent: CLIENT,
	idExample: '66f1c0a2b7e4d9035a8c1f21',
	lookupMode: { mode: 'loginId', label: 'Login ID', example: 'nathan@example.com' },
	list: async (api, clientId) => memberCandidates(await listMembers(clientId, api)),
};

/** A field that chooses a member of the client that was chosen before it. */
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

/** For an ID that none of the client's members has. */
export const noSuchMember = (memberId: string): InvalidItem =>
	new InvalidItem(
		err(
			`This client has no member with the ID ${quote(memberId)}`,
			"Check 'Client' and 'Member'. 'Member: Get Many' lists the members that a client has.",
		),
	);
