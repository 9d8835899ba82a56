// When the next request of a run may go out. ChatDash documents no limits, so the run finds them out: it begins with some
// requests at once and takes on more while all is well; told that it is too fast, it waits as a whole, goes on with half
// as many at once, and from then on keeps a pace.
//
// The pace is found between two figures that each refusal gives. Since the last one, N requests were carried in T
// seconds. A limit that lets a burst through and refills at a steady rate carried at most burst + rate × T, so the rate
// is at least (N − burst) / T, and since requests were refused in the end it is at most N / T. The first refusal shows
// how large the burst is.
//
// Requests that go out together are answered together, and then n8n's own work for all their answers stands between the
// first and the next request. So as long as no pace is kept they are spread over a part of the time that an answer takes.
import type { Cancellation } from '../../transport/cancellation';
import type { Clock } from './clock';
import { LONGEST_PATIENCE, askedWait, throttleWait } from './policy';

/**
 * How many requests go out at once before anything is known: all of them may be refused together. A run of a few hundred
 * items that began with fewer would take one answer's time longer.
 */
const FIRST_AT_ONCE = 20;

/** Over which part of an answer's time the requests are spread that may be under way at once. */
const SPREAD = 0.5;

/** A shorter wait, in milliseconds, costs more than it gives: answers come so fast that n8n's own work is most of their time. */
const SHORTEST_WAIT = 2;

/** The time of an answer before there is one, in milliseconds: so little that the first requests go out at once. */
const FIRST_ANSWER = 40;

/** By how much the time of an answer is taken to grow with a later one: one that took long says little of the others. */
const SLOWER = 1.1;

/** By how much the pace grows in a second while no upper figure is known. */
const SEARCH = 3;

/** Which part of the way to the upper figure the pace begins at, and which part more it goes each second. */
const BEGIN = 0.6;
const CLIMB = 0.05;

/** By how much the pace grows in a second at the upper figure: limits differ by the time of the day. */
const CREEP = 1.005;

/**
 * Timers wake late, by a millisecond or a few. Were each start counted from the last one, the pace would fall behind what
 * was meant by that much a request; so a start is counted from when the last one was due, if that is not longer ago.
 */
const LATE = 50;

export class Pace {
	private atOnce: number;
	private underWay = 0;

	/** Requests a second; unbounded until the first refusal. */
	private perSecond = Infinity;
	private lower = 0;
	private upper = Infinity;
	private burst = 0;

	/** In milliseconds. */
	private answerTime = FIRST_ANSWER;

	/** Times, in the clock's milliseconds. */
	private nextStart = 0;
	private resumed: number;
	private grown = 0;
	private lastRefusal = -Infinity;

	/** Since the run went on after the last refusal. */
	private carriedSince = 0;
	private refusals = 0;
	/** Refusals in a row; each request that is carried takes one off, so that a run doesn't forget at once that it's crowded. */
	private crowding = 0;

	private lastCarried: number;

	/** When the first request went out to which, and since which, nothing has answered. */
	private silentSince: number | undefined;

	private hasAnswer = false;

	/** How many requests ChatDash answered properly since the run began. */
	carriedInAll = 0;

	private turns: Promise<void> = Promise.resolve();
	private onFree: () => void = () => undefined;

	constructor(
		private readonly clock: Clock,
		private readonly maxConcurrency: number,
		private readonly cancellation: Cancellation,
	) {
		this.atOnce = Math.min(FIRST_AT_ONCE, maxConcurrency);
		this.resumed = clock.now();
		this.lastCarried = this.resumed;
	}

	/** Whether a limit of ChatDash has slowed the run. */
	get wasSlowed(): boolean {
		return this.refusals > 0;
	}

