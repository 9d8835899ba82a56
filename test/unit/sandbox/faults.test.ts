// Faults of the sandbox: each one as a caller sees it on a real socket, and how the sandbox chooses among them.
import { concerns, faultOf } from '../../../sandbox/faults';
import type { Fault, FaultPlan } from '../../../sandbox/faults';
import type { Agency, Sandbox } from '../../../sandbox/server';
import { acme, call, start } from './calling';

const AGENCY = 'CD.test-faults-0001';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await start();
});

afterAll(async () => {
	await sandbox.close();
});

/** Creates a client in an agency whose first request gets the fault, and returns the result. */
async function createUnder(fault: Fault) {
	const agency = sandbox.openAgency(AGENCY, { faults: { script: [fault] } });
	const before = performance.now();
	const reply = await call(sandbox, AGENCY, 'POST', '/clients', acme()).catch((): 'cut' => 'cut');
	const ms = performance.now() - before;
	expect(agency.calls).toHaveLength(1);
	expect(agency.calls[0]?.fault).toBe(fault.kind);
	expect(agency.violations).toEqual([]);
	return { reply, ms, created: agency.clients.length, noted: agency.calls[0]?.status };
}

/** Sends a request that the caller aborts with the signal. */
async function callUntil(signal: AbortSignal, method: string, path: string, body?: unknown) {
	return await fetch(sandbox.baseUrl + path, {
		method,
		headers: { authorization: AGENCY, 'content-type': 'application/json' },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
		signal,
	});
}

/** The result of a request whose connection stayed open until its caller aborted it. */
const HUNG_UP = { status: 'rejected', reason: { name: 'AbortError' } };

/** Sends requests at once, aborts them when all of them are in the agency's calls, and returns their results. */
async function hangUpOn(agency: Agency, requests: Array<[string, string, unknown?]>) {
	const caller = new AbortController();
	const ends = Promise.allSettled(
		requests.map(async (request) => await callUntil(caller.signal, ...request)),
	);
	while (agency.calls.length < requests.length) await fetch(sandbox.origin);
	// By the time of one more response, the caller would know about a cut connection.
	await fetch(sandbox.origin);
	caller.abort();
	return await ends;
}

