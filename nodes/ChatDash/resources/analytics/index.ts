import type { Resource } from '../../operation/resource';
import { query } from './query';

export const analytics: Resource = {
	name: 'Analytics',
	value: 'analytics',
	operations: [query],
	defaultOperation: query.value,
};
