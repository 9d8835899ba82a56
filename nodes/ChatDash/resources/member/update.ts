import { omitUndefined } from '../../../transport/json';
import { path } from '../../../transport/request';
import { updateField } from '../../fields/collection';
import { booleanField } from '../../fields/options';
import { password } from '../../fields/password';
import { findId } from '../../fields/locator';
import { defineWrite } from '../../operation/define';
import { clientLocator, resolveClientId } from '../client/record';
import { email, isLoginInUse, loginId, memberName } from './fields';
import { MEMBER, listMembers, memberCandidates, memberLocator, noSuchMember } from './record';

export const update = defineWrite({
	name: 'Update',
	value: 'update',
	action: 'Update a member',
	description: "Change a member's name, login, password or rights",
	pastTense: 'updated',
	operationId: 'updateMember',
	retry: 'idempotent',
	target: 'memberId',

	fields: {
		clientId: clientLocator,
		memberId: memberLocator,
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

	async request({ clientId, memberId, email, isAdmin, loginId, memberName, password }, api) {
		const client = await resolveClientId(clientId, api);
		// ChatDash sets `isAdmin` to false if an update omits it, so the request has to repeat the current value.
		const needsMembers = memberId.mode !== 'id' || isAdmin === undefined;
		const members = needsMembers ? await listMembers(client, api) : [];
		const id = findId(MEMBER, memberId, memberCandidates(members));
		const rights = isAdmin ?? members.find(({ _id }) => _id === id)?.isAdmin;
		if (rights === undefined) throw noSuchMember(id);
		return {
			request: {
				method: 'PUT',
				path: path`/clients/${client}/members/${id}`,
				body: omitUndefined({
					name: memberName,
					loginId,
					email,
					password: password?.text,
					isAdmin: rights,
				}),
				expects: 'message',
			},
			ids: { clientId: client, memberId: id },
		};
	},

	advice: (_values, rejection) => {
		if (isLoginInUse(rejection)) {
			return 'Somebody else has this login ID. Give the member another one.';
		}
		return rejection.status === 404
			? "Check 'Client' and 'Member': ChatDash may have no member of this ID for this client. 'Member: Get Many' lists those it has."
			: undefined;
	},
});
