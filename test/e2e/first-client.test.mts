// A user's first client in a new n8n, from an empty canvas: how many clicks and fields it takes.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { launchBrowser, openOwnersWindow } from './browser.mjs';
import { Editor } from './editor.mjs';
import { keepFailure } from './screenshots.mjs';
import { AGENCY_KEY, openStage } from './stage.mjs';

/** A browser on a machine under load is slow. */
const WITHIN = { timeout: 240_000 };

const MAX_INTERACTIONS = 15;

const stage = await openStage([]);
const browser = await launchBrowser();
after(async () => {
	await browser.close();
	await stage.close();
});
const { session, agency, sandbox } = stage;

test(
	'the first client takes few interactions, without a credential and without nodes',
	WITHIN,
	async () => {
		const workflowId = await session.createWorkflow({
			name: 'My first client',
			nodes: [],
			connections: {},
			settings: { executionOrder: 'v1' },
		});
		const window = await openOwnersWindow(browser, stage);
		const page = await window.newPage();
		const editor = new Editor(page, stage.n8n.origin);
		try {
			await editor.openEmptyWorkflow(session.workflowAddress(workflowId));
			const interactions = await editor.countInteractions();

			await editor.openFirstNodesPanel();
			await editor.nodesPanelEntry('Trigger manually').click();
			await editor.openNodesPanel();
			await editor.findNode('chatdash', 'ChatDash');
			await editor.nodesPanelEntry('ChatDash').click();
			await editor.nodesPanelEntry('Create a client').click();
			await editor.nodePanel.waitFor();
			await editor.newCredential('ChatDash');
			await editor.fill('apiKey', AGENCY_KEY);
			await editor.fill('baseUrl', sandbox.baseUrl);
			await editor.saveWorkingCredential();
			await editor.fill('clientName', 'Quartz Quilts');
			await editor.fill('memberName', 'Quinn Quartz');
			await editor.fill('loginId', 'quinn@quartz.example');
			await editor.executeStep();
			await editor.outputPanel.getByText('Client created successfully').first().waitFor();

			assert.deepEqual(
				agency.members.map(({ name, loginId }) => [name, loginId]),
				[['Quinn Quartz', 'quinn@quartz.example']],
			);
			const count = await interactions();
			assert.ok(count <= MAX_INTERACTIONS, `it took ${count} interactions`);
			// Each of the clicks and fields above counts.
			assert.ok(count >= 12, `only ${count} interactions were counted`);
		} catch (error) {
			await keepFailure(page, 'first-client');
			throw error;
		}
	},
);

test('ChatDash never received a request that its description does not allow', () => {
	assert.deepEqual(sandbox.violations, []);
});
