// n8n's editor in a real browser, as a user who doesn't write code experiences the node: from the search for it to the
// client in ChatDash, and what they read if something is wrong. The tests also take screenshots.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';

import type { BrowserContext, Page } from 'playwright-core';

import { DEFAULT_BASE_URL } from '../../nodes/transport/credentials.js';
import type { Agency, SeedClient } from '../../sandbox/server.js';
import { OWNER, prepareWorkspace } from '../../sandbox/workspace.mjs';
import { launchBrowser, openOwnersWindow, openWindow } from './browser.mjs';
import { type Deal, dealsWorkflow, NODES, onlyDeals } from './deals-workflow.mjs';
import { type Box, boxOf, CREDENTIAL_LABEL, Editor, topOf } from './editor.mjs';
import { keepFailure, MAX_WIDTH, takeScreenshot } from './screenshots.mjs';
import { AGENCY_KEY, CHECKOUT, CREDENTIAL_TYPE, openStage } from './stage.mjs';

/** A browser on a machine under load is slow. */
const WITHIN = { timeout: 240_000 };

const IN_USE = 'Login ID already in use';

/** The parameter *If Login ID Is in Use*. */
const IF_IN_USE = 'onLoginIdInUse';

/** A node of the example that isn't in the other workflows. */
const ONLY_NEW = 'Only New Clients';

/** The clients that the agency has before any test. The login of the first is also in the example workflow. */
const EARLIER: SeedClient[] = [
	{
		name: 'Carter Consulting',
		language: 'en',
		members: [{ name: 'Ben Carter', loginId: 'ben.carter@example.com' }],
	},
	{
		name: 'Studio Lindqvist',
		language: 'sv',
		members: [{ name: 'Maja Lindqvist', loginId: 'maja@lindqvist.example', isAdmin: true }],
	},
];

const DEALS: readonly Deal[] = [
	{ company: 'Acme Dental', contact: 'Nathan Smith', email: 'nathan@acme.example' },
	{ company: 'Bergmann Optik', contact: 'Heike Bergmann', email: 'heike@bergmann.example' },
];

const stage = await openStage(EARLIER);
const browser = await launchBrowser();
after(async () => {
	await browser.close();
	await stage.close();
});
const { session, agency, sandbox } = stage;

// The first two tests share one window: the second continues where the first ended.
const firstWindow = await openWindow(browser);

/** The other tests have pages of this window. */
const ownersWindow = await openOwnersWindow(browser, stage);

