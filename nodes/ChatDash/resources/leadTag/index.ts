import type { Resource } from '../../operation/resource';
import { create } from './create';
import { getAll } from './getAll';
import { update } from './update';

export const leadTag: Resource = {
	name: 'Lead Tag',
	value: 'leadTag',
	operations: [create, getAll, update],
	defaultOperation: getAll.value,
};
