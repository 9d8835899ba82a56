/** What the trigger asks ChatDash for, and what the user reads if that fails. The network is scripted. */
import { type IHttpRequestOptions, sleep } from 'n8n-workflow';

import { ChatDashTrigger } from '../../../nodes/ChatDashTrigger/ChatDashTrigger.node';
import { addressFor, digestOf, tokenOf } from '../../../nodes/ChatDashTrigger/address';
import {
	CLIENT_KEY,
	type FakeTrigger,
	WEBHOOK_URL,
	fakeTrigger,
	hookFunctions,
} from '../../fake-trigger';

/** What ChatDash responds with: a status and a body, or a network error. */
type Reply = readonly [status: number, body: unknown] | { readonly code: string };

type Respond = (request: IHttpRequestOptions) => Reply | Promise<Reply>;

/** Calls a method of the trigger as n8n does. Returns its result or message, and the requests. */
async function call(
	method: 'checkExists' | 'create' | 'delete',
	trigger: FakeTrigger,
	respond: Respond,
) {
	const requests: IHttpRequestOptions[] = [];
	const context = hookFunctions(trigger, async (request) => {
		requests.push(request);
		const reply = await respond(request);
		if ('code' in reply) throw Object.assign(new Error('No response'), reply);
		const [statusCode, body] = reply;
		return { statusCode, body: JSON.stringify(body), headers: {} };
	});
	const methods = new ChatDashTrigger().webhookMethods.default;
	const [result] = await Promise.allSettled([methods[method].call(context)]);
	return {
		value: result.status === 'fulfilled' ? result.value : undefined,
		error: result.status === 'rejected' ? result.reason : undefined,
		message:
			result.status === 'rejected' && result.reason instanceof Error
				? result.reason.message
				: undefined,
		requests,
		sent: requests.map(({ method: verb = 'GET', url }) => `${verb} ${url.split('/public')[1]}`),
	};
}

const TOKEN = tokenOf(CLIENT_KEY, { workflowId: 'workflow-1', nodeId: 'node-1' });

const addressOf = (agentId: string) => addressFor(WEBHOOK_URL, TOKEN, agentId);

const subscription = (agentId: string, events = ['call.ended']) => ({
	_id: `s-${agentId}`,
	clientId: 'acme',
	agentId,
	events,
	webhookUrl: addressOf(agentId),
});

const withAgents = (...agentIds: string[]) =>
	fakeTrigger({ parameters: { events: ['call.ended'], agentIds, clientId: '' } });

/** A ChatDash that has these subscriptions and takes every change. */
const withSubscriptions =
	(list: readonly unknown[], other: Respond = () => [200, { _id: 'new' }]): Respond =>
	async (request) =>
		request.method === 'GET' ? [200, list] : await other(request);

const LIST = 'GET /webhooks/subscriptions?clientId=acme';

describe('checkExists', () => {
	test('asks once', async () => {
		const { value, sent } = await call(
			'checkExists',
			withAgents('a0', 'a1'),
			withSubscriptions([subscription('a0'), subscription('a1')]),
		);
		expect(value).toBe(true);
		expect(sent).toEqual([LIST]);
	});

	test('names the client of the node, not that of the credential', async () => {
		const trigger = fakeTrigger({
			parameters: { events: ['call.ended'], agentIds: ['a0'], clientId: ' bolt ' },
		});
		const { sent } = await call('checkExists', trigger, withSubscriptions([]));
		expect(sent).toEqual(['GET /webhooks/subscriptions?clientId=bolt']);
	});

	test('doesn’t believe what n8n stores', async () => {
		const trigger = withAgents('a0');
		await call('create', trigger, withSubscriptions([]));
		expect(trigger.staticData['tokenDigest']).toHaveLength(43);
		expect((await call('checkExists', trigger, withSubscriptions([]))).value).toBe(false);
	});

	test('stores the digest of the registered token, which an n8n that was killed couldn’t', async () => {
		const trigger = withAgents('a0');
		await call('checkExists', trigger, withSubscriptions([]));
		expect(trigger.staticData).toEqual({});
		await call('checkExists', trigger, withSubscriptions([subscription('a0')]));
		expect(trigger.staticData).toEqual({
			tokenDigest: digestOf(TOKEN),
			workflowId: 'workflow-1',
		});
	});

	test('doesn’t repeat a token that ChatDash repeats', async () => {
		const { message, error } = await call('checkExists', withAgents('a0'), () => [
			400,
			{ error: `Can't read ${addressOf('a0')} and ${encodeURIComponent(addressOf('a1'))}` },
		]);
		expect(message).toContain("Can't read https://n8n.example.com");
		expect(message).not.toContain(TOKEN);
		expect(JSON.stringify(error)).not.toContain(TOKEN);
	});
});

