// How long a run waits for ChatDash, in virtual time: at a limit that other executions have used up, during an outage,
// and for a host that never responds.
import { create as createAgent } from '../../nodes/ChatDash/resources/agent/create';
import { get } from '../../nodes/ChatDash/resources/client/get';
import type { HttpSend } from '../../nodes/transport/http';
import type { RateLimit } from '../../sandbox/limits';
import { type ModelItem, deal, execute, executeTogether, numbersTo } from './execution';
import { VirtualClock } from './virtual-clock';
import { virtualSandbox } from './virtual-sandbox';

/** 1 in `npm test`, more in `npm run test:soak`. */
declare const TIMES_LONGER: number;

/** The timeout of each test in this file. */
const TIMEOUT_MS = 120_000 * TIMES_LONGER;

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

/** Starts executions of this many deals each at the same moment, against one limit. */
async function together(executions: number, dealsEach: number, limit: RateLimit, seed = 1) {
	const clock = new VirtualClock(seed);
	const { agency, http } = await virtualSandbox(clock, { limit });
	const sent = await executeTogether(http, clock, { executions, dealsEach });
	return {
		done: sent.flatMap(({ outcomes }) => outcomes).filter(({ kind }) => kind === 'done').length,
		clients: agency.clients.length,
		minutes: clock.now() / MINUTE,
	};
}

const WINDOW = { requests: 60, windowMs: MINUTE, retryAfter: 'none' } as const;

describe('A window of 60 requests a minute that is used up, without Retry-After', () => {
	test.each([1, 2, 200])('only delays an execution of %d deals', async (deals) => {
		const limit = { ...WINDOW, usedUp: 60 };
		expect(await together(1, deals, limit)).toMatchObject({ done: deals, clients: deals });
	});

	test('only delays an execution without retries', async () => {
		const clock = new VirtualClock(1);
		const { agency, http } = await virtualSandbox(clock, {
			limit: { ...WINDOW, usedUp: 60 },
		});
		await clock.run(execute(http, clock, [deal(0)], { maxRetries: 0 }));
		expect(agency.clients).toHaveLength(1);
	});
});

describe('Executions of one deal that start at the same moment all succeed', () => {
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
				const result = await together(executions, 1, limit, seed);
				expect(result).toMatchObject({ done: executions, clients: executions });
				expect(result.minutes).toBeLessThan(minutes);
			}
		},
		TIMEOUT_MS,
	);
});

/** Responds with status 503 for a time, as a proxy does while the API is unavailable. */
const unavailableFor =
	(milliseconds: number, clock: VirtualClock, http: HttpSend): HttpSend =>
	async (request) =>
		clock.now() < milliseconds
			? { kind: 'response', status: 503, text: '{"error":"Service unavailable"}' }
			: await http(request);

test.each([1, 2, 200])('an outage of 40 seconds only delays %d deals', async (deals) => {
	const clock = new VirtualClock(1);
	const { agency, http } = await virtualSandbox(clock, {});
	const { outcomes } = await clock.run(
		execute(unavailableFor(40_000, clock, http), clock, numbersTo(deals).map(deal)),
	);
	expect(outcomes.map(({ kind }) => kind)).toEqual(numbersTo(deals).map(() => 'done'));
	expect(agency.clients).toHaveLength(deals);
});

/** A host that accepts requests and never responds. n8n's timeout ends each request. */
function silentHost(clock: VirtualClock, timeout = 30_000) {
	const requests: string[] = [];
	const http: HttpSend = async ({ method, path }) => {
		requests.push(`${method} ${path}`);
		await clock.sleep(timeout);
		return { kind: 'networkError', code: 'ETIMEDOUT' };
	};
	return { http, requests };
}

describe('A host that never responds', () => {
	test.each<[string, (number: number) => ModelItem]>([
		['creates that can be verified', deal],
		['creates that can’t be verified', newAgent],
		['reads', readClient],
	])('stops a run within three minutes: %s', async (_what, item) => {
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

	test('gets no create, because the list that the node reads first never arrives', async () => {
		const clock = new VirtualClock(1);
		const { http, requests } = silentHost(clock);
		const { outcomes } = await clock.run(execute(http, clock, [deal(0)]));
		expect(outcomes).toMatchObject([{ kind: 'readFailed' }]);
		expect(new Set(requests)).toEqual(new Set(['GET /clients']));
	});

	test('differs from a slow one: a run continues as long as some requests get a response', async () => {
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
	['creates that can’t be verified', newAgent],
])('a host that stops responding in the middle of a run stops it too: %s', async (_what, item) => {
	const clock = new VirtualClock(1);
	const { http } = await virtualSandbox(clock, {});
	const silent = silentHost(clock);
	let sent = 0;
	const stopsResponding: HttpSend = async (request) =>
		await (sent++ < 100 ? http : silent.http)(request);
	const { outcomes } = await clock.run(execute(stopsResponding, clock, numbersTo(2000).map(item)));
	expect(clock.now()).toBeLessThan(5 * MINUTE);
	expect(outcomes.filter(({ kind }) => kind === 'notSent').length).toBeGreaterThan(1700);
});
