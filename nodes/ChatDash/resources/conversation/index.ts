import type { Resource } from '../../operation/resource';
import { get } from './get';

export const conversation: Resource = {
	name: 'Conversation',
	value: 'conversation',
	operations: [get],
	defaultOperation: get.value,
};
