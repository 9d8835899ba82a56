// Every operation besides those on clients, members and agents, in workflows that n8n executes from its command line: for
// two items each, what the node outputs, which item it's linked to, and what ChatDash contains afterwards. Two of them also
// run in n8n's three error modes, with five items. The first, the middle one, and the last fail.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import type { IDataObject, INode, INodeParameters, OnError } from 'n8n-workflow';

import type { NewWorkflow } from '../../sandbox/n8n/editor-session.mjs';
import type { Agency } from '../../sandbox/server.js';
import { CHATDASH_NODE } from '../../sandbox/workspace.mjs';
import { outputsOf, resultIn } from './results.mjs';
import { AGENCY_KEY, CREDENTIAL_TYPE, openStage } from './stage.mjs';

const WITHIN = { timeout: 180_000 };

const CLIENT_KEY = 'CD.CL.test-the-client-key-that-no-one-may-see';
const PLATFORM_KEY = 'test-the-platform-key-that-no-one-may-see';

const ITEMS = [
	{ agent: 'desk', call: 'call-1', phone: '+1 555 0100', label: 'Interested', code: 'SPRING1' },
	{ agent: 'line', call: 'call-2', phone: '+1 555 0101', label: 'Call Back', code: 'SPRING2' },
];

/** A ChatDash node of a workflow, and what it outputs. */
interface Step {
	/** Also the node's name, as in `lead.update`. */
	readonly operation: `${string}.${string}`;
	readonly parameters: INodeParameters;
	/** For each of the two items, fields of each of its outputs. */
	readonly outputs: readonly [readonly IDataObject[], readonly IDataObject[]];
}

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const AGENT = { agentId: byId("={{ $('Items').item.json.agent }}") };
const CONVERSATION = {
	...AGENT,
	conversationId: {
		__rl: true,
		mode: 'platformId',
		value: "={{ $('Items').item.json.call }}",
	},
};
const ACCOUNT = { accountId: 'acct_1' };
const LAST = (field: string) => byId(`={{ $json.${field} }}`);

const each = (first: IDataObject, second: IDataObject): Step['outputs'] => [[first], [second]];
const both = (...outputs: IDataObject[]): Step['outputs'] => [outputs, outputs];

const stage = await openStage([]);
after(async () => await stage.close());

const { baseUrl } = stage.sandbox;
const agencyCredential = await stage.session.createCredential({
	name: 'ChatDash',
	type: CREDENTIAL_TYPE,
	data: { apiKey: AGENCY_KEY, baseUrl },
});
const clientCredential = await stage.session.createCredential({
	name: 'ChatDash client',
	type: 'chatDashClientApi',
	data: { apiKey: CLIENT_KEY, clientId: 'acme', baseUrl },
});

const PHONES = each({ phone: '+1 555 0100' }, { phone: '+1 555 0101' });
const AGENTS = each({ agentId: 'desk' }, { agentId: 'line' });
const DELETED = both({ deleted: true });

story(
	'conversations with their messages',
	[
		[
			{
				operation: 'conversation.create',
				parameters: {
					...AGENT,
					additionalFields: {
						platformId: "={{ $('Items').item.json.call }}",
						phone: "={{ $('Items').item.json.phone }}",
						record: true,
						interacted: true,
					},
				},
				outputs: AGENTS,
			},
			{
				operation: 'message.append',
				parameters: {
					...CONVERSATION,
					messages: {
						message: [
							{ sender: 'user', text: 'Do you have time on Friday?' },
							{ sender: 'bot', text: "=Yes, I'll call {{ $('Items').item.json.phone }}." },
						],
					},
				},
				outputs: both({ messageCount: 2 }),
			},
			{
				operation: 'conversation.update',
				parameters: { ...CONVERSATION, updateFields: { read: true } },
				outputs: AGENTS,
			},
			{
				operation: 'conversation.analyze',
				parameters: { ...CONVERSATION, analysis: 'summarize' },
				outputs: AGENTS,
			},
			{ operation: 'conversation.get', parameters: CONVERSATION, outputs: PHONES },
			{
				operation: 'message.getAll',
				parameters: { ...CONVERSATION, returnAll: true },
				outputs: [
					[
						{ sender: 'user', text: 'Do you have time on Friday?' },
						{ sender: 'bot', text: "Yes, I'll call +1 555 0100." },
					],
					[
						{ sender: 'user', text: 'Do you have time on Friday?' },
						{ sender: 'bot', text: "Yes, I'll call +1 555 0101." },
					],
				],
			},
		],
		[
			{
				operation: 'conversation.getAll',
				parameters: { ...AGENT, returnAll: true },
				outputs: PHONES,
			},
			{
				operation: 'message.replace',
				parameters: {
					...CONVERSATION,
					specifyMessages: 'json',
					messagesJson: '[{"sender": "user", "type": "text", "content": {"text": "Hello"}}]',
				},
				outputs: both({ messageCount: 1 }),
			},
			{ operation: 'message.deleteAll', parameters: CONVERSATION, outputs: DELETED },
			{ operation: 'conversation.delete', parameters: CONVERSATION, outputs: DELETED },
		],
	],
	({ conversations }) => assert.deepEqual(conversations.all, []),
);

