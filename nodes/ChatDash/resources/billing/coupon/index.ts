import type { Resource } from '../../../operation/resource';
import { create } from './create';
import { getAll } from './getAll';
import { update } from './update';

export const coupon: Resource = {
	name: 'Coupon',
	value: 'coupon',
	operations: [create, getAll, update],
	defaultOperation: getAll.value,
};
