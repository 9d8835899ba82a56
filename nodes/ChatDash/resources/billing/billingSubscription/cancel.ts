import { resolveId } from '../../../fields/resolveLocator';
import { defineWrite } from '../../../operation/define';
import { accountId } from '../account';
import { withIdAs } from '../output';
import { SUBSCRIPTION, subscriptionLocator, subscriptionPath } from './record';

const withSubscriptionId = withIdAs('subscriptionId');

export const cancel = defineWrite({
	name: 'Cancel',
	value: 'cancel',
	action: 'Cancel a billing subscription',
	description:
		"End a client's subscription for good (to end it with its billing period, use Update instead)",
	pastTense: 'canceled',
	operationId: 'cancelBillingSubscription',
	retry: 'idempotent',
	whereToCheck: "the account's subscriptions in Stripe",
	target: 'subscriptionId',

	fields: { accountId, subscriptionId: subscriptionLocator },

	async request({ accountId, subscriptionId }, api) {
		const id = await resolveId(SUBSCRIPTION, subscriptionId, api, { accountId });
		return {
			request: { method: 'DELETE', path: subscriptionPath(accountId, id), expects: 'record' },
			ids: { accountId, subscriptionId: id },
		};
	},

	output: (values, body) => ({ canceled: true, ...withSubscriptionId(values, body) }),

	alreadyDone: {
		matches: ({ status }) => status === 404,
		output: () => ({ canceled: true }),
	},
});
