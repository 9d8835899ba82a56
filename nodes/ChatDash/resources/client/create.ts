// Client → Create: a client and its first member, in one request. https://docs.chat-dash.com/api-reference/clients/pages/post-clients
import { comparisonKey } from '../../fields/comparisonKey';
import { booleanField } from '../../fields/field';
import { languageField } from './language';
import {
	claimLogin,
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
import { decodeMembers, normalizeLoginId } from '../member/record';
import { type Holder, defineWrite } from '../../operation/operation';
import { once, path } from '../reading';
import { quote } from '../../fields/parseText';
import { clientName } from './fields';
import { decodeClients, idsIn, namesakesIn } from './record';

/** What to do about a login ID that is in use, by whose it is. */
const ADVICE: Readonly<Record<Holder, (clientName: string) => string>> = {
	same: (clientName) =>
		`A client named ${quote(clientName)} has this login already, probably from an earlier execution: won deals often arrive twice. This execution doesn't know its password. To let such items pass, add the option 'If Login ID Is in Use' and choose 'Skip if It Is the Same Client'. To set a new password, use 'Member: Update'.`,
	other: () =>
		"ChatDash's list has no client of this name with this login, so it probably belongs to someone else. If so, give this member another login ID.",
	unknown: () =>
		"Won deals often arrive twice. To let such items pass, add the option 'If Login ID Is in Use' and choose 'Skip if It Is the Same Client'. If the login belongs to someone else, give this member another login ID.",
};

export const create = defineWrite({
	name: 'Create',
	value: 'create',
	action: 'Create a client',
	description: 'Create a new client with its first member',
	participle: 'created',
	retry: 'verify',
	page: 'https://docs.chat-dash.com/api-reference/clients/pages/post-clients',

	autoMapped: ['clientName', 'language', 'memberName', 'loginId', 'password', 'email'],
	fields: {
		clientName: {
			...clientName,
			hintIfShared: (name: string) => ({ key: comparisonKey(name), value: quote(name) }),
		},
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
		returnClient: booleanField(
			{
				displayName: 'Return Client',
				description:
					"Whether to look up the new client and put it out too, with its ID. ChatDash's answer holds no ID, so this takes one more request for all items together.",
			},
			{ collection: 'options' },
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

	// Only where repeats are passed over: the later one then finds what the earlier one created.
	changes: ({ loginId, onLoginIdInUse }) =>
		onLoginIdInUse === 'skip' ? normalizeLoginId(loginId) : undefined,

	claim: ({ clientName, loginId, onLoginIdInUse }) =>
		claimLogin(loginId, onLoginIdInUse === 'skip' ? comparisonKey(clientName) : undefined),

	finding: {
		idsBefore: function* () {
			return idsIn(yield* once('/clients'));
		},
		lookUp: function* ({ clientName, memberName, loginId }, sought, before) {
			const clients = decodeClients(yield* once('/clients'));
			const namesakes = namesakesIn(clients, clientName);
			const candidates = namesakes.filter(({ _id }) => before?.has(_id) !== true);
			// The only one of its name, and it wasn't there before. Among namesakes the login alone tells which one it is.
			const isAlone = before !== undefined && namesakes.length === 1;
			if (sought === 'new' && isAlone) return candidates[0];

			for (const client of candidates) {
				const members = decodeMembers(yield* once(path`/clients/${client._id}/members`));
				const fits = members.some(
					(member) =>
						normalizeLoginId(member.loginId) === normalizeLoginId(loginId) &&
						(sought !== 'own' || comparisonKey(member.name) === comparisonKey(memberName)),
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
			matches: isLoginInUse,
			isSkipped: ({ onLoginIdInUse }) => onLoginIdInUse === 'skip',
			skipped: ({ message }, client) => ({ skipped: true, message, client }),
			advice: ({ clientName }, holder) => ADVICE[holder](clientName),
		},
		record: {
			isWanted: ({ returnClient }) => returnClient,
			added: (output, client) => ({ ...output, client: client ?? null }),
		},
	},
});
