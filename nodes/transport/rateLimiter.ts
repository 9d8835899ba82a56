// Decides when the next request of a run is sent. A run starts with several requests at once and sends more while
// ChatDash accepts them. If ChatDash throttles it, the whole run pauses, continues with half as many requests at once,
// and from then on keeps to an estimated rate (rateEstimate.ts).
//
// Without a rate, requests are spread over a part of the time that a response takes. Requests that are sent together
// get their responses together, and n8n's own work for all of them would delay the next requests.
import type { AbortScope } from './abort';
import type { Clock } from './clock';
import { RateEstimate } from './rateEstimate';
import { MAX_THROTTLED_MS, parseRetryAfter, throttleDelay } from './retry';

/**
 * How many requests are sent at once at the start. ChatDash may throttle all of them together, but with fewer, a run of
 * a few hundred items would take longer by the time of one response.
 */
const INITIAL_CONCURRENCY = 20;

/** The part of a response's time over which concurrent requests are spread. */
const SPREAD_FRACTION = 0.5;

/** Shorter waits cost more than they save: if responses are that fast, most of their time is n8n's own work. */
const MIN_SPACING_MS = 2;

/** The latency before the first response, so low that the first requests aren't spread. */
const INITIAL_LATENCY_MS = 40;

/** How much one slow response may raise the latency. A single slow response doesn't mean that the others are slow. */
const LATENCY_GROWTH = 1.1;

/**
 * Timers wake up a few milliseconds late. If each wait began at the last start, these delays would add up and the rate
 * would be too low. So a wait begins when the last start was due, unless that's longer ago than this.
 */
const TIMER_SLACK_MS = 50;

/**
 * How a request ended.
 * - `ok`: ChatDash returned a proper response
 * - `failed`: ChatDash returned another response, which says nothing about a limit
 * - `throttled`: ChatDash rejected the request because of too many requests
 * - `dropped`: there was no response, or the request wasn't sent after all
 */
export type SlotResult = 'ok' | 'failed' | 'throttled' | 'dropped';

/** The permission to send one request. */
export interface Slot {
	/** When the request was sent, in the clock's milliseconds. */
	readonly startedAt: number;
	/**
	 * Has to be called once, when the request has ended.
	 *
	 * @param retryAfter the header `Retry-After` of a throttled request
	 */
	release(result: SlotResult, retryAfter?: string): void;
}

/** All times are in the clock's milliseconds. */
export class AdaptiveRateLimiter {
	private readonly estimate: RateEstimate;
	private concurrency: number;
	private inFlight = 0;
	private latencyMs = INITIAL_LATENCY_MS;
	private nextStart = 0;
	private lastThrottle = -Infinity;
	private lastCompleted: number;

	/** Throttles in a row. Each response counts as one less, so the run stays careful for a while. */
	private consecutiveThrottles = 0;

	/** When the first request after the last response was sent. */
	private silentSince: number | undefined;

	private hasResponse = false;

	private queue: Promise<void> = Promise.resolve();
	private onSlotFree: () => void = () => undefined;

	constructor(
		private readonly clock: Clock,
		private readonly maxConcurrency: number,
	) {
		const now = clock.now();
		this.estimate = new RateEstimate(now);
		this.concurrency = Math.min(INITIAL_CONCURRENCY, maxConcurrency);
		this.lastCompleted = now;
	}

	/** Whether ChatDash has throttled the run. */
	get wasThrottled(): boolean {
		return this.lastThrottle !== -Infinity;
	}

	/** How long ChatDash has accepted no request, in milliseconds. */
	get stalledFor(): number {
		return this.clock.now() - this.lastCompleted;
	}

	/** Whether there was any response since the run started. A throttled request counts, too. */
	get wasAnswered(): boolean {
		return this.hasResponse;
	}

	/** How long requests have been in flight without any response, in milliseconds. */
	get silentFor(): number {
		return this.silentSince === undefined ? 0 : this.clock.now() - this.silentSince;
	}

	/**
	 * Waits until a request may be sent. Calls are served in order.
	 *
	 * @param scope if it's aborted, the wait ends early; the slot is acquired anyway and has to be released
	 */
	async acquire(scope: AbortScope): Promise<Slot> {
		const previous = this.queue;
		let releaseTurn: () => void = () => undefined;
		this.queue = new Promise((resolve) => (releaseTurn = resolve));
		await previous;
		try {
			await this.untilSlotFree(scope);
			const now = this.clock.now();
			this.estimate.grow(now);
			const { rate } = this.estimate;
			this.nextStart =
				rate === Infinity
					? now + this.spacingMs
					: Math.max(now - TIMER_SLACK_MS, this.nextStart) + 1000 / rate;
			this.inFlight++;
			this.silentSince ??= now;
			return {
				startedAt: now,
				release: (result, retryAfter) => this.release(now, result, retryAfter),
			};
		} finally {
			releaseTurn();
		}
	}

	private release(startedAt: number, result: SlotResult, retryAfter: string | undefined): void {
		if (result === 'throttled') this.throttle(startedAt, retryAfter);
		else if (result !== 'dropped') this.complete(startedAt, result === 'ok');
		this.inFlight--;
		this.onSlotFree();
	}

	/** @param isOk whether the response was a proper one; only then does the run send more requests at once */
	private complete(startedAt: number, isOk: boolean): void {
		const now = this.clock.now();
		this.estimate.accepted();
		this.lastCompleted = now;
		this.latencyMs = Math.min(now - startedAt, this.latencyMs * LATENCY_GROWTH);
		this.consecutiveThrottles = Math.max(0, this.consecutiveThrottles - 1);
		this.endSilence();
		if (isOk && this.concurrency < this.maxConcurrency) this.concurrency++;
	}

	/** Pauses the run. Requests that were in flight together are throttled together, so only the first of them counts. */
	private throttle(startedAt: number, retryAfter: string | undefined): void {
		const now = this.clock.now();
		if (startedAt > this.lastThrottle) {
			const retryAfterMs = parseRetryAfter(retryAfter, now);
			const delay = throttleDelay(retryAfterMs, this.consecutiveThrottles++, this.clock.random());
			// The run is about to stop, so don't delay queued requests: they need to notice.
			const resumeAt = (retryAfterMs ?? 0) > MAX_THROTTLED_MS ? now : now + delay;
			this.estimate.throttled(now, resumeAt);
			this.concurrency = Math.max(1, Math.floor(this.concurrency / 2));
			this.lastThrottle = now;
			this.nextStart = resumeAt;
		}
		this.endSilence();
	}

	/** The time between requests while there's no rate. Timers only count whole milliseconds. */
	private get spacingMs(): number {
		const spacing = Math.floor((this.latencyMs * SPREAD_FRACTION) / this.concurrency);
		return spacing < MIN_SPACING_MS ? 0 : spacing;
	}

	private async untilSlotFree(scope: AbortScope): Promise<void> {
		while (!scope.aborted) {
			if (this.inFlight >= this.concurrency) {
				await new Promise<void>((resolve) => (this.onSlotFree = resolve));
				continue;
			}
			const wait = this.nextStart - this.clock.now();
			if (wait <= 0) return;
			await scope.run(async ({ signal }) => await this.clock.sleep(wait, signal));
		}
	}

	private endSilence(): void {
		this.hasResponse = true;
		this.silentSince = undefined;
	}
}
