import type { Api } from '../../../transport/api';
import { path } from '../../../transport/request';
import { comparisonKey } from '../../fields/comparisonKey';
import { type LocatorValue, recordKey } from '../../fields/locator';
import { defineWrite } from '../../operation/define';
import type { ExistingIds, Holder } from '../../operation/operation';
import { clientLocator, resolveClientId } from '../client/record';
import { memberName } from './fields';
import {
	claimNewLogin,
	confirmedOutput,
	loginExists,
	newMember,
	newMemberBody,
	newMemberFields,
} from './newMember';
import { type MemberRecord, listMembersShared, normalizeLoginId } from './record';

/** What to do about a login ID that is in use, by who has it. */
const ADVICE: Readonly<Record<Holder, string>> = {
	same: "A member of this client has this login already, probably from an earlier execution. This execution doesn't know its password. To let such items pass, add the option 'If Login ID Is in Use' and choose 'Skip if It Is the Same Client'. To set a new password, use 'Member: Update'.",
	other:
		"ChatDash's list has no member of this client with this login, so it probably belongs to someone else. If so, give this member another login ID.",
	unknown:
		"To let items pass whose member is there already, add the option 'If Login ID Is in Use' and choose 'Skip if It Is the Same Client'. If the login belongs to someone else, give this member another login ID.",
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
		memberName: memberName('The person who signs in to the dashboard'),
		...newMemberFields(
			'If a member of this client has this login, the item goes on and is marked as skipped. A login of somebody else is still an error.',
		),
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
		output: ({ message }, member) => ({ skipped: true, message, member }),
		advice: (_values, holder) => ADVICE[holder],
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
