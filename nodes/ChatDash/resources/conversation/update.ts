import { isRecord, omitUndefined } from '../../../transport/json';
import { defineWrite } from '../../operation/define';
import { agentLocator } from '../agent/record';
import { conversationUpdateFields } from './fields';
import { conversationLocator, resolveConversation } from './record';

export const update = defineWrite({
	name: 'Update',
	value: 'update',
	action: 'Update a conversation',
	description: 'Update a conversation, for example mark it as read',
	pastTense: 'updated',
	operationId: 'updateConversation',
	retry: 'idempotent',
	target: 'conversationId',

	fields: {
		agentId: agentLocator,
		conversationId: conversationLocator,
		...conversationUpdateFields,
	},

	async request({ agentId, conversationId, conversationName, isLive, ...fields }, api) {
		const { place, ids } = await resolveConversation({ agentId, conversationId }, api);
		// ChatDash's default for `isLive` is false in an update, too, so the request has to repeat the current value.
		const current = isLive === undefined ? await api.get(place, { expects: 'record' }) : undefined;
		const isStillLive = isRecord(current) && current['isLive'] === true;
		return {
			request: {
				method: 'PUT',
				path: place,
				body: omitUndefined({
					name: conversationName,
					...fields,
					isLive: isLive ?? (isStillLive || undefined),
				}),
				expects: 'message',
			},
			ids,
		};
	},

	echo: ({ conversationName }) => omitUndefined({ conversationName }),
});
