import type { Api } from '../../../transport/api';
import { path } from '../../../transport/request';
import { comparisonKey } from '../../fields/comparisonKey';
import { type LocatorValue, recordKey } from '../../fields/locator';
import { defineWrite } from '../../operation/define';
import type { ExistingIds, ExistingOwner } from '../../operation/operation';
import { clientLocator, resolveClientId } from '../client/record';
import { memberName } from './fields';
import {
	claimNewLogin,
	confirmedOutput,
	loginExists,
	newMember,
	newMemberBody,
	newMemberEcho,
	newMemberFields,
} from './newMember';
import { type MemberRecord, listMembersShared, normalizeLoginId } from './record';

/** What to do about a login ID that is in use, by who has it. */
const ADVICE: Readonly<Record<ExistingOwner, string>> = {
	same: "A member of this client already has this login ID, probably from an earlier execution. Its password isn't known here. To continue with such items, set 'If Login ID Is in Use' to 'Skip if Already a Member'. To set a new password, use 'Member: Update'.",
	other:
		'This login ID probably belongs to someone else: no member of this client has it. Use a different login ID for this member.',
	unknown:
		"If this member may already exist, set 'If Login ID Is in Use' to 'Skip if Already a Member'. If the login ID belongs to someone else, use a different one.",
};

export const create = defineWrite({
	name: 'Create',
	value: 'create',
	action: 'Create a member',
	description: 'Add a new member to a client',
	pastTense: 'created',
	operationId: 'addMember',
	retry: 'verify',

	fields: {
		clientId: clientLocator,
		memberName: memberName('The name of the person who signs in to the dashboard'),
		...newMemberFields({
			optionSuffix: 'Already a Member',
			condition: 'this client already has a member with this login ID',
		}),
	},

	...newMember,

	claim: (values) => claimNewLogin(values, recordKey(values.clientId)),

	async request(values, api) {
		const id = await resolveClientId(values.clientId, api);
		return {
			request: {
				method: 'POST',
				path: path`/clients/${id}/members`,
				body: newMemberBody(values),
				expects: 'message',
			},
			ids: { clientId: id },
		};
	},

	echo: newMemberEcho,

	async existingIds({ clientId }, api) {
		const members = await listMembersShared(await resolveClientId(clientId, api), api);
		return new Set(members.map(({ _id }) => _id).filter((id) => id !== ''));
	},

	confirm: {
		isDone: async ({ memberName, ...values }, api, existing) => {
			const member = await findMember(values, api, existing);
			return member !== undefined && comparisonKey(member.name) === comparisonKey(memberName);
		},
		output: confirmedOutput('Member added successfully'),
	},

	ifExists: {
		...loginExists,
		find: async (values, api) => await findMember(values, api),
		output: ({ loginId }, { _id, name }, { message }) => ({
			skipped: true,
			message,
			...(_id !== '' && { memberId: _id }),
			memberName: name,
			loginId,
		}),
		advice: (_values, owner) => ADVICE[owner],
	},
});

/** Finds the member of this client with this login, except the existing members. */
async function findMember(
	{ clientId, loginId }: { readonly clientId: LocatorValue; readonly loginId: string },
	api: Api,
	existing?: ExistingIds,
): Promise<MemberRecord | undefined> {
	const members = await listMembersShared(await resolveClientId(clientId, api), api);
	return members.find(
		(member) =>
			existing?.has(member._id) !== true &&
			normalizeLoginId(member.loginId) === normalizeLoginId(loginId),
	);
}
