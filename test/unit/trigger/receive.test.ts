/** What happens with a request to the trigger's address. */
import type { IDataObject } from 'n8n-workflow';

import { ChatDashTrigger } from '../../../nodes/ChatDashTrigger/ChatDashTrigger.node';
import { digestOf, tokenOf } from '../../../nodes/ChatDashTrigger/address';
import { CLIENT_KEY, type FakeTrigger, fakeTrigger, webhookFunctions } from '../../fake-trigger';
import { PAYLOADS } from './payloads';

const BODY = PAYLOADS['call.ended'];

let nextNode = 0;

/** A trigger that hasn't received a call. */
const newTrigger = (changes: Partial<FakeTrigger> = {}): FakeTrigger =>
	fakeTrigger({ nodeId: `node-${nextNode++}`, ...changes });

const withOptions = (options: Readonly<Record<string, unknown>>, changes: object = {}) =>
	newTrigger({
		parameters: {
			events: ['call.ended', 'call.started', 'call.missed', 'call.inbound'],
			agentIds: ['a0'],
			...Object.fromEntries(
				Object.entries(options).map(([name, value]) => [`options.${name}`, value]),
			),
			...changes,
		},
	});

const tokenFor = ({ workflowId = '', nodeId }: FakeTrigger, key = CLIENT_KEY) =>
	tokenOf(key, { workflowId, nodeId });

/** What n8n stores of a registered trigger in the workflow of these tests. */
const stored = (tokenDigest: string) => ({ tokenDigest, workflowId: 'workflow-1' });

interface Sent {
	readonly query?: unknown;
	readonly body?: unknown;
	readonly isTest?: boolean;
	/** What happened, in order. */
	readonly order?: string[];
}

/** Sends a request. Returns the response, and the items that start the workflow. */
async function send(
	trigger: FakeTrigger,
	{ query = { token: tokenFor(trigger), agent: 'a0' }, body = BODY, isTest, order = [] }: Sent = {},
) {
	const responses: unknown[] = [];
	const context = webhookFunctions(trigger, {
		query,
		body,
		...(isTest !== undefined && { isTest }),
		onResponse: (status, sent) => {
			order.push('response');
			responses.push([status, sent]);
		},
	});
	const { noWebhookResponse, webhookResponse, workflowData } =
		await new ChatDashTrigger().webhook.call(context);
	expect(noWebhookResponse).toBe(true);
	expect(webhookResponse).toBeUndefined();
	expect(responses).toHaveLength(1);
	const items: IDataObject[] | undefined = workflowData?.flat().map(({ json }) => json);
	return { response: responses[0], items };
}

const OK = [200, {}];
const NOT_FOUND = [404, {}];

