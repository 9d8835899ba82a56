// Client → Create: a client and its first member, in one request. https://docs.chat-dash.com/api-reference/clients/pages/post-clients
import type { Refusal } from '../../../transport/answers';
import { choice, optionalEmail, password, requiredText, toggle } from '../field';
import { languageField } from '../language';
import { defineOperation, type LookUp } from '../operation';
import { clientsIn, membersIn } from './records';

/** ChatDash's words for a login that somebody has already, as its page documents them. */
const isLoginInUse = ({ heard, status }: Refusal) =>
	status === 400 && /login id already in use/i.test(heard);

/** ChatDash compares login IDs without regard to case. */
const sameLogin = (loginId: string) => loginId.toLowerCase();

/** For a member that an earlier run created whose output is lost, and its generated password with it. */
const PASSWORD_IS_LOST =
	'An earlier run created this member, and the password it made is not known. Set a new one for the member in ChatDash.';

export const create = defineOperation({
	name: 'Create',
	value: 'create',
	action: 'Create a client',
	description: 'Create a new client with its first member',
	participle: 'created',
	repeat: 'confirm',
	page: 'https://docs.chat-dash.com/api-reference/clients/pages/post-clients',

	autoMapped: ['clientName', 'language', 'memberName', 'loginId', 'password', 'email'],
	fields: {
		clientName: requiredText({
			displayName: 'Client Name',
			placeholder: 'e.g. Acme Dental',
			description: 'The company as it appears in your ChatDash dashboard',
		}),
		language: languageField,
		memberName: requiredText({
			displayName: 'Member Name',
			placeholder: 'e.g. Nathan Smith',
			description: "The client's first member: the person who signs in to the dashboard",
		}),
		loginId: requiredText(
			{
				displayName: 'Login ID',
				placeholder: 'e.g. nathan@example.com',
				description:
					'What the member signs in with, often the e-mail address. Nobody else in ChatDash can have it; upper and lower case count as the same.',
			},
			{ unique: sameLogin },
		),
		passwordSource: choice({
			displayName: 'Password Source',
			options: [
				{
					name: 'Define',
					value: 'define',
					description: 'Use a password that you type or map',
				},
				{
					name: 'Generate',
					value: 'generate',
					description: 'Make a strong password for each item and put it out with the item',
				},
			],
			default: 'define',
			description: "Where the member's password comes from",
		}),
		password: password(
			{
				displayName: 'Password',
				description: "The member's password, taken as it is, blanks included",
				hint: "CRMs hold no passwords. With 'Generate' in 'Password Source' the node makes one for each item.",
			},
			{ shownFor: { passwordSource: ['define'] } },
		),
		email: optionalEmail({
			displayName: 'Email',
			placeholder: 'e.g. nathan@example.com',
			description:
				"The member's e-mail address. When it is empty, the member is created without one.",
		}),
		onLoginIdInUse: choice(
			{
				displayName: 'If Login ID Is in Use',
				options: [
					{
						name: 'Return an Error',
						value: 'error',
						description: 'The item ends with what ChatDash said',
					},
					{
						name: 'Skip if It Is the Same Client',
						value: 'skip',
						description:
							'If a client of the same name has this login, the item goes on and is marked as skipped. A login of somebody else is still an error.',
					},
				],
				default: 'error',
				description: 'What to do when ChatDash answers that the login ID is already in use',
			},
			{ group: 'options' },
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
		method: 'POST',
		path: '/clients',
		body: {
			client: { name: clientName, language },
			member: { name: memberName, loginId, ...(email !== undefined && { email }), password: text },
		},
		expects: 'message',
	}),

	result: ({ loginId, password: { text, generated } }, body) => ({
		...body,
		...(generated && { member: { loginId, password: text } }),
	}),

	naming: ({ loginId }) => `login ID ${loginId}`,

	advice: ({ onLoginIdInUse }, refusal) => {
		if (!isLoginInUse(refusal)) return undefined;
		return onLoginIdInUse === 'skip'
			? 'No client of the same name has this login, so it belongs to somebody else. Give this member another login ID.'
			: "Won deals often arrive twice. To let such items pass, add the option 'If Login ID Is in Use' and choose 'Skip if It Is the Same Client'. If the login belongs to somebody else, give this member another login ID.";
	},

	finding: {
		lookUp: function* ({ clientName, memberName, loginId }, sought): LookUp {
			const clients = clientsIn(yield { method: 'GET', path: '/clients', expects: 'list' });
			const namesakes = clients.filter((client) => client.name.trim() === clientName);
			if (sought === 'new' && namesakes.length === 1) return namesakes[0];

			for (const client of namesakes) {
				const path = `/clients/${encodeURIComponent(client._id)}/members`;
				const members = membersIn(yield { method: 'GET', path, expects: 'list' });
				const fits = members.some(
					(member) =>
						sameLogin(member.loginId) === sameLogin(loginId) &&
						(sought !== 'own' || member.name.trim() === memberName),
				);
				if (fits) return client;
			}
			return undefined;
		},
		isConflict: isLoginInUse,
		isSkipped: ({ onLoginIdInUse }) => onLoginIdInUse === 'skip',
		skipped: ({ says }, client) => ({ skipped: true, message: says, client }),
		confirmed: ({ loginId, password: { text, generated } }, by) => ({
			message: 'Client created successfully',
			confirmed: true,
			...(generated && by === 'thisRun' && { member: { loginId, password: text } }),
			...(generated && by === 'earlierRun' && { member: { loginId, note: PASSWORD_IS_LOST } }),
		}),
		isWanted: ({ returnClient }) => returnClient,
		added: (output, client) => ({ ...output, client: client ?? null }),
	},
});
