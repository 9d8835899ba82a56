/** What a run does after each kind of response, and how long it waits before a retry. */
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

/** The delay if ChatDash sends no Retry-After. */
const delayOf = (retries: number, random = 0.5) => backoffDelay(retries, random);

const random = fc.double({ min: 0, max: 1, noNaN: true });

const rejection = { message: 'No', unredactedMessage: 'No', status: 400 };
const RESPONSES: readonly ClassifiedResponse[] = [
	{ kind: 'success', body: {} },
	{ kind: 'rejected', ...rejection },
	{ kind: 'unauthorized', ...rejection, status: 401 },
	{ kind: 'throttled', ...rejection, status: 429 },
	{ kind: 'unreachable', message: 'No response' },
	{ kind: 'ambiguous', message: 'No answer' },
];
const RETRY_MODES: readonly RetryMode[] = ['idempotent', 'verify', 'confirm', 'unsafe'];

/** The kinds of responses that lead to this action. */
const kindsWith = (action: string, mode: RetryMode) =>
	RESPONSES.filter((response) => retryAction(response, mode) === action).map(({ kind }) => kind);

test.each(RETRY_MODES)(
	'A request with the retry mode %s is sent again if it certainly had no effect',
	(mode) => {
		expect(kindsWith('pauseRun', mode)).toEqual(['throttled']);
		expect(kindsWith('retry', mode)).toContain('unreachable');
	},
);

test('A request with an ambiguous response is only sent again if that does no harm', () => {
	expect(RETRY_MODES.filter((mode) => kindsWith('retry', mode).includes('ambiguous'))).toEqual([
		'idempotent',
		'verify',
	]);
});

test.each(RETRY_MODES)(
	'The run only stops if every other request would be rejected too, with the retry mode %s',
	(mode) => {
		expect(kindsWith('stopRun', mode)).toEqual(['unauthorized']);
	},
);

describe('Without Retry-After', () => {
	test('the first delay is at most a second', () => {
		fc.assert(
			fc.property(random, (one) => {
				expect(delayOf(0, one)).toBeGreaterThan(100);
				expect(delayOf(0, one)).toBeLessThanOrEqual(SECOND);
			}),
		);
	});

	test('each delay is longer than the one before, up to a maximum', () => {
		fc.assert(
			fc.property(fc.nat({ max: 4 }), random, random, (retries, one, other) => {
				expect(delayOf(retries + 1, one)).toBeGreaterThan(delayOf(retries, other));
			}),
		);
		expect(delayOf(30)).toBe(delayOf(31));
	});

	test('six retries, the default, outlast an outage of a minute', () => {
		fc.assert(
			fc.property(fc.array(random, { minLength: 6, maxLength: 6 }), (randoms) => {
				const delays = randoms.map((one, retries) => backoffDelay(retries, one));
				expect(delays.reduce((sum, delay) => sum + delay, 0)).toBeGreaterThan(60 * SECOND);
			}),
		);
	});

	test('items that failed at the same moment are retried at different ones', () => {
		fc.assert(
			fc.property(fc.nat({ max: 40 }), random, random, (retries, one, other) => {
				fc.pre(Math.abs(one - other) > 0.01);
				expect(delayOf(retries, one)).not.toBe(delayOf(retries, other));
			}),
		);
	});
});

describe('After a throttled response, a run waits', () => {
	const throttles = fc.nat({ max: 40 });

	test('at least as long as ChatDash asks for', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 300 }), throttles, random, (seconds, count, one) => {
				expect(throttleDelay(seconds * SECOND, count, one)).toBeGreaterThanOrEqual(
					seconds * SECOND,
				);
			}),
		);
	});

	test.each([undefined, SECOND])(
		'a random time that grows with each throttled response, up to a minute (Retry-After: %s ms)',
		(retryAfter) => {
			const spread = (count: number) =>
				throttleDelay(retryAfter, count, 1) - throttleDelay(retryAfter, count, 0);
			expect(spread(0)).toBeLessThanOrEqual(SECOND);
			for (let count = 0; count < 7; count++) expect(spread(count + 1)).toBe(2 * spread(count));
			expect(spread(40)).toBe(60 * SECOND);
		},
	);
});

describe('Retry-After', () => {
	test.each([
		['seconds', '7', 7 * SECOND],
		['seconds with spaces around them', ' 7 ', 7 * SECOND],
		['minutes', '240', 240 * SECOND],
		['a date', httpDate(NOW + 10 * SECOND), 10 * SECOND],
	])('is read exactly: %s', (_what, retryAfter, delay) => {
		expect(parseRetryAfter(retryAfter, NOW)).toBe(delay);
	});

	test.each([
		['empty', ''],
		['zero', '0'],
		['a negative number', '-5'],
		['a negative number that JavaScript reads as a future year', '-3600'],
		['a negative number of five digits', '-99999'],
		['a past date', httpDate(NOW - 60 * SECOND)],
		['words', 'soon'],
		['a list', '120, 240'],
		['a unit', '60 seconds'],
		['nothing at all', undefined],
	])('is ignored if it is %s', (_what, retryAfter) => {
		expect(parseRetryAfter(retryAfter, NOW)).toBeUndefined();
	});

	test.each([['9'.repeat(400)], ['999999999'], [httpDate(NOW + 1e12)]])(
		'that is absurdly long exceeds what a run waits: %#',
		(retryAfter) => {
			expect(parseRetryAfter(retryAfter, NOW)).toBeGreaterThan(MAX_THROTTLED_MS);
		},
	);
});

test('The delay is positive for every Retry-After', () => {
	const anything = fc.option(
		fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String)),
		{ nil: undefined },
	);
	fc.assert(
		fc.property(fc.nat(), anything, random, (retries, retryAfter, one) => {
			const delay = parseRetryAfter(retryAfter, NOW) ?? backoffDelay(retries, one);
			expect(delay).toBeGreaterThan(0);
		}),
		{ numRuns: 500 },
	);
});
