// What happens after a response, and how long a retry waits. Two tables, no resource in them.
import type { ClassifiedResponse } from './classify';

/**
 * What may be done with a request if it's unknown whether it took effect. Each operation declares it.
 * - `idempotent`: send it again, because twice is the same as once (every read, most changes of a known record)
 * - `verify`: send it again, because ChatDash rejects a duplicate; a lookup then shows whether the first one succeeded
 * - `confirm`: never send it again, because ChatDash may accept a duplicate; a lookup shows whether it succeeded
 * - `unsafe`: never send it again, because it could take effect twice
 */
export type RetryMode = 'idempotent' | 'verify' | 'confirm' | 'unsafe';

/**
 * - `final`: the response decides the item
 * - `stopRun`: so it does, and nothing else is sent
 * - `retry`: wait, then send this request again
 * - `pauseRun`: pause all requests, then send this one again
 */
export type RetryAction = 'final' | 'stopRun' | 'retry' | 'pauseRun';

const RETRY_ACTIONS: Readonly<
	Record<Exclude<ClassifiedResponse['kind'], 'ambiguous'>, RetryAction>
> = {
	success: 'final',
	rejected: 'final',
	unauthorized: 'stopRun',
	throttled: 'pauseRun',
	unreachable: 'retry',
};

const WHEN_AMBIGUOUS: Readonly<Record<RetryMode, RetryAction>> = {
	idempotent: 'retry',
	verify: 'retry',
	confirm: 'final',
	unsafe: 'final',
};

export const retryAction = ({ kind }: ClassifiedResponse, mode: RetryMode): RetryAction =>
	kind === 'ambiguous' ? WHEN_AMBIGUOUS[mode] : RETRY_ACTIONS[kind];

const SECOND_MS = 1000;

/**
 * Stop the run if a limit of ChatDash lets nothing through for this long, or if ChatDash asks to wait longer. Three hundred
 * executions of one item that start together at a limit of 60 a minute take half of it.
 */
export const MAX_THROTTLED_MS = 10 * 60 * SECOND_MS;

/** While nothing answers at all, don't send a request again that would end after this time. */
export const MAX_SILENCE_MS = 3 * 60 * SECOND_MS;

/** The wait before the first retry. */
const BASE_DELAY_MS = 0.3 * SECOND_MS;

const MAX_DELAY_MS = 60 * SECOND_MS;

/** How much the wait grows with each retry: six retries then outlast an outage of a minute. */
const DELAY_GROWTH = 3;

/** Which part of a wait is random, so that items that failed at the same moment don't come back in step. */
const JITTER = 0.35;

/**
 * How long to wait before a request is sent again that didn't reach ChatDash or had an ambiguous response.
 *
 * @param attempt how many retries there were before, counted from 0
 * @param random a random number from 0 up to 1
 * @returns milliseconds
 */
export const backoffDelay = (attempt: number, random: number): number =>
	Math.min(BASE_DELAY_MS * DELAY_GROWTH ** attempt, MAX_DELAY_MS) * (1 - JITTER * random);

/**
 * How long to wait after ChatDash throttled a request. What ChatDash asks for is the minimum. Executions that run at the
 * same time don't know of each other, so each adds a random time, which grows until they're spread widely enough for the
 * limit.
 *
 * @param retryAfter what ChatDash asked for, in milliseconds, if it did
 * @param throttles how many times in a row ChatDash has throttled the run before
 * @param random a random number from 0 up to 1
 * @returns milliseconds
 */
export const throttleDelay = (
	retryAfter: number | undefined,
	throttles: number,
	random: number,
): number => (retryAfter ?? 0) + Math.min(BASE_DELAY_MS * 2 ** throttles, MAX_DELAY_MS) * random;

/**
 * Parses the header `Retry-After`: seconds, or a date (RFC 9110, 10.2.3).
 *
 * @param now in milliseconds
 * @returns milliseconds from now; `undefined` if there's no header, its time is past, or it's neither
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
	const text = header?.trim() ?? '';
	const wait = /^\d+(\.\d+)?$/.test(text) ? Number(text) * SECOND_MS : parseHttpDate(text) - now;
	return wait > 0 ? wait : undefined;
}

/** HTTP dates begin with the name of the day. `Date.parse` takes much else for a date, "-5" for example. */
const parseHttpDate = (text: string) => (/^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : NaN);
