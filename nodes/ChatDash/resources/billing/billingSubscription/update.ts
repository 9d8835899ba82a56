import { omitUndefined } from '../../../../transport/json';
import { err } from '../../../../transport/result';
import { updateField } from '../../../fields/collection';
import { UNIX_SECONDS, requiredDate } from '../../../fields/date';
import { locator } from '../../../fields/locator';
import { booleanField } from '../../../fields/options';
import { resolveId } from '../../../fields/resolveLocator';
import { defineWrite } from '../../../operation/define';
import { accountId } from '../account';
import { withIdAs } from '../output';
import { PRODUCT } from '../product/record';
import { taxCountry, taxEnabled, taxPostalCode } from './fields';
import { SUBSCRIPTION, subscriptionLocator, subscriptionPath } from './record';

export const update = defineWrite({
	name: 'Update',
	value: 'update',
	action: 'Update a billing subscription',
	description: "Change a subscription's product, tax, or end",
	pastTense: 'updated',
	operationId: 'updateBillingSubscription',
	retry: 'idempotent',
	whereToCheck: "the account's subscriptions in Stripe",
	target: 'subscriptionId',

	fields: {
		accountId,
		subscriptionId: subscriptionLocator,
		cancelAtPeriodEnd: updateField(
			booleanField({
				displayName: 'Cancel at Period End',
				default: true,
				description: 'Whether the subscription ends with the current billing period',
			}),
		),
		productId: updateField(locator(PRODUCT, "The product to bill. It needs 'Start Date', too.")),
		startDate: updateField(
			requiredDate(UNIX_SECONDS, {
				displayName: 'Start Date',
				description: "When the product is billed from. It needs 'Product', too.",
			}),
		),
		taxCountry: updateField(taxCountry),
		taxEnabled: updateField(taxEnabled),
		taxPostalCode: updateField(taxPostalCode),
	},

	check: ({ productId, startDate }) =>
		(productId === undefined) === (startDate === undefined)
			? undefined
			: err("'Product' and 'Start Date' belong together", 'Add both of them, or neither.'),

	async request({ accountId, subscriptionId, productId, startDate, ...more }, api) {
		const id = await resolveId(SUBSCRIPTION, subscriptionId, api, { accountId });
		const product = productId && (await resolveId(PRODUCT, productId, api, { accountId }));
		const taxSettings = omitUndefined({
			enabled: more.taxEnabled,
			country: more.taxCountry,
			postalCode: more.taxPostalCode,
		});
		return {
			request: {
				method: 'PUT',
				path: subscriptionPath(accountId, id),
				body: {
					data: omitUndefined({
						productId: product,
						startDate,
						cancelAtPeriodEnd: more.cancelAtPeriodEnd,
						taxSettings: Object.keys(taxSettings).length === 0 ? undefined : taxSettings,
					}),
				},
				expects: 'record',
			},
			ids: omitUndefined({ accountId, subscriptionId: id, productId: product }),
		};
	},

	output: withIdAs('subscriptionId'),
});
