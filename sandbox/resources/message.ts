// The messages of a conversation: what a request changes in the agency, and the response.
import type { ParsedRequest } from 'openapi-backend';
import type { Message } from '../conversations';
import type { Served } from '../responses';
import { type OfConversation, answerToChange, orNoConversation } from './conversation';

interface Messages {
	messages?: Message[];
}

export const MESSAGE_OPERATIONS: Served = {
	listMessages: (agency, { params }: ParsedRequest<undefined, OfConversation>) => {
		const { agentId, conversationId } = params;
		return orNoConversation(
			agency.lists.show(
				`/agents/${agentId}/conversations/${conversationId}/messages`,
				agency.conversations.messages(agentId, conversationId),
			),
		);
	},

	addMessages: (agency, { params, requestBody }: ParsedRequest<Messages, OfConversation>) =>
		answerToChange(
			agency.conversations.appendMessages(
				params.agentId,
				params.conversationId,
				requestBody.messages ?? [],
			),
			'Messages added successfully',
		),

	replaceMessages: (agency, { params, requestBody }: ParsedRequest<Messages, OfConversation>) =>
		answerToChange(
			agency.conversations.setMessages(
				params.agentId,
				params.conversationId,
				requestBody.messages ?? [],
			),
			'Messages updated successfully',
		),

	deleteMessages: (agency, { params }: ParsedRequest<undefined, OfConversation>) =>
		answerToChange(
			agency.conversations.setMessages(params.agentId, params.conversationId, []),
			'Messages deleted successfully',
		),
};
