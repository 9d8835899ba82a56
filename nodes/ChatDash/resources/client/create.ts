// Client → Create: a client and its first member, in one request. https://docs.chat-dash.com/api-reference/clients/pages/post-clients
import { toggle } from '../field';
import { languageField } from '../language';
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
} from '../member/fields';
import { membersIn, sameLogin } from '../member/records';
import { defineWrite } from '../operation';
import { once, path } from '../reading';
import { clientName } from './fields';
import { clientsIn } from './records';

export const create = defineWrite({
	name: 'Create',
	value: 'create',
	action: 'Create a client',
	description: 'Create a new client with its first member',
	participle: 'created',
	repeat: 'confirm',
	page: 'https://docs.chat-dash.com/api-reference/clients/pages/post-clients',

	autoMapped: ['clientName', 'language', 'memberName', 'loginId', 'password', 'email'],
	fields: {
		clientName,
		language: languageField,
		memberName: memberName("The client's first member: the person who signs in to the dashboard"),
		loginId,
		passwordSource,
		password: newPassword,
		email: email(
			"The member's e-mail address. When it is empty, the member is created without one.",
		),
		onLoginIdInUse: onLoginIdInUse(
			'If a client of the same name has this login, the item goes on and is marked as skipped. A login of somebody else is still an error.',
		),
		returnClient: toggle(
			{
				displayName: 'Return Client',
				description:
					"Whether to look up the new client and put it out too, with its ID. ChatDash's answer holds no ID, so this takes one more request for all items together.",
			},
			{ group: 'options' },
		),
	},

	request: ({ clientName, language, memberName, loginId, password: { text }, email }) => ({
		request: {
			method: 'POST',
			path: '/clients',
			body: {
				client: { name: clientName, language },
				member: {
					name: memberName,
					loginId,
					...(email !== undefined && { email }),
					password: text,
				},
			},
			expects: 'message',
		},
	}),

	result: ({ loginId, password }, body) => ({ ...body, ...generatedLogin(loginId, password) }),

	naming: ({ loginId }) => `login ID ${loginId}`,

	advice: ({ onLoginIdInUse }, refusal) => {
		if (!isLoginInUse(refusal)) return undefined;
		return onLoginIdInUse === 'skip'
			? 'No client of the same name has this login, so it belongs to somebody else. Give this member another login ID.'
			: "Won deals often arrive twice. To let such items pass, add the option 'If Login ID Is in Use' and choose 'Skip if It Is the Same Client'. If the login belongs to somebody else, give this member another login ID.";
	},

	finding: {
		lookUp: function* ({ clientName, memberName, loginId }, sought) {
			const clients = clientsIn(yield* once('/clients'));
			const namesakes = clients.filter((client) => client.name.trim() === clientName);
			if (sought === 'new' && namesakes.length === 1) return namesakes[0];

			for (const client of namesakes) {
				const members = membersIn(yield* once(path`/clients/${client._id}/members`));
				const fits = members.some(
					(member) =>
						sameLogin(member.loginId) === sameLogin(loginId) &&
						(sought !== 'own' || member.name.trim() === memberName),
				);
				if (fits) return client;
			}
			return undefined;
		},
		confirmed: ({ loginId, password }, by) => ({
			message: 'Client created successfully',
			confirmed: true,
			...(by === 'thisRun' ? generatedLogin : lostLogin)(loginId, password),
		}),
		conflict: {
			is: isLoginInUse,
			isSkipped: ({ onLoginIdInUse }) => onLoginIdInUse === 'skip',
			skipped: ({ says }, client) => ({ skipped: true, message: says, client }),
		},
		record: {
			isWanted: ({ returnClient }) => returnClient,
			added: (output, client) => ({ ...output, client: client ?? null }),
		},
	},
});
