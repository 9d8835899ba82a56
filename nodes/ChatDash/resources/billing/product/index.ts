import type { Resource } from '../../../operation/resource';
import { create } from './create';
import { get } from './get';
import { getAll } from './getAll';
import { update } from './update';

export const product: Resource = {
	name: 'Product',
	value: 'product',
	operations: [create, get, getAll, update],
	defaultOperation: getAll.value,
};