describe('each fault over a real connection', () => {
	it('latency: the response is late, but correct', async () => {
		const { reply, ms, created } = await createUnder({ kind: 'latency', ms: 200 });
		expect(reply).toMatchObject({ status: 200, json: { message: 'Client created successfully' } });
		// Timers can be slightly early.
		expect(ms).toBeGreaterThan(190);
		expect(created).toBe(1);
	});

	it('latency: if the caller gives up, the work is done and the call recorded', async () => {
		const agency = sandbox.openAgency(AGENCY, {
			faults: { script: [{ kind: 'latency', ms: 60_000 }] },
		});
		await expect(callUntil(AbortSignal.timeout(150), 'POST', '/clients', acme())).rejects.toThrow();
		while (agency.calls.length === 0) await fetch(sandbox.origin);
		expect(agency.calls).toMatchObject([{ status: 'cut', fault: 'latency' }]);
		expect(agency.calls[0]?.ms).toBeLessThan(5000);
		expect(agency.clients).toHaveLength(1);
	});

	it('rateLimit: 429, nothing done, Retry-After in seconds', async () => {
		const { reply, created } = await createUnder({
			kind: 'rateLimit',
			retryAfter: 'seconds',
			seconds: 7,
		});
		expect(reply).toMatchObject({ status: 429, json: { error: 'Too many requests' } });
		expect(reply !== 'cut' && reply.headers.get('retry-after')).toBe('7');
		expect(created).toBe(0);
	});

	it('rateLimit: Retry-After as a date', async () => {
		const before = Date.now();
		const { reply } = await createUnder({ kind: 'rateLimit', retryAfter: 'date', seconds: 90 });
		const after = Date.now();
		const header = (reply !== 'cut' && reply.headers.get('retry-after')) || '';
		expect(header).toMatch(/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/);
		expect(Date.parse(header)).toBeGreaterThanOrEqual(before + 90_000);
		expect(Date.parse(header)).toBeLessThan(after + 91_000);
	});

	it('rateLimit: no Retry-After', async () => {
		const { reply } = await createUnder({ kind: 'rateLimit', retryAfter: 'none', seconds: 7 });
		expect(reply).toMatchObject({ status: 429 });
		expect(reply !== 'cut' && reply.headers.has('retry-after')).toBe(false);
	});

	it('cutBefore: no response, nothing done', async () => {
		expect(await createUnder({ kind: 'cutBefore' })).toMatchObject({
			reply: 'cut',
			created: 0,
			noted: 'cut',
		});
	});

	it('cutAfter: no response, everything done', async () => {
		expect(await createUnder({ kind: 'cutAfter' })).toMatchObject({
			reply: 'cut',
			created: 1,
			noted: 'cut',
		});
	});

	it.each([
		[true, 1],
		[false, 0],
	])('htmlBadGateway: a proxy page, afterWork %s', async (afterWork, created) => {
		const outcome = await createUnder({ kind: 'htmlBadGateway', afterWork });
		expect(outcome).toMatchObject({ created, reply: { status: 502 } });
		const { reply } = outcome;
		expect(reply !== 'cut' && reply.headers.get('content-type')).toMatch(/^text\/html/);
		expect(reply !== 'cut' && reply.text).toMatch(/^<html>/);
	});

	it.each([
		[true, 1],
		[false, 0],
	])('serverError: the documented 500, afterWork %s', async (afterWork, created) => {
		expect(await createUnder({ kind: 'serverError', afterWork })).toMatchObject({
			created,
			reply: { status: 500, json: { error: 'An unexpected error occurred' } },
		});
	});

	it('cutBody: the status and part of the body, then nothing', async () => {
		const agency = sandbox.openAgency(AGENCY, { faults: { script: [{ kind: 'cutBody' }] } });
		const response = await fetch(`${sandbox.baseUrl}/clients`, {
			method: 'POST',
			headers: { authorization: AGENCY, 'content-type': 'application/json' },
			body: JSON.stringify(acme()),
		});
		expect(response.status).toBe(200);
		const whole = JSON.stringify({ message: 'Client created successfully' });
		expect(response.headers.get('content-length')).toBe(String(whole.length));
		await expect(response.text()).rejects.toThrow();
		expect(agency.clients).toHaveLength(1);
		expect(agency.calls).toMatchObject([{ status: 200, fault: 'cutBody' }]);
	});

	it('slowBody: the whole body, in pieces over time', async () => {
		const agency = sandbox.openAgency(AGENCY, {
			faults: { script: [{ kind: 'slowBody', ms: 300 }] },
		});
		const before = performance.now();
		const response = await fetch(`${sandbox.baseUrl}/clients`, {
			method: 'POST',
			headers: { authorization: AGENCY, 'content-type': 'application/json' },
			body: JSON.stringify(acme()),
		});
		const reader = response.body?.getReader();
		let pieces = 0;
		let text = '';
		for (let piece = await reader?.read(); piece?.value; piece = await reader?.read()) {
			pieces += 1;
			text += Buffer.from(piece.value).toString();
		}
		expect(JSON.parse(text)).toEqual({ message: 'Client created successfully' });
		expect(pieces).toBeGreaterThan(3);
		expect(performance.now() - before).toBeGreaterThan(200);
		expect(agency.clients).toHaveLength(1);
	});

	it('emptyBody: the right status without a body', async () => {
		expect(await createUnder({ kind: 'emptyBody' })).toMatchObject({
			reply: { status: 200, text: '' },
			created: 1,
		});
	});

	it.each([
		[true, 1],
		[false, 0],
	])('silence: no response over an open connection, afterWork %s', async (afterWork, created) => {
		const agency = sandbox.openAgency(AGENCY, {
			faults: { script: [{ kind: 'silence', afterWork }] },
		});
		expect(await hangUpOn(agency, [['POST', '/clients', acme()]])).toMatchObject([HUNG_UP]);
		expect(agency.clients).toHaveLength(created);
		expect(agency.calls).toMatchObject([{ status: 'none', fault: 'silence' }]);
		expect((await call(sandbox, AGENCY, 'GET', '/clients')).status).toBe(200);
	});

	it('silence: a share of 1 affects every request, whatever its operation', async () => {
		const agency = sandbox.openAgency(AGENCY, {
			faults: { seed: 1, share: 1, kinds: [{ kind: 'silence', afterWork: false }] },
		});
		expect(
			await hangUpOn(agency, [
				['GET', '/clients'],
				['POST', '/clients', acme()],
				['GET', '/agents'],
				['DELETE', '/nowhere'],
			]),
		).toMatchObject([HUNG_UP, HUNG_UP, HUNG_UP, HUNG_UP]);
	});
});

