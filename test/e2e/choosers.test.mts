// The choosers of clients, agents and members in n8n's editor, and the fields that depend on an agent's platform: what
// a user who doesn't write code finds in the lists, and what they read if a list can't be loaded or a name isn't found.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import type { INodeParameters } from 'n8n-workflow';

import type { SeedAgent, SeedClient } from '../../sandbox/server.js';
import { launchBrowser, openOwnersWindow } from './browser.mjs';
import type { Editor } from './editor.mjs';
import { chosenBy, editorTests, listIs, openChatDash } from './editor-nodes.mjs';
import { takeScreenshot } from './screenshots.mjs';
import { AGENCY_KEY, CREDENTIAL_NAME, CREDENTIAL_TYPE, openStage } from './stage.mjs';

/** Two clients with the same name, which differ only in language and ID. */
const ACME = { _id: '66f1c0a2b7e4d9035a8c1f20', name: 'Acme Dental', language: 'en' };
const ACME_BERLIN = { _id: '66f1c0a2b7e4d9035a8c1f30', name: 'Acme Dental', language: 'de' };
const BERGMANN = { _id: '66f1c0a2b7e4d9035a8c1f40', name: 'Bergmann Optik', language: 'de' };

const CLIENTS: SeedClient[] = [
	{
		...ACME,
		members: [
			{ name: 'Nathan Smith', loginId: 'nathan@acme.example', isAdmin: true },
			{ name: 'Olga Smith', loginId: 'olga@acme.example' },
		],
	},
	{ ...ACME_BERLIN, members: [{ name: 'Anna Braun', loginId: 'anna@acme.example' }] },
	{ ...BERGMANN, members: [{ name: 'Heike Bergmann', loginId: 'heike@bergmann.example' }] },
];

const AGENTS: SeedAgent[] = [
	{ name: 'Booking', platform: 'elevenlabs', apiId: 'agent-1', apiKey: 'key-of-booking' },
	{ name: 'Front Desk', platform: 'voiceflow', apiId: 'project-1', apiKey: 'key-of-front-desk' },
	{ name: 'Front Desk', platform: 'retell', apiId: 'agent-2', apiKey: 'key-of-the-other' },
];

const stage = await openStage(CLIENTS, AGENTS);
const browser = await launchBrowser();
after(async () => {
	await browser.close();
	await stage.close();
});
const { session, agency, sandbox } = stage;
const inEditor = editorTests(await openOwnersWindow(browser, stage), stage);
const working = await credential(AGENCY_KEY, sandbox.baseUrl);

inEditor(
	'a client found by typing, and its member; another client has other members',
	async (editor) => {
		await openNode(editor, { resource: 'member', operation: 'update' });

		await editor.openList('clientId');
		await listIs(editor, [
			`Acme Dental (de, ID ${ACME_BERLIN._id})`,
			`Acme Dental (en, ID ${ACME._id})`,
			'Bergmann Optik',
		]);
		await editor.searchList('acme (en');
		await editor.listEntry('Bergmann').waitFor({ state: 'hidden' });
		await listIs(editor, [`Acme Dental (en, ID ${ACME._id})`]);
		await editor.searchList('acme');
		await listIs(editor, [
			`Acme Dental (de, ID ${ACME_BERLIN._id})`,
			`Acme Dental (en, ID ${ACME._id})`,
		]);
		await editor.listEntry(ACME._id).click();
		// n8n marks a list in which nothing is chosen yet, so it's open again in the picture.
		await editor.openList('clientId');
		await editor.searchList('acme');
		await editor.listEntry('Bergmann').waitFor({ state: 'hidden' });
		await takeScreenshot(editor.page, 'choose-client', { clip: await editor.boxOfParameters(366) });
		await editor.listEntry(ACME._id).click();

		await editor.openList('memberId');
		await listIs(editor, ['Nathan Smith (nathan@acme.example)', 'Olga Smith (olga@acme.example)']);
		await editor.listEntry('Olga').click();
		assert.equal(await editor.chosen('memberId'), 'Olga Smith (olga@acme.example)');

		// n8n clears the member when another client is chosen.
		await editor.openList('clientId');
		await editor.listEntry('Bergmann').click();
		await editor.openList('memberId');
		await listIs(editor, ['Heike Bergmann (heike@bergmann.example)']);
	},
);

