// The node as a tool of n8n's MCP Server Trigger, called as an assistant outside n8n calls it. n8n runs such a tool
// outside any execution.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import type { INode, INodeParameters } from 'n8n-workflow';

import type { SeedClient } from '../../sandbox/server.js';
import {
	canvasNode,
	chatDashTool,
	CREATE_AGENT,
	CREATE_CLIENT,
	fromAi,
	toolsInto,
} from './agent-workflow.mjs';
import { McpSession, type ToolResult } from './mcp-session.mjs';
import { passwordsIn, watchPasswords } from './passwords.mjs';
import { AGENCY_KEY, CREDENTIAL_TYPE, openStage } from './stage.mjs';

const WITHIN = { timeout: 120_000 };

const CLIENTS: SeedClient[] = [
	{ name: 'Harbor Dental', members: [{ name: 'Jonas Berg', loginId: 'jonas.berg@example.com' }] },
	{ name: 'Harbor Fitness' },
];

const stage = await openStage([]);
after(async () => await stage.close());

const credentialId = await stage.session.createCredential({
	name: 'ChatDash',
	type: CREDENTIAL_TYPE,
	data: { apiKey: AGENCY_KEY, baseUrl: stage.sandbox.baseUrl },
});

const tool = (name: string, parameters: INodeParameters) =>
	chatDashTool(name, credentialId, parameters, { retryOnFail: true, waitBetweenTries: 0 });

/** Named as n8n names tools on the canvas. */
const TOOLS: readonly INode[] = [
	tool('List clients', { resource: 'client', operation: 'getAll', returnAll: true, options: {} }),
	tool('Get a client', {
		resource: 'client',
		operation: 'get',
		clientId: { __rl: true, mode: 'name', value: fromAi('Client') },
	}),
	tool('Create a client', CREATE_CLIENT),
	tool('Create an agent', CREATE_AGENT),
	canvasNode('Plain request', 'n8n-nodes-base.httpRequestTool', 4.3, {
		url: `${stage.sandbox.baseUrl}/clients`,
		sendHeaders: true,
		headerParameters: { parameters: [{ name: 'Authorization', value: AGENCY_KEY }] },
		options: {},
	}),
];

const PATH = 'chatdash';
const TRIGGER = 'MCP Server Trigger';
await stage.session.publishWorkflow(
	await stage.session.createWorkflow({
		name: 'ChatDash for assistants',
		nodes: [
			canvasNode(
				TRIGGER,
				'@n8n/n8n-nodes-langchain.mcpTrigger',
				2,
				{ path: PATH },
				{ webhookId: PATH },
			),
			...TOOLS,
		],
		connections: toolsInto(TRIGGER, TOOLS),
		settings: { executionOrder: 'v1' },
	}),
);
const connect = async () => await McpSession.open(`${stage.n8n.origin}/mcp/${PATH}`);
const open = () => stage.sandbox.openAgency(AGENCY_KEY, { clients: CLIENTS });

test("n8n's own HTTP Request tool works there", WITHIN, async () => {
	const agency = open();
	const session = await connect();
	assert.deepEqual(
		[...(await session.tools())].sort(),
		TOOLS.map(({ name }) => name.replaceAll(' ', '_')).sort(),
	);
	assert.deepEqual(answerOf(await session.call('Plain_request', {})), agency.clients);
});

test('reads return what ChatDash has', WITHIN, async () => {
	const agency = open();
	const session = await connect();
	assert.deepEqual(answerOf(await session.call('List_clients', {})), agency.clients);
	assert.deepEqual(answerOf(await session.call('Get_a_client', { Client: 'Harbor Fitness' })), [
		agency.clients[1],
	]);
});

test(
	'a client is created, and its password is the one that ChatDash received',
	WITHIN,
	async () => {
		const agency = open();
		const passwords = watchPasswords(agency);
		const session = await connect();
		const answer = answerOf(await session.call('Create_a_client', deal(1)));
		assert.equal(agency.clients.length, CLIENTS.length + 1);
		assert.equal(agency.clients.at(-1)?.name, 'Company 1');
		assert.deepEqual(passwordsIn(answer), [passwords.get('contact1@example.com')]);
	},
);

test('a rejection has ChatDash’s message', WITHIN, async () => {
	open();
	const session = await connect();
	const taken = { ...deal(1), Login_ID: 'JONAS.berg@example.com' };
	const { isError, text } = await session.call('Create_a_client', taken);
	assert.equal(isError, true);
	assert.match(text, /Login ID already in use/);
});

test('an agent whose response was lost isn’t created again by Retry On Fail', WITHIN, async () => {
	const faults = { script: [{ kind: 'cutAfter' } as const], operations: ['createAgent'] };
	const agency = stage.sandbox.openAgency(AGENCY_KEY, { faults });
	const session = await connect();
	const { isError, text } = await session.call('Create_an_agent', { Agent_Name: 'Front Desk' });
	assert.equal(isError, true);
	assert.match(text, /unknown/);
	assert.equal(agency.agents.all.length, 1);
	assert.equal(agency.calls.filter(({ method }) => method === 'POST').length, 1);
});

for (const sessions of [1, 2]) {
	test(`simultaneous calls in ${sessions} session(s) don’t mix`, WITHIN, async () => {
		const agency = open();
		const passwords = watchPasswords(agency);
		const all = await Promise.all(Array.from({ length: sessions }, connect));
		const numbers = [1, 2, 3, 4];
		const answers = await Promise.all(
			numbers.map(async (number) => {
				const session = all[number % sessions];
				assert.ok(session);
				return answerOf(await session.call('Create_a_client', deal(number)));
			}),
		);
		assert.deepEqual(
			agency.clients
				.slice(CLIENTS.length)
				.map(({ name }) => name)
				.sort(),
			numbers.map((number) => `Company ${number}`),
		);
		assert.deepEqual(
			answers.map(passwordsIn),
			numbers.map((number) => [passwords.get(`contact${number}@example.com`)]),
		);
	});
}

test('an identical call is a separate call', WITHIN, async () => {
	const agency = open();
	const session = await connect();
	const get = async () => answerOf(await session.call('Get_a_client', { Client: 'Harbor Dental' }));
	assert.deepEqual(await get(), [agency.clients[0]]);
	assert.deepEqual(await get(), [agency.clients[0]]);

	const create = async () => await session.call('Create_an_agent', { Agent_Name: 'Front Desk' });
	assert.equal((await create()).isError, false);
	assert.equal((await create()).isError, false);
	assert.deepEqual(
		agency.agents.all.map(({ name }) => name),
		['Front Desk', 'Front Desk'],
	);

	assert.equal((await session.call('Create_a_client', deal(1))).isError, false);
	const again = await session.call('Create_a_client', deal(1));
	assert.match(again.text, /Login ID already in use/);
	assert.deepEqual(passwordsIn(again.text), []);
	assert.equal(agency.clients.length, CLIENTS.length + 1);
});

test('ChatDash never received a request that its description does not allow', () => {
	assert.deepEqual(stage.sandbox.violations, []);
});

const deal = (number: number) => ({
	Client_Name: `Company ${number}`,
	Member_Name: `Contact ${number}`,
	Login_ID: `contact${number}@example.com`,
});

/** The response of a tool that succeeded. */
function answerOf({ isError, text }: ToolResult): unknown {
	assert.equal(isError, false, text);
	return JSON.parse(text);
}
