// Member → Create: one more member for a client. https://docs.chat-dash.com/api-reference/clients/pages/post-client-members
import { clientField, clientIdOf, noSuchClient } from '../client/record';
import { comparisonKey } from '../../fields/comparisonKey';
import { recordKey } from '../../fields/locator';
import { type Holder, defineWrite } from '../../operation/operation';
import { once, path } from '../reading';
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
} from './fields';
import { decodeMembers, normalizeLoginId } from './record';

/** What to do about a login ID that is in use, by whose it is. */
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
	participle: 'created',
	retry: 'verify',
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

	advice: noSuchClient,

	changes: ({ loginId, onLoginIdInUse }) =>
		onLoginIdInUse === 'skip' ? normalizeLoginId(loginId) : undefined,

	claim: ({ clientId, loginId, onLoginIdInUse }) =>
		claimLogin(loginId, onLoginIdInUse === 'skip' ? recordKey(clientId) : undefined),

	finding: {
		idsBefore: function* ({ clientId }) {
			const id = yield* clientIdOf(clientId);
			const members = decodeMembers(yield* once(path`/clients/${id}/members`));
			return new Set(members.map(({ _id }) => _id).filter((memberId) => memberId !== ''));
		},
		lookUp: function* ({ clientId, memberName, loginId }, sought, before) {
			const id = yield* clientIdOf(clientId);
			return decodeMembers(yield* once(path`/clients/${id}/members`)).find(
				(member) =>
					before?.has(member._id) !== true &&
					normalizeLoginId(member.loginId) === normalizeLoginId(loginId) &&
					(sought !== 'own' || comparisonKey(member.name) === comparisonKey(memberName)),
			);
		},
		confirmed: ({ loginId, password }, by) => ({
			message: 'Member added successfully',
			confirmed: true,
			...(by === 'thisRun' ? generatedLogin : lostLogin)(loginId, password),
		}),
		conflict: {
			matches: isLoginInUse,
			isSkipped: ({ onLoginIdInUse }) => onLoginIdInUse === 'skip',
			skipped: ({ message }, member) => ({ skipped: true, message, member }),
			advice: (_values, holder) => ADVICE[holder],
		},
	},
});