inEditor('the member list depends on a client that was given by name', async (editor) => {
	await openNode(editor, {
		resource: 'member',
		operation: 'update',
		clientId: chosenBy('name', 'Bergmann Optik'),
	});

	await editor.openList('memberId');

	await listIs(editor, ['Heike Bergmann (heike@bergmann.example)']);
});

const member = { resource: 'member', operation: 'update' };

inEditor('a list of members that can’t be loaded explains why, and what to do', async (editor) => {
	await openNode(editor, member);
	assert.deepEqual(await editor.whyNotListed('memberId'), [
		'Could not load list',
		'Choose a client first',
		"The list shows the members of the selected client. If 'Client' uses an expression, execute the previous nodes first, or set 'Member' to By Login ID.",
	]);

	await openNode(editor, { ...member, clientId: chosenBy('name', 'Acme Dental') });
	const [, two = '', candidates = ''] = await editor.whyNotListed('memberId');
	assert.equal(two, '2 clients are named “Acme Dental”');
	for (const { _id, language } of [ACME, ACME_BERLIN]) {
		assert.ok(candidates.includes(`${_id} (${language})`), candidates);
	}

	await openNode(editor, { ...member, clientId: chosenBy('id', 'nobody') });
	const [, words, advice = ''] = await editor.whyNotListed('memberId');
	assert.equal(words, '404 - Client not found');
	assert.match(advice, /^Check 'Client'\. /);
});

inEditor('a list of clients that can’t be loaded explains why, and what to do', async (editor) => {
	const nowhere = await credential(AGENCY_KEY, 'http://127.0.0.1:9/v1/public');
	await openNode(editor, member, nowhere);
	assert.deepEqual((await editor.whyNotListed('clientId')).slice(1), [
		'No response from this address',
		"Check 'Base URL' in the ChatDash credential and n8n's internet connection.",
	]);

	const wrong = await credential('CD.copied-from-elsewhere', sandbox.baseUrl);
	await openNode(editor, member, wrong);
	const [, refusal, what = ''] = await editor.whyNotListed('clientId');
	assert.equal(refusal, '401 - Invalid API key');
	assert.match(what, /^Copy the API key again /);
	await takeScreenshot(editor.page, 'list-not-loaded', { clip: await editor.boxOfParameters(507) });
});

inEditor(
	'an agent assigned by name; for two with the same name, both are listed',
	async (editor) => {
		await openNode(editor, { resource: 'agent', operation: 'assign' });
		await editor.openList('agentId');
		await listIs(editor, [
			'Booking (ElevenLabs, not assigned)',
			'Front Desk (Retell, not assigned)',
			'Front Desk (Voiceflow, not assigned)',
		]);
		await editor.page.keyboard.press('Escape');

		await editor.chooseBy('agentId', 'By Name', 'Booking');
		await editor.chooseBy('clientId', 'By Name', 'Bergmann Optik');
		await editor.executeStep();
		await editor.outputPanel.getByText('Agent assigned to client successfully').waitFor();
		assert.equal(agentOf('Booking', 'elevenlabs')?.clientId, BERGMANN._id);

		await editor.fillChooser('agentId', 'Front Desk');
		await editor.executeStep();
		await editor.errorTitle.waitFor();
		assert.match(await editor.errorTitle.innerText(), /^2 agents are named “Front Desk”/);
		const description = await editor.errorDescription.innerText();
		for (const each of agency.agents.all.filter(({ name }) => name === 'Front Desk')) {
			assert.ok(description.includes(each._id), description);
		}
		assert.equal(agentOf('Front Desk', 'voiceflow')?.clientId, undefined);
	},
);

inEditor('a member update without a field to update is rejected with a message', async (editor) => {
	await openNode(editor, {
		resource: 'member',
		operation: 'update',
		clientId: chosenBy('id', ACME._id),
		memberId: chosenBy('loginId', 'NATHAN@acme.example'),
	});
	const updateFields = editor.collection('Update Fields');
	assert.deepEqual(await editor.offered(updateFields), [
		'Email',
		'Is Admin',
		'Login ID',
		'Member Name',
		'Password',
	]);

	await editor.executeStep();

	await editor.errorTitle.waitFor();
	assert.match(await editor.errorTitle.innerText(), /^No fields to update/);
});

