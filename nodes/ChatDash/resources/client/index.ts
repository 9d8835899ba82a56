import type { Resource } from '../resource';
import { create } from './create';

export const client: Resource = {
	name: 'Client',
	value: 'client',
	operations: [create],
	defaultOperation: create.value,
};
