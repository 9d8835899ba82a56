// What a write returns of a product.
import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../../../transport/json';
import { renameId } from '../../../operation/renameId';

/** The fields of the product, which ChatDash returns in a group of its own. */
export function productOutput(_values: unknown, { product, ...body }: IDataObject): IDataObject {
	return renameId(isRecord(product) ? { ...body, ...product } : body, 'productId', 'id');
}
