// What appending messages and replacing them have in common.
import type { Api } from '../../../transport/api';
import { type ApiRequest, path } from '../../../transport/request';
import type { Values } from '../../fields/field';
import { describeChoice } from '../../fields/locator';
import type { WriteRequest } from '../../operation/operation';
import { agentLocator } from '../agent/record';
import { CONVERSATION, conversationLocator, resolveConversation } from '../conversation/record';
import { messageFields, messagesBody } from './fields';

export const storeFields = {
	agentId: agentLocator,
	conversationId: conversationLocator,
	...messageFields,
};

type StoreValues = Values<typeof storeFields>;

/** @param method that ChatDash appends or replaces with */
export const storeRequest =
	(method: ApiRequest['method']) =>
	async (values: StoreValues, api: Api): Promise<WriteRequest> => {
		const { place, ids } = await resolveConversation(values, api);
		return {
			request: {
				method,
				path: place + path`/messages`,
				body: { messages: messagesBody(values) },
				expects: 'message',
			},
			ids,
		};
	};

export const storeLabel = ({ conversationId }: Pick<StoreValues, 'conversationId'>) =>
	`messages for ${describeChoice(CONVERSATION, conversationId)}`;

/** How many messages were sent. */
export const storeEcho = (values: StoreValues) => ({ messageCount: messagesBody(values).length });
