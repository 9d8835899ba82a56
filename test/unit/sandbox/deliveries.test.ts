// What the sandbox sends to webhooks: to which subscriptions, in which order, how often, and what's recorded.
import type { Agency, EventRequest, Sandbox } from '../../../sandbox/server';
import type { WebhookEvent } from '../../../sandbox/subscriptions';
import { start } from './calling';
import { type Receiver, receive } from './receiver';

const AGENCY = 'CD.test-deliveries-0001';
const ACME = 'CD.CL.test-deliveries-acme';
const ALL: WebhookEvent[] = ['call.started', 'call.missed', 'call.ended', 'call.inbound'];

let sandbox: Sandbox;
let receivers: Receiver[] = [];

beforeAll(async () => {
	sandbox = await start();
});

afterEach(async () => {
	for (const receiver of receivers) await receiver.close();
	receivers = [];
});

afterAll(async () => {
	await sandbox.close();
});

async function open(...parameters: Parameters<typeof receive>) {
	const receiver = await receive(...parameters);
	receivers.push(receiver);
	return receiver;
}

/** An agency with one subscription for each of these addresses and lists of events. */
function subscribe(
	...hooks: Array<{
		to: string;
		events?: WebhookEvent[];
		_id?: string;
		agentId?: string;
		clientId?: string;
	}>
): Agency {
	return sandbox.openAgency(AGENCY, {
		clients: [
			{ _id: 'acme', name: 'Acme', apiKey: ACME },
			{ _id: 'bolt', name: 'Bolt' },
		],
		agents: [
			{ _id: 'desk', name: 'Desk', platform: 'vapi', clientId: 'acme' },
			{ _id: 'line', name: 'Line', platform: 'vapi', clientId: 'bolt' },
		],
		subscriptions: hooks.map(({ to, ...hook }) => ({
			_id: 'calls',
			clientId: 'acme',
			agentId: 'desk',
			events: ALL,
			webhookUrl: to,
			...hook,
		})),
	});
}

const send = async (request: EventRequest) =>
	await sandbox.sendEvent({ apiKey: AGENCY, ...request });

const platformIdsOf = ({ received }: Receiver) =>
	received.map(({ body }) => Object(Object(body).conversation).platformId as unknown);

