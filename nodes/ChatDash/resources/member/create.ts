// Member → Create: one more member for a client. https://docs.chat-dash.com/api-reference/clients/pages/post-client-members
import { clientField, clientIdOf, noSuchClient } from '../client/records';
import { defineWrite } from '../operation';
import { path } from '../reading';
import {
	email,
	generatedLogin,
	isLoginInUse,
	loginId,
	lostLogin,
	memberName,
	newPassword,
	onLoginIdInUse,
	passwordSource,
} from './fields';
import { membersOf, sameLogin } from './records';

export const create = defineWrite({
	name: 'Create',
	value: 'create',
	action: 'Create a member',
	description: 'Add a new member to a client',
	participle: 'created',
	repeat: 'confirm',
	page: 'https://docs.chat-dash.com/api-reference/clients/pages/post-client-members',

	fields: {
		clientId: clientField,
		memberName: memberName('The person who signs in to the dashboard'),
		loginId,
		passwordSource,
		password: newPassword,
		email: email(
			"The member's e-mail address. When it is empty, the member is created without one.",
		),
		onLoginIdInUse: onLoginIdInUse(
			'If a member of this client has this login, the item goes on and is marked as skipped. A login of somebody else is still an error.',
		),
	},

	request: function* ({ clientId, memberName, loginId, password: { text }, email }) {
		const id = yield* clientIdOf(clientId);
		return {
			request: {
				method: 'POST',
				path: path`/clients/${id}/members`,
				body: {
					name: memberName,
					loginId,
					...(email !== undefined && { email }),
					password: text,
				},
				expects: 'message',
			},
			ids: { clientId: id },
		};
	},

	result: ({ loginId, password }, body) => ({ ...body, ...generatedLogin(loginId, password) }),

	naming: ({ loginId }) => `login ID ${loginId}`,

	advice: (values, refusal) => {
		if (!isLoginInUse(refusal)) return noSuchClient(values, refusal);
		return values.onLoginIdInUse === 'skip'
			? 'No member of this client has this login, so it belongs to somebody else. Give this member another login ID.'
			: "To let items pass whose member is there already, add the option 'If Login ID Is in Use' and choose 'Skip if It Is the Same Client'. If the login belongs to somebody else, give this member another login ID.";
	},

	finding: {
		lookUp: function* ({ clientId, memberName, loginId }, sought) {
			const members = yield* membersOf(yield* clientIdOf(clientId));
			return members.find(
				(member) =>
					sameLogin(member.loginId) === sameLogin(loginId) &&
					(sought !== 'own' || member.name.trim() === memberName),
			);
		},
		confirmed: ({ loginId, password }, by) => ({
			message: 'Member added successfully',
			confirmed: true,
			...(by === 'thisRun' ? generatedLogin : lostLogin)(loginId, password),
		}),
		conflict: {
			is: isLoginInUse,
			isSkipped: ({ onLoginIdInUse }) => onLoginIdInUse === 'skip',
			skipped: ({ says }, member) => ({ skipped: true, message: says, member }),
		},
	},
});
