/* What a test asks the sandbox to send, and the schema of that for other processes. */
import { FLAG, MS, TEXT, objectOf } from './schemas';
import { WEBHOOK_EVENTS } from './subscriptions';
import type { WebhookEvent } from './subscriptions';

/**
 * Which events are sent to which subscriptions, and how. A subscription gets only events that it has. All subscriptions
 * for an agent get the same call, which is a new one for each request.
 */
export interface EventRequest {
	/** Only this subscription. IDs are unique in an agency only, so another agency may have it too. */
	subscriptionId?: string;
	/** Only subscriptions of the agency or of the client with this key. */
	apiKey?: string;
	/** Only subscriptions for this agent. */
	agentId?: string;
	/** One event, or several events of one call. They're sent in this order, each when the one before has ended. */
	event: WebhookEvent | readonly WebhookEvent[];
	/** Sends several events from the last to the first. */
	reverse?: boolean;
	/** How often each event is sent, with the same body; once if left out. */
	times?: number;
	/** From the start of one repeat to the start of the next, and between two events. At the same time if 0 or left out. */
	gapMs?: number;
	/** How late everything is. The subscriptions and their events are those from before this delay. */
	delayMs?: number;
	/** Sends the last call of the agent again, with the same IDs and times. If there's none yet, it's a new one. */
	sameCall?: boolean;
	/** Removes the parameter `token` from the address. */
	withoutToken?: boolean;
	/** Sends an event again after a network error or a response that isn't 2xx. */
	retryUntilOk?: boolean | { attempts?: number; gapMs?: number };
	/** How long to wait for a response. */
	timeoutMs?: number;
	/** Is merged into the body, object by object. Lists and other values are replaced. */
	changes?: Readonly<Record<string, unknown>>;
	/** Any JSON that is sent as the body instead. */
	body?: unknown;
}

/** How often and how soon an event is sent again, unless the request has its own numbers. */
export const RETRIES = { attempts: 5, gapMs: 200 };

/** n8n on a busy machine answers a burst of events after several seconds. */
export const TIMEOUT_MS = 10_000;

const EVENT = { enum: WEBHOOK_EVENTS };

/** JSON Schema of the body of `POST /sandbox/events`: an `EventRequest`. */
export const EVENT_SCHEMA = objectOf(
	{ event: { anyOf: [EVENT, { type: 'array', items: EVENT, minItems: 1 }] } },
	{
		subscriptionId: TEXT,
		apiKey: TEXT,
		agentId: TEXT,
		reverse: FLAG,
		times: { type: 'integer', minimum: 1, maximum: 1000 },
		gapMs: MS,
		delayMs: MS,
		sameCall: FLAG,
		withoutToken: FLAG,
		retryUntilOk: {
			anyOf: [
				FLAG,
				objectOf({}, { attempts: { type: 'integer', minimum: 1, maximum: 100 }, gapMs: MS }),
			],
		},
		timeoutMs: { type: 'number', exclusiveMinimum: 0 },
		changes: { type: 'object' },
		body: {},
	},
);