describe('create', () => {
	test('creates a subscription with the chosen events for each agent', async () => {
		const { value, requests, sent } = await call(
			'create',
			withAgents('a0', 'a 1'),
			withSubscriptions([]),
		);
		expect(value).toBe(true);
		expect(sent).toEqual([LIST, 'POST /webhooks/subscriptions', 'POST /webhooks/subscriptions']);
		expect(requests.slice(1).map(({ body }) => body)).toEqual(
			['a0', 'a 1'].map((agentId) => ({
				clientId: 'acme',
				agentIds: [agentId],
				events: ['call.ended'],
				webhookUrl: addressOf(agentId),
			})),
		);
		expect(addressOf('a 1')).toBe(`${WEBHOOK_URL}?token=${TOKEN}&agent=a+1`);
	});

	test('adds and removes events, and leaves an empty list out', async () => {
		const trigger = fakeTrigger({
			parameters: { events: ['call.ended', 'call.missed'], agentIds: ['a0', 'a1', 'a2'] },
		});
		const { requests, sent } = await call(
			'create',
			trigger,
			withSubscriptions([
				subscription('a0', ['call.missed', 'call.ended', 'call.inbound']),
				subscription('a1', []),
				subscription('a2', ['call.ended', 'call.started']),
				subscription('a3', ['call.ended', 'call.ended']),
			]),
		);
		expect(sent).toEqual([
			LIST,
			...['a0', 'a1', 'a2', 'a3'].map((id) => `PUT /webhooks/subscriptions/s-${id}/events`),
		]);
		expect(requests.slice(1).map(({ body }) => body)).toEqual([
			{ remove: ['call.inbound'] },
			{ add: ['call.ended', 'call.missed'] },
			{ add: ['call.missed'], remove: ['call.started'] },
			{ remove: ['call.ended'] },
		]);
	});

	test('looks an unclear response up before it repeats the request', async () => {
		const list: unknown[] = [];
		const { value, sent } = await call('create', withAgents('a0', 'a1'), ({ method, body }) => {
			if (method === 'GET') return [200, list];
			if (JSON.stringify(body).includes('a0')) list.push(subscription('a0'));
			else if (list.length === 2) return [200, { _id: 'new' }];
			else list.push({});
			return [500, { error: 'An unexpected error occurred' }];
		});
		expect(value).toBe(true);
		expect(sent.filter((text) => text.startsWith('POST'))).toHaveLength(3);
		expect(sent.filter((text) => text === LIST)).toHaveLength(2);
	});

	test('repeats a change of events without a lookup, because twice is the same as once', async () => {
		const statuses = [500, 200];
		const { value, sent } = await call(
			'create',
			withAgents('a0'),
			withSubscriptions([subscription('a0', [])], () => [statuses.shift() ?? 400, { _id: 's-a0' }]),
		);
		const change = 'PUT /webhooks/subscriptions/s-a0/events';
		expect(value).toBe(true);
		expect(sent).toEqual([LIST, change, change]);
	});

	test('stores the digest of the token, and nothing if it’s the same', async () => {
		const trigger = withAgents('a0');
		await call('create', trigger, withSubscriptions([]));
		const digest = trigger.staticData['tokenDigest'];
		expect(digest).toMatch(/^[\w-]{43}$/);
		expect(JSON.stringify(trigger.staticData)).not.toContain(TOKEN);

		const writes: string[] = [];
		trigger.staticData = new Proxy(trigger.staticData, {
			set: (target, name, value) => {
				writes.push(String(name));
				return Reflect.set(target, name, value);
			},
		});
		await call('create', trigger, withSubscriptions([subscription('a0')]));
		expect(writes).toEqual([]);

		trigger.credential = { ...trigger.credential, apiKey: `${CLIENT_KEY}-new` };
		await call('create', trigger, withSubscriptions([subscription('a0')]));
		expect(trigger.staticData['tokenDigest']).toMatch(/^[\w-]{43}$/);
		expect(trigger.staticData['tokenDigest']).not.toBe(digest);
	});
});

