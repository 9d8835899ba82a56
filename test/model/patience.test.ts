// How long a run waits for ChatDash, in virtual time: for a limit that other executions have used up, through an outage,
// and for a host that never answers.
import { create as createAgent } from '../../nodes/ChatDash/resources/agent/create';
import { get } from '../../nodes/ChatDash/resources/client/get';
import type { HttpSend } from '../../nodes/transport/http';
import type { RateLimit } from '../../sandbox/limits';
import { type ModelItem, deal, execute, executeTogether, numbersTo } from './execution';
import { VirtualClock } from './virtual-clock';
import { virtualSandbox } from './virtual-sandbox';

/** 1 in `npm test`, more in `npm run test:soak`. */
declare const TIMES_LONGER: number;

/** A test of this file may take so long, in milliseconds. */
const PATIENCE = 60_000 * TIMES_LONGER;

const MINUTE = 60_000;

const newAgent = (number: number): ModelItem => ({
	operation: createAgent,
	values: {
		...Object.fromEntries(Object.keys(createAgent.fields).map((name) => [name, undefined])),
		agentName: `Agent ${number}`,
		platform: 'custom',
	},
	secrets: [],
});

const readClient = (): ModelItem => ({
	operation: get,
	values: { clientId: { mode: 'id', value: 'acme' } },
	secrets: [],
});

/** Executions of so many deals each that begin at the same moment, against one limit. */
async function together(executions: number, deals: number, limit: RateLimit, seed = 1) {
	const clock = new VirtualClock(seed);
	const { agency, http } = await virtualSandbox(clock, { limit });
	const sent = await executeTogether(http, clock, { executions, dealsEach: deals });
	return {
		done: sent.flatMap(({ outcomes }) => outcomes).filter(({ kind }) => kind === 'done').length,
		clients: agency.clients.length,
		minutes: clock.now() / MINUTE,
	};
}

const WINDOW = { requests: 60, windowMs: MINUTE, retryAfter: 'none' } as const;

describe('A window of 60 requests a minute that is used up, without Retry-After', () => {
	test.each([1, 2, 200])('is waited out by an execution of %d deals', async (deals) => {
		const limit = { ...WINDOW, usedUp: 60 };
		expect(await together(1, deals, limit)).toMatchObject({ done: deals, clients: deals });
	});

	test('is waited out however few retries the user allows', async () => {
		const clock = new VirtualClock(1);
		const { agency, http } = await virtualSandbox(clock, {
			limit: { ...WINDOW, usedUp: 60 },
		});
		await clock.run(execute(http, clock, [deal(0)], { maxRetries: 0 }));
		expect(agency.clients).toHaveLength(1);
	});
});

describe('Executions of one deal that start at the same moment are all carried out', () => {
	test.each<[number, string, RateLimit, number]>([
		[300, '5 a second with Retry-After: 1', { perSecond: 5, burst: 5, retryAfter: 'seconds' }, 3],
		[60, '3 a second', { perSecond: 3, burst: 3, retryAfter: 'none' }, 2],
		[100, '60 a minute', WINDOW, 4],
		[300, '60 a minute', WINDOW, 8],
		[300, '50 a second', { perSecond: 50, burst: 20, retryAfter: 'none' }, 2],
	])(
		'%d at %s',
		async (executions, _what, limit, minutes) => {
			for (let seed = 1; seed <= TIMES_LONGER; seed++) {
				const ran = await together(executions, 1, limit, seed);
				expect(ran).toMatchObject({ done: executions, clients: executions });
				expect(ran.minutes).toBeLessThan(minutes);
			}
		},
		PATIENCE,
	);
});

/** Answers 503 for a time, as a proxy does while the API is away. */
const awayFor =
	(milliseconds: number, clock: VirtualClock, exchange: HttpSend): HttpSend =>
	async (request) =>
		clock.now() < milliseconds
			? { kind: 'response', status: 503, text: '{"error":"Service unavailable"}' }
			: await exchange(request);

test.each([1, 2, 200])('an outage of 40 seconds is sat out by %d deals', async (deals) => {
	const clock = new VirtualClock(1);
	const { agency, http } = await virtualSandbox(clock, {});
	const { outcomes } = await clock.run(
		execute(awayFor(40_000, clock, http), clock, numbersTo(deals).map(deal)),
	);
	expect(outcomes.map(({ kind }) => kind)).toEqual(numbersTo(deals).map(() => 'done'));
	expect(agency.clients).toHaveLength(deals);
});

/** A host that takes requests and never answers; n8n's time-out ends each. */
function silentHost(clock: VirtualClock, timeout = 30_000) {
	const got: string[] = [];
	const exchange: HttpSend = async ({ method, path }) => {
		got.push(`${method} ${path}`);
		await clock.sleep(timeout);
		return { kind: 'networkError', code: 'ETIMEDOUT' };
	};
	return { http: exchange, got };
}

describe('A host that never answers', () => {
	test.each<[string, (number: number) => ModelItem]>([
		['creates that can be verified', deal],
		['creates that cannot', newAgent],
		['reads', readClient],
	])('ends a run within three minutes: %s', async (_what, item) => {
		for (const items of [1, 20, 2000]) {
			const clock = new VirtualClock(1);
			const { http } = silentHost(clock);
			const { outcomes } = await clock.run(execute(http, clock, numbersTo(items).map(item)));
			expect(clock.now()).toBeLessThanOrEqual(3 * MINUTE);
			expect(outcomes).toHaveLength(items);
			const tried = outcomes.filter(({ kind }) => kind !== 'notSent');
			expect(tried.length).toBeLessThanOrEqual(20);
			expect(tried.filter(({ kind }) => kind === 'done')).toEqual([]);
		}
	});

	test('gets no create, for the list that is read before it did not come', async () => {
		const clock = new VirtualClock(1);
		const { http, got } = silentHost(clock);
		const { outcomes } = await clock.run(execute(http, clock, [deal(0)]));
		expect(outcomes).toMatchObject([{ kind: 'readFailed' }]);
		expect(new Set(got)).toEqual(new Set(['GET /clients']));
	});

	test('is told from one that is slow: a run goes on as long as anything answers', async () => {
		const clock = new VirtualClock(1);
		const { http } = await virtualSandbox(clock, {});
		const silent = silentHost(clock);
		let sent = 0;
		const every40th: HttpSend = async (request) =>
			await (request.method === 'POST' && sent++ % 40 === 39 ? silent.http : http)(request);
		const { outcomes } = await clock.run(execute(every40th, clock, numbersTo(400).map(newAgent)));
		expect(outcomes.filter(({ kind }) => kind === 'notSent')).toEqual([]);
		expect(outcomes.filter(({ kind }) => kind === 'unknown')).toHaveLength(10);
	});
});

test.each<[string, (number: number) => ModelItem]>([
	['creates that can be verified', deal],
	['creates that cannot', newAgent],
])('a host that falls silent in the midst of a run ends it too: %s', async (_what, item) => {
	const clock = new VirtualClock(1);
	const { http } = await virtualSandbox(clock, {});
	const silent = silentHost(clock);
	let sent = 0;
	const fallsSilent: HttpSend = async (request) =>
		await (sent++ < 100 ? http : silent.http)(request);
	const { outcomes } = await clock.run(execute(fallsSilent, clock, numbersTo(2000).map(item)));
	expect(clock.now()).toBeLessThan(5 * MINUTE);
	expect(outcomes.filter(({ kind }) => kind === 'notSent').length).toBeGreaterThan(1700);
});
