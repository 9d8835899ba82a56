import { omitUndefined } from '../../../../transport/json';
import { updateField } from '../../../fields/collection';
import { resolveId } from '../../../fields/resolveLocator';
import { defineWrite } from '../../../operation/define';
import { accountId } from '../account';
import { productDescription, productName } from './fields';
import { productOutput } from './output';
import { PRODUCT, productLocator, productPath } from './record';

export const update = defineWrite({
	name: 'Update',
	value: 'update',
	action: 'Update a product',
	description: "Update a product's name or description",
	pastTense: 'updated',
	operationId: 'updateProduct',
	retry: 'idempotent',
	target: 'productId',

	fields: {
		accountId,
		productId: productLocator,
		productDescription: updateField(productDescription),
		productName: updateField(productName),
	},

	async request({ accountId, productId, productDescription, productName }, api) {
		const id = await resolveId(PRODUCT, productId, api, { accountId });
		const data = omitUndefined({ name: productName, description: productDescription });
		return {
			request: {
				method: 'PUT',
				path: productPath(accountId, id),
				body: { data },
				expects: 'record',
			},
			ids: { accountId, productId: id },
		};
	},

	output: productOutput,
});
