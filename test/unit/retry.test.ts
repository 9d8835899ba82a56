/** What a run does about the meaning of an answer, and how long it waits before it asks again. */
import fc from 'fast-check';

import {
	MAX_THROTTLED_MS,
	parseRetryAfter,
	backoffDelay,
	retryAction,
	throttleDelay,
	type RetryMode,
} from '../../nodes/transport/retry';
import type { ClassifiedResponse } from '../../nodes/transport/classify';

/** Thursday, 1 May 2025. */
const NOW = Date.UTC(2025, 4, 1, 12);

const SECOND = 1000;
const httpDate = (milliseconds: number) => new Date(milliseconds).toUTCString();

/** The wait when ChatDash says nothing of when to come back. */
const ownWait = (repeats: number, chance = 0.5) => backoffDelay(repeats, chance);

const chance = fc.double({ min: 0, max: 1, noNaN: true });

const no = { message: 'No', unredactedMessage: 'No', status: 400 };
const MEANINGS: readonly ClassifiedResponse[] = [
	{ kind: 'success', body: {} },
	{ kind: 'rejected', ...no },
	{ kind: 'unauthorized', ...no, status: 401 },
	{ kind: 'throttled', ...no, status: 429 },
	{ kind: 'unreachable', message: 'Nothing answers' },
	{ kind: 'ambiguous', message: 'No answer' },
];
const REPEATS: readonly RetryMode[] = ['idempotent', 'verify', 'unsafe'];

/** The meanings for which a run does this. */
const doing = (measure: string, repeat: RetryMode) =>
	MEANINGS.filter((meaning) => retryAction(meaning, repeat) === measure).map(({ kind }) => kind);

test.each(REPEATS)(
	'A request that is %s to repeat goes out again where certainly nothing was done',
	(repeat) => {
		expect(doing('pauseRun', repeat)).toEqual(['throttled']);
		expect(doing('retry', repeat)).toContain('unreachable');
	},
);

test('A request of which nobody knows whether it did its work goes out again only where that does no harm', () => {
	expect(REPEATS.filter((repeat) => doing('retry', repeat).includes('ambiguous'))).toEqual([
		'idempotent',
		'verify',
	]);
});

test.each(REPEATS)(
	'The run ends where every other request would be refused too, and nowhere else',
	(repeat) => {
		expect(doing('stopRun', repeat)).toEqual(['unauthorized']);
	},
);

describe('Without a word from ChatDash', () => {
	test('the first wait is a part of a second', () => {
		fc.assert(
			fc.property(chance, (one) => {
				expect(ownWait(0, one)).toBeGreaterThan(100);
				expect(ownWait(0, one)).toBeLessThanOrEqual(SECOND);
			}),
		);
	});

	test('each wait is longer than the one before, until they are long enough', () => {
		fc.assert(
			fc.property(fc.nat({ max: 4 }), chance, chance, (retries, one, other) => {
				expect(ownWait(retries + 1, one)).toBeGreaterThan(ownWait(retries, other));
			}),
		);
		expect(ownWait(30)).toBe(ownWait(31));
	});

	test('six retries, as the node has them by default, outlast an outage of a minute', () => {
		fc.assert(
			fc.property(fc.array(chance, { minLength: 6, maxLength: 6 }), (chances) => {
				const waits = chances.map((one, retries) => backoffDelay(retries, one));
				expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(60 * SECOND);
			}),
		);
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

describe('Told that it asks too often, a run waits', () => {
	const refusals = fc.nat({ max: 40 });

	test('at least as long as ChatDash asks for', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 300 }), refusals, chance, (seconds, times, one) => {
				expect(throttleDelay(seconds * SECOND, times, one)).toBeGreaterThanOrEqual(
					seconds * SECOND,
				);
			}),
		);
	});

	test.each([undefined, SECOND])(
		'a random time that is spread wider with each refusal, up to a minute (asked for %s ms)',
		(asked) => {
			const widest = (times: number) =>
				throttleDelay(asked, times, 1) - throttleDelay(asked, times, 0);
			expect(widest(0)).toBeLessThanOrEqual(SECOND);
			for (let times = 0; times < 7; times++) expect(widest(times + 1)).toBe(2 * widest(times));
			expect(widest(40)).toBe(60 * SECOND);
		},
	);
});

describe('Retry-After', () => {
	test.each([
		['seconds', '7', 7 * SECOND],
		['seconds with blanks around', ' 7 ', 7 * SECOND],
		['minutes', '240', 240 * SECOND],
		['a date', httpDate(NOW + 10 * SECOND), 10 * SECOND],
	])('is kept to the letter: %s', (_what, retryAfter, wait) => {
		expect(parseRetryAfter(retryAfter, NOW)).toBe(wait);
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
		['nothing at all', undefined],
	])('counts as none if it is %s', (_what, retryAfter) => {
		expect(parseRetryAfter(retryAfter, NOW)).toBeUndefined();
	});

	test.each([['9'.repeat(400)], ['999999999'], [httpDate(NOW + 1e12)]])(
		'that is absurd is more than a run has patience for: %#',
		(retryAfter) => {
			expect(parseRetryAfter(retryAfter, NOW)).toBeGreaterThan(MAX_THROTTLED_MS);
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
			const wait = parseRetryAfter(retryAfter, NOW) ?? backoffDelay(repeats, one);
			expect(wait).toBeGreaterThan(0);
		}),
		{ numRuns: 500 },
	);
});
