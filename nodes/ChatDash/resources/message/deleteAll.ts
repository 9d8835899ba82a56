import { path } from '../../../transport/request';
import { describeChoice } from '../../fields/locator';
import { defineWrite } from '../../operation/define';
import { agentLocator } from '../agent/record';
import { CONVERSATION, conversationLocator, resolveConversation } from '../conversation/record';

export const deleteAll = defineWrite({
	name: 'Delete All',
	value: 'deleteAll',
	action: 'Delete all messages of a conversation',
	description: 'Delete all messages of a conversation permanently, and keep the conversation',
	pastTense: 'deleted',
	operationId: 'deleteMessages',
	retry: 'idempotent',
	target: 'conversationId',
	label: ({ conversationId }) => `messages of ${describeChoice(CONVERSATION, conversationId)}`,

	fields: { agentId: agentLocator, conversationId: conversationLocator },

	async request(values, api) {
		const { place, ids } = await resolveConversation(values, api);
		return {
			request: { method: 'DELETE', path: place + path`/messages`, expects: 'message' },
			ids,
		};
	},

	output: (_values, body) => ({ ...body, deleted: true }),
});
