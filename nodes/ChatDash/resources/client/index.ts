import type { Resource } from '../../operation/resource';
import { create } from './create';
import { get } from './get';
import { getAll } from './getAll';
import { update } from './update';

export const client: Resource = {
	name: 'Client',
	value: 'client',
	operations: [create, get, getAll, update],
	defaultOperation: create.value,
};