const TAG = {
	...AGENT,
	tagId: { __rl: true, mode: 'label', value: "={{ $('Items').item.json.label }}" },
};

story(
	'leads with tags by their labels, analytics, and an agent made from a template',
	[
		[
			{
				operation: 'leadTag.create',
				parameters: { ...AGENT, label: "={{ $('Items').item.json.label }}" },
				outputs: each({ label: 'Interested' }, { label: 'Call Back' }),
			},
			{
				operation: 'lead.create',
				parameters: {
					...AGENT,
					phone: "={{ $('Items').item.json.phone }}",
					additionalFields: { tags: "={{ [$('Items').item.json.label] }}" },
				},
				outputs: PHONES,
			},
			{
				operation: 'lead.update',
				parameters: {
					...AGENT,
					leadId: '={{ $json.leadId }}',
					updateFields: { tags: "=Answered Call, {{ $('Items').item.json.label }}" },
				},
				outputs: AGENTS,
			},
			{
				operation: 'leadTag.update',
				parameters: { ...TAG, label: "={{ $('Items').item.json.label }} Soon" },
				outputs: each({ label: 'Interested Soon' }, { label: 'Call Back Soon' }),
			},
			{
				operation: 'leadTag.getAll',
				parameters: { ...AGENT, returnAll: true },
				outputs: [
					[{ label: 'Answered Call' }, { label: 'Interested Soon' }],
					[{ label: 'Answered Call' }, { label: 'Call Back Soon' }],
				],
			},
		],
		[
			{
				operation: 'analytics.query',
				parameters: {
					...AGENT,
					metrics: ['conversations', 'topTopics'],
					startTime: '2026-03-01T00:00:00',
					endTime: '2026-03-08T00:00:00',
				},
				outputs: both({ metric: 'conversations' }, { metric: 'topTopics' }),
			},
		],
		[
			{
				operation: 'agent.duplicate',
				parameters: { ...AGENT, agentName: "=Copy of {{ $('Items').item.json.agent }}" },
				outputs: each(
					{ sourceAgentId: 'desk', agentName: 'Copy of desk' },
					{ sourceAgentId: 'line', agentName: 'Copy of line' },
				),
			},
		],
	],
	({ agents, leads }) => {
		const copy = agents.all.find(({ name }) => name === 'Copy of desk');
		assert.deepEqual([copy?.platform, copy?.apiKey], ['vapi', PLATFORM_KEY]);
		assert.deepEqual(
			['desk', 'line'].map((agent) =>
				leads.of(agent)?.map(({ phone, tags }) => [phone, tags.length]),
			),
			[[['+1 555 0100', 2]], [['+1 555 0101', 2]]],
		);
	},
);

story(
	'webhook subscriptions, with a client’s key',
	[
		[
			{
				operation: 'webhookSubscription.create',
				parameters: {
					agentIds: "={{ [$('Items').item.json.agent] }}",
					clientId: '',
					events: ['call.ended'],
					webhookUrl: "=https://n8n.example/webhook/{{ $('Items').item.json.call }}",
				},
				outputs: both({ clientId: 'acme' }),
			},
			{
				operation: 'webhookSubscription.update',
				parameters: {
					clientId: '',
					subscriptionId: LAST('subscriptionId'),
					addEvents: ['call.missed'],
				},
				outputs: both({ clientId: 'acme' }),
			},
			{
				operation: 'webhookSubscription.get',
				parameters: { clientId: '', subscriptionId: LAST('subscriptionId') },
				outputs: both({ events: ['call.ended', 'call.missed'] }),
			},
			{
				operation: 'webhookSubscription.getAll',
				parameters: { clientId: '', returnAll: false, limit: 1 },
				outputs: both({ webhookUrl: 'https://n8n.example/webhook/call-1' }),
			},
		],
	],
	({ subscriptions }) => assert.equal(subscriptions.of('acme')?.length, 2),
);

