import { defineWrite } from '../../operation/define';
import { agentLocator } from '../agent/record';
import { conversationLocator, resolveConversation } from './record';

export const deleteConversation = defineWrite({
	name: 'Delete',
	value: 'delete',
	action: 'Delete a conversation',
	description: 'Delete a conversation permanently',
	pastTense: 'deleted',
	operationId: 'deleteConversation',
	retry: 'idempotent',
	target: 'conversationId',

	fields: { agentId: agentLocator, conversationId: conversationLocator },

	async request(values, api) {
		const { place, ids } = await resolveConversation(values, api);
		return { request: { method: 'DELETE', path: place, expects: 'message' }, ids };
	},

	output: (_values, body) => ({ ...body, deleted: true }),

	alreadyDone: {
		matches: ({ status }) => status === 404,
		output: () => ({ message: 'Conversation deleted successfully', deleted: true }),
	},
});
