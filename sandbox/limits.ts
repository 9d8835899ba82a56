/*
 * Rate limits: how many requests an agency takes in which time. ChatDash documents none, so both usual kinds are here.
 * A limit depends on time, so its clock is handed in.
 */
import type { RetryAfter } from './faults';

/** So many requests a second in the long run, so many at once after a rest. */
export interface BucketLimit {
	/** Above 0; fractions are fine. */
	perSecond: number;
	/** At least 1. */
	burst: number;
	retryAfter: RetryAfter;
}

/** So many requests in each window of time; the windows follow one another without a gap. */
export interface WindowLimit {
	/** At least 1. */
	requests: number;
	/** The length of a window in milliseconds, above 0. */
	windowMs: number;
	retryAfter: RetryAfter;
	/** How many requests of the first window are used up when the agency opens; 0 if left out. */
	usedUp?: number;
	/** How many milliseconds of the first window are over when the agency opens; 0 if left out. */
	windowOffsetMs?: number;
}

/** `windowMs` tells the two apart. */
export type RateLimit = BucketLimit | WindowLimit;

/** Decides which requests a limit lets through. */
export interface Limiter {
	readonly retryAfter: RetryAfter;

	/**
	 * Counts a request if the limit lets it through; a refused request is not counted.
	 * @returns 0 if the request is let through, otherwise the milliseconds until one will be
	 */
	take(): number;
}

/**
 * Makes the limiter of a limit.
 * @param clock milliseconds from any fixed point, never going back
 */
export function limiterOf(limit: RateLimit, clock: () => number): Limiter {
	return 'windowMs' in limit ? new FixedWindow(limit, clock) : new TokenBucket(limit, clock);
}

/** The usual token bucket: it has room for `burst` tokens, gains `perSecond` a second, and each request takes one. */
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

/** The usual fixed window: a count that starts again at 0 with each window, whenever the requests come. */
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
