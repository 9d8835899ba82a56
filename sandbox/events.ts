/*
 * The bodies of the four events, as ChatDash's help page lists their keys. They name neither the client nor the agent.
 * All of it is test data: the numbers are reserved for examples.
 */
import { randomBytes, randomUUID } from 'crypto';
import type { Conversation, Conversations, Message } from './conversations';
import type { WebhookEvent } from './subscriptions';

/** One phone call. Each of its events shows a part of it. */
export interface PhoneCall {
	/** What all events with a conversation show. */
	readonly started: Readonly<Record<string, unknown>> & {
		readonly platformId: string;
		readonly agentNumber: string;
		readonly customerNumber: string;
	};
	/** What's known when it's over, whether or not anyone answered. */
	readonly over: { readonly _id: string; readonly endedAt: string };
	/** What ChatDash adds when it has analyzed an answered call. */
	readonly analyzed: Readonly<Record<string, unknown>>;
}

const AGENT_NUMBER = '+12025550100';
const CUSTOMER_NUMBER = '+12025550123';
const MINUTE_MS = 60_000;

/** What a call is made of if its agent has had no conversation. */
const MADE_UP = {
	channel: 'outbound',
	endedReason: 'customer-ended-call',
	cost: 0.42,
	/** In minutes, like the duration of a conversation. */
	duration: 1.5,
	noAnswer: false,
	summary: 'The customer booked an appointment for Thursday at 10.',
	evaluation: { isSuccess: true },
	customAnalysis: { appointmentBooked: true },
};

const MADE_UP_TALK: ReadonlyArray<readonly [sender: 'user' | 'bot', text: string]> = [
	['bot', 'Hello, how can I help you?'],
	['user', 'Can I come by on Thursday?'],
	['bot', 'Yes, Thursday at 10 is free.'],
];

/**
 * A new call that ends now. It's like the agent's latest conversation, if there is one.
 * @param now the milliseconds since 1970
 */
export function newCall(agentId: string, conversations: Conversations, now: number): PhoneCall {
	const like = conversations.of(agentId)?.at(-1);
	const platformId = `call_${randomUUID()}`;
	const duration = typeof like?.['duration'] === 'number' ? like['duration'] : MADE_UP.duration;
	const startedAt = new Date(now - duration * MINUTE_MS).toISOString();
	const said = like && conversations.messages(agentId, like._id);
	return {
		started: {
			platformId,
			channel: like?.['channel'] ?? MADE_UP.channel,
			agentNumber: textOf(like, 'phoneSecondary') ?? AGENT_NUMBER,
			customerNumber: textOf(like, 'phone') ?? CUSTOMER_NUMBER,
			metadata: like?.['metadata'] ?? {},
			startedAt,
		},
		// The record that the call is like, so that a workflow that looks up this ID finds something.
		over: {
			_id: like?._id ?? randomBytes(12).toString('hex'),
			endedAt: new Date(now).toISOString(),
		},
		analyzed: {
			endedReason: like?.['endedReason'] ?? MADE_UP.endedReason,
			cost: like?.['cost'] ?? MADE_UP.cost,
			duration,
			url: like?.['url'] ?? `https://recordings.example.com/${platformId}.mp3`,
			noAnswer: like?.['noAnswer'] ?? MADE_UP.noAnswer,
			summary: like?.['summary'] ?? MADE_UP.summary,
			evaluation: like?.['evaluation'] ?? MADE_UP.evaluation,
			messages: said ?? madeUpMessages(startedAt),
			customAnalysis: like?.['customAnalysis'] ?? MADE_UP.customAnalysis,
		},
	};
}

/** The body of an event of a call. */
export function payloadOf(event: WebhookEvent, call: PhoneCall): Record<string, unknown> {
	const { started, over, analyzed } = call;
	switch (event) {
		case 'call.inbound': {
			const { agentNumber, customerNumber } = started;
			return { event, agentNumber, customerNumber };
		}
		case 'call.started':
			return { event, conversation: started };
		case 'call.missed':
			return {
				event,
				conversation: { ...started, ...over, endedReason: 'customer-did-not-answer' },
			};
		case 'call.ended':
			return { event, conversation: { ...started, ...over, ...analyzed } };
	}
}

/** A text of a conversation, or undefined if it's empty or missing. */
function textOf(conversation: Conversation | undefined, field: string): string | undefined {
	const value = conversation?.[field];
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function madeUpMessages(createdAt: string): Message[] {
	return MADE_UP_TALK.map(([sender, text]) => ({
		sender,
		type: 'text',
		content: { text },
		createdAt,
	}));
}
