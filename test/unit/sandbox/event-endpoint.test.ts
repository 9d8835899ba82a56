// Events that another process or the page asks for over HTTP, and what the state shows of them.
import type { AgencySetup, Sandbox } from '../../../sandbox/server';
import { runCommand } from '../../run-command';
import { start } from './calling';
import { type Receiver, receive } from './receiver';

const AGENCY = 'CD.test-endpoint-0001';

let sandbox: Sandbox;
let receiver: Receiver;

beforeAll(async () => {
	sandbox = await start();
	receiver = await receive();
});

afterAll(async () => {
	await receiver.close();
	await sandbox.close();
});

beforeEach(() => {
	receiver.received.length = 0;
	sandbox.openAgency(AGENCY, setup());
});

const setup = (): AgencySetup => ({
	clients: [{ _id: 'acme', name: 'Acme' }],
	agents: [{ _id: 'desk', name: 'Desk', platform: 'vapi' }],
	subscriptions: [
		{
			_id: 'calls',
			clientId: 'acme',
			agentId: 'desk',
			webhookUrl: `${receiver.origin}/hook?token=secret-of-the-webhook`,
			events: ['call.started', 'call.ended'],
		},
	],
});

const JSON_TYPE = { 'content-type': 'application/json' };

async function post(body: unknown, headers: Record<string, string> = JSON_TYPE) {
	const response = await fetch(`${sandbox.origin}/sandbox/events`, {
		method: 'POST',
		headers,
		body: typeof body === 'string' ? body : JSON.stringify(body),
	});
	const json: unknown = await response.json();
	return { status: response.status, json };
}

it('answers with the deliveries after they have ended', async () => {
	const { status, json } = await post({ event: ['call.ended', 'call.started'], times: 2 });
	expect(status).toBe(200);
	expect(json).toMatchObject({
		deliveries: ['call.ended', 'call.ended', 'call.started', 'call.started'].map((event) => ({
			subscriptionId: 'calls',
			event,
			status: 200,
			answer: '{}',
			body: { event },
		})),
	});
	expect(receiver.received).toHaveLength(4);
});

it('accepts every part of a request', async () => {
	const { status } = await post({
		subscriptionId: 'calls',
		apiKey: AGENCY,
		agentId: 'desk',
		event: 'call.ended',
		reverse: true,
		times: 1,
		gapMs: 0,
		delayMs: 1,
		sameCall: true,
		withoutToken: true,
		retryUntilOk: { attempts: 2, gapMs: 0 },
		timeoutMs: 1000,
		changes: { a: { b: null } },
		body: [null],
	});
	expect(status).toBe(200);
	expect(receiver.received).toMatchObject([{ path: '/hook', body: [null] }]);
});

it('sends a body as it was received, whatever its fields are called', async () => {
	const body = '{"__proto__":{"a":1},"constructor":{"prototype":{"b":2}}}';
	await post(`{"event":"call.ended","body":${body}}`);
	await post(`{"event":"call.ended","changes":${body}}`);
	const [sent, changed] = receiver.received.map((each) => JSON.stringify(each.body));
	expect(sent).toBe(body);
	expect(changed).toContain(body.slice(1, -1));
});

it.each([
	['no event', {}],
	['an unknown event', { event: 'call.answered' }],
	['no events', { event: [] }],
	['an unknown field', { event: 'call.ended', events: [] }],
	['no times', { event: 'call.ended', times: 0 }],
	['a number as text', { event: 'call.ended', times: '2' }],
	['a negative delay', { event: 'call.ended', delayMs: -1 }],
	['changes that are a list', { event: 'call.ended', changes: [] }],
	['broken JSON', '{'],
])('rejects a request with %s', async (_what, body) => {
	expect((await post(body)).status).toBe(400);
	expect(receiver.received).toEqual([]);
});

it.each([
	['key', { apiKey: 'CD.gone' }],
	['subscription', { subscriptionId: 'gone' }],
])('rejects an unknown %s, and names it', async (what, which) => {
	const { status, json } = await post({ event: 'call.ended', ...which });
	expect({ status, json }).toEqual({ status: 404, json: { error: expect.stringContaining(what) } });
});

/** `fetch` would replace the header `host`. */
async function statusFor(body: unknown, headers: Record<string, string>): Promise<string> {
	const request = [`${sandbox.origin}/sandbox/events`, { method: 'POST', headers }];
	const script = `require('http').request(...${JSON.stringify(request)}, ({ statusCode }) => {
		console.log(statusCode);
		process.exit();
	}).end(${JSON.stringify(JSON.stringify(body))})`;
	return (await runCommand('node', ['-e', script])).stdout.trim();
}

describe('another web page', () => {
	const BODY = { event: 'call.ended' };

	it.each([
		['text/plain'],
		['application/x-www-form-urlencoded'],
		['text/plain; x=application/json'],
		['application/jsonp'],
	])('can’t send events in a form (%s)', async (type) => {
		expect((await post(BODY, { 'content-type': type })).status).toBe(415);
		expect(receiver.received).toEqual([]);
	});

	it.each([['https://evil.example'], ['http://127.0.0.1:1'], ['http://localhost'], ['null'], ['']])(
		'can’t send events from the origin %p',
		async (origin) => {
			expect((await post(BODY, { ...JSON_TYPE, origin })).status).toBe(403);
			expect(receiver.received).toEqual([]);
		},
	);

	it('can’t send events under a name that leads to this machine', async () => {
		const host = 'evil.example:5680';
		const headers = { ...JSON_TYPE, host, origin: `http://${host}` };
		expect(await statusFor(BODY, headers)).toBe('403');
		expect(receiver.received).toEqual([]);
		const own = new URL(sandbox.origin).host;
		expect(await statusFor(BODY, { ...headers, host: own, origin: sandbox.origin })).toBe('200');
	});

	it('can’t ask whether it may', async () => {
		const { ok, headers } = await fetch(`${sandbox.origin}/sandbox/events`, {
			method: 'OPTIONS',
			headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
		});
		expect(ok).toBe(false);
		expect(headers.get('access-control-allow-origin')).toBeNull();
	});
});

it('accepts the events of its own page', async () => {
	const own = { ...JSON_TYPE, origin: sandbox.origin };
	expect((await post({ event: 'call.ended' }, own)).status).toBe(200);
});

it('shows the latest deliveries of each subscription in its state', async () => {
	await sandbox.sendEvent({ event: 'call.started', times: 6 });
	await sandbox.sendEvent({ event: 'call.ended' });
	const state = await (await fetch(`${sandbox.origin}/sandbox/state`)).text();
	const delivery = { attempt: 1, at: expect.any(Number), ms: expect.any(Number), status: 200 };
	expect(JSON.parse(state)).toMatchObject({
		agencies: [
			{
				subscriptions: [
					{
						webhookUrl: `${receiver.origin}/hook`,
						deliveries: [
							{ event: 'call.ended', ...delivery },
							...new Array(4).fill({ event: 'call.started', ...delivery }),
						],
					},
				],
			},
		],
	});
	for (const secret of ['secret-of-the-webhook', 'call_']) expect(state).not.toContain(secret);
});