describe('A create that fails', () => {
	test('says why, even if the events can’t be removed then', async () => {
		let reads = 0;
		const { message } = await call('create', withAgents('a0'), ({ method }) => {
			if (method === 'POST') return [404, { error: 'No such agent' }];
			return reads++ === 0 ? [200, []] : [500, { error: 'An unexpected error occurred' }];
		});
		expect(message).toContain('(status 404): No such agent.');
	});

	test('removes the events of what was created, also if the key was rejected', async () => {
		const list: unknown[] = [];
		const { message, sent } = await call('create', withAgents('a0', 'a1'), ({ method, body }) => {
			if (method === 'GET') return [200, list];
			if (method === 'PUT') return [200, { _id: 's-a0' }];
			if (JSON.stringify(body).includes('a1')) return [403, { error: 'Forbidden' }];
			list.push(subscription('a0'));
			return [200, { _id: 's-a0' }];
		});
		expect(message).toContain("ChatDash didn't accept the API key: Forbidden.");
		expect(sent.at(-1)).toBe('PUT /webhooks/subscriptions/s-a0/events');
	});

	test('waits for what is under way, so that its events are removed, too', async () => {
		const list: unknown[] = [];
		const { sent } = await call('create', withAgents('a0', 'a1'), async ({ method, body }) => {
			if (method === 'GET') return [200, list];
			if (method === 'PUT') return [200, { _id: 's-a1' }];
			if (JSON.stringify(body).includes('a0')) return [404, { error: 'No such agent' }];
			await sleep(20);
			list.push(subscription('a1'));
			return [200, { _id: 's-a1' }];
		});
		expect(sent.at(-1)).toBe('PUT /webhooks/subscriptions/s-a1/events');
	});

	test('sends no other request after a rejection', async () => {
		const agents = Array.from({ length: 30 }, (_, index) => `a${index}`);
		const { sent } = await call('create', withAgents(...agents), ({ method }) =>
			method === 'GET' ? [200, []] : [404, { error: 'No such agent' }],
		);
		expect(sent.filter((text) => text.startsWith('POST')).length).toBeLessThanOrEqual(5);
	});

	test('isn’t one if only events that aren’t needed can’t be removed', async () => {
		for (const status of [403, 404, 500]) {
			const { value, sent } = await call(
				'create',
				withAgents('a0', 'a1'),
				withSubscriptions([subscription('gone'), subscription('a1', [])], ({ url }) =>
					url.includes('s-gone') ? [status, { error: 'Not yours' }] : [200, { _id: 'new' }],
				),
			);
			expect([status, value]).toEqual([status, true]);
			expect(sent).toContain('PUT /webhooks/subscriptions/s-a1/events');
			expect(sent).toContain('POST /webhooks/subscriptions');
		}
	});

	test('doesn’t repeat the token that ChatDash repeats', async () => {
		for (const list of [[], [subscription('a0', [])]]) {
			const { message, error } = await call(
				'create',
				withAgents('a0'),
				withSubscriptions(list, () => [400, { error: `Can't send to ${addressOf('a0')}` }]),
			);
			expect(message).toContain("Can't send to");
			expect(message).not.toContain(TOKEN);
			expect(JSON.stringify(error)).not.toContain(TOKEN);
		}
	});
});

