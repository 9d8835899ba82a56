// Conversations: what a request changes in the agency, and the response.
import type { ParsedRequest } from 'openapi-backend';
import { filterConversations } from '../conversations';
import type { ConversationInput } from '../conversations';
import { type Answer, type Served, errorBody, orNoAgent } from '../responses';

/** The path parameters of what belongs to a conversation. */
export interface OfConversation {
	agentId: string;
	conversationId: string;
}

type OfAgent = Pick<OfConversation, 'agentId'>;

/** Undocumented, like the responses for other missing records. */
const NO_CONVERSATION: Answer = { status: 404, body: errorBody('Conversation not found') };

/** A record or list that belongs to a conversation, which may not exist. */
export const orNoConversation = (found: unknown): Answer =>
	found === undefined ? NO_CONVERSATION : { status: 200, body: found };

/** The response to a change of a conversation, which may not exist. */
export const answerToChange = (isDone: boolean, done: string): Answer =>
	orNoConversation(isDone ? { message: done } : undefined);

/** A text in the query. */
const textIn = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** True or false in the query. */
const flagIn = (value: unknown) => (value === undefined ? undefined : String(value) === 'true');

/** Only the response to `autoTag` is documented. The others are guesses. */
const ANALYSES: Readonly<Record<string, object>> = { autoTag: { assignedTopic: 'Appointment' } };

export const CONVERSATION_OPERATIONS: Served = {
	listConversations: (agency, { params, query }: ParsedRequest<undefined, OfAgent>) => {
		const { agentId } = params;
		const shown = agency.lists.show(
			`/agents/${agentId}/conversations`,
			agency.conversations.of(agentId),
		);
		return orNoAgent(
			shown &&
				filterConversations(shown, {
					startDate: textIn(query['startDate']),
					endDate: textIn(query['endDate']),
					record: flagIn(query['record']),
					interacted: flagIn(query['interacted']),
				}),
		);
	},

	getConversation: (agency, { params, query }: ParsedRequest<undefined, OfConversation>) => {
		const { agentId, conversationId } = params;
		return orNoConversation(
			flagIn(query['isPlatformId']) === true
				? agency.conversations.byPlatformId(agentId, conversationId)
				: agency.conversations.get(agentId, conversationId),
		);
	},

	createConversation: (
		agency,
		{ params, requestBody }: ParsedRequest<ConversationInput, OfAgent>,
	) => {
		const conversation = agency.conversations.create(params.agentId, requestBody);
		return orNoAgent(conversation && { message: 'Conversation added successfully', conversation });
	},

	updateConversation: (
		agency,
		{ params, requestBody }: ParsedRequest<ConversationInput, OfConversation>,
	) =>
		answerToChange(
			agency.conversations.update(params.agentId, params.conversationId, requestBody),
			'Conversation updated successfully',
		),

	deleteConversation: (agency, { params }: ParsedRequest<undefined, OfConversation>) =>
		answerToChange(
			agency.conversations.delete(params.agentId, params.conversationId),
			'Conversation deleted successfully',
		),

	analyzeConversation: (
		agency,
		{ params }: ParsedRequest<undefined, OfConversation & { endpoint: string }>,
	) =>
		orNoConversation(
			agency.conversations.analyze(params.agentId, params.conversationId, params.endpoint) &&
				(ANALYSES[params.endpoint] ?? {}),
		),
};
