/*
 * What goes wrong in the sandbox, and when. A plan says which faults an agency's requests meet; which request meets
 * which is a pure function of the plan and the request's number, so that a run that failed can be had again. What depends
 * on time is in limits.ts.
 */

/** How a 429 says when to come back: whole seconds, an HTTP date (RFC 9110, 10.2.3), or not at all. */
export type RetryAfter = 'seconds' | 'date' | 'none';

/** One thing that goes wrong with one request. Times are in milliseconds unless the name says otherwise. */
export type Fault =
	/** The work is done at once, its answer comes late: what a caller with a short time-out meets. */
	| { kind: 'latency'; ms: number }
	/** 429, nothing done. */
	| { kind: 'rateLimit'; retryAfter: RetryAfter; seconds: number }
	/** The connection is cut, nothing done. */
	| { kind: 'cutBefore' }
	/** The work is done, then the connection is cut before a single byte of the answer. */
	| { kind: 'cutAfter' }
	/** A proxy's HTML page with status 502 takes the place of the answer. */
	| { kind: 'htmlBadGateway'; afterWork: boolean }
	/** ChatDash's documented 500 takes the place of the answer. */
	| { kind: 'serverError'; afterWork: boolean }
	/** The work is done; the body ends midway although `Content-Length` promised more. */
	| { kind: 'cutBody' }
	/** The work is done; the body trickles in over this time. */
	| { kind: 'slowBody'; ms: number }
	/** The work is done; the status is right, the body is empty. */
	| { kind: 'emptyBody' }
	/** The request is taken and never answered; the connection stays open until the caller or the sandbox ends it. */
	| { kind: 'silence'; afterWork: boolean };

/**
 * Which requests of an agency go wrong, and how. `operations` names the operations concerned, by their `operationId`
 * in the description; left out, all are. Only the requests concerned are counted.
 */
export type FaultPlan = SeededPlan | ScriptedPlan;

/** A share of the requests, from 0 (none) to 1 (all), each meeting one of `kinds`; the seed decides which. */
export interface SeededPlan {
	seed: number;
	share: number;
	kinds: Fault[];
	operations?: string[];
}

/** The first request meets the first entry, and so on; `null` and all requests after the last entry go well. */
export interface ScriptedPlan {
	script: (Fault | null)[];
	operations?: string[];
}

/** Tells whether a plan is about an operation. An address that is no operation is only met by plans about all. */
export function concerns(plan: FaultPlan, operationId: string | undefined): boolean {
	if (plan.operations === undefined) return true;
	return operationId !== undefined && plan.operations.includes(operationId);
}

/** The fault that the `number`-th request (counted from 0) meets, or null if it goes well. */
export function faultOf(plan: FaultPlan, number: number): Fault | null {
	if ('script' in plan) return plan.script[number] ?? null;
	// Seeded for each request anew, not drawn in a row, so that no request's fate depends on how many came before it.
	// The multiplier is 2^32 divided by the golden ratio: it spreads neighbouring numbers over all seeds.
	const draw = mulberry32(plan.seed ^ Math.imul(number, 0x9e3779b9));
	if (draw() >= plan.share) return null;
	return plan.kinds[Math.floor(draw() * plan.kinds.length)] ?? null;
}

/** Tommy Ettinger's mulberry32: numbers from 0 up to 1, the same for the same seed. For tests, not for secrets. */
export function mulberry32(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
