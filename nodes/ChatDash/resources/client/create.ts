import type { Api } from '../../../transport/api';
import { comparisonKey } from '../../fields/comparisonKey';
import { booleanField } from '../../fields/options';
import { quote } from '../../fields/parseText';
import { defineWrite } from '../../operation/define';
import type { ExistingIds, Holder } from '../../operation/operation';
import { memberName } from '../member/fields';
import {
	claimNewLogin,
	confirmedOutput,
	loginExists,
	newMember,
	newMemberBody,
	newMemberFields,
} from '../member/newMember';
import { listMembersShared, normalizeLoginId } from '../member/record';
import { clientName } from './fields';
import { languageField } from './language';
import { type ClientRecord, listClients } from './record';

/** What to do about a login ID that is in use, by who has it. */
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
	pastTense: 'created',
	operationId: 'createClient',
	retry: 'verify',

	autoMapped: ['clientName', 'language', 'memberName', 'loginId', 'password', 'email'],
	fields: {
		clientName: {
			...clientName,
			hintIfShared: (name: string) => ({ key: comparisonKey(name), value: quote(name) }),
		},
		language: languageField,
		memberName: memberName("The client's first member: the person who signs in to the dashboard"),
		...newMemberFields(
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

	...newMember,

	claim: (values) => claimNewLogin(values, comparisonKey(values.clientName)),

	request: ({ clientName, language, ...member }) => ({
		request: {
			method: 'POST',
			path: '/clients',
			body: { client: { name: clientName, language }, member: newMemberBody(member) },
			expects: 'message',
		},
	}),

	existingIds: async (_values, api) => (await listClients(api)).ids,

	confirm: {
		isDone: async (values, api, existing) =>
			(await findClient(values, api, { existing, memberName: values.memberName })) !== undefined,
		output: confirmedOutput('Client created successfully'),
	},

	ifExists: {
		...loginExists,
		find: async (values, api) => await findClient(values, api),
		output: ({ message }, client) => ({ skipped: true, message, client }),
		advice: ({ clientName }, holder) => ADVICE[holder](clientName),
	},

	enrich: {
		enabled: ({ returnClient }) => returnClient,
		find: async (values, api, existing, isDisputed) =>
			isDisputed ? await findClient(values, api) : await findNewClient(values, api, existing),
		output: (output, client) => ({ ...output, client: client ?? null }),
	},
});

/** Identifies a client, together with its member's login. */
interface ClientLogin {
	readonly clientName: string;
	readonly loginId: string;
}

/**
 * Finds the client that was just created: the only one with its name, if it's new; otherwise the one with the login.
 */
async function findNewClient(
	login: ClientLogin,
	api: Api,
	existing: ExistingIds,
): Promise<ClientRecord | undefined> {
	const namesakes = (await listClients(api)).namesakes(login.clientName);
	if (existing === undefined || namesakes.length !== 1) {
		return await findClient(login, api, { existing });
	}
	return namesakes.find(({ _id }) => !existing.has(_id));
}

/**
 * Finds the client with this name that has a member with this login. Clients can have the same name, so only the login
 * identifies the client.
 *
 * @param options the clients to ignore, and the name that the member must have, if any
 */
async function findClient(
	{ clientName, loginId }: ClientLogin,
	api: Api,
	{ existing, memberName }: { readonly existing?: ExistingIds; readonly memberName?: string } = {},
): Promise<ClientRecord | undefined> {
	for (const client of (await listClients(api)).namesakes(clientName)) {
		if (existing?.has(client._id) === true) continue;
		const members = await listMembersShared(client._id, api);
		const matches = members.some(
			(member) =>
				normalizeLoginId(member.loginId) === normalizeLoginId(loginId) &&
				(memberName === undefined || comparisonKey(member.name) === comparisonKey(memberName)),
		);
		if (matches) return client;
	}
	return undefined;
}