describe('an event', () => {
	it('is sent as JSON to the whole address, and recorded', async () => {
		const receiver = await open((reply) => reply.code(201).send({ ok: true }));
		const agency = subscribe({ to: `${receiver.origin}/hook?token=secret&agent=desk` });
		const deliveries = await send({ event: 'call.inbound' });
		expect(receiver.received).toEqual([
			{
				path: '/hook?token=secret&agent=desk',
				contentType: 'application/json',
				body: deliveries[0]?.body,
			},
		]);
		expect(deliveries).toEqual([
			{
				subscriptionId: 'calls',
				event: 'call.inbound',
				attempt: 1,
				at: expect.any(Number),
				ms: expect.any(Number),
				status: 201,
				answer: '{"ok":true}',
				body: expect.objectContaining({ event: 'call.inbound' }),
			},
		]);
		expect(agency.deliveries).toEqual(deliveries);
		expect(JSON.stringify(deliveries)).not.toContain('secret');
	});

	it('is sent only to subscriptions that have it', async () => {
		const receiver = await open();
		subscribe(
			{ _id: 'a', to: `${receiver.origin}/a`, events: ['call.ended'] },
			{ _id: 'b', to: `${receiver.origin}/b`, events: ['call.missed'] },
			{ _id: 'c', to: `${receiver.origin}/c`, events: [] },
		);
		expect(await send({ event: 'call.ended' })).toMatchObject([{ subscriptionId: 'a' }]);
		expect(await send({ event: ['call.missed', 'call.ended'] })).toHaveLength(2);
		expect(await send({ event: 'call.missed', subscriptionId: 'a' })).toEqual([]);
		expect(receiver.received.map(({ path }) => path).sort()).toEqual(['/a', '/a', '/b']);
	});

	it.each<[string, Partial<EventRequest>, string[]]>([
		['everything', {}, ['a', 'b']],
		['an ID', { subscriptionId: 'b' }, ['b']],
		['an agency’s key', { apiKey: AGENCY }, ['a', 'b']],
		['an agency’s key and an agent', { apiKey: AGENCY, agentId: 'line' }, ['b']],
		['a client’s key', { apiKey: ACME }, ['a']],
		['a client’s key and another’s agent', { apiKey: ACME, agentId: 'line' }, []],
	])('can be sent to the subscriptions with %s', async (_what, which, expected) => {
		const { origin } = await open();
		subscribe(
			{ _id: 'a', to: origin },
			{ _id: 'b', to: origin, agentId: 'line', clientId: 'bolt' },
		);
		const deliveries = await sandbox.sendEvent({ event: 'call.ended', ...which });
		expect(deliveries.map(({ subscriptionId }) => subscriptionId)).toEqual(expected);
	});

	it.each([{ apiKey: 'CD.gone' }, { apiKey: AGENCY, subscriptionId: 'gone' }])(
		'can’t be sent with %p',
		async (which) => {
			subscribe();
			await expect(sandbox.sendEvent({ event: 'call.ended', ...which })).rejects.toThrow();
		},
	);

	it('is about a new call each time, and about the same for all subscriptions of an agent', async () => {
		const receiver = await open();
		subscribe({ _id: 'a', to: receiver.origin }, { _id: 'b', to: receiver.origin });
		await send({ event: 'call.ended' });
		await send({ event: 'call.ended' });
		const [a, b, c, d] = platformIdsOf(receiver);
		expect([a, c]).toEqual([b, d]);
		expect(a).not.toEqual(c);
	});

	it('can be about the last call of the agent', async () => {
		const receiver = await open();
		subscribe({ to: receiver.origin });
		await send({ event: 'call.started', sameCall: true });
		await send({ event: 'call.ended', sameCall: true });
		await send({ event: 'call.ended', sameCall: true });
		const [started, ended, again] = receiver.received.map(({ body }) => body);
		expect(new Set(platformIdsOf(receiver)).size).toBe(1);
		expect(started).toMatchObject({ event: 'call.started' });
		expect(again).toEqual(ended);
	});

	it('can be without the token', async () => {
		const receiver = await open();
		subscribe({ to: `${receiver.origin}/hook?token=secret&agent=desk` });
		await send({ event: 'call.ended', withoutToken: true });
		expect(receiver.received).toMatchObject([{ path: '/hook?agent=desk' }]);
	});

	it('can be changed, object by object', async () => {
		const receiver = await open();
		subscribe({ to: receiver.origin });
		const changes = { extra: [1], conversation: { evaluation: { reason: 'x' }, summary: null } };
		await send({ event: 'call.ended', changes });
		expect(receiver.received[0]?.body).toMatchObject({
			event: 'call.ended',
			extra: [1],
			conversation: {
				platformId: expect.any(String),
				evaluation: { isSuccess: true, reason: 'x' },
				summary: null,
			},
		});
	});

	it.each([null, 0, 'text', [], { event: 'call.unknown' }, JSON.parse('{"__proto__":{"a":1}}')])(
		'can have any other body: %p',
		async (body: unknown) => {
			const receiver = await open();
			subscribe({ to: receiver.origin });
			await send({ event: 'call.ended', body });
			expect(receiver.received.map((one) => JSON.stringify(one.body))).toEqual([
				JSON.stringify(body),
			]);
		},
	);
});

