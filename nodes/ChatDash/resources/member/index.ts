import type { Resource } from '../../operation/resource';
import { create } from './create';
import { getAll } from './getAll';
import { update } from './update';

export const member: Resource = {
	name: 'Member',
	value: 'member',
	operations: [create, getAll, update],
	defaultOperation: create.value,
};
