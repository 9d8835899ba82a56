// Recognizes a call that was sent before: voice platforms send the same event two or three times within moments. It's
// remembered in this process only. n8n loads and writes what a trigger stores as a whole for each request, so requests at the
// same time would lose what the others noted.
import { shortDigest } from '../transport/digest';
import { isId } from '../transport/json';
import type { TriggerIdentity } from './address';
import type { CallPayload } from './payload';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** How many calls are remembered for each trigger. */
const MAX_CALLS = 10_000;

/** The calls of one trigger. */
export class RecentCalls {
	/** When each call is forgotten, by its key, in the order in which they came. */
	private readonly forgottenAt = new Map<string, number>();

	/** @param maxMs how long a call is remembered at most */
	constructor(private readonly maxMs: number) {}

	/**
	 * Notes a call.
	 *
	 * @param now in milliseconds
	 * @returns whether it's new
	 */
	add(payload: CallPayload, agentId: string | undefined, now: number): boolean {
		const { key, rememberMs } = recognize(payload, agentId);
		if ((this.forgottenAt.get(key) ?? now) > now) return false;
		this.forgottenAt.delete(key);
		this.forgottenAt.set(key, now + Math.min(rememberMs, this.maxMs));
		this.forgetOldest();
		return true;
	}

	private forgetOldest(): void {
		const [oldest] = this.forgottenAt.keys();
		if (oldest !== undefined && this.forgottenAt.size > MAX_CALLS) this.forgottenAt.delete(oldest);
	}
}

/** What a call is recognized by, and how long. */
function recognize({ event, conversation, body }: CallPayload, agentId: string | undefined) {
	const id = [conversation['platformId'], conversation['_id']].find(isId);
	// Without an ID, two calls of the same customer look the same, so only what comes within a minute is a repeat.
	return id === undefined
		? { key: shortDigest([agentId, body]), rememberMs: MINUTE_MS }
		: { key: shortDigest([agentId, event, id]), rememberMs: DAY_MS };
}

const callsByTrigger = new Map<string, RecentCalls>();

/** Who receives calls. A test gets the same calls as the published workflow, so it's another receiver. */
export interface Receiver extends TriggerIdentity {
	readonly isTest: boolean;
}

/** Whoever tests a workflow may send the same call again on purpose. */
const TEST_MS = 10_000;

/** The calls of a trigger in this process. */
export function recentCallsOf({ workflowId, nodeId, isTest }: Receiver): RecentCalls {
	const key = JSON.stringify([workflowId, nodeId, isTest]);
	const calls = callsByTrigger.get(key) ?? new RecentCalls(isTest ? TEST_MS : DAY_MS);
	callsByTrigger.set(key, calls);
	return calls;
}
