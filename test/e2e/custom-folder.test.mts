// The package in a custom folder (N8N_CUSTOM_EXTENSIONS), as companies load their own nodes: it isn't a community
// package, and the node's type begins with CUSTOM.

import assert from 'node:assert/strict';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { communityFolder, installedFolder } from '../../sandbox/n8n/community-package.mjs';
import { freePort, HOST } from '../../sandbox/n8n/ports.mjs';
import { type Deal, dealsWorkflow, NODES } from './deals-workflow.mjs';
import { itemsOf } from './executions.mjs';
import {
	AGENCY_KEY,
	CLIENT_CREDENTIAL_TYPE,
	CLIENT_KEY,
	CLIENT_WITH_KEY,
	CREDENTIAL_TYPE,
	LINE,
	openStage,
} from './stage.mjs';

const WITHIN = { timeout: 60_000 };

const stage = await openStage([CLIENT_WITH_KEY], [], async (folder) => {
	const custom = join(folder, 'custom-nodes');
	await rename(installedFolder(folder), custom);
	await rm(communityFolder(folder), { recursive: true });
	return { N8N_CUSTOM_EXTENSIONS: custom };
});
after(async () => await stage.close());

const NAME = 'ChatDash';
const { baseUrl } = stage.sandbox;
const credentialId = await stage.session.createCredential({
	name: NAME,
	type: CREDENTIAL_TYPE,
	data: { apiKey: AGENCY_KEY, baseUrl },
});

const testWith = async (data: { readonly apiKey: string; readonly baseUrl: string }) =>
	await stage.session.testCredential(credentialId, { name: NAME, type: CREDENTIAL_TYPE, data });

test('the right key succeeds', WITHIN, async () => {
	const { status, message } = await testWith({ apiKey: AGENCY_KEY, baseUrl });
	assert.equal(status, 'OK', message);
});

for (const [what, data] of [
	['a wrong key', async () => ({ apiKey: 'CD.test-wrong', baseUrl })],
	['an empty key', async () => ({ apiKey: ' ', baseUrl })],
	['a client key', async () => ({ apiKey: 'CD.CL.test-wrong', baseUrl })],
	['a host that is down', async () => ({ apiKey: AGENCY_KEY, baseUrl: await nowhere() })],
] as const) {
	test(`${what} is rejected`, WITHIN, async () => {
		const given = await data();
		const { status, message } = await testWith(given);
		assert.equal(status, 'Error');
		assert.notEqual(message, '');
		assert.doesNotMatch(message, /No testing function/);
		assert.ok(given.apiKey.trim() === '' || !message.includes(given.apiKey), 'it shows the key');
	});
}

const clientCredentialId = await stage.session.createCredential({
	name: NAME,
	type: CLIENT_CREDENTIAL_TYPE,
	data: { apiKey: CLIENT_KEY, clientId: 'acme', baseUrl },
});

for (const [what, data, says] of [
	['the right key of a client', {}, undefined],
	[
		'a client key without a client ID',
		{ clientId: '' },
		/Check 'Client ID'|check that 'Client ID'/,
	],
	['an agency key in the credential of a client', { apiKey: AGENCY_KEY }, /isn't a client key/],
	['a wrong key of a client', { apiKey: 'CD.CL.test-wrong' }, /didn't accept the API key/],
] as const) {
	test(`${what} ${says === undefined ? 'succeeds' : 'is rejected'}`, WITHIN, async () => {
		const given = { apiKey: CLIENT_KEY, clientId: 'acme', baseUrl, ...data };
		const { status, message } = await stage.session.testCredential(clientCredentialId, {
			name: NAME,
			type: CLIENT_CREDENTIAL_TYPE,
			data: given,
		});
		assert.equal(status, says === undefined ? 'OK' : 'Error', message);
		// n8n 1 shows its own words for a status.
		if (says !== undefined && LINE !== '1') assert.match(message, says);
		assert.ok(!message.includes(given.apiKey), 'it shows the key');
	});
}

test('the node works', WITHIN, async () => {
	const agency = stage.sandbox.openAgency(AGENCY_KEY);
	const [deal] = DEALS;
	const { nodes, ...workflow } = dealsWorkflow({
		name: 'From a custom folder',
		deals: DEALS,
		credentialId,
		onError: 'stopWorkflow',
	});
	const ran = await stage.session.run(
		await stage.session.createWorkflow({
			...workflow,
			nodes: nodes.map((node) =>
				node.name === NODES.chatDash ? { ...node, type: 'CUSTOM.chatDash' } : node,
			),
		}),
	);
	assert.equal(ran.status, 'success');
	assert.equal(itemsOf(ran, NODES.created).length, 1);
	assert.deepEqual(
		agency.clients.map(({ name }) => name),
		[deal?.company],
	);
});

const DEALS: readonly Deal[] = [
	{ company: 'Atlas Roofing', contact: 'Ann Atlas', email: 'ann@atlas.example' },
];

/** An address where nothing listens. */
const nowhere = async () => `http://${HOST}:${await freePort()}/v1/public`;
