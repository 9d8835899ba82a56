// What the items of one account share during a run: the rate limiter, the fetched lists, and whether more is sent. Accounts
// share none of it, because one agency must not see another agency's data.
import { type Api } from '../../transport/api';
import type { ApiReader, LookupResult } from '../../transport/apiReader';
import type { FinalResponse, Requester } from '../../transport/requester';
import { StopState } from '../../transport/stop';
import type { ExistingIds } from '../operation/operation';
import { Claims } from './claims';
import type { AccountContext } from './contexts';
import { shortDigest } from '../../transport/digest';
import { Senders, identitiesOf } from './senders';

/**
 * A list may lag behind what was just done. So it's fetched again, after each of these waits, for a record that must be
 * there.
 */
export const LIST_LAGS_MS: readonly number[] = [1000, 2000];

const LONGEST_LAG_MS = LIST_LAGS_MS.reduce((sum, wait) => sum + wait, 0);

/** After so many failed optional reads in a row, the rest of the run doesn't try. */
const MAX_FAILED_READS = 3;

/** What is known of the run when an account's part of it starts. */
export interface AccountOptions {
	/**
	 * Whether several items go to the account. A list that is fetched for one alone doubles the requests, and if hundreds of
	 * executions wait at the same limit, that doubles the time they take.
	 */
	readonly hasSeveralItems: boolean;
	/** Whether an earlier run may have sent the same items and left no journal. */
	readonly mayHaveRunBefore: boolean;
	/** Stops all accounts of the run. */
	readonly runStop: StopState;
}

export class AccountRun {
	readonly request: Requester;
	readonly claims = new Claims();

	/** Whether requests are still sent to this account. */
	readonly stop: StopState;

	/** The lists that the items share while they're sent. */
	readonly reader: ApiReader;

	/** Tells accounts apart in what is stored. The key can't be found by it. */
	readonly id: string;

	/** How many items in a row ended without reaching ChatDash. */
	unreachableInARow = 0;

	private readonly startedAt: number;
	private readonly occurrences = new Map<string, number>();

	/** When ChatDash first said that a record exists, in the clock's milliseconds. */
	private firstConflictAt: number | undefined;

	private failedReads = 0;

	private readonly senders: Senders;

	constructor(
		readonly context: AccountContext,
		private readonly options: AccountOptions,
	) {
		const { clock, abort } = context;
		this.startedAt = clock.now();
		this.id = shortDigest(identitiesOf(context));
		this.stop = new StopState(abort, options.runStop);
		this.senders = new Senders(context, this.stop);
		this.request = this.senders.request;
		this.reader = this.freshReader();
	}

	get mayHaveRunBefore(): boolean {
		return this.options.mayHaveRunBefore;
	}

	/** How many items asked for the same request before. Each call counts one more. */
	nextOccurrence(fingerprint: string): number {
		const before = this.occurrences.get(fingerprint) ?? 0;
		this.occurrences.set(fingerprint, before + 1);
		return before;
	}

	/** Whether the run began so recently that a list may still lack what was created before it. */
	get isYoung(): boolean {
		return this.context.clock.now() - this.startedAt < LONGEST_LAG_MS;
	}

	/** Waits, at most until the user stops the execution. */
	async sleep(milliseconds: number): Promise<void> {
		const { clock, abort } = this.context;
		await abort.run(async ({ signal }) => await clock.sleep(milliseconds, signal));
	}

	/** Creates a reader that reuses no list fetched before. */
	freshReader(): ApiReader {
		return this.senders.freshReader();
	}

	/** Whether ChatDash limited how fast requests could be sent. */
	get wasThrottled(): boolean {
		return this.senders.wasThrottled;
	}

	/** Only a list that is fetched after this time can show that it lacks a record that ChatDash says exists. */
	conflictsSince(): number {
		return (this.firstConflictAt ??= this.context.clock.now());
	}

	/**
	 * Reads what is there before an item is sent. The run can do without it.
	 *
	 * @param read gets the IDs
	 * @returns the IDs, `undefined` if they can't be known; or a failure that the item's own request would meet, too
	 */
	async existingIds(
		read: (api: Api) => Promise<ExistingIds>,
	): Promise<{ readonly kind: 'ok'; readonly ids: ExistingIds } | LookupFailure> {
		if (this.failedReads >= MAX_FAILED_READS) return { kind: 'ok', ids: undefined };
		const role = this.options.hasSeveralItems ? 'optional' : 'optionalUnthrottled';
		const result = await this.reader.lookup(read, { role });
		if (result.kind === 'ok') {
			this.failedReads = 0;
			return { kind: 'ok', ids: result.value };
		}
		if (result.kind === 'invalid' || this.wouldMeetTheSame(result.final)) return result;
		// A rejection may be about one client alone. Anything else says that ChatDash is in trouble, and each attempt takes time.
		this.failedReads += result.final.response.kind === 'rejected' ? 1 : MAX_FAILED_READS;
		return { kind: 'ok', ids: undefined };
	}

	/** Whether a read failed for a reason that isn't about this read alone. */
	private wouldMeetTheSame({ response }: FinalResponse): boolean {
		switch (response.kind) {
			case 'notSent':
			case 'unreachable':
				return true;
			case 'ambiguous':
				return response.status === undefined;
			case 'unauthorized':
			case 'throttled':
				// Only if this response is why nothing more is sent.
				return this.stop.reason?.status === response.status;
			case 'rejected':
			case 'success':
				return false;
		}
	}
}

/** A lookup without a value. */
export type LookupFailure = Exclude<LookupResult<never>, { kind: 'ok' }>;
