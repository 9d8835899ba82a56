// What the run does about the meaning of an answer. One table, no resource in it.
import type { ClassifiedResponse } from './classify';
import type { RetryMode } from '../ChatDash/operation/operation';

/**
 * - `settle`: this is the item's outcome
 * - `endRun`: so it is, and the rest of the run is not sent
 * - `again`: the same request goes out once more after a back-off
 * - `waitAll`: the whole run holds its breath, then the same request goes out again
 */
export type RetryAction = 'final' | 'stopRun' | 'retry' | 'pauseRun';

const RETRY_ACTIONS: Readonly<
	Record<Exclude<ClassifiedResponse['kind'], 'ambiguous'>, RetryAction>
> = {
	done: 'final',
	rejected: 'final',
	unauthorized: 'stopRun',
	throttled: 'pauseRun',
	unreachable: 'retry',
};

const WHEN_AMBIGUOUS: Readonly<Record<RetryMode, RetryAction>> = {
	idempotent: 'retry',
	verify: 'retry',
	unsafe: 'final',
};

export const retryAction = (meaning: ClassifiedResponse, repeat: RetryMode): RetryAction =>
	meaning.kind === 'ambiguous' ? WHEN_AMBIGUOUS[repeat] : RETRY_ACTIONS[meaning.kind];

const SECOND = 1000;

/**
 * A limit of ChatDash that lets nothing through for this long ends the run, and so does being asked to wait longer; in
 * milliseconds. Three hundred executions of one item that start together at a limit of 60 a minute take half of it.
 */
export const MAX_THROTTLED_MS = 10 * 60 * SECOND;

/** While nothing answers at all, no request is sent again that would end after this time; in milliseconds. */
export const MAX_SILENCE_MS = 3 * 60 * SECOND;

/** The wait before the first retry, in milliseconds. */
const BASE_DELAY_MS = 0.3 * SECOND;

const MAX_DELAY_MS = 60 * SECOND;

/** By how much the wait grows with each retry: six retries then outlast an outage of a minute. */
const GROWTH = 3;

/** Which part of a wait is random, so that items that failed at the same moment don't come back in step. */
const JITTER = 0.35;

/**
 * How long to wait before a request is sent again that didn't reach ChatDash or had no clear answer, in milliseconds.
 *
 * @param retries how many times it was sent again already
 * @param chance a random number from 0 up to 1
 */
export const backoffDelay = (retries: number, random: number): number =>
	Math.min(BASE_DELAY_MS * GROWTH ** retries, MAX_DELAY_MS) * (1 - JITTER * random);

/**
 * How long to wait after ChatDash said that it's asked too often, in milliseconds. What ChatDash asks for is the least.
 * Executions that run at the same time don't know of each other, so each waits a random time on top, which grows until
 * they're spread widely enough for the limit.
 *
 * @param asked what ChatDash asked for, if it did
 * @param refusals how many times in a row it has said so before
 * @param chance a random number from 0 up to 1
 */
export const throttleDelay = (
	asked: number | undefined,
	refusals: number,
	random: number,
): number => (asked ?? 0) + Math.min(BASE_DELAY_MS * 2 ** refusals, MAX_DELAY_MS) * random;

/**
 * How long ChatDash asks to wait, in milliseconds: seconds, or a date (RFC 9110, 10.2.3).
 *
 * @param now in milliseconds
 * @returns `undefined` for no word, for a time that is past, and for what is neither
 */
export function parseRetryAfter(retryAfter: string | undefined, now: number): number | undefined {
	const text = retryAfter?.trim() ?? '';
	const wait = /^\d+(\.\d+)?$/.test(text) ? Number(text) * SECOND : httpDate(text) - now;
	return wait > 0 ? wait : undefined;
}

/** A date as HTTP writes it begins with the day's name; `Date.parse` takes much else for a date, "-5" among it. */
const httpDate = (text: string) => (/^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : NaN);
