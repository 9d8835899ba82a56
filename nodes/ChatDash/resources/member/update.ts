import { omitUndefined } from '../../../transport/json';
import { path } from '../../../transport/request';
import { updateField } from '../../fields/collection';
import { booleanField } from '../../fields/options';
import { password } from '../../fields/password';
import { findId } from '../../fields/resolveLocator';
import { defineWrite } from '../../operation/define';
import { clientLocator, resolveClientId } from '../client/record';
import { email, isLoginInUse, loginId, memberName } from './fields';
import { MEMBER, listMembers, memberCandidates, memberLocator, noSuchMember } from './record';

export const update = defineWrite({
	name: 'Update',
	value: 'update',
	action: 'Update a member',
	description: "Update a member's name, email, login ID, password, or admin rights",
	pastTense: 'updated',
	operationId: 'updateMember',
	retry: 'idempotent',
	target: 'memberId',

	fields: {
		clientId: clientLocator,
		memberId: memberLocator,
		email: updateField(
			email("The member's email address. If left empty, an empty address is sent to ChatDash."),
			'',
		),
		isAdmin: updateField(
			booleanField({
				displayName: 'Is Admin',
				default: true,
				description:
					"Whether the member is an admin of the client. If you don't add this field, their rights stay as ChatDash's list of members has them. Add it if they have just changed, because that list may be outdated for a moment.",
			}),
		),
		loginId: updateField(loginId),
		memberName: updateField(memberName('The name of the person who signs in to the dashboard')),
		password: updateField(
			password(
				{
					displayName: 'Password',
					description: 'The new password. Leading and trailing spaces are kept.',
				},
				{ ifEmpty: 'Enter a password, or remove the field to keep the current one.' },
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

	echo: ({ memberName, loginId, email }) => omitUndefined({ memberName, loginId, email }),

	advice: (_values, rejection) =>
		isLoginInUse(rejection)
			? 'Another member already has this login ID. Use a different one.'
			: undefined,
});
