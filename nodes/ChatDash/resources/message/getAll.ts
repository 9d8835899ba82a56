import { path } from '../../../transport/request';
import { describeChoice } from '../../fields/locator';
import { defineRead } from '../../operation/define';
import { fetchUpTo, limit, returnAll } from '../../operation/paging';
import { simplify } from '../../operation/simplify';
import { agentLocator } from '../agent/record';
import { CONVERSATION, conversationLocator, resolveConversation } from '../conversation/record';
import { formatMessage } from './output';

export const getAll = defineRead({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many messages',
	description: 'Retrieve the messages of a conversation',
	pastTense: 'retrieved',
	operationId: 'listMessages',
	label: ({ conversationId }) => `messages of ${describeChoice(CONVERSATION, conversationId)}`,

	fields: {
		agentId: agentLocator,
		conversationId: conversationLocator,
		returnAll,
		limit,
		simplify,
	},

	async records({ limit, simplify, ...chosen }, api) {
		const { place } = await resolveConversation(chosen, api);
		const messages = await fetchUpTo(limit, place + path`/messages`, api);
		return simplify ? messages.map(formatMessage) : messages;
	},
});