describe('The message of a create', () => {
	const messageFor = async (trigger: FakeTrigger, respond: Respond) => {
		const { message = '', error } = await call('create', trigger, respond);
		expect(error).toMatchObject({ name: 'NodeOperationError' });
		expect(message).toMatch(/^[A-Z'].*[^.]\.$/);
		return message;
	};

	test.each<[string, FakeTrigger, Respond, RegExp]>([
		[
			'without a credential',
			fakeTrigger({ credential: undefined }),
			() => [200, []],
			/^The node has no ChatDash client credential\. Select a ChatDash client credential/,
		],
		[
			'with an agency key',
			fakeTrigger({ credential: { apiKey: 'CD.AG.1', clientId: 'acme' } }),
			() => [200, []],
			/^'API Key' isn't a client key .*\. Use the client's API key instead\./,
		],
		[
			'without a client',
			fakeTrigger({ credential: { apiKey: CLIENT_KEY } }),
			() => [200, []],
			/^'Client ID' is empty\. Enter the client's ID/,
		],
		[
			'without agents',
			fakeTrigger({ parameters: { events: ['call.ended'], agentIds: [] } }),
			() => [200, []],
			/^'Agents' is empty\. Choose agents from the list/,
		],
		[
			'with an unknown event',
			fakeTrigger({ parameters: { events: ['call.rang'], agentIds: ['a0'] } }),
			() => [200, []],
			/^'Events' contains a value that isn't one of the available options: “call\.rang”\. The expression/,
		],
		[
			'for an agency key that looks like a client’s',
			fakeTrigger(),
			() => [401, { error: 'Unauthorized.' }],
			/^ChatDash didn't accept the API key: Unauthorized\. Copy the client's key again/,
		],
		[
			'for another client',
			fakeTrigger(),
			() => [404, { error: 'Client not found' }],
			/^ChatDash didn't return the webhook subscriptions of this client \(status 404\): Client not found\. Check 'Client ID'/,
		],
		[
			'for an unknown agent',
			fakeTrigger({ webhookUrl: 'http://localhost:5678/webhook/1/webhook' }),
			withSubscriptions([], () => [404, { error: 'Agent not found' }]),
			/^ChatDash didn't accept the trigger's webhook URL \(status 404\): Agent not found\. Check 'Agents'/,
		],
		[
			'for an address that ChatDash can’t reach',
			fakeTrigger({ webhookUrl: 'http://localhost:5678/webhook/1/webhook' }),
			withSubscriptions([], () => [400, { error: 'webhookUrl must be a valid uri' }]),
			/ChatDash can't reach localhost\. Set WEBHOOK_URL to the public address of your n8n/,
		],
		[
			'for a rejected change of events',
			fakeTrigger(),
			withSubscriptions([subscription('a0', [])], () => [400, { error: 'No' }]),
			/^ChatDash didn't change the events of the trigger's webhook subscription \(status 400\): No\./,
		],
		[
			'while ChatDash can’t be reached',
			fakeTrigger(),
			() => ({ code: 'ECONNREFUSED' }),
			/^Couldn't reach ChatDash: No response from this address\. Check 'Base URL'/,
		],
		[
			'while ChatDash is broken',
			fakeTrigger(),
			() => [500, { error: 'An unexpected error occurred' }],
			/^Couldn't register the trigger: An unexpected error occurred\. Wait a minute/,
		],
		[
			'while ChatDash is silent',
			fakeTrigger(),
			() => ({ code: 'ETIMEDOUT' }),
			/^Couldn't register the trigger: ChatDash didn't respond in time\. Wait a minute/,
		],
	])('%s', async (_name, trigger, respond, expected) => {
		expect(await messageFor(trigger, respond)).toMatch(expected);
	});

	test.each([
		'n8n.example.com/webhook/1/webhook',
		'localhost:5678/webhook/1/webhook',
		'/webhook/1/webhook',
		'',
	])('if n8n’s address is “%s”', async (webhookUrl) => {
		expect(await messageFor(fakeTrigger({ webhookUrl }), withSubscriptions([]))).toMatch(
			/^The webhook URL of n8n isn't a valid web address: .*Set WEBHOOK_URL/,
		);
	});

	test.each<[string, string, Respond]>([
		['is invalid', 'https://me:secret@n8n example.com/webhook/1/webhook', withSubscriptions([])],
		[
			'is rejected',
			'https://me:secret@n8n.example.com/webhook/1/webhook',
			withSubscriptions([], ({ body }) => [400, { error: `No: ${JSON.stringify(body)}` }]),
		],
	])('has no password if n8n’s address has one and %s', async (_name, webhookUrl, respond) => {
		const message = await messageFor(fakeTrigger({ webhookUrl }), respond);
		expect(message).toContain('https://n8n');
		expect(message).not.toContain('secret');
	});

	test('of a rejection by a public address doesn’t speak of WEBHOOK_URL', async () => {
		const message = await messageFor(
			fakeTrigger(),
			withSubscriptions([], () => [400, { error: 'No' }]),
		);
		expect(message).not.toContain('WEBHOOK_URL');
	});
});

describe('delete', () => {
	test('removes the events of all own subscriptions, and asks each thing once', async () => {
		const other = { ...subscription('x'), webhookUrl: 'https://hooks.example.com/a?token=1' };
		const list = [subscription('a0', ['call.ended', 'call.missed']), other, subscription('a9', [])];
		const { value, requests, sent } = await call(
			'delete',
			withAgents('a7'),
			withSubscriptions(list),
		);
		expect(value).toBe(true);
		expect(sent).toEqual([LIST, 'PUT /webhooks/subscriptions/s-a0/events']);
		expect(requests[1]?.body).toEqual({ remove: ['call.ended', 'call.missed'] });
	});

	test('leaves a workflow alone that has the same address, such as the original of a copy', async () => {
		const original = withAgents('a0');
		await call('create', original, withSubscriptions([]));
		const copy = withAgents('a0');
		copy.workflowId = 'workflow-2';
		copy.staticData = structuredClone(original.staticData);
		const { value, sent } = await call('delete', copy, withSubscriptions([subscription('a0')]));
		expect(value).toBe(true);
		expect(sent).toEqual([LIST]);
	});

	test('removes the events of what was registered with another key', async () => {
		const trigger = withAgents('a0');
		await call('create', trigger, withSubscriptions([]));
		trigger.credential = { ...trigger.credential, apiKey: `${CLIENT_KEY}-new` };
		const { sent } = await call('delete', trigger, withSubscriptions([subscription('a0')]));
		expect(sent).toEqual([LIST, 'PUT /webhooks/subscriptions/s-a0/events']);
	});

	test.each<[string, Respond, readonly string[]]>([
		['can’t be reached', () => ({ code: 'ECONNREFUSED' }), [LIST]],
		['is broken', () => [500, {}], [LIST]],
		['rejects the key', () => [401, { error: 'No' }], [LIST]],
		[
			'keeps the last event',
			withSubscriptions([subscription('a0')], () => [400, { error: 'One event is required' }]),
			[LIST, 'PUT /webhooks/subscriptions/s-a0/events'],
		],
	])('returns true and writes a warning if ChatDash %s', async (_name, respond, expected) => {
		const trigger = fakeTrigger();
		const { value, sent } = await call('delete', trigger, respond);
		expect(value).toBe(true);
		expect(sent).toEqual(expected);
		expect(trigger.log).toEqual([expect.stringMatching(/^warn: ChatDash Trigger/)]);
		expect(trigger.log.join()).not.toContain(TOKEN);
	});

	test('removes the other events if ChatDash doesn’t accept one request', async () => {
		const { value, sent } = await call(
			'delete',
			fakeTrigger(),
			withSubscriptions(
				Array.from({ length: 12 }, (_, index) => subscription(`a${index}`)),
				({ url }) => (url.includes('s-a0') ? [403, { error: 'No' }] : [200, { _id: 'x' }]),
			),
		);
		expect(value).toBe(true);
		expect(sent).toHaveLength(13);
	});

	test.each<[string, Partial<FakeTrigger>]>([
		['a credential', { credential: undefined }],
		['a usable credential', { credential: { apiKey: 'CD.AG.1' } }],
		['a client', { credential: { apiKey: CLIENT_KEY } }],
		['an address in n8n', { webhookUrl: undefined }],
		['a valid address in n8n', { webhookUrl: 'n8n.example.com' }],
	])('returns true without %s', async (_name, changes) => {
		const trigger = fakeTrigger(changes);
		const { value, sent } = await call('delete', trigger, withSubscriptions([subscription('a0')]));
		expect(value).toBe(true);
		expect(sent).toEqual([]);
		expect(trigger.log).toHaveLength(1);
	});

	test('needs no valid settings', async () => {
		const trigger = fakeTrigger({ parameters: { events: 5, agentIds: {}, clientId: '' } });
		const { sent } = await call('delete', trigger, withSubscriptions([subscription('a0')]));
		expect(sent).toEqual([LIST, 'PUT /webhooks/subscriptions/s-a0/events']);
	});
});
