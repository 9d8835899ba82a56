// What the run does about the meaning of an answer. One table, no resource in it.
import type { Meaning } from '../../transport/answers';
import type { Repeat } from '../resources/operation';

/**
 * - `settle`: this is the item's outcome
 * - `endRun`: so it is, and the rest of the run is not sent
 * - `again`: the same request goes out once more after a back-off
 * - `waitAll`: the whole run holds its breath, then the same request goes out again
 */
export type Measure = 'settle' | 'endRun' | 'again' | 'waitAll';

const MEASURES: Readonly<Record<Exclude<Meaning['is'], 'unclear'>, Measure>> = {
	done: 'settle',
	refused: 'settle',
	lockedOut: 'endRun',
	busy: 'waitAll',
	unreachable: 'again',
};

const WHEN_UNCLEAR: Readonly<Record<Repeat, Measure>> = {
	safe: 'again',
	confirm: 'again',
	never: 'settle',
};

export const measureFor = (meaning: Meaning, repeat: Repeat): Measure =>
	meaning.is === 'unclear' ? WHEN_UNCLEAR[repeat] : MEASURES[meaning.is];

const SECOND = 1000;

/** ChatDash asking for more patience than this, or taking nothing for as long, ends the run; in milliseconds. */
export const LONGEST_PATIENCE = 5 * 60 * SECOND;

/** The wait before the first repeat, in milliseconds; it doubles with each further one. */
const FIRST_WAIT = 0.3 * SECOND;

const LONGEST_WAIT = 60 * SECOND;

/**
 * How long to wait before a request goes out again when ChatDash did not say, in milliseconds.
 *
 * @param repeats how many times it went out again already
 * @param chance from 0 up to 1: spreads the repeats of items that failed at the same moment
 */
export const backOff = (repeats: number, chance: number): number =>
	Math.min(FIRST_WAIT * 2 ** repeats, LONGEST_WAIT) * (0.5 + chance / 2);

/**
 * How long ChatDash asks to wait, in milliseconds: seconds, or a date (RFC 9110, 10.2.3).
 *
 * @param now in milliseconds
 * @returns `undefined` for no word, for a time that is past, and for what is neither
 */
export function askedWait(retryAfter: string | undefined, now: number): number | undefined {
	const text = retryAfter?.trim() ?? '';
	const wait = /^\d+(\.\d+)?$/.test(text) ? Number(text) * SECOND : httpDate(text) - now;
	return wait > 0 ? wait : undefined;
}

/** A date as HTTP writes it begins with the day's name; `Date.parse` takes much else for a date, "-5" among it. */
const httpDate = (text: string) => (/^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : NaN);
