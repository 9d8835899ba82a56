import { omitUndefined } from '../../../../transport/json';
import { additionalField } from '../../../fields/collection';
import { describeChoice, locator } from '../../../fields/locator';
import { INTEGER, requiredNumber } from '../../../fields/number';
import { optionsField } from '../../../fields/options';
import { resolveId } from '../../../fields/resolveLocator';
import { defineWrite } from '../../../operation/define';
import { CLIENT, clientLocator, resolveClientId } from '../../client/record';
import { accountId } from '../account';
import { withIdAs } from '../output';
import { PRODUCT } from '../product/record';
import { invoicesPath } from './record';

export const create = defineWrite({
	name: 'Create',
	value: 'create',
	action: 'Create an invoice',
	description: 'Bill a client for a product with a one-time price (the client needs an admin)',
	pastTense: 'created',
	operationId: 'createInvoice',
	// A second invoice would ask the client for the money again.
	retry: 'unsafe',
	whereToCheck: "the account's invoices in Stripe",
	label: ({ clientId }) => `invoice for ${describeChoice(CLIENT, clientId)}`,

	fields: {
		accountId,
		clientId: clientLocator,
		productId: locator(PRODUCT, 'The product to bill. It needs a one-time price.'),
		collectionMethod: optionsField({
			displayName: 'Collection Method',
			options: [
				{
					name: 'Charge Automatically',
					value: 'charge_automatically',
					description: "Charge the customer's payment method in Stripe",
				},
				{
					name: 'Send Invoice',
					value: 'send_invoice',
					description: 'Let Stripe send the invoice to the customer, who then pays it',
				},
			],
			default: 'send_invoice',
			required: true,
			description: 'How the invoice is paid',
		}),
		daysUntilDue: additionalField(
			requiredNumber(
				INTEGER,
				{
					displayName: 'Days Until Due',
					default: 14,
					description: 'How many days the customer has to pay the invoice',
				},
				{ minimum: 0 },
				{ showFor: { collectionMethod: ['send_invoice'] } },
			),
		),
	},

	async request({ accountId, clientId, productId, collectionMethod, daysUntilDue }, api) {
		const client = await resolveClientId(clientId, api);
		const product = await resolveId(PRODUCT, productId, api, { accountId });
		return {
			request: {
				method: 'POST',
				path: invoicesPath(accountId),
				body: {
					data: omitUndefined({
						clientId: client,
						productId: product,
						collection_method: collectionMethod,
						days_until_due: daysUntilDue,
					}),
				},
				expects: 'record',
			},
			ids: { accountId, clientId: client, productId: product },
		};
	},

	output: withIdAs('invoiceId'),
});
