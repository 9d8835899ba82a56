import { defineRead } from '../../../operation/define';
import { limit, returnAll } from '../../../operation/paging';
import { simplify } from '../../../operation/simplify';
import { accountId } from '../account';
import { couponsPath, formatCoupon } from './record';

export const getAll = defineRead({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many coupons',
	description: 'Retrieve a list of the coupons of a connected Stripe account',
	pastTense: 'retrieved',
	operationId: 'listCoupons',
	label: ({ accountId }) => `coupons of account ${accountId}`,

	fields: { accountId, returnAll, limit, simplify },

	async records({ accountId, limit, simplify }, api) {
		const coupons = await api.getPages(couponsPath(accountId), { list: 'data', limit });
		return coupons.map((coupon) => formatCoupon(coupon, simplify));
	},
});
