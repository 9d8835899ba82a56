// Member → Update. https://docs.chat-dash.com/api-reference/clients/pages/put-client-members
import { clientField, clientIdOf } from '../client/record';
import { password, booleanField, updateField } from '../../fields/field';
import { describeChoice, recordKey } from '../../fields/locator';
import { defineWrite } from '../../operation/operation';
import { giveUp, path } from '../reading';
import { email, isLoginInUse, loginId, memberName } from './fields';
import { MEMBER, memberField, memberIdOf, membersOf, noMemberOf } from './record';

export const update = defineWrite({
	name: 'Update',
	value: 'update',
	action: 'Update a member',
	description: "Change a member's name, login, password or rights",
	participle: 'updated',
	retry: 'idempotent',
	page: 'https://docs.chat-dash.com/api-reference/clients/pages/put-client-members',

	fields: {
		clientId: clientField,
		memberId: memberField,
		email: updateField(
			email("The member's e-mail address. When it is empty, ChatDash is sent an empty one."),
			'',
		),
		isAdmin: updateField(
			booleanField({
				displayName: 'Is Admin',
				default: true,
				description:
					'Whether the member is an admin of the client. Without this field the member stays what it is.',
			}),
		),
		loginId: updateField(loginId),
		memberName: updateField(memberName('The person who signs in to the dashboard')),
		password: updateField(
			password(
				{
					displayName: 'Password',
					description: 'The new password, taken as it is, blanks included',
				},
				{ ifEmpty: "Fill in 'Password', or remove the field to leave the password as it is." },
			),
		),
	},

	request: function* ({ clientId, memberId, email, isAdmin, loginId, memberName, password }) {
		const client = yield* clientIdOf(clientId);
		// ChatDash documents that an update without `isAdmin` means false: what is to stay has to be said again.
		const needsMembers = memberId.by !== 'id' || isAdmin === undefined;
		const members = needsMembers ? yield* membersOf(client) : [];
		const id = yield* memberIdOf(memberId, members);
		const rights = isAdmin ?? members.find(({ _id }) => _id === id)?.isAdmin;
		if (rights === undefined) return yield* giveUp(noMemberOf(id));
		return {
			request: {
				method: 'PUT',
				path: path`/clients/${client}/members/${id}`,
				body: {
					...(memberName !== undefined && { name: memberName }),
					...(loginId !== undefined && { loginId }),
					...(email !== undefined && { email }),
					...(password !== undefined && { password: password.text }),
					isAdmin: rights,
				},
				expects: 'message',
			},
			ids: { clientId: client, memberId: id },
		};
	},

	changes: ({ clientId, memberId }) => `${recordKey(clientId)} ${recordKey(memberId)}`,
	naming: ({ memberId }) => describeChoice(MEMBER, memberId),

	advice: (_values, refusal) => {
		if (isLoginInUse(refusal)) {
			return 'Somebody else has this login ID. Give the member another one.';
		}
		return refusal.status === 404
			? "Check 'Client' and 'Member': ChatDash may have no member of this ID for this client. 'Member: Get Many' lists those it has."
			: undefined;
	},
});