describe('several requests', () => {
	it('are sent at the same time without a gap', async () => {
		const waiting: Array<() => unknown> = [];
		// Nothing is answered before all have arrived.
		const receiver = await open((reply) => {
			waiting.push(() => reply.send({}));
			if (waiting.length === 12) for (const answer of waiting) answer();
		});
		subscribe({ to: receiver.origin });
		const deliveries = await send({ event: 'call.ended', times: 12 });
		expect(deliveries.map(({ status, attempt }) => ({ status, attempt }))).toEqual(
			new Array(12).fill({ status: 200, attempt: 1 }),
		);
		expect(new Set(receiver.received.map(({ body }) => JSON.stringify(body))).size).toBe(1);
	});

	it('are sent with a gap, even if the first isn’t answered yet', async () => {
		const waiting: Array<() => unknown> = [];
		const receiver = await open((reply) => {
			waiting.push(() => reply.send({}));
			if (waiting.length === 2) for (const answer of waiting) answer();
		});
		subscribe({ to: receiver.origin });
		const [first, second] = await send({ event: 'call.ended', times: 2, gapMs: 60 });
		// The clock of a timer may be a millisecond behind.
		expect(Number(second?.at) - Number(first?.at)).toBeGreaterThanOrEqual(58);
	});

	it('can be late', async () => {
		const receiver = await open();
		const agency = subscribe({ to: receiver.origin });
		const before = Date.now();
		const sending = send({ event: 'call.ended', delayMs: 60 });
		// The events that a subscription had before the delay count.
		agency.subscriptions.updateEvents('calls', { remove: ALL });
		const [delivery] = await sending;
		expect(Number(delivery?.at) - before).toBeGreaterThanOrEqual(58);
		expect(receiver.received).toHaveLength(1);
	});

	it.each<[boolean, WebhookEvent[]]>([
		[false, ['call.ended', 'call.started', 'call.missed']],
		[true, ['call.missed', 'call.started', 'call.ended']],
	])('are the events of one call in their order (reverse: %p)', async (reverse, expected) => {
		const receiver = await open();
		subscribe({ to: receiver.origin });
		await send({ event: ['call.ended', 'call.started', 'call.missed'], reverse });
		expect(receiver.received).toMatchObject(expected.map((event) => ({ body: { event } })));
		expect(new Set(platformIdsOf(receiver)).size).toBe(1);
	});

	it('follow a response that isn’t 2xx until one is', async () => {
		const receiver = await open((reply, index) => reply.code([500, 302, 204][index] ?? 0).send());
		subscribe({ to: receiver.origin });
		const deliveries = await send({ event: 'call.ended', retryUntilOk: { gapMs: 1 } });
		expect(deliveries).toMatchObject([
			{ attempt: 1, status: 500 },
			{ attempt: 2, status: 302 },
			{ attempt: 3, status: 204 },
		]);
		expect(new Set(platformIdsOf(receiver)).size).toBe(1);
	});

	it.each([
		[true, 5],
		[{ attempts: 2, gapMs: 1 }, 2],
		[false, 1],
	])('have an end (retryUntilOk: %p)', async (retryUntilOk, attempts) => {
		const receiver = await open((reply) => reply.code(404).send({}));
		subscribe({ to: receiver.origin });
		expect(await send({ event: 'call.ended', retryUntilOk })).toHaveLength(attempts);
	});
});

describe('without a response', () => {
	it.each([
		'https://hooks.example.com/chatdash?token=secret',
		'http://127.0.0.1.example.com/',
		'http://localhost@example.com/',
		'http://192.168.0.1/',
		'file://localhost/etc/hosts',
		'ftp://localhost/',
		'no address',
	])('nothing is sent to %s', async (to) => {
		subscribe({ to });
		const deliveries = await send({ event: 'call.ended', retryUntilOk: true, withoutToken: true });
		expect(deliveries).toMatchObject([{ error: 'not sent', attempt: 1 }]);
		expect(deliveries[0]).not.toHaveProperty('status');
	});

	it('the code of the network error is recorded', async () => {
		const { origin, close } = await receive();
		await close();
		subscribe({ to: `${origin}/?token=secret` });
		const deliveries = await send({ event: 'call.ended' });
		expect(deliveries).toMatchObject([{ error: 'ECONNREFUSED' }]);
		expect(JSON.stringify(deliveries)).not.toContain('secret');
	});

	it('nothing of an address with a password is recorded', async () => {
		subscribe({ to: 'http://user:secret@127.0.0.1/?token=secret' });
		const deliveries = await send({ event: 'call.ended' });
		expect(deliveries).toMatchObject([{ error: 'failed' }]);
		expect(JSON.stringify(deliveries)).not.toContain('secret');
	});

	it('the request ends after some time', async () => {
		const receiver = await open(() => undefined);
		subscribe({ to: receiver.origin });
		expect(await send({ event: 'call.ended', timeoutMs: 20 })).toMatchObject([
			{ error: 'timeout' },
		]);
	});
});

it('ends with the sandbox, with all its timers', async () => {
	// Nothing below ends before its timers have.
	const LONG_MS = 600_000;
	const closing = await start();
	let arrived = () => {};
	const arrival = new Promise<void>((resolve) => (arrived = resolve));
	const receiver = await open(() => arrived());
	const agency = closing.openAgency(AGENCY, {
		clients: [{ _id: 'acme', name: 'Acme' }],
		agents: [{ _id: 'desk', name: 'Desk', platform: 'vapi' }],
		subscriptions: [
			{ clientId: 'acme', agentId: 'desk', webhookUrl: receiver.origin, events: ALL },
		],
	});
	const event: WebhookEvent[] = ['call.started', 'call.ended'];
	const waiting = closing.sendEvent({ event, retryUntilOk: true, timeoutMs: LONG_MS });
	const late = closing.sendEvent({ event, delayMs: LONG_MS });
	await arrival;
	await closing.close();
	expect(await waiting).toMatchObject([{ event: 'call.started', error: 'closed' }]);
	expect(await late).toEqual([]);
	expect(await closing.sendEvent({ event })).toEqual([]);
	expect(agency.deliveries).toHaveLength(1);
});
