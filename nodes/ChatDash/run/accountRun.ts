// What the items of a run share that go to the same account: the limiter, the lists that were read, and what ends the run.
// Nothing of it crosses to another account, for what one agency's key can see is no business of another's.
import type { Reading } from '../resources/reading';
import {
	type FinalResponse,
	type Requester,
	type RequestContext,
	createRequester,
} from '../../transport/requester';
import { Claims } from './claims';
import { shortDigest } from './journal';
import type { Outcome } from './outcome';
import { AdaptiveRateLimiter } from '../../transport/rateLimiter';
import { type Followed, Reads } from './reads';

/** Why the rest of a run is not sent. */
export type End = Extract<Outcome, { kind: 'notSent' }>;

/**
 * A list may be a moment behind what was just done. So it's read again for a record that must be there, after each of
 * these waits, in milliseconds.
 */
export const LIST_LAGS: readonly number[] = [1000, 2000];

const LONGEST_LAG = LIST_LAGS.reduce((sum, wait) => sum + wait, 0);

/** After so many failures in a row, the rest of the run doesn't try. */
const FAILURES_BEFORE = 3;

export class AccountRun {
	readonly limiter: AdaptiveRateLimiter;
	readonly ask: Requester;
	readonly claims = new Claims();

	/** Set once nothing more can be sent to this account. */
	end: End | undefined;

	/** How many items in a row ended without reaching ChatDash. */
	unreachableInARow = 0;

	private digest: string | undefined;

	private readonly startedAt: number;

	private readonly occurrences = new Map<string, number>();

	/** When ChatDash first said that a record is there already, in the clock's milliseconds. */
	private firstConflict: number | undefined;

	/** How many items in a row couldn't learn what was there before. Where that doesn't work, a run does without it. */
	private failuresBefore = 0;

	/** The lists that the items share while they're sent. */
	readonly reads: Reads;

	constructor(
		readonly line: RequestContext,
		/**
		 * Whether there are several items. A list that is read for one alone doubles the requests, and where hundreds of
		 * executions wait at the same limit, that doubles the time they take.
		 */
		private readonly servesSeveral: boolean,
		/** Whether an earlier run may have sent the same items and left no record of it. */
		readonly mayBeOfLostRun: boolean,
		/** Whether the run as a whole is over. */
		private readonly isRunOver: () => boolean,
	) {
		this.startedAt = line.clock.now();
		this.limiter = new AdaptiveRateLimiter(line.clock, line.settings.maxConcurrency, line.abort);
		this.ask = createRequester(line, this.limiter);
		this.reads = this.freshReads();
	}

	/** Tells accounts apart in what is stored; the key can't be found by it. */
	get id(): string {
		return (this.digest ??= shortDigest([this.line.baseUrl, this.line.apiKey]));
	}

	/** How many items asked for the very same before; each call counts one more. */
	occurrence(request: string): number {
		const before = this.occurrences.get(request) ?? 0;
		this.occurrences.set(request, before + 1);
		return before;
	}

	get isOver(): boolean {
		return this.end !== undefined || this.isRunOver();
	}

	/** Whether the run began so recently that a list may still lack what was created before it. */
	get isYoung(): boolean {
		return this.line.clock.now() - this.startedAt < LONGEST_LAG;
	}

	/** Waits for so many milliseconds, or until the user stops the execution. */
	async rest(milliseconds: number): Promise<void> {
		const { clock, abort } = this.line;
		await abort.run(async ({ signal }) => await clock.sleep(milliseconds, signal));
	}

	/** For lists as they are from now on. */
	freshReads(): Reads {
		const { clock, settings } = this.line;
		return new Reads(this.ask, clock, settings.maxConcurrency);
	}

	/** Since when a list has to be read to believe that it doesn't have what ChatDash says is there. */
	conflictsSince(): number {
		return (this.firstConflict ??= this.line.clock.now());
	}

	/**
	 * Reads what is there before an item is sent.
	 *
	 * @returns the IDs, `undefined` if they can't be known; or the answer, if it says that the item can't be sent either
	 */
	async idsBefore(
		lookUp: (() => Reading<ReadonlySet<string>>) | undefined,
	): Promise<ReadonlySet<string> | undefined | Exclude<Followed<never>, { kind: 'ended' }>> {
		if (lookUp === undefined || this.failuresBefore >= FAILURES_BEFORE) return undefined;
		const followed = await this.reads.follow(lookUp(), undefined, {
			waitsForLimit: this.servesSeveral,
		});
		if (followed.kind === 'ended') {
			this.failuresBefore = 0;
			return followed.result;
		}
		if (followed.kind === 'invalid' || wouldMeetTheSame(followed.answered)) return followed;
		// A refusal may be about one client alone. No clear answer says that ChatDash is in trouble, and each try takes time.
		this.failuresBefore += followed.answered.meaning.kind === 'rejected' ? 1 : FAILURES_BEFORE;
		return undefined;
	}
}

/** Whether what came back for one request is no matter of that request alone. */
function wouldMeetTheSame({ meaning, endsRun }: FinalResponse): boolean {
	switch (meaning.kind) {
		case 'unsent':
		case 'unreachable':
			return true;
		case 'unauthorized':
			// 403 may be about the list alone.
			return meaning.status === 401;
		case 'throttled':
			return endsRun;
		case 'ambiguous':
			return meaning.status === undefined;
		case 'rejected':
		case 'done':
			return false;
	}
}