inWindow(
	'the first client: from the search for the node to the client in ChatDash',
	firstWindow,
	async (editor) => {
		const { page } = editor;
		const workflowId = await session.createWorkflow(
			onlyDeals(
				dealsWorkflow({
					name: 'My won deals',
					deals: DEALS,
					credentialId: '',
					onError: 'stopWorkflow',
				}),
			),
		);
		await editor.logIn(OWNER);
		await editor.openWorkflow(session.workflowAddress(workflowId));

		// The search finds the node, whatever the agency calls ChatDash.
		await editor.openNodesPanel();
		for (const words of ['white label', 'voiceflow', 'ChatDash']) {
			await editor.findNode(words, 'ChatDash');
		}
		await editor.nodesPanelEntry('ChatDash').click();
		await editor.nodesPanelEntry('Create a client').click();
		await editor.nodePanel.waitFor();
		assert.deepEqual(await editor.labels(), [
			'Resource',
			CREDENTIAL_LABEL,
			'Operation',
			'Data Mode',
			'Client Name',
			'Language',
			'Member Name',
			'Login ID',
			'If Login ID Is in Use',
			'Password Source',
			'Additional Fields',
			'Options',
		]);

		// A credential with a wrong key shows that, the right one turns green.
		await editor.newCredential('ChatDash');
		await editor.fill('apiKey', 'CD.copied-from-somewhere-else');
		await editor.fill('baseUrl', sandbox.baseUrl);
		await editor.saveCredential();
		await editor.credentialWindow.getByText('More details').click();
		await editor.credentialWindow.getByText(/^ChatDash didn't accept the API key: /).waitFor();
		await editor.fill('apiKey', AGENCY_KEY);
		await editor.saveWorkingCredential();
		await editor.editCredential();
		await editor.credentialIsGreen();
		// Readers have ChatDash's own address. Only the picture shows it; nothing is saved.
		await page.locator('input').evaluateAll(
			(inputs, [from, to]) => {
				for (const input of inputs) if ('value' in input && input.value === from) input.value = to;
			},
			[sandbox.baseUrl, DEFAULT_BASE_URL],
		);
		await takeScreenshot(page, 'credential', {
			clip: topOf(await boxOf(editor.credentialWindow), 430),
		});
		await editor.closeCredential();

		// The fields are filled as users do it: dragged from the deal, and chosen from lists.
		await editor.executePreviousNodes();
		await editor.mapField('company', 'clientName');
		await editor.mapField('contact', 'memberName');
		await editor.mapField('email', 'loginId');
		await editor.openChoices('language');
		await page.keyboard.type('ger');
		await editor.choices.filter({ hasNotText: 'German' }).first().waitFor({ state: 'hidden' });
		assert.deepEqual(await editor.choices.allInnerTexts(), ['German (de)']);
		await editor.choices.click();
		assert.equal(await editor.parameter('password').isVisible(), false);
		await editor.choose('passwordSource', 'Enter Manually');
		await editor.parameter('password').waitFor();
		await editor.choose('passwordSource', 'Generate Automatically');
		await editor.parameter('password').waitFor({ state: 'hidden' });
		await editor.choose(IF_IN_USE, 'Leave Out if Same Client');

		await editor.executeStep();
		await editor.outputPanel.getByText('Client created successfully').first().waitFor();
		const made = DEALS.map((deal) => resultOf(deal));
		for (const [index, { email }] of DEALS.entries()) {
			const password = made[index]?.password ?? '';
			assert.match(password, /^\S{12,}$/, `ChatDash received a password for ${email}`);
			await editor.outputPanel.getByText(email).waitFor();
			await editor.outputPanel.getByText(password).waitFor();
		}
		assert.deepEqual(
			made.map(({ client, member }) => [client?.name, client?.language, member?.name]),
			[
				['Acme Dental', 'de', 'Nathan Smith'],
				['Bergmann Optik', 'de', 'Heike Bergmann'],
			],
		);

		const mask = made.map(({ password }) => editor.outputPanel.getByText(password));
		await editor.showOutputAs('JSON');
		const clip = await boxOfMappedFields(editor);
		await takeScreenshot(page, 'node', { clip, mask });
		await page.emulateMedia({ colorScheme: 'dark' });
		await editor.iconIs('chatDash.dark.svg');
		await takeScreenshot(page, 'node-dark', { clip, mask });
		await page.emulateMedia({ colorScheme: 'light' });
	},
);

inWindow(
	'the same deals again: the panel explains who has the login, and what to do',
	firstWindow,
	async (editor) => {
		const before = agency.clients.length;

		await editor.choose(IF_IN_USE, 'Return an Error');
		await editor.executeStep();
		await editor.errorTitle.waitFor();

		assert.equal(await editor.errorTitle.innerText(), `${IN_USE} [item 0]`);
		const description = await editor.errorDescription.innerText();
		assert.match(description, /^Item 0 \(login ID nathan@acme\.example\) wasn't created\. /);
		assert.match(description, /'If Login ID Is in Use'/);
		assert.match(description, /'Skip if Same Client'/);
		assert.doesNotMatch(description, /<\w/, 'it shows markup');
		assert.equal(agency.clients.length, before);

		await takeScreenshot(editor.page, 'login-taken', {
			clip: topOf(await boxOf(editor.outputPanel), 420),
		});
	},
);

inOwnPage('for several items, n8n shows which one failed', async (editor) => {
	await openDeals(editor, 'Second login in use', [
		{ company: 'Fern Florist', contact: 'Fay Fern', email: 'fay@fern.example' },
		{ company: 'Harbor Fitness', contact: 'Ben Carter', email: 'BEN.carter@example.com' },
	]);

	await editor.executeWorkflow(NODES.chatDash);
	await editor.markOf(NODES.chatDash, 'error').waitFor();
	await editor.openNode(NODES.chatDash);

	assert.equal(await editor.errorTitle.innerText(), `${IN_USE} [item 1]`);
	const description = await editor.errorDescription.innerText();
	assert.match(description, /^Item 1 \(login ID BEN\.carter@example\.com\) wasn't created\. /);
	assert.match(description, /Already created: item 0\.$/);
	assert.ok(resultOf({ company: 'Fern Florist', email: 'fay@fern.example' }).client);
});

inOwnPage(
	'items that can’t be sent are listed line by line, and nothing is sent',
	async (editor) => {
		const calls = agency.calls.length;
		await openDeals(editor, 'Two invalid items', [
			{ company: 'Gorse Garden', contact: 'Gus Gorse', email: 'gus@gorse.example' },
			{ company: '', contact: 'Hal Heath', email: 'hal@heath.example' },
			{ company: 'Iris Inn', contact: 'Ida Iris', email: ' ' },
		]);

		await editor.executeWorkflow(NODES.chatDash);
		await editor.openNode(NODES.chatDash);

		const lines = (await editor.errorDescription.innerText()).split('\n');
		assert.match(lines[0] ?? '', /^Item 1: 'Client Name' is empty/);
		assert.match(lines[1] ?? '', /^Item 2: 'Login ID' is empty/);
		assert.match(lines.at(-1) ?? '', /No items were sent to ChatDash\.$/);
		assert.equal(agency.calls.length, calls);
	},
);

inOwnPage('a required field left empty is marked by n8n itself', async (editor) => {
	const calls = agency.calls.length;
	await openDeals(editor, 'No client name', DEALS, { clientName: '' });
	await editor.openNode(NODES.chatDash);

	await editor.executeStep();

	await editor.isMarkedEmpty('clientName', 'Client Name');
	assert.equal(await editor.see('parameter-issues').count(), 1, 'one field is marked');
	assert.equal(agency.calls.length, calls);
});

inOwnPage(
	'auto-map hides the fields that it reads from the item, and leaves the rest',
	async (editor) => {
		await openDeals(editor, 'Auto-map', DEALS);
		await editor.openNode(NODES.chatDash);
		assert.equal(await editor.parameter('clientName').isVisible(), true);

		await editor.choose('dataMode', 'Auto-Map Input Data to Fields');

		await editor.parameter('clientName').waitFor({ state: 'hidden' });
		const left = [
			'Resource',
			CREDENTIAL_LABEL,
			'Operation',
			'Data Mode',
			'If Login ID Is in Use',
			'Password Source',
			'Options',
		];
		assert.deepEqual(await editor.labels(), left);
		// Then the password is read from the item, too.
		await editor.choose('passwordSource', 'Enter Manually');
		assert.deepEqual(await editor.labels(), left);
	},
);

inOwnPage(
	'the example workflow: four clients, and one deal that needs attention',
	async (editor) => {
		const { page } = editor;
		const access = { apiKey: AGENCY_KEY, baseUrl: sandbox.baseUrl };
		const [workflow] = await prepareWorkspace(session, access, [
			join(CHECKOUT, 'examples', 'won-deals-to-chatdash-clients.json'),
		]);
		const before = agency.clients.length;
		await editor.openWorkflow(session.workflowAddress(workflow?.id ?? ''));

		// Before the first run, the next node already offers the expected fields.
		await editor.openNode(ONLY_NEW);
		await editor.inputPanel.getByText('Usually outputs the following fields.').waitFor();
		const offered = await editor.inputPanel
			.getByTestId('run-data-schema-node-name')
			.allInnerTexts();
		for (const field of ['message', 'clientId', 'clientName', 'loginId', 'password']) {
			assert.ok(offered.includes(field), `the preview offers ${field}`);
		}
		await editor.closeNode();

		await editor.selectNothing();
		await editor.executeWorkflow(NODES.failed);
		await editor.markOf(ONLY_NEW, 'success').waitFor();
		assert.equal(agency.clients.length, before + 4);
		await editor.withLargeWorkflow([], async (clip) => {
			await takeScreenshot(page, 'workflow', { clip });
		});

		await editor.openNode(NODES.chatDash);
		await editor.outputPanel.getByText('Success Branch (4 items)').waitFor();
		await editor.outputPanel.getByText('Error Branch (1 item)').waitFor();
		await editor.closeNode();

		await editor.openNode(NODES.failed);
		const where = 'Item 3 (login ID ben.carter@example.com)';
		for (const text of ['Harbor Fitness', 'Ben Carter', IN_USE, where]) {
			await editor.outputPanel.getByText(text).waitFor();
		}
		await takeScreenshot(page, 'error-output', {
			clip: topOf(await boxOf(editor.inputPanel), 352),
		});
	},
);

test('ChatDash never received a request that its description does not allow', () => {
	assert.deepEqual(sandbox.violations, []);
});

/** A test in the one page of a window. */
function inWindow(name: string, window: BrowserContext, use: (editor: Editor) => Promise<void>) {
	test(name, WITHIN, async () => {
		await watched(name, window.pages()[0] ?? (await window.newPage()), use);
	});
}

/** A test in its own page, in which the owner is already logged in. */
function inOwnPage(name: string, use: (editor: Editor) => Promise<void>) {
	test(name, WITHIN, async () => {
		const page = await ownersWindow.newPage();
		try {
			await watched(name, page, use);
		} finally {
			await page.close();
		}
	});
}

/** Takes a screenshot if the test fails. */
async function watched(name: string, page: Page, use: (editor: Editor) => Promise<void>) {
	try {
		await use(new Editor(page, stage.n8n.origin));
	} catch (error) {
		await keepFailure(page, name);
		throw error;
	}
}

/** Opens a new workflow with these deals, which stops on errors. */
async function openDeals(
	editor: Editor,
	name: string,
	deals: readonly Deal[],
	parameters: Record<string, string> = {},
): Promise<void> {
	const workflowId = await session.createWorkflow(
		dealsWorkflow({
			name,
			deals,
			credentialId: await session.createCredential({
				name,
				type: CREDENTIAL_TYPE,
				data: { apiKey: AGENCY_KEY, baseUrl: sandbox.baseUrl },
			}),
			onError: 'stopWorkflow',
			parameters,
		}),
	);
	await editor.openWorkflow(session.workflowAddress(workflowId));
}

/** The client, the member and the password that ChatDash has for a deal. */
function resultOf({ company, email }: Pick<Deal, 'company' | 'email'>) {
	const client = agency.clients.find(({ name }) => name === company);
	const member = agency.members.find(({ loginId }) => loginId === email);
	return {
		client,
		member: member?.clientId === client?._id ? member : undefined,
		password: passwordSentFor(agency, email),
	};
}

function passwordSentFor({ calls }: Agency, email: string): string {
	for (const { body } of calls) {
		if (typeof body !== 'object' || body === null || !('member' in body)) continue;
		const { member } = body;
		if (typeof member !== 'object' || member === null) continue;
		if ('loginId' in member && member.loginId === email && 'password' in member) {
			return String(member.password);
		}
	}
	return '';
}

/** The parameters of the open node down to *Password Source*, and the output next to them. */
async function boxOfMappedFields(editor: Editor): Promise<Box> {
	const parameters = await editor.boxOfParameters(0);
	const output = await boxOf(editor.outputPanel);
	const last = await boxOf(editor.parameter('passwordSource'));
	return {
		x: parameters.x,
		y: output.y,
		width: Math.min(output.x + output.width - parameters.x, MAX_WIDTH),
		height: last.y + last.height + 6 - output.y,
	};
}
