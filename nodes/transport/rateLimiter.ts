// When the next request of a run may go out. ChatDash documents no limits, so the run finds them out: it begins with some
// requests at once and takes on more while all is well; told that it is too fast, it waits as a whole, goes on with half
// as many at once, and from then on keeps a limiter.
//
// The pace is found between two figures that each refusal gives. Since the last one, N requests were carried in T
// seconds. A limit that lets a burst through and refills at a steady rate carried at most burst + rate × T, so the rate
// is at least (N − burst) / T, and since requests were refused in the end it is at most N / T. The first refusal shows
// how large the burst is.
//
// Requests that go out together are answered together, and then n8n's own work for all their answers stands between the
// first and the next request. So as long as no pace is kept they are spread over a part of the time that an answer takes.
import type { AbortScope } from './abort';
import type { Clock } from './clock';
import { MAX_THROTTLED_MS, parseRetryAfter, throttleDelay } from './retry';

/**
 * How many requests go out at once before anything is known: all of them may be refused together. A run of a few hundred
 * items that began with fewer would take one answer's time longer.
 */
const INITIAL_CONCURRENCY = 20;

/** Over which part of an answer's time the requests are spread that may be under way at once. */
const SPREAD_FRACTION = 0.5;

/** A shorter wait, in milliseconds, costs more than it gives: answers come so fast that n8n's own work is most of their time. */
const MIN_SPACING_MS = 2;

/** The time of an answer before there is one, in milliseconds: so little that the first requests go out at once. */
const INITIAL_LATENCY_MS = 40;

/** By how much the time of an answer is taken to grow with a later one: one that took long says little of the others. */
const LATENCY_GROWTH = 1.1;

/** By how much the pace grows in a second while no upper figure is known. */
const SEARCH_GROWTH = 3;

/** Which part of the way to the upper figure the pace begins at, and which part more it goes each second. */
const START_FRACTION = 0.6;
const STEP_FRACTION = 0.05;

/** By how much the pace grows in a second at the upper figure: limits differ by the time of the day. */
const PROBE_GROWTH = 1.005;

/**
 * Timers wake late, by a millisecond or a few. Were each start counted from the last one, the pace would fall behind what
 * was meant by that much a request; so a start is counted from when the last one was due, if that is not longer ago.
 */
const TIMER_SLACK_MS = 50;

/**
 * How a request ended.
 * - `ok`: ChatDash gave a proper response
 * - `failed`: ChatDash responded, but not properly; that says nothing about a limit
 * - `throttled`: ChatDash is asked too often
 * - `dropped`: there was no response, or the request was not sent after all
 */
export type SlotResult = 'ok' | 'failed' | 'throttled' | 'dropped';

/** The right to send one request. */
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

export class AdaptiveRateLimiter {
	private concurrency: number;
	private inFlight = 0;

	/** Requests a second; unbounded until the first refusal. */
	private rate = Infinity;
	private minRate = 0;
	private maxRate = Infinity;
	private burst = 0;

	/** In milliseconds. */
	private latency = INITIAL_LATENCY_MS;

	/** Times, in the clock's milliseconds. */
	private nextStart = 0;
	private resumedAt: number;
	private increasedAt = 0;
	private lastThrottle = -Infinity;

	/** Since the run went on after the last refusal. */
	private completedSinceResume = 0;
	private throttles = 0;
	/** Refusals in a row; each request that is carried takes one off, so that a run doesn't forget at once that it's crowded. */
	private consecutiveThrottles = 0;

	private lastCompleted: number;

	/** When the first request went out to which, and since which, nothing has answered. */
	private silentSince: number | undefined;

	private hasAnswer = false;

	private queue: Promise<void> = Promise.resolve();
	private onSlotFree: () => void = () => undefined;

	constructor(
		private readonly clock: Clock,
		private readonly maxConcurrency: number,
	) {
		this.concurrency = Math.min(INITIAL_CONCURRENCY, maxConcurrency);
		this.resumedAt = clock.now();
		this.lastCompleted = this.resumedAt;
	}

	/** Whether a limit of ChatDash has slowed the run. */
	get wasThrottled(): boolean {
		return this.throttles > 0;
	}

