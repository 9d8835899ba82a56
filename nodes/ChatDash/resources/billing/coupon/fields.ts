// The fields of a coupon, for creating and updating it.
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

/** A field that's only for one choice in another field. */
const onlyFor = <Value>(
	showFor: Readonly<Record<string, string[]>>,
	field: Field<Value>,
): Field<Value | undefined> => ({ ...field, showFor, whenHidden: () => undefined });

const FOR_PERCENT = { discountType: ['percent'] };
const FOR_AMOUNT = { discountType: ['amount'] };

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
		FOR_PERCENT,
		requiredNumber(
			DECIMAL,
			{ displayName: 'Percent Off', default: 10, description: 'The percentage to take off' },
			{ minimum: 1, maximum: 100 },
		),
	),
	amountOff: onlyFor(
		FOR_AMOUNT,
		requiredNumber(
			MONEY,
			{ displayName: 'Amount Off', default: 500, description: 'The amount to take off' },
			{ minimum: 1 },
		),
	),
	currency: onlyFor(
		FOR_AMOUNT,
		currency('Currency', 'The three-letter code of the currency of the amount'),
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
	durationInMonths: onlyFor(
		{ duration: ['repeating'] },
		requiredNumber(
			INTEGER,
			{
				displayName: 'Duration in Months',
				default: 3,
				description: 'For how many months the discount applies',
			},
			{ minimum: 1 },
		),
	),
};
