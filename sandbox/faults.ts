/*
 * Fault injection for the sandbox. A plan describes which faults an agency's requests meet. The fault of a request is a
 * pure function of the plan and the request's number, so that a failed run can be reproduced. Rate limits depend on
 * time and are in limits.ts.
 */

/** How a 429 response tells the client when to retry: whole seconds, an HTTP date (RFC 9110, 10.2.3), or not at all. */
export type RetryAfter = 'seconds' | 'date' | 'none';

/** One fault of one request. Times are in milliseconds unless the name has another unit. */
export type Fault =
	/** The request is processed at once, but its response is late: simulates a client with a short timeout. */
	| { kind: 'latency'; ms: number }
	/** 429; the request isn't processed. */
	| { kind: 'rateLimit'; retryAfter: RetryAfter; seconds: number }
	/** The connection is cut; the request isn't processed. */
	| { kind: 'cutBefore' }
	/** The request is processed, then the connection is cut before the first byte of the response. */
	| { kind: 'cutAfter' }
	/** A proxy's HTML page with status 502 replaces the response. */
	| { kind: 'htmlBadGateway'; afterWork: boolean }
	/** ChatDash's documented 500 replaces the response. */
	| { kind: 'serverError'; afterWork: boolean }
	/** The request is processed; the body ends halfway although `Content-Length` promised more. */
	| { kind: 'cutBody' }
	/** The request is processed; the body arrives slowly, over this time. */
	| { kind: 'slowBody'; ms: number }
	/** The request is processed; the status is right, but the body is empty. */
	| { kind: 'emptyBody' }
	/**
	 * The request is accepted but never answered; the connection stays open until the client or the sandbox closes it.
	 */
	| { kind: 'silence'; afterWork: boolean };

/**
 * Which requests of an agency fail, and how. `operations` lists the affected operations by their `operationId` in the
 * API description; if it's left out, all operations are affected. Only affected requests are counted.
 */
export type FaultPlan = SeededPlan | ScriptedPlan;

/** A share of the requests, from 0 (none) to 1 (all), each with one of `kinds`; the seed decides which. */
export interface SeededPlan {
	seed: number;
	share: number;
	kinds: Fault[];
	operations?: string[];
}

/**
 * The first request gets the first entry, and so on. `null` means no fault, as for all requests after the last entry.
 */
export interface ScriptedPlan {
	script: (Fault | null)[];
	operations?: string[];
}

/** Whether a plan affects an operation. A path that isn't an operation is only affected by plans for all operations. */
export function concerns(plan: FaultPlan, operationId: string | undefined): boolean {
	if (plan.operations === undefined) return true;
	return operationId !== undefined && plan.operations.includes(operationId);
}

/** The fault of the request with this number (counted from 0), or null if it has none. */
export function faultOf(plan: FaultPlan, number: number): Fault | null {
	if ('script' in plan) return plan.script[number] ?? null;
	// The generator is seeded again for each request. A shared sequence would make a request's fault depend on how many
	// came before. The multiplier is 2^32 divided by the golden ratio, which spreads consecutive numbers over all seeds.
	const draw = mulberry32(plan.seed ^ Math.imul(number, 0x9e3779b9));
	if (draw() >= plan.share) return null;
	return plan.kinds[Math.floor(draw() * plan.kinds.length)] ?? null;
}

/**
 * Tommy Ettinger's mulberry32: numbers from 0 (included) to 1 (excluded), the same for the same seed. Not for secrets.
 */
export function mulberry32(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
