import type { Resource } from '../../operation/resource';
import { analyze } from './analyze';
import { create } from './create';
import { deleteConversation } from './delete';
import { get } from './get';
import { getAll } from './getAll';
import { update } from './update';

export const conversation: Resource = {
	name: 'Conversation',
	value: 'conversation',
	operations: [create, deleteConversation, get, getAll, analyze, update],
	defaultOperation: getAll.value,
};