story(
	'products, coupons and promotion codes',
	[
		[
			{
				operation: 'product.create',
				parameters: {
					...ACCOUNT,
					productName: "={{ $('Items').item.json.label }}",
					pricingModel: 'base',
					currency: 'usd',
				},
				outputs: each({ productName: 'Interested' }, { productName: 'Call Back' }),
			},
			{
				operation: 'product.update',
				parameters: {
					...ACCOUNT,
					productId: LAST('productId'),
					updateFields: { productDescription: 'Everything' },
				},
				outputs: both(ACCOUNT),
			},
			{
				operation: 'product.get',
				parameters: { ...ACCOUNT, productId: LAST('productId') },
				outputs: both({ description: 'Everything' }),
			},
			{
				operation: 'product.getAll',
				parameters: { ...ACCOUNT, returnAll: true },
				outputs: both(
					{ productName: 'Call Back' },
					{ productName: 'Interested' },
					{ productName: 'Chat Pro' },
				),
			},
		],
		[
			{
				operation: 'coupon.create',
				parameters: {
					...ACCOUNT,
					couponName: "={{ $('Items').item.json.label }}",
					discountType: 'percent',
					percentOff: 10,
					duration: 'once',
				},
				outputs: each({ couponName: 'Interested' }, { couponName: 'Call Back' }),
			},
			{
				operation: 'coupon.update',
				parameters: {
					...ACCOUNT,
					couponId: LAST('couponId'),
					couponName: "={{ $('Items').item.json.label }} Soon",
				},
				outputs: each({ couponName: 'Interested Soon' }, { couponName: 'Call Back Soon' }),
			},
			{
				operation: 'promotionCode.create',
				parameters: {
					...ACCOUNT,
					couponId: LAST('couponId'),
					additionalFields: { code: "={{ $('Items').item.json.code }}" },
				},
				outputs: each({ code: 'SPRING1' }, { code: 'SPRING2' }),
			},
			{
				operation: 'promotionCode.getAll',
				parameters: { ...ACCOUNT, couponId: LAST('couponId'), returnAll: true },
				outputs: each({ code: 'SPRING1' }, { code: 'SPRING2' }),
			},
		],
		[
			{
				operation: 'coupon.getAll',
				parameters: { ...ACCOUNT, returnAll: true },
				outputs: both({ name: 'Call Back Soon' }, { name: 'Interested Soon' }),
			},
		],
	],
	() => undefined,
);

const FOR_ACME = { ...ACCOUNT, clientId: byId('acme'), productId: byId('prod_1') };

story(
	'billing subscriptions, invoices and transactions',
	[
		[
			{
				operation: 'billingSubscription.create',
				parameters: {
					...FOR_ACME,
					agentIds: "={{ [$('Items').item.json.agent] }}",
					startDate: '2026-12-01T00:00:00',
				},
				outputs: both({ clientId: 'acme', productId: 'prod_1' }),
			},
			{
				operation: 'billingSubscription.update',
				parameters: {
					...ACCOUNT,
					subscriptionId: LAST('subscriptionId'),
					updateFields: { productId: byId('prod_1'), startDate: '2026-12-02T00:00:00' },
				},
				outputs: both(ACCOUNT),
			},
			{
				operation: 'billingSubscription.get',
				parameters: {
					...ACCOUNT,
					subscriptionId: byId("={{ $('billingSubscription.create').item.json.subscriptionId }}"),
				},
				outputs: both({}),
			},
			{
				operation: 'billingSubscription.cancel',
				parameters: {
					...ACCOUNT,
					subscriptionId: byId("={{ $('billingSubscription.create').item.json.subscriptionId }}"),
				},
				outputs: both({ canceled: true }),
			},
		],
		[
			{
				operation: 'billingSubscription.getAll',
				parameters: { ...ACCOUNT, returnAll: true, filters: { status: 'active' } },
				outputs: both({ id: 'sub_1' }),
			},
		],
		[
			{
				operation: 'invoice.create',
				parameters: { ...FOR_ACME, collectionMethod: 'send_invoice' },
				outputs: both({ clientId: 'acme', productId: 'prod_1' }),
			},
			{
				operation: 'invoice.get',
				parameters: { ...ACCOUNT, invoiceId: '={{ $json.invoiceId }}' },
				outputs: both({}),
			},
		],
		[
			{
				operation: 'transaction.getAll',
				parameters: { ...ACCOUNT, returnAll: true },
				outputs: both({ id: 'pi_1' }),
			},
			{
				operation: 'transaction.get',
				parameters: { ...ACCOUNT, transactionId: '={{ $json.id }}' },
				outputs: both({ id: 'pi_1', amount: 4900 }),
			},
		],
	],
	() => undefined,
);

