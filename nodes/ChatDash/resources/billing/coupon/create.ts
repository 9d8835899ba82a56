import { omitUndefined } from '../../../../transport/json';
import { defineWrite } from '../../../operation/define';
import { accountId } from '../account';
import { withIdAs } from '../output';
import { couponName, discountFields } from './fields';
import { couponsPath } from './record';

export const create = defineWrite({
	name: 'Create',
	value: 'create',
	action: 'Create a coupon',
	description: 'Create a coupon in a connected Stripe account',
	pastTense: 'created',
	operationId: 'createCoupon',
	// A lookup couldn't confirm the request, because coupons' names aren't unique and nothing else identifies a new one.
	retry: 'unsafe',
	whereToCheck: "the account's coupons in Stripe",
	label: ({ couponName }) => `coupon ${couponName}`,

	fields: { accountId, couponName, ...discountFields },

	request: ({ accountId, couponName, ...discount }) => ({
		request: {
			method: 'POST',
			path: couponsPath(accountId),
			body: {
				data: omitUndefined({
					name: couponName,
					percent_off: discount.percentOff,
					amount_off: discount.amountOff,
					currency: discount.currency,
					duration: discount.duration,
					duration_in_months: discount.durationInMonths,
				}),
			},
			expects: 'record',
		},
		ids: { accountId },
	}),

	output: withIdAs('couponId'),
	echo: ({ couponName }) => ({ couponName }),
});
