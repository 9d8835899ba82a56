import type { Resource } from '../../../operation/resource';
import { get } from './get';
import { getAll } from './getAll';

export const transaction: Resource = {
	name: 'Transaction',
	value: 'transaction',
	operations: [get, getAll],
	defaultOperation: getAll.value,
};
