// What a write returns of a product.
import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../../../transport/json';

/** The fields of the product, which ChatDash returns in a group of its own. */
export function productOutput(_values: unknown, { product, ...body }: IDataObject): IDataObject {
	const { id, ...record } = isRecord(product) ? { ...body, ...product } : body;
	return { ...(id !== undefined && { productId: id }), ...record };
}
