import { asRecords } from '../../../../transport/json';
import { defineRead } from '../../../operation/define';
import { resolveId } from '../../../fields/resolveLocator';
import { accountId } from '../account';
import { PRODUCT, productLocator, productPath } from './record';

export const get = defineRead({
	name: 'Get',
	value: 'get',
	action: 'Get a product',
	description: 'Retrieve a product of a connected Stripe account',
	pastTense: 'retrieved',
	operationId: 'getProduct',
	target: 'productId',

	fields: { accountId, productId: productLocator },

	async records({ accountId, productId }, api) {
		const id = await resolveId(PRODUCT, productId, api, { accountId });
		return asRecords([await api.get(productPath(accountId, id), { expects: 'record' })]);
	},
});
