import { omitUndefined } from '../../../../transport/json';
import { additionalField } from '../../../fields/collection';
import { UNIX_SECONDS, requiredDate } from '../../../fields/date';
import { describeChoice, locator } from '../../../fields/locator';
import { parseText } from '../../../fields/parseText';
import { resolveId } from '../../../fields/resolveLocator';
import { severalIds } from '../../../fields/severalIds';
import { requiredText } from '../../../fields/text';
import { defineWrite } from '../../../operation/define';
import { AGENT } from '../../agent/record';
import { CLIENT, clientLocator, resolveClientId } from '../../client/record';
import { accountId } from '../account';
import { COUPON } from '../coupon/record';
import { withIdAs } from '../output';
import { PRODUCT, productLocator } from '../product/record';
import { taxEnabled } from './fields';
import { subscriptionsPath } from './record';

export const create = defineWrite({
	name: 'Create',
	value: 'create',
	action: 'Create a billing subscription',
	description: 'Start to bill a client for a product (the client needs an admin)',
	pastTense: 'created',
	operationId: 'createBillingSubscription',
	// A second subscription would charge the client twice.
	retry: 'unsafe',
	whereToCheck: "the account's subscriptions in Stripe",
	label: ({ clientId }) => `subscription of ${describeChoice(CLIENT, clientId)}`,

	fields: {
		accountId,
		clientId: clientLocator,
		agentIds: severalIds(AGENT, {
			displayName: 'Agents',
			required: true,
			description:
				'The agents that the client pays for. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/" target="_blank">expression</a>.',
		}),
		productId: productLocator,
		startDate: requiredDate(UNIX_SECONDS, {
			displayName: 'Start Date',
			description: 'When the subscription starts',
		}),
		couponId: additionalField(locator(COUPON, 'The coupon whose discount applies')),
		metrics: additionalField(
			requiredText(
				{
					displayName: 'Metrics',
					placeholder: 'e.g. minutes',
					description:
						"What ChatDash counts for a price by usage. ChatDash's help names interactions, minutes, and conversations.",
				},
				parseText,
			),
		),
		taxEnabled: additionalField(taxEnabled),
	},

	async request({ accountId, clientId, agentIds, productId, startDate, ...more }, api) {
		const client = await resolveClientId(clientId, api);
		const product = await resolveId(PRODUCT, productId, api, { accountId });
		const { couponId, metrics, taxEnabled } = more;
		const coupon = couponId && (await resolveId(COUPON, couponId, api, { accountId }));
		return {
			request: {
				method: 'POST',
				path: subscriptionsPath(accountId),
				body: {
					data: omitUndefined({
						clientId: client,
						agentIds,
						selectedProduct: omitUndefined({
							productId: product,
							startDate,
							pricing: metrics === undefined ? undefined : { metrics },
						}),
						couponId: coupon,
						taxSettings: taxEnabled === undefined ? undefined : { enabled: taxEnabled },
					}),
				},
				expects: 'record',
			},
			ids: omitUndefined({ accountId, clientId: client, productId: product, couponId: coupon }),
		};
	},

	output: withIdAs('subscriptionId'),
});
