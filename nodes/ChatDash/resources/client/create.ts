import { comparisonKey } from '../../fields/comparisonKey';
import { switchOption } from '../../fields/options';
import { quote } from '../../fields/parseText';
import { defineWrite } from '../../operation/define';
import type { ExistingOwner } from '../../operation/operation';
import { memberName } from '../member/fields';
import {
	claimNewLogin,
	confirmedOutput,
	loginExists,
	newMember,
	newMemberBody,
	newMemberEcho,
	newMemberFields,
} from '../member/newMember';
import { clientName } from './fields';
import { findClient, findNewClient } from './find';
import { languageField } from './language';
import { listClients } from './record';

/** What to do about a login ID that is in use, by who has it. */
const ADVICE: Readonly<Record<ExistingOwner, (clientName: string) => string>> = {
	same: (clientName) =>
		`A client named ${quote(clientName)} already has this login ID, probably from an earlier execution, because won deals often arrive twice. Its password isn't known here. To continue with such items, set 'If Login ID Is in Use' to 'Skip if Same Client'. To set a new password, use 'Member: Update'.`,
	other: () =>
		'This login ID probably belongs to someone else: no client with the same name has it. Use a different login ID for this member.',
	unknown: () =>
		"Won deals often arrive twice. If this is the same deal, set 'If Login ID Is in Use' to 'Skip if Same Client'. If the login ID belongs to someone else, use a different one.",
};

export const create = defineWrite({
	name: 'Create',
	value: 'create',
	action: 'Create a client',
	description: 'Create a new client and its first member',
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
		memberName: memberName(
			"The name of the person who signs in to the dashboard, the client's first member",
		),
		...newMemberFields({
			optionSuffix: 'Same Client',
			condition: 'a client with the same name already has this login ID',
		}),
		includeClientId: switchOption(
			{
				displayName: 'Include Client ID',
				description:
					"Whether to add the new client's ID to the output. ChatDash doesn't return it, so this takes one extra request per execution.",
			},
			true,
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

	echo: ({ clientName, language, ...member }) => ({
		clientName,
		language,
		...newMemberEcho(member),
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
		output: ({ loginId }, { _id, name, language }, { message }) => ({
			skipped: true,
			message,
			clientId: _id,
			clientName: name,
			language,
			loginId,
		}),
		advice: ({ clientName }, owner) => ADVICE[owner](clientName),
	},

	enrich: {
		idName: 'clientId',
		enabled: ({ includeClientId }) => includeClientId,
		find: async (values, api, existing, isDisputed) => {
			const client = isDisputed
				? await findClient(values, api)
				: await findNewClient(values, api, existing);
			return client?._id;
		},
	},
});
