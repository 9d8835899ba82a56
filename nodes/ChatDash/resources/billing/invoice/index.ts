import type { Resource } from '../../../operation/resource';
import { create } from './create';
import { get } from './get';

export const invoice: Resource = {
	name: 'Invoice',
	value: 'invoice',
	operations: [create, get],
	defaultOperation: get.value,
};