	/** For how long ChatDash has carried nothing, in milliseconds. */
	get stalledFor(): number {
		return this.clock.now() - this.lastCompleted;
	}

	/** Whether ChatDash has answered anything since the run began, be it that it's asked too often. */
	get wasAnswered(): boolean {
		return this.hasAnswer;
	}

	/** For how long requests have been under way without a single answer to any of them, in milliseconds. */
	get silentFor(): number {
		return this.silentSince === undefined ? 0 : this.clock.now() - this.silentSince;
	}

	/**
	 * Waits until a request may be sent; those who ask first go first.
	 *
	 * @param scope ends the wait when it is aborted; the slot is then taken all the same and has to be released
	 */
	async acquire(scope: AbortScope): Promise<Slot> {
		const previous = this.queue;
		let releaseTurn: () => void = () => undefined;
		this.queue = new Promise((resolve) => (releaseTurn = resolve));
		await previous;
		try {
			await this.untilSlotFree(scope);
			const now = this.clock.now();
			this.increaseRate(now);
			this.nextStart =
				this.rate === Infinity
					? now + this.spacing
					: Math.max(now - TIMER_SLACK_MS, this.nextStart) + 1000 / this.rate;
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
		this.completedSinceResume++;
		this.lastCompleted = now;
		this.latency = Math.min(now - startedAt, this.latency * LATENCY_GROWTH);
		this.consecutiveThrottles = Math.max(0, this.consecutiveThrottles - 1);
		this.endSilence();
		if (isOk && this.concurrency < this.maxConcurrency) this.concurrency++;
	}

	/**
	 * Pauses the whole run. Requests that were in flight together are throttled together, so only the first of them counts.
	 *
	 * @param retryAfter the header, as it came
	 */
	private throttle(startedAt: number, retryAfter: string | undefined): void {
		const now = this.clock.now();
		if (startedAt > this.lastThrottle) {
			this.estimateRate(now);
			const asked = parseRetryAfter(retryAfter, now);
			const wait = throttleDelay(asked, this.consecutiveThrottles++, this.clock.random());
			// The run is about to stop, so don't delay queued requests: they need to notice.
			this.resumeAfter(now, (asked ?? 0) > MAX_THROTTLED_MS ? 0 : wait);
		}
		this.endSilence();
	}

	/** In whole milliseconds, for timers keep no others. */
	private get spacing(): number {
		const wait = Math.floor((this.latency * SPREAD_FRACTION) / this.concurrency);
		return wait < MIN_SPACING_MS ? 0 : wait;
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
		this.hasAnswer = true;
		this.silentSince = undefined;
	}

	/** Takes the figures that a refusal gives. */
	private estimateRate(now: number): void {
		const seconds = (now - this.resumedAt) / 1000;
		const carried = this.completedSinceResume;
		this.throttles++;
		if (this.throttles === 1) {
			this.burst = carried;
		} else if (carried > 0 && seconds > 0) {
			this.maxRate = carried / seconds;
			this.minRate = Math.max(0, (carried - this.burst) / seconds);
			this.rate = this.minRate + (this.maxRate - this.minRate) * START_FRACTION;
		}
	}

	/** Lets the run go on after a wait, as if it began then. */
	private resumeAfter(now: number, wait: number): void {
		if (this.rate === Infinity) {
			const seconds = (now + wait - this.resumedAt) / 1000;
			this.rate = Math.max(1, this.completedSinceResume / seconds);
		}
		this.concurrency = Math.max(1, Math.floor(this.concurrency / 2));
		this.lastThrottle = now;
		this.resumedAt = now + wait;
		this.nextStart = this.resumedAt;
		this.increasedAt = this.resumedAt;
		this.completedSinceResume = 0;
	}

	private increaseRate(now: number): void {
		const seconds = (now - this.increasedAt) / 1000;
		if (this.rate === Infinity || seconds <= 0) return;
		this.increasedAt = now;
		if (this.maxRate === Infinity) {
			this.rate *= SEARCH_GROWTH ** seconds;
		} else if (this.rate < this.maxRate) {
			const step = (this.maxRate - this.minRate) * STEP_FRACTION * seconds;
			this.rate = Math.min(this.maxRate, this.rate + step);
		} else {
			this.rate *= PROBE_GROWTH ** seconds;
		}
	}
}
