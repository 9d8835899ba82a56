/** What a run does about the meaning of an answer, and how long it waits before it asks again. */
import fc from 'fast-check';

import { POLICY, waitBefore } from '../../nodes/ChatDash/run/policy';

/** Thursday, 1 May 2025. */
const NOW = Date.UTC(2025, 4, 1, 12);

const SECOND = 1000;
const httpDate = (milliseconds: number) => new Date(milliseconds).toUTCString();

/** The wait when ChatDash says nothing of when to come back. */
const ownWait = (repeats: number, chance = 0.5) => waitBefore(repeats, undefined, NOW, chance);

const chance = fc.double({ min: 0, max: 1, noNaN: true });

test('Asks again only where certainly nothing was done', () => {
	expect(POLICY.busy).toBe('again');
	expect(POLICY.unreachable).toBe('again');
	expect(POLICY.done).not.toBe('again');
	expect(POLICY.refused).not.toBe('again');
	expect(POLICY.unclear).not.toBe('again');
});

test('Ends the run where every other request would be refused too, and nowhere else', () => {
	const ends = Object.entries(POLICY).flatMap(([meaning, measure]) =>
		measure === 'endRun' ? [meaning] : [],
	);
	expect(ends).toEqual(['lockedOut']);
});

describe('Without a word from ChatDash', () => {
	test('the first wait is a part of a second', () => {
		fc.assert(
			fc.property(chance, (one) => {
				expect(ownWait(0, one)).toBeGreaterThan(100);
				expect(ownWait(0, one)).toBeLessThanOrEqual(SECOND);
			}),
		);
	});

	test('each wait is twice the one before, until they are long enough', () => {
		expect(ownWait(1)).toBe(2 * ownWait(0));
		expect(ownWait(2)).toBe(2 * ownWait(1));
		expect(ownWait(30)).toBe(ownWait(31));
	});

	test('items that were refused at the same moment come back at different ones', () => {
		fc.assert(
			fc.property(fc.nat({ max: 40 }), chance, chance, (repeats, one, other) => {
				fc.pre(Math.abs(one - other) > 0.01);
				expect(ownWait(repeats, one)).not.toBe(ownWait(repeats, other));
			}),
		);
	});
});

describe('Retry-After', () => {
	test.each([
		['seconds', '7', 7 * SECOND],
		['seconds with blanks around', ' 7 ', 7 * SECOND],
		['minutes', '240', 240 * SECOND],
		['a date', httpDate(NOW + 10 * SECOND), 10 * SECOND],
	])('is kept to the letter: %s', (_what, retryAfter, wait) => {
		expect(waitBefore(0, retryAfter, NOW, 0)).toBe(wait);
		expect(waitBefore(3, retryAfter, NOW, 1)).toBe(wait);
	});

	test.each([
		['empty', ''],
		['zero', '0'],
		['a negative number', '-5'],
		['a number so negative that JavaScript reads it as a year to come', '-3600'],
		['a negative number of five digits', '-99999'],
		['a date that is past', httpDate(NOW - 60 * SECOND)],
		['words', 'soon'],
		['a list', '120, 240'],
		['a unit', '60 seconds'],
	])('counts as none if it is %s', (_what, retryAfter) => {
		expect(waitBefore(2, retryAfter, NOW, 0.25)).toBe(ownWait(2, 0.25));
	});

	test.each([['9'.repeat(400)], ['999999999'], [httpDate(NOW + 1e12)]])(
		'does not hold up a run for longer than five minutes: %s',
		(retryAfter) => {
			expect(waitBefore(0, retryAfter, NOW, 0.5)).toBeLessThanOrEqual(300 * SECOND);
		},
	);
});

test('Whatever comes, the wait is a time that can be waited', () => {
	const anything = fc.option(
		fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String)),
		{ nil: undefined },
	);
	fc.assert(
		fc.property(fc.nat(), anything, chance, (repeats, retryAfter, one) => {
			const wait = waitBefore(repeats, retryAfter, NOW, one);
			expect(wait).toBeGreaterThan(0);
			expect(wait).toBeLessThanOrEqual(300 * SECOND);
		}),
		{ numRuns: 500 },
	);
});
