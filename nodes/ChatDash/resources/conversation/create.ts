import type { IDataObject } from 'n8n-workflow';

import { isId, isRecord } from '../../../transport/json';
import { path } from '../../../transport/request';
import { quote } from '../../fields/parseText';
import { defineWrite } from '../../operation/define';
import { agentLocator, resolveAgentId } from '../agent/record';
import { newConversationBody, newConversationFields } from './newConversation';
import { findByPlatformId } from './record';

export const create = defineWrite({
	name: 'Create',
	value: 'create',
	action: 'Create a conversation',
	description: 'Add a conversation to an agent',
	pastTense: 'created',
	operationId: 'createConversation',
	// No page says that ChatDash rejects a platform ID that it has, so a second request could add a second conversation.
	retry: { field: 'platformId', given: 'confirm', notGiven: 'unsafe' },
	label({ conversationName, platformId, phone }) {
		const name = conversationName ?? platformId ?? phone;
		return name === undefined ? '' : `conversation ${quote(name)}`;
	},
	/** A later item with the same platform ID has to see that the conversation of the earlier one exists. */
	lockKey: ({ platformId }) => platformId,

	fields: { agentId: agentLocator, ...newConversationFields },

	async request({ agentId, ...fields }, api) {
		const id = await resolveAgentId(agentId, api);
		return {
			request: {
				method: 'POST',
				path: path`/agents/${id}/conversations`,
				body: newConversationBody(fields),
				expects: 'message',
			},
			ids: { agentId: id },
		};
	},

	output: (_values, { conversation, ...body }) => ({ ...body, ...outputOf(conversation) }),

	async existingIds({ agentId, platformId }, api) {
		if (platformId === undefined) return undefined;
		const found = await findByPlatformId(await resolveAgentId(agentId, api), platformId, api);
		return new Set(found === undefined ? [] : [found._id]);
	},

	confirm: {
		async isDone({ agentId, platformId }, api, existing) {
			// Without the conversations that were there before, an older one could be taken for this one.
			if (platformId === undefined || existing === undefined) return false;
			const found = await findByPlatformId(await resolveAgentId(agentId, api), platformId, api);
			return found === undefined || existing.has(found._id) ? false : found;
		},
		output: (_values, _by, record) => ({
			message: 'Conversation added successfully',
			confirmed: true,
			...outputOf(record),
		}),
	},
});

const outputOf = (conversation: unknown): IDataObject =>
	isRecord(conversation)
		? { conversationId: isId(conversation['_id']) ? conversation['_id'] : null, conversation }
		: { conversationId: null };
