// The fields of a coupon, for creating and updating it.
import { additionalField } from '../../../fields/collection';
import { DECIMAL, INTEGER, MONEY, requiredNumber } from '../../../fields/number';
import type { Field } from '../../../fields/field';
import { optionsField } from '../../../fields/options';
import { requiredText } from '../../../fields/text';
import { currency } from '../money';

export const couponName = requiredText({
	displayName: 'Coupon Name',
	placeholder: 'e.g. Spring Sale',
	description: 'The name of the coupon, which customers see on invoices in Stripe',
});

/** A field that's only for one type of discount. */
const onlyFor = <Value>(
	discountType: 'amount' | 'percent',
	field: Field<Value>,
): Field<Value | undefined> => ({
	...field,
	showFor: { discountType: [discountType] },
	whenHidden: () => undefined,
});

/** How much a new coupon takes off, and for how long. */
export const discountFields = {
	discountType: optionsField(
		{
			displayName: 'Discount Type',
			options: [
				{ name: 'Amount', value: 'amount', description: 'The same amount off each invoice' },
				{ name: 'Percent', value: 'percent', description: 'A percentage off each invoice' },
			],
			default: 'percent',
			required: true,
			description: 'Whether the coupon takes off a percentage or an amount',
		},
		{ controlOnly: true },
	),
	percentOff: onlyFor(
		'percent',
		requiredNumber(
			DECIMAL,
			{ displayName: 'Percent Off', default: 10, description: 'The percentage to take off' },
			{ minimum: 1, maximum: 100 },
		),
	),
	amountOff: onlyFor(
		'amount',
		requiredNumber(
			MONEY,
			{ displayName: 'Amount Off', default: 500, description: 'The amount to take off' },
			{ minimum: 1 },
		),
	),
	duration: optionsField({
		displayName: 'Duration',
		options: [
			{ name: 'Forever', value: 'forever', description: 'For as long as the subscription lasts' },
			{ name: 'Once', value: 'once', description: 'For the first charge' },
			{ name: 'Repeating', value: 'repeating', description: 'For a number of months' },
		],
		default: 'once',
		required: true,
		description: 'How long the discount applies',
	}),
	currency: additionalField(
		onlyFor('amount', currency('Currency', 'The three-letter code of the currency of the amount')),
	),
	durationInMonths: additionalField(
		requiredNumber(
			INTEGER,
			{
				displayName: 'Duration in Months',
				default: 3,
				description: 'For how many months the discount applies',
			},
			{ minimum: 1 },
			{ showFor: { duration: ['repeating'] } },
		),
	),
};