inEditor(
	'the fields of an agent depend on its platform, and each is offered once',
	async (editor) => {
		await openNode(editor, { resource: 'agent', operation: 'create', agentName: 'Night Shift' });
		const fields = editor.collection('Additional Fields');
		const OF_ALL = [
			'Mark as SaaS',
			'Mark as Template',
			'Use External Widget',
			'Use Import Webhook',
		];
		const offered = async () => (await editor.offered(fields)).sort();
		const topLabels = async () => {
			const labels = await editor.labels();
			return labels.slice(labels.indexOf('Platform') + 1, labels.indexOf('Additional Fields'));
		};
		assert.deepEqual(await offered(), OF_ALL);
		assert.deepEqual(await topLabels(), ['Project ID', 'Dialog API Key']);
		await editor.choose('platform', 'Botpress');
		assert.deepEqual(await topLabels(), ['Webhook URL', 'Personal Access Token']);
		assert.deepEqual(
			(await offered()).filter((name) => !OF_ALL.includes(name)),
			['Bot ID', 'Workspace ID'],
		);
		await editor.addField(fields, 'Workspace ID');
		await editor.fill('apiId', 'asst_night');
		await editor.fill('apiKey', 'sk-night');
		await editor.fill('workspaceId', 'wkspace_left');
		assert.equal(
			await editor.parameter('apiKey').locator('input').getAttribute('type'),
			'password',
		);

		// Fields that both platforms use stay. Fields that the new one doesn't have are neither shown nor sent.
		await editor.choose('platform', 'OpenAI');
		await editor.parameter('workspaceId').waitFor({ state: 'hidden' });
		assert.deepEqual(await topLabels(), ['Assistant ID', 'API Key']);
		assert.equal(await editor.parameter('apiId').locator('input').inputValue(), 'asst_night');
		await takeScreenshot(editor.page, 'agent-platform', {
			clip: await editor.boxOfParameters(580),
		});
		await editor.executeStep();
		await editor.outputPanel.getByText('Agent created successfully').waitFor();
		const create = agency.calls.findLast(({ operationId }) => operationId === 'createAgent');
		assert.deepEqual(create?.body, {
			name: 'Night Shift',
			platform: 'openai',
			apiId: 'asst_night',
			apiKey: 'sk-night',
		});

		await editor.choose('platform', 'Custom');
		await editor.parameter('apiId').waitFor({ state: 'hidden' });
		assert.deepEqual(await topLabels(), []);
		assert.deepEqual(await offered(), OF_ALL);

		// An expression can result in any platform, so the fields of all platforms are offered.
		await openNode(editor, {
			resource: 'agent',
			operation: 'create',
			platform: '={{ $json.from }}',
		});
		assert.deepEqual(await topLabels(), ['API ID', 'API Key']);
		assert.deepEqual(
			await offered(),
			['Bot ID', ...OF_ALL, 'Platform Credentials (JSON)', 'Workspace ID'].sort(),
		);
		await editor.addField(fields, 'Platform Credentials (JSON)');
		assert.equal(
			await editor.parameter('platformCredentials').locator('input').getAttribute('type'),
			'password',
		);
	},
);

test('ChatDash never received a request that its description does not allow', () => {
	assert.deepEqual(sandbox.violations, []);
});

/** A credential with an agency's key. */
async function credential(apiKey: string, baseUrl: string): Promise<string> {
	return await session.createCredential({
		name: CREDENTIAL_NAME,
		type: CREDENTIAL_TYPE,
		data: { apiKey, baseUrl },
	});
}

/** Opens a ChatDash node with an agency's credential. */
async function openNode(editor: Editor, parameters: INodeParameters, credentialId = working) {
	await openChatDash(session, editor, parameters, { [CREDENTIAL_TYPE]: credentialId });
}

function agentOf(name: string, platform: string) {
	return agency.agents.all.find((each) => each.name === name && each.platform === platform);
}