/** ChatDash has no agent and no client for the first, the middle one and the last. */
const FAILING = [
	{ agent: 'gone-0', client: 'gone-0', phone: '+1 555 0100' },
	{ agent: 'desk', client: 'acme', phone: '+1 555 0101' },
	{ agent: 'gone-2', client: 'gone-2', phone: '+1 555 0102' },
	{ agent: 'line', client: 'acme', phone: '+1 555 0103' },
	{ agent: 'gone-4', client: 'gone-4', phone: '+1 555 0104' },
];

errorModes({
	operation: 'lead.create',
	parameters: { agentId: byId('={{ $json.agent }}'), phone: '={{ $json.phone }}' },
	error: 'Agent not found',
	fields: ['phone'],
	done: ({ leads }) => ['desk', 'line'].map((agent) => leads.of(agent)?.length),
	expected: [1, 1],
});

errorModes({
	operation: 'invoice.create',
	parameters: {
		...FOR_ACME,
		clientId: byId('={{ $json.client }}'),
		collectionMethod: 'send_invoice',
	},
	error: 'Client not found',
	fields: ['clientId'],
	done: ({ calls }) => calls.map(({ status }) => status).filter((status) => status === 200).length,
	expected: 2,
});

test('ChatDash never received a request that its description does not allow', () => {
	assert.deepEqual(stage.sandbox.violations, []);
});

/**
 * A test of a workflow in which each chain of ChatDash nodes gets the two items, one chain after the other.
 *
 * @param check what ChatDash contains afterwards
 */
function story(name: string, chains: readonly Step[][], check: (agency: Agency) => void) {
	test(name, WITHIN, async () => {
		const agency = openAgency();
		const { data, status, exitCode, output } = await execute(workflowOf(name, ITEMS, chains));
		assert.deepEqual([status, data.resultData.error?.message, exitCode], ['success', undefined, 0]);
		for (const { operation, outputs } of chains.flat()) {
			const [items = []] = outputsOf(data, operation);
			const expected = outputs.flat();
			assert.deepEqual(
				items.map(({ json }, index) => pick(json, expected[index] ?? {})),
				expected,
				operation,
			);
			assert.deepEqual(
				items.map(({ pairedItem }) => pairedItem),
				outputs.flatMap((list, item) => list.map(() => ({ item }))),
				operation,
			);
		}
		assertNoKeys(output);
		check(agency);
	});
}

/** An operation that fails for the items in `FAILING` that ChatDash has no record for. */
interface Failing {
	readonly operation: Step['operation'];
	readonly parameters: INodeParameters;
	/** What ChatDash says. */
	readonly error: string;
	/** Fields that an item has in its output. */
	readonly fields: readonly string[];
	/** What ChatDash contains afterwards of the two items that are done, and what's expected. */
	readonly done: (agency: Agency) => unknown;
	readonly expected: unknown;
}

/** A test of an operation in each error mode of n8n. */
function errorModes({ operation, parameters, error, fields, done, expected }: Failing) {
	const run = async (onError: OnError) => {
		const agency = openAgency();
		const step: Step = { operation, parameters, outputs: [[], []] };
		const ran = await execute(workflowOf(`${operation}, ${onError}`, FAILING, [[step]], onError));
		assertNoKeys(ran.output);
		return { ...ran, agency };
	};
	const where = (item: number) => new RegExp(`^Item ${item} \\(`);

	test(`${operation}: the first, the middle and the last item fail`, WITHIN, async () => {
		const stopped = await run('stopWorkflow');
		assert.equal(stopped.exitCode, 1);
		assert.equal(stopped.data.resultData.error?.message, error);
		const description = String(stopped.data.resultData.error?.description);
		assert.match(description, where(0));
		assert.match(description, /Already created: items 1, 3\.$/);

		const continued = await run('continueRegularOutput');
		assert.equal(continued.exitCode, 0);
		const [all = []] = outputsOf(continued.data, operation);
		assert.deepEqual(
			all.map(({ json }) => json['error']),
			[error, undefined, error, undefined, error],
		);
		for (const item of [0, 2, 4]) assert.match(String(all[item]?.json['message']), where(item));

		const branched = await run('continueErrorOutput');
		assert.equal(branched.exitCode, 0);
		const [succeeded = [], failed = []] = outputsOf(branched.data, operation);
		assert.deepEqual(
			succeeded.map(({ json, pairedItem }) => [pairedItem, fields.every((name) => name in json)]),
			[1, 3].map((item) => [{ item }, true]),
		);
		assert.deepEqual(
			failed.map(({ json: { message: _message, ...json } }) => json),
			[0, 2, 4].map((item) => ({ ...FAILING[item], error })),
		);

		for (const { agency } of [stopped, continued, branched]) {
			assert.deepEqual(done(agency), expected);
		}
	});
}

