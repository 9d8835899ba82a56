// The resources besides clients, members and agents in n8n's editor: what a user who doesn't write code finds in the lists of
// their records, in fields that take several values, and in rows of fields; and the node with both credentials.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import type { INodeParameters } from 'n8n-workflow';

import { launchBrowser, openOwnersWindow } from './browser.mjs';
import { CREDENTIAL_LABEL, type Editor } from './editor.mjs';
import { chosenBy, editorTests, listIs, openChatDash } from './editor-nodes.mjs';
import { ACCOUNT, AGENT, OLDEST_PRODUCT, RECORDS_AGENCY, TAGS } from './records-agency.mjs';
import {
	AGENCY_KEY,
	CLIENT_CREDENTIAL_TYPE,
	CLIENT_KEY,
	CLIENT_WITH_KEY,
	CREDENTIAL_TYPE,
	openStage,
} from './stage.mjs';

const stage = await openStage([]);
const browser = await launchBrowser();
after(async () => {
	await browser.close();
	await stage.close();
});
const { session, sandbox } = stage;
const { baseUrl } = sandbox;
const agency = sandbox.openAgency(AGENCY_KEY, RECORDS_AGENCY);
const inEditor = editorTests(await openOwnersWindow(browser, stage), stage);

const AGENCY_CREDENTIAL = 'The agency';
const ofAgency = await session.createCredential({
	name: AGENCY_CREDENTIAL,
	type: CREDENTIAL_TYPE,
	data: { apiKey: AGENCY_KEY, baseUrl },
});
const ofClient = await clientCredential('The client', CLIENT_KEY);

const AGENT_CHOSEN = { agentId: chosenBy('id', AGENT) };

inEditor('a conversation found by typing, newest first, and its messages', async (editor) => {
	await openNode(editor, { resource: 'message', operation: 'getAll' });
	await editor.openList('agentId');
	await editor.listEntry('Front Desk').click();

	await editor.openList('conversationId');
	const [phone, olga, nathan] = [
		'+1 555 0101 (2026-03-03, 16:30 UTC)',
		'Olga Braun (2026-03-02, 12:15 UTC)',
		'Nathan Smith (2026-03-01, 09:00 UTC)',
	];
	await listIs(editor, [phone, olga, nathan]);
	await editor.searchList('nathan');
	await listIs(editor, [nathan]);
	await editor.listEntry(nathan).click();
	assert.equal(await editor.chosen('conversationId'), nathan);

	await editor.executeStep();
	await editor.outputPanel.getByText('2 items').waitFor();
	for (const text of ['Do you have time on Friday?', 'Yes, at ten.']) {
		await editor.outputPanel.getByText(text).first().waitFor();
	}

	assert.deepEqual(await editor.modes('conversationId'), ['From list', 'By ID', 'By Platform ID']);
});

inEditor('a lead with tags that are chosen by their labels', async (editor) => {
	await openNode(editor, { resource: 'lead', operation: 'create', ...AGENT_CHOSEN });
	await editor.fill('phone', '+1 555 0100');
	await editor.addField(editor.collection('Additional Fields'), 'Tags');
	assert.deepEqual(await editor.namesOfChoices('tags'), [
		'Answered Call (system tag)',
		'Call Back',
		'Hot Lead',
	]);
	await editor.chooseSeveral('tags', 'Hot Lead', 'Call Back');

	await editor.executeStep();

	await editor.outputPanel.getByText('leadId').first().waitFor();
	assert.deepEqual(
		agency.leads.of(AGENT)?.map(({ phone, tags }) => ({ phone, tags })),
		[{ phone: '+1 555 0100', tags: [TAGS.hotLead, TAGS.callBack] }],
	);
});

inEditor('a lead tag renamed by its label', async (editor) => {
	await openNode(editor, { resource: 'leadTag', operation: 'update', ...AGENT_CHOSEN });
	await editor.chooseBy('tagId', 'By Label', 'hot lead');
	await editor.fill('label', 'Warm Lead');

	await editor.executeStep();

	await editor.outputPanel.getByText('Warm Lead').first().waitFor();
	const renamed = agency.leads.tagsOf(AGENT)?.find(({ _id }) => _id === TAGS.hotLead);
	assert.equal(renamed?.label, 'Warm Lead');
});

inEditor('metrics for a range of days; those that may not exist stand apart', async (editor) => {
	await openNode(editor, { resource: 'analytics', operation: 'query', ...AGENT_CHOSEN });
	const names = await editor.namesOfChoices('metrics');
	const first = names.findIndex((name) => name.startsWith('Unlisted: '));
	assert.ok(first > 0, names.join());
	assert.ok(
		names.slice(first).every((name) => name.startsWith('Unlisted: ')),
		names.join(),
	);

	await editor.chooseSeveral('metrics', 'Conversations', 'Top Topics');
	await editor.fillDate('startTime', '2026-03-01 00:00:00');
	await editor.fillDate('endTime', '2026-03-08 00:00:00');
	await editor.executeStep();

	await editor.outputPanel.getByText('2 items').waitFor();
	for (const text of ['conversations', 'topTopics', '2026-03-01', '2026-03-07']) {
		await editor.outputPanel.getByText(text).first().waitFor();
	}
	assert.equal(await editor.outputPanel.getByText('2026-03-08').count(), 0);
});

