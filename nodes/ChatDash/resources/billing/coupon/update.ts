import { resolveId } from '../../../fields/resolveLocator';
import { defineWrite } from '../../../operation/define';
import { accountId } from '../account';
import { withIdAs } from '../output';
import { couponName } from './fields';
import { COUPON, couponLocator, couponPath } from './record';

export const update = defineWrite({
	name: 'Update',
	value: 'update',
	action: 'Rename a coupon',
	description: "Change a coupon's name, which is all that can be changed of it",
	pastTense: 'updated',
	operationId: 'updateCoupon',
	retry: 'idempotent',
	target: 'couponId',

	fields: { accountId, couponId: couponLocator, couponName },

	async request({ accountId, couponId, couponName }, api) {
		const id = await resolveId(COUPON, couponId, api, { accountId });
		return {
			request: {
				method: 'PUT',
				path: couponPath(accountId, id),
				body: { data: { name: couponName } },
				expects: 'record',
			},
			ids: { accountId, couponId: id },
		};
	},

	output: withIdAs('couponId'),
	echo: ({ couponName }) => ({ couponName }),
});
