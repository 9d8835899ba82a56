import type { Resource } from '../../operation/resource';
import { assign } from './assign';
import { create } from './create';
import { duplicate } from './duplicate';
import { get } from './get';
import { getAll } from './getAll';
import { unassign } from './unassign';
import { update } from './update';

export const agent: Resource = {
	name: 'Agent',
	value: 'agent',
	operations: [assign, create, duplicate, get, getAll, unassign, update],
	defaultOperation: getAll.value,
};
