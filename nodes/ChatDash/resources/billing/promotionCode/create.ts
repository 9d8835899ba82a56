import type { Api } from '../../../../transport/api';
import type { Rejection } from '../../../../transport/classify';
import { err } from '../../../../transport/result';
import { resolveId } from '../../../fields/resolveLocator';
import { defineWrite } from '../../../operation/define';
import { accountId, accountPath } from '../account';
import { COUPON, couponLocator } from '../coupon/record';
import { withIdAs } from '../output';
import { type NewCodeValues, newCodeBody, newCodeFields } from './fields';
import { findNewCode, listCodeIds } from './record';

/** ChatDash doesn't document its message for a code that's in use, so several are recognized. */
const saysInUse = ({ unredactedMessage, status }: Rejection) =>
	[400, 409, 422].includes(status) && /already (exists|in use)|taken/i.test(unredactedMessage);

const withCodeId = withIdAs('promotionCodeId');

/** What is sent, with the coupon that was looked up. */
async function newCode(values: NewCodeValues, api: Api) {
	const { accountId } = values;
	const couponId = await resolveId(COUPON, values.couponId, api, { accountId });
	return { accountId, couponId, ...newCodeBody(values) };
}

export const create = defineWrite({
	name: 'Create',
	value: 'create',
	action: 'Create a promotion code',
	description: 'Create a code that customers enter to get the discount of a coupon',
	pastTense: 'created',
	operationId: 'createPromotionCode',
	// Stripe rejects a code that's in use. It generates another one for each request without a code.
	retry: { field: 'code', given: 'verify', notGiven: 'unsafe' },
	whereToCheck: "the coupon's promotion codes in Stripe",
	label: ({ code }) => (code === undefined ? 'generated code' : `code ${code}`),

	fields: { accountId, couponId: couponLocator, ...newCodeFields },

	check: ({ minimumAmount, minimumAmountCurrency }) =>
		(minimumAmount === undefined) === (minimumAmountCurrency === undefined)
			? undefined
			: err(
					"'Minimum Amount' and 'Minimum Amount Currency' belong together",
					'Add both of them, or neither.',
				),

	claim: ({ accountId, code, customerId = '' }) =>
		code === undefined
			? undefined
			: {
					key: [accountId, code.toLowerCase(), customerId].join(' '),
					conflict: (item) =>
						err(
							`'Code' is the same as in item ${item}`,
							'A code can only be used once in an account, so only the first of these items is sent. Give each item its own code, or leave it out to have one generated.',
						),
				},

	async request(values, api) {
		const { accountId, couponId, fields, restrictions } = await newCode(values, api);
		const restricted = Object.keys(restrictions).length > 0 && { restrictions };
		return {
			request: {
				method: 'POST',
				path: `${accountPath(accountId)}/promotion-codes`,
				body: { data: { coupon: couponId, ...fields, ...restricted } },
				expects: 'record',
			},
			ids: { accountId, couponId },
		};
	},

	output: withCodeId,

	async existingIds(values, api) {
		if (values.code === undefined) return undefined;
		const { accountId, couponId } = await newCode(values, api);
		return await listCodeIds(accountId, couponId, api);
	},

	confirm: {
		isConflict: saysInUse,
		isDone: async (values, api, existing) =>
			(await findNewCode(await newCode(values, api), api, existing)) ?? false,
		output: (values, by, record = {}) => ({
			confirmed: true,
			...withCodeId(values, record),
			...(by === 'earlierRun' && { note: MAY_BE_OLDER }),
		}),
	},

	advice: (_values, rejection) =>
		saysInUse(rejection)
			? "This code is in use already, perhaps for another coupon. Use a different one, or find it with 'Promotion Code: Get Many'."
			: undefined,
});

const MAY_BE_OLDER = 'This promotion code may have been created by an earlier execution.';
