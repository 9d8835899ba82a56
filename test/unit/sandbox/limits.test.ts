// Rate limits: which requests they accept, in virtual time, and what a caller on a real socket receives.
import fc from 'fast-check';
import { FixedWindow, TokenBucket } from '../../../sandbox/limits';
import type { WindowLimit } from '../../../sandbox/limits';
import type { Sandbox } from '../../../sandbox/server';
import { acme, call, start } from './calling';

describe('a token bucket', () => {
	it('never accepts more than the burst and the rate allow, in any window', () => {
		fc.assert(
			fc.property(
				fc.double({ min: 0.1, max: 50, noNaN: true }),
				fc.integer({ min: 1, max: 20 }),
				fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 80 }),
				(perSecond, burst, pauses) => {
					let now = 0;
					const bucket = new TokenBucket({ perSecond, burst, retryAfter: 'none' }, () => now);
					const passed: number[] = [];
					for (const pause of pauses) {
						now += pause;
						if (bucket.take() === 0) passed.push(now);
					}
					passed.forEach((from, i) =>
						passed.slice(i).forEach((until, more) => {
							const allowed = burst + (perSecond * (until - from)) / 1000;
							// The last term is for rounding errors.
							expect(more + 1).toBeLessThanOrEqual(allowed + 1e-6);
						}),
					);
				},
			),
		);
	});

	it('accepts a request after the wait that it returned, and none before', () => {
		let now = 0;
		const bucket = new TokenBucket({ perSecond: 4, burst: 2, retryAfter: 'none' }, () => now);
		expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([0, 0, 250]);
		now = 249;
		expect(bucket.take()).toBeCloseTo(1);
		now = 250;
		expect(bucket.take()).toBe(0);
	});

	it('saves up no more than a burst in a long pause', () => {
		let now = 0;
		const bucket = new TokenBucket({ perSecond: 100, burst: 3, retryAfter: 'none' }, () => now);
		now = 1e9;
		expect(Array.from({ length: 5 }, () => bucket.take() === 0)).toEqual([
			true,
			true,
			true,
			false,
			false,
		]);
	});
});

describe('a fixed window', () => {
	const MINUTE = 60_000;

	/** Opens a window of a minute, and returns a function that takes a request at a given time. */
	function open(limit: Partial<WindowLimit> = {}, openedAt = 0) {
		let now = openedAt;
		const window = new FixedWindow(
			{ requests: 2, windowMs: MINUTE, retryAfter: 'none', ...limit },
			() => now,
		);
		return (at: number) => {
			now = openedAt + at;
			return window.take();
		};
	}

	it('accepts the given number, then none until the next window begins', () => {
		const takeAt = open();
		expect([takeAt(0), takeAt(10_000), takeAt(20_000)]).toEqual([0, 0, 40_000]);
		expect(takeAt(59_999)).toBe(1);
		expect([takeAt(60_000), takeAt(119_000), takeAt(119_999)]).toEqual([0, 0, 1]);
		expect(takeAt(120_000)).toBe(0);
	});

	it('doesn’t count rejected requests', () => {
		const takeAt = open();
		const refused = [0, 0, 1, 2, 3, 4, 5].map(takeAt).filter((ms) => ms > 0);
		expect(refused).toHaveLength(5);
		expect([takeAt(60_000), takeAt(60_000), takeAt(60_000)]).toEqual([0, 0, MINUTE]);
	});

	it('carries nothing over from windows without requests', () => {
		const takeAt = open();
		expect([takeAt(610_000), takeAt(610_000), takeAt(610_000)]).toEqual([0, 0, 50_000]);
	});

	it('can be used up partly or completely when it opens, and is whole from the next window on', () => {
		const inPart = open({ usedUp: 1 });
		expect([inPart(0), inPart(0), inPart(60_000), inPart(60_000)]).toEqual([0, MINUTE, 0, 0]);
		const spent = open({ usedUp: 99 });
		expect([spent(0), spent(60_000), spent(60_000), spent(60_000)]).toEqual([MINUTE, 0, 0, MINUTE]);
	});

	it('can be partly over when it opens, whatever the time is', () => {
		const takeAt = open({ usedUp: 2, windowOffsetMs: 45_000 }, 1_234_567);
		expect([takeAt(0), takeAt(14_999)]).toEqual([15_000, 1]);
		expect([takeAt(15_000), takeAt(15_000), takeAt(15_000)]).toEqual([0, 0, MINUTE]);
	});

	it('accepts exactly the first requests of each window, whenever requests arrive', () => {
		const someLimit = fc.record({
			requests: fc.integer({ min: 1, max: 5 }),
			windowMs: fc.integer({ min: 1, max: 3000 }),
			usedUp: fc.nat(7),
			windowOffsetMs: fc.nat(4000),
		});
		const somePauses = fc.array(fc.nat(900), { maxLength: 60 });
		fc.assert(
			fc.property(someLimit, somePauses, (limit, pauses) => {
				const takeAt = open(limit);
				const inWindow = new Map([[0, limit.usedUp]]);
				let at = 0;
				for (const pause of pauses) {
					at += pause;
					const window = Math.floor((at + limit.windowOffsetMs) / limit.windowMs);
					const before = inWindow.get(window) ?? 0;
					const end = (window + 1) * limit.windowMs - limit.windowOffsetMs;
					expect(takeAt(at)).toBe(before < limit.requests ? 0 : end - at);
					if (before < limit.requests) inWindow.set(window, before + 1);
				}
			}),
		);
	});
});

describe('a request over the limit', () => {
	const AGENCY = 'CD.test-limits-0001';

	let sandbox: Sandbox;

	beforeAll(async () => {
		sandbox = await start();
	});

	afterAll(async () => {
		await sandbox.close();
	});

	it('of a token bucket gets 429 with Retry-After, and nothing is done', async () => {
		const agency = sandbox.openAgency(AGENCY, {
			limit: { perSecond: 0.1, burst: 1, retryAfter: 'seconds' },
		});
		expect((await call(sandbox, AGENCY, 'POST', '/clients', acme('one'))).status).toBe(200);
		const refused = await call(sandbox, AGENCY, 'POST', '/clients', acme('two'));
		expect(refused).toMatchObject({ status: 429, json: { error: 'Too many requests' } });
		expect(refused.headers.get('retry-after')).toBe('10');
		expect(agency.clients).toHaveLength(1);
	});

	it.each(['seconds', 'date', 'none'] as const)(
		'of a fixed window gets 429 with Retry-After as %s, and nothing is done',
		async (retryAfter) => {
			const limit = { requests: 1, windowMs: 600_000, retryAfter, windowOffsetMs: 500_000 };
			const agency = sandbox.openAgency(AGENCY, { limit });
			const opened = Date.now();
			expect((await call(sandbox, AGENCY, 'POST', '/clients', acme('one'))).status).toBe(200);
			const refused = await call(sandbox, AGENCY, 'POST', '/clients', acme('two'));
			expect(refused).toMatchObject({ status: 429, json: { error: 'Too many requests' } });
			expect(agency.clients).toHaveLength(1);

			const header = refused.headers.get('retry-after');
			if (retryAfter === 'none') return expect(header).toBeNull();
			const seconds =
				retryAfter === 'seconds' ? Number(header) : (Date.parse(header ?? '') - opened) / 1000;
			// The window ends 100 seconds after the agency opened; a date is rounded up to a whole second.
			expect(seconds).toBeGreaterThan(90);
			expect(seconds).toBeLessThan(102);
		},
	);
});
