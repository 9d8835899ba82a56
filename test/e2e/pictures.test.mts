// What the documentation shows and no other test opens: the examples on the canvas, panels of n8n around the node, and the
// sandbox's page after the examples have run.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';

import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import { CARTER, firstAgency } from '../../sandbox/first-agency.js';
import { RECEPTION } from '../../sandbox/first-conversations.js';
import { CHATDASH_NODE, prepareWorkspace } from '../../sandbox/workspace.mjs';
import { AGENT, agentWorkflow, canvasNode, chatDashTool, fromAi } from './agent-workflow.mjs';
import { launchBrowser, openOwnersWindow } from './browser.mjs';
import { dealsWorkflow, NODES, wire } from './deals-workflow.mjs';
import { type Box, boxOf, type Editor, topOf } from './editor.mjs';
import { chosenBy, editorTests } from './editor-nodes.mjs';
import { MAX_WIDTH, takeScreenshot } from './screenshots.mjs';
import { AGENCY_KEY, CHECKOUT, CREDENTIAL_NAME, CREDENTIAL_TYPE, openStage } from './stage.mjs';

/** A browser on a machine under load is slow. */
const WITHIN = { timeout: 240_000 };

const stage = await openStage([]);
const browser = await launchBrowser();
after(async () => {
	await browser.close();
	await stage.close();
});
const { session, sandbox } = stage;
const { baseUrl } = sandbox;
const agency = sandbox.openAgency(AGENCY_KEY, firstAgency(new Date()));
const window = await openOwnersWindow(browser, stage);
const inEditor = editorTests(window, stage);
const credentialId = await session.createCredential({
	name: CREDENTIAL_NAME,
	type: CREDENTIAL_TYPE,
	data: { apiKey: AGENCY_KEY, baseUrl },
});

const START = canvasNode('Start', 'n8n-nodes-base.manualTrigger', 1, {});

const EXAMPLES = [
	'onboard-won-deals',
	'weekly-report',
	'tag-interested-leads',
	'call-ended-to-crm-note',
] as const;

/** The examples as `npm start` prepares them. */
const workflows = await prepareWorkspace(
	session,
	{ apiKey: AGENCY_KEY, baseUrl, client: { ...CARTER, agentIds: [RECEPTION] } },
	EXAMPLES.map((name) => join(CHECKOUT, 'examples', `${name}.json`)),
);
const idOf = (example: (typeof EXAMPLES)[number]) => workflows[EXAMPLES.indexOf(example)]?.id ?? '';

test('the sandbox’s page after the examples have run', WITHIN, async () => {
	await session.run(idOf('onboard-won-deals'));
	const page = await window.newPage();
	await page.setViewportSize({ width: MAX_WIDTH, height: 900 });
	await page.goto(sandbox.origin);
	const card = page.locator('article', { hasText: '/webhook/' });
	await card.getByRole('button', { name: 'Send' }).click();
	await card.getByText(/call\.ended → 200/).waitFor();
	await page.getByRole('heading', { name: 'Harbor Dental' }).waitFor();
	const { height } = await boxOf(page.locator('main'));
	await page.setViewportSize({ width: MAX_WIDTH, height: Math.ceil(height) });
	const above = async (heading: string) =>
		(await boxOf(page.locator('h2', { hasText: heading }))).y - 24;
	const [width, start] = [MAX_WIDTH, await above('Webhook subscriptions')];
	await takeScreenshot(page, 'sandbox', {
		clip: { x: 0, y: 0, width, height: await above('Conversations') },
	});
	await takeScreenshot(page, 'sandbox-send', {
		clip: { x: 0, y: start, width, height: (await above('Billing')) - start },
	});
	await page.close();
});

/** The part of an example that a picture shows: the notes below its nodes, or nothing for the whole example. */
const CANVASES = [
	{ picture: 'weekly-report', example: 'weekly-report', notes: ['2. In ChatDash'] },
	{
		picture: 'weekly-report-rows',
		example: 'weekly-report',
		notes: ['3. The row and the email', 'If the figures of an agent are missing'],
	},
	{
		picture: 'tag-leads',
		example: 'tag-interested-leads',
		notes: ['2. Who was interested', '3. The tag'],
	},
	{ picture: 'call-note', example: 'call-ended-to-crm-note', notes: [] },
] as const;

for (const { picture, example, notes } of CANVASES) {
	inEditor(`the canvas of ${example}, ${picture}`, async (editor) => {
		await editor.openWorkflow(session.workflowAddress(idOf(example)));
		await editor.withLargeWorkflow(notes, async (clip) => {
			await takeScreenshot(editor.page, picture, { clip });
		});
	});
}

