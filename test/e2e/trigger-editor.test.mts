// The ChatDash Trigger in the editor: what its panel says, listening for a test event, and the item that the button on the
// sandbox's page sends.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { launchBrowser, openOwnersWindow } from './browser.mjs';
import { boxOf, Editor, topOf } from './editor.mjs';
import { keepFailure, takeScreenshot } from './screenshots.mjs';
import {
	AGENCY_KEY,
	CLIENT_CREDENTIAL_TYPE,
	CLIENT_KEY,
	CLIENT_WITH_KEY,
	CREDENTIAL_NAME,
	CREDENTIAL_TYPE,
	openStage,
} from './stage.mjs';
import { TRIGGER, triggerWorkflow } from './trigger-workflow.mjs';

/** A browser on a machine under load is slow. */
const WITHIN = { timeout: 240_000 };

const LISTEN = 'Execute step';

const stage = await openStage([]);
const browser = await launchBrowser();
after(async () => {
	await browser.close();
	await stage.close();
});
const { session, sandbox } = stage;

const agency = sandbox.openAgency(AGENCY_KEY, {
	clients: [CLIENT_WITH_KEY],
	agents: [
		{ _id: 'desk', name: 'Front Desk', platform: 'vapi', clientId: 'acme' },
		{ _id: 'line', name: 'Night Line', platform: 'retell', clientId: 'acme' },
	],
});
const { baseUrl } = sandbox;
const credentialId = await session.createCredential({
	name: 'ChatDash Client account',
	type: CLIENT_CREDENTIAL_TYPE,
	data: { apiKey: CLIENT_KEY, clientId: 'acme', baseUrl },
});
const agencyCredentialId = await session.createCredential({
	name: CREDENTIAL_NAME,
	type: CREDENTIAL_TYPE,
	data: { apiKey: AGENCY_KEY, baseUrl },
});

test('a test event arrives while the trigger listens', WITHIN, async () => {
	const workflow = triggerWorkflow({ parameters: {}, credentialId, name: 'Calls' });
	const nodes = workflow.nodes.map((node) =>
		node.name === TRIGGER
			? {
					...node,
					credentials: {
						...node.credentials,
						[CREDENTIAL_TYPE]: { id: agencyCredentialId, name: CREDENTIAL_NAME },
					},
				}
			: node,
	);
	const workflowId = await session.createWorkflow({ ...workflow, nodes });
	const window = await openOwnersWindow(browser, stage);
	const page = await window.newPage();
	const editor = new Editor(page, stage.n8n.origin);
	try {
		await editor.openWorkflow(session.workflowAddress(workflowId));
		await editor.openNode(TRIGGER);
		await editor.iconIs('chatDash.svg');
		assert.deepEqual((await editor.labels()).slice(0, 5), [
			'Credential for ChatDash Client API',
			'Credential for ChatDash API (Only for the List of Agents)',
			'Events',
			'Agents',
			'Client ID',
		]);
		assert.deepEqual(await editor.namesOfChoices('agentIds'), [
			'Front Desk (Vapi, Acme Dental)',
			'Night Line (Retell, Acme Dental)',
		]);
		await editor.chooseSeveral('agentIds', 'Front Desk (Vapi, Acme Dental)');
		await takeScreenshot(page, 'trigger', { clip: await editor.boxOfParameters(560) });

		await editor.nodePanel.getByRole('button', { name: LISTEN }).first().click();
		await page.getByText('Listening for test event').first().waitFor();
		const sandboxPage = await window.newPage();
		await sandboxPage.goto(sandbox.origin);
		await sandboxPage.getByRole('button', { name: 'Send' }).click();
		await sandboxPage.getByText(/call\.ended → 200/).waitFor();
		await sandboxPage.close();

		await editor.outputPanel.getByText('conversationId').first().waitFor();
		await editor.outputPanel.getByText('call.ended').first().waitFor();
		await editor.showOutputAs('Schema');
		await editor.outputPanel.getByText('customerNumber').first().waitFor();
		await takeScreenshot(page, 'trigger-item', {
			clip: topOf(await boxOf(editor.outputPanel), 630),
		});
		const [subscription] = agency.subscriptions.all;
		assert.match(String(subscription?.webhookUrl), /\/webhook-test\//);
	} catch (error) {
		await keepFailure(page, 'trigger');
		throw error;
	}
});

test('ChatDash never received a request that its description does not allow', () => {
	assert.deepEqual(sandbox.violations, []);
});
