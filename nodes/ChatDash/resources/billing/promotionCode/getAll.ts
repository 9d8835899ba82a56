import { resolveId } from '../../../fields/resolveLocator';
import { describeChoice } from '../../../fields/locator';
import { defineRead } from '../../../operation/define';
import { limit, returnAll } from '../../../operation/paging';
import { simplify } from '../../../operation/simplify';
import { accountId } from '../account';
import { COUPON, couponLocator } from '../coupon/record';
import { formatCode, promotionCodesPath } from './record';

export const getAll = defineRead({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many promotion codes',
	description: 'Retrieve a list of the promotion codes of a coupon',
	pastTense: 'retrieved',
	operationId: 'listPromotionCodes',
	label: ({ couponId }) => `promotion codes of ${describeChoice(COUPON, couponId)}`,

	fields: { accountId, couponId: couponLocator, returnAll, limit, simplify },

	async records({ accountId, couponId, limit, simplify }, api) {
		const id = await resolveId(COUPON, couponId, api, { accountId });
		const codes = await api.getPages(promotionCodesPath(accountId, id), { list: 'data', limit });
		return codes.map((code) => formatCode(code, simplify));
	},
});
