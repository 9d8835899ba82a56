// Executions that run at the same time in these tests share one agency, its limit and one clock.
import type { RateLimit } from '../../sandbox/limits';
import { executeTogether } from './execution';
import { VirtualClock } from './virtual-clock';
import { virtualSandbox } from './virtual-sandbox';

const MINUTE = 60_000;

/** Executions of eight deals each that start at the same moment. */
async function together(executions: number, limit: RateLimit) {
	const clock = new VirtualClock(1);
	const { agency, http } = await virtualSandbox(clock, { limit });
	const sent = await executeTogether(http, clock, { executions, dealsEach: 8 });
	return {
		done: sent.map(({ outcomes }) => outcomes.filter(({ kind }) => kind === 'done').length),
		clients: agency.clients.length,
		inFirstMinute: agency.calls.filter(({ at, status }) => at < MINUTE && status === 200).length,
		throttled: agency.calls.filter(({ status }) => status === 429).length,
	};
}

const WINDOW = { requests: 12, windowMs: MINUTE, retryAfter: 'none' } as const;

test('a single execution can use the whole window of its agency', async () => {
	const { done, inFirstMinute, throttled } = await together(1, WINDOW);
	expect({ done, throttled }).toEqual({ done: [8], throttled: 0 });
	expect(inFirstMinute).toBeLessThanOrEqual(12);
});

test('two executions share the window of their agency', async () => {
	const { done, clients, inFirstMinute, throttled } = await together(2, WINDOW);
	expect({ done, clients, inFirstMinute }).toEqual({
		done: [8, 8],
		clients: 16,
		inFirstMinute: 12,
	});
	expect(throttled).toBeGreaterThan(0);
});

test.each(['seconds', 'date'] as const)(
	'Retry-After as %s is relative to the clock of the executions',
	async (retryAfter) => {
		const { done, inFirstMinute } = await together(1, { ...WINDOW, retryAfter, usedUp: 12 });
		expect({ done, inFirstMinute }).toEqual({ done: [8], inFirstMinute: 0 });
	},
);
