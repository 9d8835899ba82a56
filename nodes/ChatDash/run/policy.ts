// What the run does about the meaning of an answer, and how long it waits before it asks again.
import type { Meaning } from '../../transport/answers';

/**
 * - `settle`: this is the item's outcome
 * - `endRun`: so it is, and the rest of the run is not sent
 * - `again`: certainly nothing was done, so the same request may go out once more
 */
export type Measure = 'settle' | 'endRun' | 'again';

export const POLICY: Readonly<Record<Meaning['is'], Measure>> = {
	done: 'settle',
	refused: 'settle',
	lockedOut: 'endRun',
	busy: 'again',
	unreachable: 'again',
	unclear: 'settle',
};

const SECOND = 1000;

/** The wait before the first repeat without word from ChatDash; it doubles with each further one. */
const FIRST_WAIT = SECOND / 2;

const LONGEST_WAIT = 5 * 60 * SECOND;

/**
 * How long to wait before a request goes out again, in milliseconds.
 *
 * @param repeats how many times it went out again already
 * @param retryAfter ChatDash's own word: seconds, or a date (RFC 9110, 10.2.3); what is past or not understood counts as none
 * @param now in milliseconds
 * @param chance between 0 and 1: spreads the repeats of items that were refused at the same moment
 */
export function waitBefore(
	repeats: number,
	retryAfter: string | undefined,
	now: number,
	chance: number,
): number {
	const asked = retryAfter === undefined ? undefined : milliseconds(retryAfter.trim(), now);
	if (asked !== undefined && asked > 0) return Math.min(asked, LONGEST_WAIT);
	const wait = Math.min(FIRST_WAIT * 2 ** repeats, LONGEST_WAIT);
	return wait * (0.5 + chance / 2);
}

function milliseconds(retryAfter: string, now: number): number | undefined {
	if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * SECOND;
	// A date as HTTP writes it begins with a day's name; the platform takes much else for a date, "-3600" among it.
	const date = /^[A-Z][a-z]{2,8},? /.test(retryAfter) ? Date.parse(retryAfter) : NaN;
	return Number.isNaN(date) ? undefined : date - now;
}
