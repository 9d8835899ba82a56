// What the node returns of a conversation.
import type { IDataObject } from 'n8n-workflow';

import type { Api } from '../../../transport/api';
import { asRecords, asString, isId } from '../../../transport/json';
import { path } from '../../../transport/request';
import { switchOption } from '../../fields/options';
import { simplifyRecord } from '../../operation/simplify';
import { formatMessage } from '../message/output';

/** The most useful fields of a conversation. */
const SIMPLIFIED = [
	'_id',
	'platformId',
	'name',
	'phone',
	'channel',
	'status',
	'topic',
	'summary',
	'duration',
	'createdAt',
];

/** The user's options for returned conversations. */
interface ConversationOutput {
	readonly simplify: boolean;
	readonly includeMessages: boolean;
}

export const includeMessages = switchOption({
	displayName: 'Include Messages',
	description:
		'Whether to add the messages of each conversation to the output, in a field named messages. This takes one extra request per conversation.',
});

/** Formats conversations for the output, with their messages if the user wants them. */
export async function formatConversations(
	conversations: readonly IDataObject[],
	agentId: string,
	{ simplify, includeMessages }: ConversationOutput,
	api: Api,
): Promise<readonly IDataObject[]> {
	const ids = includeMessages ? conversations.map(({ _id }) => _id).filter(isId) : [];
	const lists = await api.getEach(
		ids.map((id) => path`/agents/${agentId}/conversations/${id}/messages`),
	);
	const messages = new Map(ids.map((id, index) => [id, asRecords(lists[index])]));
	return conversations.map((conversation) => ({
		...(simplify ? simplifyRecord(conversation, SIMPLIFIED) : conversation),
		...(includeMessages && {
			messages: (messages.get(asString(conversation['_id'])) ?? []).map((message) =>
				simplify ? formatMessage(message) : message,
			),
		}),
	}));
}