describe('A request', () => {
	test('from ChatDash starts the workflow with one item', async () => {
		const { response, items } = await send(newTrigger());
		expect(response).toEqual(OK);
		expect(items).toEqual([
			expect.objectContaining({
				event: 'call.ended',
				agentId: 'a0',
				receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
			}),
		]);
	});

	test.each<[string, (token: string) => unknown]>([
		['no query', () => ({})],
		['a query that’s null', () => null],
		['an empty token', () => ({ token: '' })],
		['another token', () => ({ token: digestOf('x') })],
		['a part of the token', (token) => ({ token: token.slice(0, 42) })],
		['a longer token', (token) => ({ token: `${token}A` })],
		['a list of tokens', (token) => ({ token: [token] })],
		['an object as the token', (token) => ({ token: { 0: token } })],
		['the digest of the token', (token) => ({ token: digestOf(token) })],
		['the token by another name', (token) => ({ Token: token })],
		['a token of 100 kB', () => ({ token: 'x'.repeat(100_000) })],
	])('with %s gets 404 and starts nothing', async (_name, queryFor) => {
		const trigger = newTrigger();
		trigger.staticData = stored(digestOf(tokenFor(trigger)));
		const { response, items } = await send(trigger, { query: queryFor(tokenFor(trigger)) });
		expect(response).toEqual(NOT_FOUND);
		expect(items).toBeUndefined();
		expect(trigger.log).toEqual([]);
	});

	test('without the token isn’t looked at', async () => {
		const body = new Proxy(BODY, {
			get: () => {
				throw new TypeError('The body was read');
			},
		});
		const { response } = await send(newTrigger(), { query: {}, body });
		expect(response).toEqual(NOT_FOUND);
	});

	test.each<[string, (trigger: FakeTrigger) => string]>([
		['another workflow', ({ nodeId }) => tokenOf(CLIENT_KEY, { workflowId: 'w9', nodeId })],
		['another node', ({ workflowId = '' }) => tokenOf(CLIENT_KEY, { workflowId, nodeId: 'x' })],
		['another key', (trigger) => tokenFor(trigger, 'CD.CL.other')],
	])('with the token of %s gets 404', async (_name, tokenOfOther) => {
		const trigger = newTrigger();
		const { response } = await send(trigger, { query: { token: tokenOfOther(trigger) } });
		expect(response).toEqual(NOT_FOUND);
	});

	test('is answered before anything else happens', async () => {
		const order: string[] = [];
		const body = new Proxy(BODY, {
			ownKeys: (target) => {
				order.push('body');
				return Reflect.ownKeys(target);
			},
		});
		const parameters = new Proxy(newTrigger().parameters, {
			get: (target, name) => {
				order.push('settings');
				return Reflect.get(target, name);
			},
		});
		const { response } = await send(newTrigger({ parameters }), { body, order });
		expect(response).toEqual(OK);
		expect(order[0]).toBe('response');
		expect(order).toEqual(expect.arrayContaining(['body', 'settings']));
	});

	test.each<[string, unknown]>([
		['no JSON object', [BODY]],
		['nothing', null],
		['a text', 'call.ended'],
		['another event', { event: 'secret-event', conversation: {} }],
		[
			'too many levels',
			JSON.parse(`{"event":"call.ended","conversation":{},"a":${'['.repeat(60)}${']'.repeat(60)}}`),
		],
		['an event alone', { event: 'call.ended' }],
		['an event that isn’t chosen', { ...BODY, event: 'call.missed' }],
	])('with %s gets 200 and a line in the log', async (_name, body) => {
		const trigger = newTrigger();
		const { response, items } = await send(trigger, { body });
		expect([response, items]).toEqual([OK, undefined]);
		expect(trigger.log).toEqual([
			expect.stringMatching(/^info: ChatDash Trigger ignored a request: /),
		]);
	});

	test('isn’t shown in the log, nor is its token', async () => {
		const trigger = withOptions({ minimumDuration: 3600, onlyWithSummary: true });
		const secret = {
			event: 'call.ended',
			conversation: { platformId: 'SECRET-1', summary: 'SECRET-2', duration: 1 },
		};
		for (const body of [
			secret,
			{ event: 'SECRET-3' },
			['SECRET-4'],
			{ ...secret, conversation: { _id: 'SECRET-5' } },
		]) {
			await send(trigger, { body });
		}
		trigger.parameters = { ...trigger.parameters, 'options.minimumDuration': 0 };
		await send(trigger, { body: secret });
		await send(trigger, { body: secret });
		expect(trigger.log).toHaveLength(5);
		expect(trigger.log.join()).not.toMatch(/SECRET/);
		expect(trigger.log.join()).not.toContain(tokenFor(trigger));
	});
});

