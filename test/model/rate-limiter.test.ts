// How fast a run is at a limit that it doesn't know, in virtual time. At a limit of 50 requests a second with a burst of
// 20, N deals take at least (N − 20) / 50 seconds. The rest of a run's time is the cost of finding out the limit.
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
/** The shortest possible time. The node reads one list before it sends the first deal. */
const minimumSeconds = (count: number, trip: number) =>
	(1 + count - LIMIT.burst) / LIMIT.perSecond + trip / 1000;

describe.each(['seconds', 'none'] as const)('With Retry-After as %s', (retryAfter) => {
	test.each([4, 40, 150])(
		'300 deals are all created with few rejections, at a round trip of %d ms',
		async (trip) => {
			const { created, rejected } = await migrate(300, { ...LIMIT, retryAfter }, { trip });
			expect(created).toBe(300);
			expect(rejected).toBeLessThanOrEqual(45);
		},
	);

	test.each([4, 40, 150])(
		'2,000 deals take little longer than the limit requires, at a round trip of %d ms',
		async (trip) => {
			const { created, seconds, rejected } = await migrate(
				2000,
				{ ...LIMIT, retryAfter },
				{ trip },
			);
			expect(created).toBe(2000);
			expect(seconds / minimumSeconds(2000, trip)).toBeLessThanOrEqual(1.12);
			expect(rejected).toBeLessThanOrEqual(40);
		},
	);
});

test.each([
	{ perSecond: 2, burst: 1 },
	{ perSecond: 10, burst: 100 },
	{ perSecond: 200, burst: 5 },
])('other limits work too: $perSecond a second, with a burst of $burst', async (other) => {
	const count = 400;
	const { created, seconds, rejected } = await migrate(count, { ...other, retryAfter: 'none' });
	expect(created).toBe(count);
	expect(rejected).toBeLessThan(count / 5);
	expect(seconds).toBeLessThan(1.5 * ((count - other.burst) / other.perSecond) + 5);
});

test('without a limit, a run is as fast as the concurrency allows', async () => {
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

/** Starts requests as the rate limiter allows. Returns the gaps between them, and how long all of them took. */
async function startRequests(requests: number, responseTime: (request: number) => number) {
	const clock = new VirtualClock(1);
	const abort = new AbortScope();
	const limiter = new AdaptiveRateLimiter(clock, 20);
	const startTimes: number[] = [];
	const all = Array.from({ length: requests }, async (_, request) => {
		const slot = await limiter.acquire(abort);
		startTimes.push(slot.startedAt);
		await clock.sleep(responseTime(request));
		slot.release('ok');
	});
	await clock.run(Promise.all(all));
	// After three rounds of twenty requests, the run knows how long a response takes.
	const gaps = startTimes.slice(60).map((at, index) => at - (startTimes[index + 59] ?? at));
	return { gaps, seconds: clock.now() / 1000 };
}

test('requests are spread evenly over the response time, and that doesn’t slow down the run', async () => {
	const { gaps, seconds } = await startRequests(1000, () => 100);
	expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2);
	expect(seconds / ((1000 / 20) * 0.1)).toBeLessThanOrEqual(1.02);
});

test('requests with a response time of milliseconds are not delayed', async () => {
	const { seconds } = await startRequests(2000, () => 4);
	expect(seconds / ((2000 / 20) * 0.004)).toBeLessThanOrEqual(1.1);
});

test('a slow response does not delay other requests', async () => {
	// There are enough requests that the slow responses arrive while others are still sent.
	const { gaps } = await startRequests(3000, (request) => (request % 100 === 0 ? 10_000 : 100));
	expect(Math.max(...gaps)).toBeLessThan(100);
});

test('an API that asks to wait for a day stops the run at once, and nothing else is sent', async () => {
	const { created, seconds, rejected } = await migrate(
		500,
		// The first request reads the list.
		{ perSecond: 1 / 86_400, burst: 6, retryAfter: 'seconds' },
		{},
	);
	expect(created).toBe(5);
	expect(seconds).toBeLessThan(10);
	expect(rejected).toBeLessThan(60);
});

test('an API that accepts nothing stops the run in bounded time, and no item is created', async () => {
	const nothing = { perSecond: 1e-9, burst: 1, retryAfter: 'none' as const };
	const { created, seconds, rejected } = await migrate(2000, nothing);
	// The only accepted request reads the list.
	expect(created).toBe(0);
	expect(seconds).toBeLessThan(12 * 60);
	expect(rejected).toBeLessThan(200);
});
