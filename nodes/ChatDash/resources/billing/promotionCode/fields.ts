// The fields of a new promotion code.
import { omitUndefined } from '../../../../transport/json';
import { additionalField } from '../../../fields/collection';
import { UNIX_SECONDS, requiredDate } from '../../../fields/date';
import type { Values } from '../../../fields/field';
import type { LocatorValue } from '../../../fields/locator';
import { INTEGER, MONEY, requiredNumber } from '../../../fields/number';
import { parseIdentifier } from '../../../fields/parseText';
import { booleanField } from '../../../fields/options';
import { optionalId, requiredText } from '../../../fields/text';
import { currency } from '../money';

export const newCodeFields = {
	code: additionalField(
		optionalId({
			displayName: 'Code',
			placeholder: 'e.g. SPRING20',
			description: 'The code that customers enter. If empty, Stripe generates one.',
		}),
	),
	// An empty value for any of the next four would make a code that works for more people than intended, so it's invalid.
	customerId: additionalField(
		requiredText(
			{
				displayName: 'Customer ID',
				placeholder: 'e.g. cus_QXg1jPkZ0nW2Yb',
				description:
					"The only customer in Stripe who can use the code. If you don't add it, anyone can.",
			},
			parseIdentifier,
		),
	),
	expiresAt: additionalField(
		requiredDate(UNIX_SECONDS, {
			displayName: 'Expires At',
			description: 'When the code stops working',
		}),
	),
	firstTimeTransaction: additionalField(
		booleanField({
			displayName: 'First Purchase Only',
			default: true,
			description: 'Whether only customers without an earlier payment can use the code',
		}),
	),
	maxRedemptions: additionalField(
		requiredNumber(
			INTEGER,
			{
				displayName: 'Max Redemptions',
				default: 1,
				description: 'How many times the code can be used in total',
			},
			{ minimum: 1 },
		),
	),
	minimumAmount: additionalField(
		requiredNumber(
			MONEY,
			{
				displayName: 'Minimum Amount',
				default: 5000,
				description: 'The amount that a purchase needs for the code to work',
			},
			{ minimum: 1 },
		),
	),
	minimumAmountCurrency: additionalField(
		currency('Minimum Amount Currency', 'The three-letter code of the currency of the minimum'),
	),
};

export type NewCodeValues = Values<typeof newCodeFields> & {
	readonly accountId: string;
	readonly couponId: LocatorValue;
};

/** The parts of the body that creates a code, except its coupon. */
export const newCodeBody = (values: NewCodeValues) => ({
	fields: omitUndefined({
		code: values.code,
		customer: values.customerId,
		expires_at: values.expiresAt,
		max_redemptions: values.maxRedemptions,
	}),
	restrictions: omitUndefined({
		first_time_transaction: values.firstTimeTransaction,
		minimum_amount: values.minimumAmount,
		minimum_amount_currency: values.minimumAmountCurrency,
	}),
});