inEditor('an AI Agent with two tools', async (editor) => {
	const positions: Readonly<Record<string, [number, number]>> = {
		[AGENT]: [256, 0],
		'OpenAI Chat Model': [160, 256],
		'Get a client in ChatDash': [368, 256],
		'Create a member in ChatDash': [592, 256],
	};
	const modelCredential = await session.createCredential({
		name: 'OpenAI account',
		type: 'openAiApi',
		data: { apiKey: 'key-of-no-model', url: baseUrl },
	});
	const workflow = agentWorkflow({
		prompt: 'Add Nora Lindqvist, nora@example.com, to Harbor Dental',
		modelCredential,
		tools: [
			chatDashTool('Get a client in ChatDash', credentialId, {
				resource: 'client',
				operation: 'get',
				clientId: chosenBy('name', fromAi('Client', 'The name of the client')),
			}),
			chatDashTool('Create a member in ChatDash', credentialId, {
				resource: 'member',
				operation: 'create',
				clientId: chosenBy('id', fromAi('Client', 'The ID of the client')),
				memberName: fromAi('Member_Name'),
				loginId: fromAi('Login_ID'),
			}),
		],
	});
	const nodes = workflow.nodes.map((node) => ({
		...node,
		position: positions[node.name] ?? node.position,
	}));
	const workflowId = await session.createWorkflow({ ...workflow, nodes });
	await editor.openWorkflow(session.workflowAddress(workflowId));
	await editor.withLargeWorkflow([], async (clip) => {
		await takeScreenshot(editor.page, 'ai-agent', { clip });
	});
});

inEditor('the nodes panel lists what the node can do', async (editor) => {
	const workflowId = await session.createWorkflow({
		name: 'Start',
		nodes: [START],
		connections: {},
	});
	await editor.openWorkflow(session.workflowAddress(workflowId));
	await editor.openNodesPanel();
	await editor.findNode('chatdash', 'ChatDash');
	await editor.nodesPanelEntry('ChatDash').click();
	await editor.nodesPanelEntry('Create a client').waitFor();
	const last = editor.nodesPanelEntry('Update a client');
	await last.scrollIntoViewIfNeeded();
	const { y, height } = await boxOf(last);
	const panel = await boxOf(editor.see('node-creator'));
	const top = (await boxOf(editor.nodesPanelEntry('Create a client'))).y - 38;
	await takeScreenshot(editor.page, 'nodes-panel', {
		clip: { ...panel, y: top, height: y + height + 16 - top },
	});
});

inEditor('the Settings tab with the error output', async (editor) => {
	const workflowId = await session.createWorkflow(
		dealsWorkflow({
			name: 'On Error',
			deals: [],
			credentialId,
			onError: 'continueErrorOutput',
		}),
	);
	await editor.openWorkflow(session.workflowAddress(workflowId));
	await editor.openNode(NODES.chatDash);
	const { y, ...box } = await editor.boxOfParameters(328);
	await editor.nodePanel.getByText('Settings', { exact: true }).first().click();
	await editor.nodePanel.getByText('On Error', { exact: true }).first().waitFor();
	await takeScreenshot(editor.page, 'on-error', { clip: { ...box, y: y - 42 } });
});

inEditor('a hint about a field that no item has', async (editor) => {
	const workflowId = await session.createWorkflow(
		dealsWorkflow({
			name: 'A hint',
			deals: [
				{ company: 'Vega Vets', contact: 'Vera Vega', email: 'vera@vega.example' },
				{ company: 'Willow Wines', contact: 'Wim Willow', email: 'wim@willow.example' },
				{ company: 'Yarrow Yoga', contact: 'Yves Yarrow', email: 'yves@yarrow.example' },
			],
			credentialId,
			onError: 'stopWorkflow',
			parameters: { additionalFields: { email: '={{ $json.mail }}' } },
		}),
	);
	await editor.openWorkflow(session.workflowAddress(workflowId));
	await editor.openNode(NODES.chatDash);
	await editor.executeStep();
	await editor.outputPanel.getByText("'Email' was empty for all 3 items").waitFor();
	await takeScreenshot(editor.page, 'hint', {
		clip: topOf(await boxOf(editor.outputPanel), 140),
	});
});

