// Members as ChatDash lists them, and how one is chosen.
import { type Err, err } from '../../../transport/result';
import {
	type LocatorConfig,
	type Candidate,
	type LocatorValue,
	findId,
	locator,
} from '../../fields/locator';
import { type Reading, now, path } from '../reading';
import { isId, asRecords, textOf } from '../records';
import { quote } from '../../fields/parseText';

/** The part of a member, as `GET /clients/{clientId}/members` gives it, that tells whose login it is. */
export type MemberRecord = {
	/** Empty where ChatDash gave none. */
	readonly _id: string;
	readonly name: string;
	readonly loginId: string;
	readonly isAdmin: boolean;
};

/** The members in a list; an entry without a login ID is none. */
export const decodeMembers = (list: unknown): readonly MemberRecord[] =>
	asRecords(list).flatMap(({ _id, name, loginId, isAdmin }) =>
		typeof loginId === 'string'
			? [
					{
						_id: isId(_id) ? _id : '',
						name: textOf(name),
						loginId,
						isAdmin: isAdmin === true,
					},
				]
			: [],
	);

/** ChatDash compares login IDs without regard to case. */
export const normalizeLoginId = (loginId: string) => loginId.normalize('NFC').toLowerCase();

export const MEMBER: LocatorConfig = {
	noun: 'member',
	label: 'Member',
	searchListMethod: 'searchMembers',
	dependsOn: 'clientId',
	idExample: '66f1c0a2b7e4d9035a8c1f21',
	known: { by: 'loginId', label: 'Login ID', example: 'nathan@example.com' },
};

/** A field that chooses a member of the client that was chosen before it. */
export const memberField = locator(MEMBER);

/** The members of a client as they are now. */
export function* membersOf(clientId: string): Reading<readonly MemberRecord[]> {
	return decodeMembers(yield* now(path`/clients/${clientId}/members`));
}

/** Members, to choose from. */
export const memberChoices = (members: readonly MemberRecord[]): readonly Candidate[] =>
	members.flatMap(({ _id, name, loginId }) =>
		_id === ''
			? []
			: [
					{
						_id,
						known: loginId,
						label: name === '' ? loginId : `${name} (${loginId})`,
						detail: name,
					},
				],
	);

/** The ID of the member that was chosen among these, which are all of a client. */
export const memberIdOf = (
	member: LocatorValue,
	members: readonly MemberRecord[],
): Reading<string> => findId(MEMBER, member, memberChoices(members), ' of this client');

/** For an ID that none of the client's members has. */
export const noMemberOf = (memberId: string): Err =>
	err(
		`This client has no member with the ID ${quote(memberId)}`,
		"Check 'Client' and 'Member'. 'Member: Get Many' lists the members that a client has.",
	);
