// How fast a run gets through a limit that it was not told of, in virtual time. A limit of 50 requests a second that lets
// 20 through at once carries N deals in (N − 20) / 50 seconds at best; what a run needs more is what finding out costs.
import { AdaptiveRateLimiter } from '../../nodes/transport/rateLimiter';
import { AbortScope } from '../../nodes/transport/abort';
import type { RateLimit } from '../../sandbox/limits';
import { deal, execute, numbersTo } from './execution';
import { VirtualClock } from './virtual-clock';
import { virtualSandbox } from './virtual-sandbox';

async function migrate(
	count: number,
	limit: RateLimit | undefined,
	{ trip = 4, maxConcurrency = 20, seed = 1 } = {},
) {
	const clock = new VirtualClock(seed);
	const setup = limit ? { limit } : {};
	const { agency, http } = await virtualSandbox(clock, setup, 30_000, trip);
	const { outcomes, wasThrottled } = await clock.run(
		execute(http, clock, numbersTo(count).map(deal), { maxConcurrency, maxRetries: 4 }),
	);
	return {
		created: outcomes.filter(({ kind }) => kind === 'done').length,
		seconds: clock.now() / 1000,
		rejected: agency.calls.filter(({ status }) => status === 429).length,
		wasThrottled,
	};
}

const LIMIT = { perSecond: 50, burst: 20 };
/** One list is read before the first deal goes out. */
const best = (count: number, trip: number) =>
	(1 + count - LIMIT.burst) / LIMIT.perSecond + trip / 1000;

describe.each(['seconds', 'none'] as const)('With Retry-After as %s', (retryAfter) => {
	test.each([4, 40, 150])(
		'300 deals are all created with few rejections, %d ms away',
		async (trip) => {
			const { created, rejected } = await migrate(300, { ...LIMIT, retryAfter }, { trip });
			expect(created).toBe(300);
			expect(rejected).toBeLessThanOrEqual(45);
		},
	);

	test.each([4, 40, 150])(
		'2,000 deals take little more than the limit itself, %d ms away',
		async (trip) => {
			const { created, seconds, rejected } = await migrate(
				2000,
				{ ...LIMIT, retryAfter },
				{ trip },
			);
			expect(created).toBe(2000);
			expect(seconds / best(2000, trip)).toBeLessThanOrEqual(1.12);
			expect(rejected).toBeLessThanOrEqual(40);
		},
	);
});

test.each([
	{ perSecond: 2, burst: 1 },
	{ perSecond: 10, burst: 100 },
	{ perSecond: 200, burst: 5 },
])('other limits are kept too: $perSecond a second, $burst at once', async (other) => {
	const count = 400;
	const { created, seconds, rejected } = await migrate(count, { ...other, retryAfter: 'none' });
	expect(created).toBe(count);
	expect(rejected).toBeLessThan(count / 5);
	expect(seconds).toBeLessThan(1.5 * ((count - other.burst) / other.perSecond) + 5);
});

test('without a limit a run is as fast as its requests are, all of them under way at once', async () => {
	const { created, seconds, rejected, wasThrottled } = await migrate(2000, undefined, {
		trip: 100,
	});
	expect({ created, rejected, wasThrottled }).toEqual({
		created: 2000,
		rejected: 0,
		wasThrottled: false,
	});
	expect(seconds / ((2000 / 20) * 0.1)).toBeLessThanOrEqual(1.1);
});

/** Starts so many requests as a pace lets them, each answered after its time; says what lay between one and the next. */
async function starts(requests: number, answersAfter: (request: number) => number) {
	const clock = new VirtualClock(1);
	const abort = new AbortScope();
	const limiter = new AdaptiveRateLimiter(clock, 20);
	const went: number[] = [];
	const all = Array.from({ length: requests }, async (_, request) => {
		const slot = await limiter.acquire(abort);
		went.push(slot.startedAt);
		await clock.sleep(answersAfter(request));
		slot.release('ok');
	});
	await clock.run(Promise.all(all));
	// Three rounds of twenty later the run knows how long an answer takes.
	const gaps = went.slice(60).map((at, index) => at - (went[index + 59] ?? at));
	return { gaps, seconds: clock.now() / 1000 };
}

test('requests are spread over the time that an answer takes, and come no later for it', async () => {
	const { gaps, seconds } = await starts(1000, () => 100);
	expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2);
	expect(seconds / ((1000 / 20) * 0.1)).toBeLessThanOrEqual(1.02);
});

test('answers that come within milliseconds are not waited for', async () => {
	const { seconds } = await starts(2000, () => 4);
	expect(seconds / ((2000 / 20) * 0.004)).toBeLessThanOrEqual(1.1);
});

test('one answer that takes long does not keep the others waiting', async () => {
	// So long that the slow ones are answered while the others still go out.
	const { gaps } = await starts(3000, (request) => (request % 100 === 0 ? 10_000 : 100));
	expect(Math.max(...gaps)).toBeLessThan(100);
});

test('an API that asks to come back in a day ends the run at once, with nothing more sent', async () => {
	const { created, seconds, rejected } = await migrate(
		500,
		// The first request is for the list.
		{ perSecond: 1 / 86_400, burst: 6, retryAfter: 'seconds' },
		{},
	);
	expect(created).toBe(5);
	expect(seconds).toBeLessThan(10);
	expect(rejected).toBeLessThan(60);
});

test('an API that takes nothing ends the run in bounded time, with every item unsent or refused', async () => {
	const nothing = { perSecond: 1e-9, burst: 1, retryAfter: 'none' as const };
	const { created, seconds, rejected } = await migrate(2000, nothing);
	// The one request that is let through is for the list.
	expect(created).toBe(0);
	expect(seconds).toBeLessThan(12 * 60);
	expect(rejected).toBeLessThan(200);
});
