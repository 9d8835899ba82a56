/** The arithmetic of the rate that a run keeps to once ChatDash has throttled it. */
import { RateEstimate } from '../../nodes/transport/rateEstimate';

/** An estimate that starts at 0 and gets `count` accepted requests before it's throttled. */
function throttledAfter(count: number, now: number, resumeAt: number) {
	const estimate = new RateEstimate(0);
	accept(estimate, count);
	estimate.throttled(now, resumeAt);
	return estimate;
}

function accept(estimate: RateEstimate, count: number) {
	for (let i = 0; i < count; i++) estimate.accepted();
}

test('There is no rate before ChatDash throttles', () => {
	const estimate = new RateEstimate(0);
	accept(estimate, 1000);
	estimate.grow(60_000);
	expect(estimate.rate).toBe(Infinity);
});

describe('After the first throttled response', () => {
	test('the rate is that of the accepted requests, pause included', () => {
		expect(throttledAfter(40, 1000, 2000).rate).toBe(20);
	});

	test('the rate is at least one a second', () => {
		expect(throttledAfter(0, 1000, 2000).rate).toBe(1);
	});

	test('the rate triples in a second, and not during the pause', () => {
		const estimate = throttledAfter(40, 1000, 2000);
		estimate.grow(1500);
		expect(estimate.rate).toBe(20);
		estimate.grow(3000);
		expect(estimate.rate).toBeCloseTo(60);
		estimate.grow(3500);
		estimate.grow(4000);
		expect(estimate.rate).toBeCloseTo(180);
	});
});

describe('After the second throttled response', () => {
	/** A burst of 20, and then 70 requests in a second: the limit is between 50 and 70 a second. */
	function bounded() {
		const estimate = throttledAfter(20, 0, 1000);
		accept(estimate, 70);
		estimate.throttled(2000, 3000);
		return estimate;
	}

	test('the rate is between the bounds, a little above the middle', () => {
		expect(bounded().rate).toBeCloseTo(62);
	});

	test('the rate grows by a twentieth of the distance in a second, up to the upper bound', () => {
		const estimate = bounded();
		estimate.grow(4000);
		expect(estimate.rate).toBeCloseTo(63);
		estimate.grow(13_000);
		expect(estimate.rate).toBe(70);
	});

	test('the rate still grows at the upper bound, but slowly', () => {
		const estimate = bounded();
		estimate.grow(13_000);
		estimate.grow(14_000);
		expect(estimate.rate).toBeCloseTo(70.35);
	});

	test('the rate stays if nothing was accepted in between', () => {
		const estimate = bounded();
		estimate.throttled(4000, 5000);
		expect(estimate.rate).toBeCloseTo(62);
	});

	test('fewer requests than the burst give no lower bound', () => {
		const estimate = throttledAfter(20, 0, 1000);
		accept(estimate, 10);
		estimate.throttled(2000, 3000);
		expect(estimate.rate).toBeCloseTo(6);
	});
});

test.each([
	{ limit: 5, burst: 1 },
	{ limit: 50, burst: 20 },
	{ limit: 200, burst: 100 },
])(
	'The rate settles near a limit of $limit a second with a burst of $burst',
	({ limit, burst }) => {
		const estimate = new RateEstimate(0);
		const rates: number[] = [];
		let tokens = burst;
		let now = 0;
		for (let requests = 0; requests < 100_000 && rates.length < 10; requests++) {
			estimate.grow(now);
			const wait = estimate.rate === Infinity ? 1 : 1000 / estimate.rate;
			now += wait;
			tokens = Math.min(burst, tokens + (limit * wait) / 1000);
			if (tokens >= 1) {
				tokens--;
				estimate.accepted();
			} else {
				estimate.throttled(now, now + 100);
				now += 100;
				tokens = Math.min(burst, tokens + limit / 10);
				rates.push(estimate.rate / limit);
			}
		}
		expect(rates).toHaveLength(10);
		const settled = rates.slice(5);
		expect(Math.min(...settled)).toBeGreaterThan(0.85);
		expect(Math.max(...settled)).toBeLessThan(1.2);
	},
);
