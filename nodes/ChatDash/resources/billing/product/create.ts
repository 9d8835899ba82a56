import { omitUndefined } from '../../../../transport/json';
import { additionalField } from '../../../fields/collection';
import { optionalJson } from '../../../fields/json';
import { optionsField } from '../../../fields/options';
import { defineWrite } from '../../../operation/define';
import { accountId } from '../account';
import { currency } from '../money';
import { productDescription, productName } from './fields';
import { productOutput } from './output';
import { productsPath } from './record';

export const create = defineWrite({
	name: 'Create',
	value: 'create',
	action: 'Create a product',
	description: 'Create a product with a price in a connected Stripe account',
	pastTense: 'created',
	operationId: 'createProduct',
	retry: 'unsafe',
	whereToCheck: "the account's products in Stripe",
	label: ({ productName }) => `product ${productName}`,

	fields: {
		accountId,
		productName,
		pricingModel: optionsField({
			displayName: 'Pricing Model',
			options: [
				{ name: 'Base', value: 'base' },
				{ name: 'One Time', value: 'oneTime' },
				{ name: 'Usage', value: 'usage' },
			],
			default: 'base',
			required: true,
			description: 'How the product is priced, which decides what price fields ChatDash expects',
		}),
		currency: currency('Currency', 'The three-letter code of the currency of the price'),
		priceFields: additionalField(
			optionalJson({
				displayName: 'Price Fields (JSON)',
				description:
					"The fields for the price, as a JSON object. It's sent with the other fields. ChatDash's documentation of these fields is incomplete, so ask ChatDash which ones your pricing model needs.",
			}),
		),
		productDescription: additionalField(productDescription),
	},

	request: ({
		accountId,
		productName,
		productDescription,
		pricingModel,
		currency,
		priceFields,
	}) => ({
		request: {
			method: 'POST',
			path: productsPath(accountId),
			body: {
				data: {
					...priceFields,
					...omitUndefined({
						name: productName,
						description: productDescription,
						pricing_model: pricingModel,
						currency,
					}),
				},
			},
			expects: 'record',
		},
		ids: { accountId },
	}),

	output: productOutput,
	echo: ({ productName }) => ({ productName }),
});
