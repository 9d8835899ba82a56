import { err } from '../../../transport/result';
import { defineWrite } from '../../operation/define';
import type { Claim } from '../../operation/operation';
import {
	agentIds,
	clientId,
	clientIdFor,
	events,
	secretsIn,
	webhookUrl,
	withoutSecrets,
} from './fields';
import { createRequest, deliveryKey, listSubscriptions, subscriptionOutput } from './record';

interface NewSubscription {
	readonly agentIds: readonly string[];
	readonly events: readonly string[];
	readonly webhookUrl: string;
}

/** Two items that send the same calls to the same address can't be told apart, and each call would arrive twice. */
const claimCalls = (client: string, values: NewSubscription): Claim => ({
	key: values.agentIds.map((agent) => `${client} ${agent} ${deliveryKey(values)}`),
	conflict: (item) =>
		err(
			`Item ${item} already sends the same events of the same agent to this 'Webhook URL'`,
			'Remove one of the two items. Otherwise, each call would arrive twice.',
		),
});

export const create = defineWrite({
	name: 'Create',
	value: 'create',
	action: 'Create a webhook subscription',
	description: 'Send events of voice calls to a webhook URL',
	pastTense: 'created',
	operationId: 'createSubscription',
	credential: 'client',
	retry: 'confirm',
	label: ({ webhookUrl }) => `webhook ${withoutSecrets(webhookUrl)}`,

	fields: { clientId, agentIds, events, webhookUrl },

	claim: ({ clientId, ...values }) => claimCalls(clientId, values),

	request({ clientId, agentIds, events, webhookUrl }, api) {
		const client = clientIdFor(clientId, api);
		const chosen = { agentIds, events, webhookUrl };
		return {
			request: createRequest({ clientId: client, ...chosen }),
			ids: { clientId: client, agentIds: [...agentIds] },
			claim: claimCalls(client, chosen),
			secrets: secretsIn(webhookUrl),
		};
	},

	// The response repeats the address with its secrets redacted.
	output: ({ webhookUrl }, body) => ({ ...subscriptionOutput(body), webhookUrl }),

	advice: (_values, { status }) =>
		status === 404
			? "Check 'Client ID' and 'Agents'. The agents have to be assigned to the client that the API key belongs to."
			: undefined,

	existingIds: async ({ clientId }, api) =>
		new Set((await listSubscriptions(clientIdFor(clientId, api), api)).map(({ _id }) => _id)),

	confirm: {
		isDone: async ({ clientId, agentIds, ...values }, api, existing) => {
			const added = (await listSubscriptions(clientIdFor(clientId, api), api)).filter(
				(one) => existing?.has(one._id) !== true && deliveryKey(one) === deliveryKey(values),
			);
			const own = agentIds.map((id) => added.find((one) => one.agentIds.includes(id)));
			return own.every((one) => one !== undefined) && (own[0]?.record ?? false);
		},
		output: (_values, _by, record = {}) => ({ confirmed: true, ...subscriptionOutput(record) }),
	},
});