	/** For how long ChatDash has carried nothing, in milliseconds. */
	get idleFor(): number {
		return this.clock.now() - this.lastCarried;
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
	 * Waits until a request may go out; those who ask first go first.
	 *
	 * @returns when it went out, for telling its end; or at once when the user stops the execution
	 */
	async start(): Promise<number> {
		const before = this.turns;
		let pass: () => void = () => undefined;
		this.turns = new Promise((resolve) => (pass = resolve));
		await before;
		try {
			await this.untilFree();
			const now = this.clock.now();
			this.grow(now);
			this.nextStart =
				this.perSecond === Infinity
					? now + this.spread
					: Math.max(now - LATE, this.nextStart) + 1000 / this.perSecond;
			this.underWay++;
			this.silentSince ??= now;
			return now;
		} finally {
			pass();
		}
	}

	/**
	 * A request was answered, and ChatDash was not too busy for it.
	 *
	 * @param started when the request went out
	 * @param well whether the answer was a proper one; only then does the run take on more at once
	 */
	carried(started: number, well: boolean): void {
		const now = this.clock.now();
		this.carriedSince++;
		this.carriedInAll++;
		this.lastCarried = now;
		this.answerTime = Math.min(now - started, this.answerTime * SLOWER);
		this.crowding = Math.max(0, this.crowding - 1);
		this.answered();
		if (well && this.atOnce < this.maxConcurrency) this.atOnce++;
		this.freeOne();
	}

	/** A request ended without an answer, or was not sent after all: that tells nothing about a limit. */
	lost(): void {
		this.freeOne();
	}

	/**
	 * ChatDash was busy: the whole run waits. Requests that were under way together are refused together; that tells no
	 * more than the first of them did.
	 *
	 * @param started when the request went out
	 * @param retryAfter ChatDash's word, as it came
	 */
	refused(started: number, retryAfter: string | undefined): void {
		const now = this.clock.now();
		if (started > this.lastRefusal) {
			this.learn(now);
			const asked = askedWait(retryAfter, now);
			const wait = throttleWait(asked, this.crowding++, this.clock.chance());
			// More patience than that the run does not have: it ends, and what waits for its turn has to see it.
			this.begin(now, (asked ?? 0) > LONGEST_PATIENCE ? 0 : wait);
		}
		this.answered();
		this.freeOne();
	}

	/** In whole milliseconds, for timers keep no others. */
	private get spread(): number {
		const wait = Math.floor((this.answerTime * SPREAD) / this.atOnce);
		return wait < SHORTEST_WAIT ? 0 : wait;
	}

	private async untilFree(): Promise<void> {
		while (!this.cancellation.happened) {
			if (this.underWay >= this.atOnce) {
				await new Promise<void>((resolve) => (this.onFree = resolve));
				continue;
			}
			const wait = this.nextStart - this.clock.now();
			if (wait <= 0) return;
			await this.cancellation.during(async ({ signal }) => await this.clock.rest(wait, signal));
		}
	}

	private answered(): void {
		this.hasAnswer = true;
		this.silentSince = undefined;
	}

	private freeOne(): void {
		this.underWay--;
		this.onFree();
	}

	/** Takes the figures that a refusal gives. */
	private learn(now: number): void {
		const seconds = (now - this.resumed) / 1000;
		const carried = this.carriedSince;
		this.refusals++;
		if (this.refusals === 1) {
			this.burst = carried;
		} else if (carried > 0 && seconds > 0) {
			this.upper = carried / seconds;
			this.lower = Math.max(0, (carried - this.burst) / seconds);
			this.perSecond = this.lower + (this.upper - this.lower) * BEGIN;
		}
	}

	/** Lets the run go on after a wait, as if it began then. */
	private begin(now: number, wait: number): void {
		if (this.perSecond === Infinity) {
			const seconds = (now + wait - this.resumed) / 1000;
			this.perSecond = Math.max(1, this.carriedSince / seconds);
		}
		this.atOnce = Math.max(1, Math.floor(this.atOnce / 2));
		this.lastRefusal = now;
		this.resumed = now + wait;
		this.nextStart = this.resumed;
		this.grown = this.resumed;
		this.carriedSince = 0;
	}

	private grow(now: number): void {
		const seconds = (now - this.grown) / 1000;
		if (this.perSecond === Infinity || seconds <= 0) return;
		this.grown = now;
		if (this.upper === Infinity) {
			this.perSecond *= SEARCH ** seconds;
		} else if (this.perSecond < this.upper) {
			const step = (this.upper - this.lower) * CLIMB * seconds;
			this.perSecond = Math.min(this.upper, this.perSecond + step);
		} else {
			this.perSecond *= CREEP ** seconds;
		}
	}
}
