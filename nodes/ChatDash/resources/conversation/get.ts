import { asRecords } from '../../../transport/json';
import { defineRead } from '../../operation/define';
import { simplify } from '../../operation/simplify';
import { agentLocator, resolveAgentId } from '../agent/record';
import { formatConversations, includeMessages } from './output';
import { conversationLocator, fetchConversation } from './record';

export const get = defineRead({
	name: 'Get',
	value: 'get',
	action: 'Get a conversation',
	description: 'Retrieve a conversation, with its messages if you like',
	pastTense: 'retrieved',
	operationId: 'getConversation',
	target: 'conversationId',

	fields: { agentId: agentLocator, conversationId: conversationLocator, simplify, includeMessages },

	async records({ agentId, conversationId, ...output }, api) {
		const agent = await resolveAgentId(agentId, api);
		const conversation = await fetchConversation(agent, conversationId, api);
		return await formatConversations(asRecords([conversation]), agent, output, api);
	},
});