inEditor('a product on the second page of a list, by scrolling and by typing', async (editor) => {
	await openNode(editor, { resource: 'product', operation: 'get', accountId: ACCOUNT });
	const oldest = `${OLDEST_PRODUCT} (49.00 USD per month, active)`;

	await editor.openList('productId');
	assert.equal(await editor.listEntry('').count(), 100);
	assert.equal(await editor.listEntry(oldest).count(), 0);
	await editor.scrollList();
	await editor.listEntry(oldest).waitFor();
	assert.equal(await editor.listEntry('').count(), 130);
	await editor.listEntry(oldest).click();
	await editor.executeStep();
	await editor.outputPanel.getByText(OLDEST_PRODUCT).first().waitFor();

	await openNode(editor, {
		resource: 'billingSubscription',
		operation: 'create',
		accountId: ACCOUNT,
	});
	assert.deepEqual(await editor.namesOfChoices('agentIds'), [
		'Front Desk (Vapi, Acme Dental)',
		'Night Shift (Retell, Acme Dental)',
	]);
	await editor.openList('productId');
	assert.equal(await editor.listEntry(oldest).count(), 0);
	await editor.searchList('legacy');
	await listIs(editor, [oldest]);
});

const SUBSCRIPTION = { resource: 'webhookSubscription', operation: 'create' };
const CLIENT_LABEL = 'Credential for ChatDash Client API';

inEditor('a webhook subscription needs the client’s credential', async (editor) => {
	await openNode(editor, SUBSCRIPTION, { [CLIENT_CREDENTIAL_TYPE]: ofClient });
	assert.deepEqual(await editor.credentialLabels(), [CREDENTIAL_LABEL, CLIENT_LABEL]);
	assert.match(
		await editor.whyNoChoices('agentIds'),
		/"ChatDash only lists agents with your agency's API key\. Select a ChatDash credential in the node, or enter the agents' IDs in an expression, separated by commas\."/,
	);

	await editor.chooseCredential(CREDENTIAL_LABEL, AGENCY_CREDENTIAL);
	await editor.chooseSeveral('agentIds', 'Front Desk (Vapi, Acme Dental)');
	await editor.chooseSeveral('events', 'Call Ended', 'Call Missed');
	await editor.fill('webhookUrl', 'https://n8n.example/webhook/calls');
	await editor.executeStep();

	await editor.outputPanel.getByText('subscriptionId').first().waitFor();
	assert.deepEqual(
		agency.subscriptions
			.of(CLIENT_WITH_KEY._id)
			?.map(({ agentId, events }) => ({ agentId, events })),
		[{ agentId: AGENT, events: ['call.ended', 'call.missed'] }],
	);

	await editor.choose('resource', 'Client');
	await editor.nodePanel.getByText(CLIENT_LABEL).waitFor({ state: 'hidden' });
	assert.deepEqual(await editor.credentialLabels(), [CREDENTIAL_LABEL]);
});

inEditor('the test of a client’s credential', async (editor) => {
	await openNode(editor, SUBSCRIPTION, { [CLIENT_CREDENTIAL_TYPE]: ofClient });
	await editor.editCredential();
	await editor.credentialIsGreen();

	const wrong = await clientCredential('The wrong kind', AGENCY_KEY);
	await openNode(editor, SUBSCRIPTION, { [CLIENT_CREDENTIAL_TYPE]: wrong });
	await editor.editCredential();
	await editor.credentialWindow.getByText('More details').click();
	await editor.credentialWindow
		.getByText(/^'API Key' isn't a client key .*\. Use the client's API key instead\. /)
		.waitFor();
	assert.ok(!(await editor.credentialWindow.innerText()).includes(AGENCY_KEY));
});

inEditor('two messages in rows, with texts by expression', async (editor) => {
	const nathans = chosenBy('id', '66f1c0a2b7e4d9035a8c1f41');
	await openNode(editor, {
		resource: 'message',
		operation: 'append',
		...AGENT_CHOSEN,
		conversationId: nathans,
	});
	await editor.addRow('messages');
	await editor.fillExpressionInLastRow('text', 'Item {{ $itemIndex + 1 }}', 'Item 1');
	await editor.addRow('messages');
	await editor.fillExpressionInLastRow('text', '{{ 6 * 7 }} times', '42 times');
	await editor.executeStep();

	await editor.outputPanel.getByText('messageCount').first().waitFor();
	const messages = agency.conversations.messages(AGENT, nathans.value) ?? [];
	assert.deepEqual(
		messages.slice(2).map(({ sender, content }) => ({ sender, ...content })),
		[
			{ sender: 'user', text: 'Item 1' },
			{ sender: 'user', text: '42 times' },
		],
	);

	await editor.openChoices('operation');
	const replaceAll = editor.choices.filter({ hasText: 'Replace All' });
	assert.match(
		await replaceAll.innerText(),
		/Remove all messages of a conversation and store these instead/,
	);
});

test('ChatDash never received a request that its description does not allow', () => {
	assert.deepEqual(sandbox.violations, []);
});

async function clientCredential(name: string, apiKey: string): Promise<string> {
	return await session.createCredential({
		name,
		type: CLIENT_CREDENTIAL_TYPE,
		data: { apiKey, clientId: CLIENT_WITH_KEY._id, baseUrl },
	});
}

/** Opens a ChatDash node, with the agency's credential unless the test needs another. */
async function openNode(
	editor: Editor,
	parameters: INodeParameters,
	credentials: Readonly<Record<string, string>> = { [CREDENTIAL_TYPE]: ofAgency },
) {
	await openChatDash(session, editor, parameters, credentials);
}