/** What a CRM's node returns for a contact, as far as the mapping needs it, and the expressions of the documentation. */
const CRMS: ReadonlyArray<{
	readonly picture: string;
	readonly node: INode;
	readonly contact: IDataObject;
	readonly parameters: INodeParameters;
}> = [
	{
		picture: 'hubspot',
		node: canvasNode('Get Contact', 'n8n-nodes-base.hubspot', 2.2, {
			resource: 'contact',
			operation: 'get',
		}),
		contact: {
			vid: 2304,
			properties: {
				company: { value: 'Acme Dental' },
				firstname: { value: 'Nathan' },
				lastname: { value: 'Smith' },
				email: { value: 'nathan@example.com' },
				hs_language: { value: 'en' },
			},
		},
		parameters: {
			clientName: '={{ $json.properties.company?.value }}',
			language: '={{ $json.properties.hs_language?.value }}',
			memberName:
				"={{ [$json.properties.firstname?.value, $json.properties.lastname?.value].filter(Boolean).join(' ') }}",
			loginId: '={{ $json.properties.email?.value }}',
		},
	},
	{
		picture: 'highlevel',
		node: canvasNode('Get Contact', 'n8n-nodes-base.highLevel', 2, {
			resource: 'contact',
			operation: 'get',
		}),
		contact: {
			id: 'cJAWDskpkJHbRbhAT7bs',
			companyName: 'Acme Dental',
			firstName: 'Nathan',
			lastName: 'Smith',
			email: 'nathan@example.com',
			phone: '+12025550142',
			tags: ['won'],
		},
		parameters: {
			clientName: '={{ $json.companyName }}',
			memberName: "={{ ($json.firstName ?? '') + ' ' + ($json.lastName ?? '') }}",
			loginId: '={{ $json.email }}',
		},
	},
];

for (const { picture, node, contact, parameters } of CRMS) {
	inEditor(
		`the fields of a contact in ${picture}, mapped to the fields of a client`,
		async (editor) => {
			const create = canvasNode(
				NODES.chatDash,
				CHATDASH_NODE,
				1,
				{ resource: 'client', operation: 'create', language: 'en', ...parameters },
				{ credentials: { [CREDENTIAL_TYPE]: { id: credentialId, name: CREDENTIAL_NAME } } },
			);
			await openAfterPinned(editor, node, contact, create);
			for (const value of ['Acme Dental', 'Nathan Smith', 'nathan@example.com']) {
				await editor.see('parameter-input-hint').filter({ hasText: value }).waitFor();
			}
			await takeScreenshot(editor.page, picture, { clip: await boxAroundInput(editor, 'loginId') });
		},
	);
}

inEditor('a message to a colleague about a deal that needs attention', async (editor) => {
	const slackCredential = await session.createCredential({
		name: 'Slack account',
		type: 'slackApi',
		data: { accessToken: 'token-of-no-workspace' },
	});
	const failed = {
		company: 'Harbor Fitness',
		contact: 'Ben Carter',
		email: 'ben.carter@example.com',
		error: 'Login ID already in use',
		message:
			"Item 3 (login ID ben.carter@example.com) wasn't created. ChatDash rejected it with status 400.",
	};
	const slack = canvasNode(
		'Send a Message',
		'n8n-nodes-base.slack',
		2.3,
		{
			select: 'channel',
			channelId: chosenBy('name', '#new-clients'),
			text: '={{ $json.company }}: {{ $json.error }}\n{{ $json.message }}',
			otherOptions: {},
		},
		{ credentials: { slackApi: { id: slackCredential, name: 'Slack account' } } },
	);
	await openAfterPinned(
		editor,
		canvasNode(NODES.failed, 'n8n-nodes-base.noOp', 1, {}),
		failed,
		slack,
	);
	await editor
		.see('parameter-input-hint')
		.filter({ hasText: 'Harbor Fitness: Login ID already in use' })
		.waitFor();
	await takeScreenshot(editor.page, 'slack', { clip: await boxAroundInput(editor, 'text') });
});

test('ChatDash never received a request that its description does not allow', () => {
	assert.ok(agency.calls.length > 0);
	assert.deepEqual(sandbox.violations, []);
});

/** Opens a node whose input is the pinned item of the node before it. */
async function openAfterPinned(
	editor: Editor,
	before: INode,
	item: IDataObject,
	node: INode,
): Promise<void> {
	const nodes = [START, before, node].map((each, index) => ({
		...each,
		position: [index * 240, 0] satisfies [number, number],
	}));
	const workflowId = await session.createWorkflow({
		name: 'A pinned item',
		nodes,
		connections: { ...wire(START.name, before.name), ...wire(before.name, node.name) },
		pinData: { [before.name]: [{ json: item }] },
	});
	await editor.openWorkflow(session.workflowAddress(workflowId));
	await editor.openNode(node.name);
}

/** The input and the parameters of the open node, down to one of them and the value below it. */
async function boxAroundInput(editor: Editor, lastParameter: string): Promise<Box> {
	const input = await boxOf(editor.inputPanel);
	const parameters = await editor.boxOfParameters(0);
	const last = await boxOf(editor.parameter(lastParameter));
	const right = parameters.x + parameters.width;
	const bottom = last.y + last.height + 32;
	const width = Math.min(right - input.x, MAX_WIDTH);
	return { x: right - width, y: input.y, width, height: bottom - input.y };
}
