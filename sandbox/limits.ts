/*
 * Rate limits: how many requests an agency accepts in which time. ChatDash documents none, so both common kinds are
 * here. Limits depend on time, so the clock is a parameter.
 */
import type { RetryAfter } from './faults';

/** A sustained rate of requests, plus a burst after an idle period. */
export interface BucketLimit {
	/** Above 0; fractions are allowed. */
	perSecond: number;
	/** At least 1. */
	burst: number;
	retryAfter: RetryAfter;
}

/** A number of requests in each time window. Windows follow one another without a gap. */
export interface WindowLimit {
	/** At least 1. */
	requests: number;
	/** The length of a window, above 0. */
	windowMs: number;
	retryAfter: RetryAfter;
	/** How many requests of the first window have been used when the agency opens; 0 if left out. */
	usedUp?: number;
	/** How much of the first window has passed when the agency opens; 0 if left out. */
	windowOffsetMs?: number;
}

/** Only `WindowLimit` has `windowMs`, so this field distinguishes the two. */
export type RateLimit = BucketLimit | WindowLimit;

/** Decides which requests pass a rate limit. */
export interface Limiter {
	readonly retryAfter: RetryAfter;

	/**
	 * Counts a request if it passes the limit; a rejected request isn't counted.
	 * @returns 0 if the request passes, otherwise the milliseconds until a request will pass
	 */
	take(): number;
}

/**
 * Creates the limiter for a rate limit.
 * @param clock milliseconds from any fixed point, never going back
 */
export function limiterOf(limit: RateLimit, clock: () => number): Limiter {
	return 'windowMs' in limit ? new FixedWindow(limit, clock) : new TokenBucket(limit, clock);
}

/** A token bucket: it has room for `burst` tokens, gains `perSecond` a second, and each request takes one. */
export class TokenBucket implements Limiter {
	private tokens: number;

	private filledAt: number;

	/** @param clock milliseconds from any fixed point, never going back */
	constructor(
		private readonly limit: BucketLimit,
		private readonly clock: () => number,
	) {
		this.tokens = limit.burst;
		this.filledAt = clock();
	}

	get retryAfter(): RetryAfter {
		return this.limit.retryAfter;
	}

	take(): number {
		const now = this.clock();
		const gained = ((now - this.filledAt) / 1000) * this.limit.perSecond;
		this.tokens = Math.min(this.limit.burst, this.tokens + gained);
		this.filledAt = now;
		if (this.tokens < 1) return ((1 - this.tokens) / this.limit.perSecond) * 1000;
		this.tokens -= 1;
		return 0;
	}
}

/** A fixed window: the count starts again at 0 with each window, no matter when requests arrive. */
export class FixedWindow implements Limiter {
	private startedAt: number;

	private counted: number;

	/** @param clock milliseconds from any fixed point, never going back */
	constructor(
		private readonly limit: WindowLimit,
		private readonly clock: () => number,
	) {
		this.startedAt = clock() - (limit.windowOffsetMs ?? 0);
		this.counted = limit.usedUp ?? 0;
	}

	get retryAfter(): RetryAfter {
		return this.limit.retryAfter;
	}

	take(): number {
		const { requests, windowMs } = this.limit;
		const now = this.clock();
		const windowsOver = Math.floor((now - this.startedAt) / windowMs);
		if (windowsOver > 0) {
			this.startedAt += windowsOver * windowMs;
			this.counted = 0;
		}
		if (this.counted >= requests) return windowMs - (now - this.startedAt);
		this.counted += 1;
		return 0;
	}
}