describe('The key in the credential', () => {
	test('may change: the stored digest still opens, and so does the new token', async () => {
		const trigger = newTrigger();
		const old = tokenFor(trigger);
		trigger.staticData = stored(digestOf(old));
		trigger.credential = { ...trigger.credential, apiKey: 'CD.CL.new' };
		expect((await send(trigger, { query: { token: old } })).response).toEqual(OK);
		expect(
			(await send(trigger, { query: { token: tokenFor(trigger, 'CD.CL.new') } })).response,
		).toEqual(OK);
		trigger.staticData = {};
		expect((await send(trigger, { query: { token: old } })).response).toEqual(NOT_FOUND);
	});

	test('may change, but in a copy of the workflow, the digest of the original doesn’t open', async () => {
		const trigger = newTrigger();
		const original = tokenFor(trigger);
		trigger.staticData = stored(digestOf(original));
		trigger.workflowId = 'workflow-2';
		expect((await send(trigger, { query: { token: original } })).response).toEqual(NOT_FOUND);
	});

	test('may be gone: the stored digest still opens', async () => {
		for (const credential of [undefined, { apiKey: '' }, { apiKey: 'CD.AG.1' }]) {
			const trigger = newTrigger();
			const query = { token: tokenFor(trigger), agent: 'a0' };
			trigger.credential = credential;
			expect((await send(trigger, { query })).response).toEqual(NOT_FOUND);
			trigger.staticData = stored(digestOf(query.token));
			expect((await send(trigger, { query })).response).toEqual(OK);
		}
	});

	test.each([null, 'x', 5, {}, [5, null, {}], ''])(
		'opens if what n8n stores is of no use: %j',
		async (tokenDigest) => {
			const trigger = newTrigger();
			trigger.staticData = JSON.parse(JSON.stringify({ ...stored(''), tokenDigest }));
			expect((await send(trigger)).response).toEqual(OK);
			expect((await send(trigger, { query: { token: '' } })).response).toEqual(NOT_FOUND);
		},
	);
});

describe('The settings', () => {
	test('may have become invalid: then every call starts the workflow, and the log has a warning', async () => {
		const trigger = withOptions(
			{ minimumDuration: 'long', onlyWithSummary: true },
			{ agentIds: ['a7'] },
		);
		const { response, items } = await send(trigger, {
			body: { event: 'call.missed', conversation: { _id: '1' } },
		});
		expect(response).toEqual(OK);
		expect(items).toHaveLength(1);
		expect(trigger.log).toEqual([
			"warn: ChatDash Trigger received a call, but its settings are invalid: 'Minimum Duration' must be a whole number of 0 or more",
		]);
	});

	test('decide which agents’ calls start the workflow', async () => {
		const trigger = newTrigger();
		const query = { token: tokenFor(trigger), agent: 'a9' };
		expect((await send(trigger, { query })).items).toBeUndefined();
		expect((await send(trigger, { query: { token: query.token } })).items).toHaveLength(1);
	});

	test('add the raw body', async () => {
		const { items } = await send(withOptions({ rawOutput: true }));
		expect(items?.[0]?.['body']).toEqual(BODY);
	});
});

describe('A repeat', () => {
	test('gets 200 and starts nothing, unless repeats are wanted', async () => {
		const trigger = newTrigger();
		expect((await send(trigger)).items).toHaveLength(1);
		expect(await send(trigger)).toEqual({ response: OK, items: undefined });
		const other = withOptions({ ignoreRepeats: false });
		expect((await send(other)).items).toHaveLength(1);
		expect((await send(other)).items).toHaveLength(1);
	});

	test('among requests at the same time starts nothing', async () => {
		const trigger = newTrigger();
		const all = await Promise.all(Array.from({ length: 20 }, async () => await send(trigger)));
		expect(all.filter(({ items }) => items !== undefined)).toHaveLength(1);
	});

	test('isn’t one in a test, in another node, or with its summary later', async () => {
		const trigger = withOptions({ onlyWithSummary: true });
		const without = { ...BODY, conversation: { ...BODY.conversation, summary: undefined } };
		expect((await send(trigger, { body: without })).items).toBeUndefined();
		expect((await send(trigger)).items).toHaveLength(1);
		expect((await send(trigger)).items).toBeUndefined();
		expect((await send(trigger, { isTest: true })).items).toHaveLength(1);
		expect((await send(newTrigger())).items).toHaveLength(1);
	});
});

test('Of the request, the item only has the body and the agent', async () => {
	const trigger = withOptions({ rawOutput: true });
	const token = tokenFor(trigger);
	const { items } = await send(trigger, { query: { token, agent: 'a0', other: 'OTHER' } });
	expect(JSON.stringify(items)).not.toContain(token);
	expect(JSON.stringify(items)).not.toContain('OTHER');
	expect(JSON.stringify(trigger.staticData)).toBe('{}');
});