describe('a fault affects requests about agents like all others', () => {
	const setup = {
		clients: [{ _id: 'acme', name: 'Acme' }],
		agents: [{ _id: 'desk', name: 'Front Desk', platform: 'vapi' as const }],
	};
	const newAgent = { name: 'Order Line', platform: 'retell' };
	const assignment = { agentIds: ['desk'], clientId: 'acme' };

	/**
	 * Sends a request to an agency whose first request of the operation gets the fault, and returns the agency and the
	 * result.
	 */
	async function askUnder(
		fault: Fault,
		operation: string,
		method: string,
		path: string,
		body: unknown,
	) {
		const agency = sandbox.openAgency(AGENCY, {
			...setup,
			faults: { script: [fault], operations: [operation] },
		});
		const reply = await call(sandbox, AGENCY, method, path, body).catch((): 'cut' => 'cut');
		expect(agency.calls).toMatchObject([{ operationId: operation, fault: fault.kind }]);
		return { agency, reply };
	}

	it.each<[Fault, number]>([
		[{ kind: 'cutAfter' }, 2],
		[{ kind: 'cutBefore' }, 1],
		[{ kind: 'serverError', afterWork: true }, 2],
		[{ kind: 'serverError', afterWork: false }, 1],
		[{ kind: 'emptyBody' }, 2],
		[{ kind: 'rateLimit', retryAfter: 'none', seconds: 1 }, 1],
	])('creating one under %j results in %d', async (fault, agents) => {
		const { agency } = await askUnder(fault, 'createAgent', 'POST', '/agents', newAgent);
		expect(agency.agents.all).toHaveLength(agents);
	});

	it('an assignment that was done before the cut is rejected when it is repeated', async () => {
		const ask = ['assignAgents', 'PUT', '/agents/assign', assignment] as const;
		const { agency, reply } = await askUnder({ kind: 'cutAfter' }, ...ask);
		expect(reply).toBe('cut');
		expect(agency.agents.get('desk')?.clientId).toBe('acme');
		const repeated = await call(sandbox, AGENCY, 'PUT', '/agents/assign', assignment);
		expect(repeated).toMatchObject({ status: 400 });
	});

	it('an assignment that was cut before anything was done can be repeated', async () => {
		const ask = ['assignAgents', 'PUT', '/agents/assign', assignment] as const;
		const { agency } = await askUnder({ kind: 'cutBefore' }, ...ask);
		expect(agency.agents.get('desk')).not.toHaveProperty('clientId');
		const repeated = await call(sandbox, AGENCY, 'PUT', '/agents/assign', assignment);
		expect(repeated).toMatchObject({ status: 200 });
	});
});

describe('a plan', () => {
	const seeded = (seed: number, share: number): FaultPlan => ({
		seed,
		share,
		kinds: [{ kind: 'cutBefore' }, { kind: 'cutAfter' }, { kind: 'emptyBody' }],
	});
	const first = (count: number, plan: FaultPlan) =>
		Array.from({ length: count }, (_, number) => faultOf(plan, number)?.kind ?? null);

	it('with the same seed is the same, in whatever order it is read', () => {
		const forwards = first(500, seeded(7, 0.5));
		const backwards = Array.from(
			{ length: 500 },
			(_, i) => faultOf(seeded(7, 0.5), 499 - i)?.kind ?? null,
		);
		expect(backwards.reverse()).toEqual(forwards);
	});

	it('with another seed is different', () => {
		expect(first(500, seeded(8, 0.5))).not.toEqual(first(500, seeded(7, 0.5)));
	});

	it.each([0, 0.1, 0.5, 1])('affects a share of %d, with all kinds equally often', (share) => {
		const count = 6000;
		const met = first(count, seeded(3, share)).filter((kind) => kind !== null);
		// Four standard deviations of a binomial distribution.
		const slack = (n: number, p: number) => 4 * Math.sqrt(n * p * (1 - p));
		expect(Math.abs(met.length - count * share)).toBeLessThanOrEqual(slack(count, share));
		for (const kind of ['cutBefore', 'cutAfter', 'emptyBody']) {
			const ofKind = met.filter((it) => it === kind).length;
			expect(Math.abs(ofKind - met.length / 3)).toBeLessThanOrEqual(slack(met.length, 1 / 3));
		}
	});

	it('can be a script', () => {
		expect(first(4, { script: [null, { kind: 'cutBefore' }] })).toEqual([
			null,
			'cutBefore',
			null,
			null,
		]);
	});

	it('can apply to some operations only', () => {
		const some: FaultPlan = { script: [], operations: ['createClient'] };
		expect(concerns(some, 'createClient')).toBe(true);
		expect(concerns(some, 'listClients')).toBe(false);
		expect(concerns(some, undefined)).toBe(false);
		expect(concerns({ script: [] }, 'listClients')).toBe(true);
	});

	it('counts only the requests that it applies to, from the time it is set', async () => {
		const agency = sandbox.openAgency(AGENCY);
		await call(sandbox, AGENCY, 'POST', '/clients', acme('one'));
		agency.plan({
			script: [null, { kind: 'serverError', afterWork: false }],
			operations: ['createClient'],
		});
		const statuses: number[] = [];
		for (const loginId of ['two', 'three', 'four']) {
			statuses.push((await call(sandbox, AGENCY, 'GET', '/clients')).status);
			statuses.push((await call(sandbox, AGENCY, 'POST', '/clients', acme(loginId))).status);
		}
		expect(statuses).toEqual([200, 200, 200, 500, 200, 200]);
		agency.plan({ script: [{ kind: 'emptyBody' }] });
		agency.plan(undefined);
		expect((await call(sandbox, AGENCY, 'GET', '/clients')).text).not.toBe('');
	});
});
