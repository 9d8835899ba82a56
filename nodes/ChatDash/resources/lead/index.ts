import type { Resource } from '../../operation/resource';
import { create } from './create';
import { update } from './update';

export const lead: Resource = {
	name: 'Lead',
	value: 'lead',
	operations: [create, update],
	defaultOperation: create.value,
};