async function execute(workflow: NewWorkflow) {
	const workflowId = await stage.session.createWorkflow(workflow);
	const ran = await stage.n8n.command(['execute', `--id=${workflowId}`, '--rawOutput']);
	return { ...ran, ...resultIn(ran.output) };
}

function assertNoKeys(output: string): void {
	for (const secret of [AGENCY_KEY, CLIENT_KEY, PLATFORM_KEY]) {
		assert.ok(!output.includes(secret), 'a key is in the output');
	}
}

/** The fields that are expected. */
const pick = (json: IDataObject, expected: IDataObject): IDataObject =>
	Object.fromEntries(Object.keys(expected).map((name) => [name, json[name]]));

function openAgency(): Agency {
	const customer = { id: 'cus_acme', email: 'ada@acme.example' };
	return stage.sandbox.openAgency(AGENCY_KEY, {
		clients: [
			{
				_id: 'acme',
				name: 'Acme',
				apiKey: CLIENT_KEY,
				members: [{ name: 'Ada', loginId: 'ada', email: 'ada@acme.example', isAdmin: true }],
			},
		],
		agents: ['desk', 'line'].map((_id) => ({
			_id,
			name: _id,
			platform: 'vapi',
			apiId: `assistant-${_id}`,
			apiKey: PLATFORM_KEY,
			clientId: 'acme',
		})),
		accounts: [
			{
				accountId: 'acct_1',
				products: [{ productId: 'prod_1', name: 'Chat Pro', pricing_model: 'oneTime' }],
				subscriptions: [
					{
						id: 'sub_1',
						type: 'subscription',
						status: 'active',
						customer,
						product: { id: 'prod_1', name: 'Chat Pro' },
					},
				],
				transactions: [
					{
						id: 'pi_1',
						amount: 4900,
						currency: 'usd',
						status: 'succeeded',
						description: null,
						customer,
					},
				],
			},
		],
	});
}

function workflowOf(
	name: string,
	items: readonly IDataObject[],
	chains: readonly Step[][],
	onError: OnError = 'stopWorkflow',
): NewWorkflow {
	const trigger = 'Start';
	const nodes: INode[] = [
		node(trigger, 'n8n-nodes-base.manualTrigger', 1, [0, 0], {}),
		node('List', 'n8n-nodes-base.set', 3.4, [200, 0], {
			mode: 'raw',
			jsonOutput: JSON.stringify({ list: items }),
			options: {},
		}),
		node('Items', 'n8n-nodes-base.splitOut', 1, [400, 0], { fieldToSplitOut: 'list', options: {} }),
	];
	const connections: NewWorkflow['connections'] = {};
	const link = (from: string, to: string) => {
		const [targets = []] = connections[from]?.['main'] ?? [];
		connections[from] = {
			main: [[...(targets ?? []), { node: to, type: 'main' as const, index: 0 }]],
		};
	};
	link(trigger, 'List');
	link('List', 'Items');
	for (const [row, chain] of chains.entries()) {
		for (const [column, { operation: title, parameters }] of chain.entries()) {
			const [resource = '', operation = ''] = title.split('.');
			nodes.push({
				...node(title, CHATDASH_NODE, 1, [600 + 200 * column, 200 * row], {
					resource,
					operation,
					...parameters,
				}),
				onError,
				credentials:
					resource === 'webhookSubscription'
						? { chatDashClientApi: { id: clientCredential, name: 'ChatDash client' } }
						: { [CREDENTIAL_TYPE]: { id: agencyCredential, name: 'ChatDash' } },
			});
			link(chain[column - 1]?.operation ?? 'Items', title);
		}
	}
	return { name, nodes, connections, settings: { executionOrder: 'v1' } };
}

function node(
	name: string,
	type: string,
	typeVersion: number,
	position: [number, number],
	parameters: INodeParameters,
): INode {
	return { id: name, name, type, typeVersion, position, parameters };
}
