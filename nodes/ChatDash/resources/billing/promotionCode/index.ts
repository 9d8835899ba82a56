import type { Resource } from '../../../operation/resource';
import { create } from './create';
import { getAll } from './getAll';

export const promotionCode: Resource = {
	name: 'Promotion Code',
	value: 'promotionCode',
	operations: [create, getAll],
	defaultOperation: getAll.value,
};
