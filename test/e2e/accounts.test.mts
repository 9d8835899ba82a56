// One workflow for several agencies: the credential's fields are expressions, so each item has its own account. The
// tests check where ChatDash actually has each client, never only what the node reports.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';

import type { INodeParameters, OnError } from 'n8n-workflow';

import type { FinishedExecution } from '../../sandbox/n8n/editor-session.mjs';
import { type AgencySetup, startSandbox } from '../../sandbox/server.js';
import {
	type Account,
	type AccountDeal,
	ACCOUNTS,
	type Agencies,
	alternating,
	assertEachInItsOwn,
	assertPlaces,
	dealsOf,
	KEYS,
	MANY,
	onlyLastInB,
} from './account-deals.mjs';
import { dealsWorkflow, NODES } from './deals-workflow.mjs';
import { itemsOf } from './executions.mjs';
import { CHECKOUT, CREDENTIAL_TYPE, openStage } from './stage.mjs';

const WITHIN = { timeout: 120_000 };

const stage = await openStage([]);
// The same key belongs to another agency at another address.
const elsewhere = await startSandbox({
	description: join(CHECKOUT, 'api', 'chatdash-openapi.yaml'),
});
after(async () => {
	await elsewhere.close();
	await stage.close();
});

const { baseUrl } = stage.sandbox;
const KEY_OF_ITEM = '={{ $json.agencyKey }}';
const keysOfBAlone = (account: Account) => (account === 'A' ? undefined : KEYS.B);

for (const [what, apiKey, deals] of [
	['a key from the item', KEY_OF_ITEM, dealsOf(alternating)],
	['few items', KEY_OF_ITEM, dealsOf(alternating, { count: 4 })],
	[
		'a fallback for items without a key',
		`={{ $json.agencyKey || '${KEYS.A}' }}`,
		dealsOf(onlyLastInB, { keyOf: keysOfBAlone }),
	],
	[
		'a fallback if the key comes from an earlier node',
		`={{ $('${NODES.items}').item.json.agencyKey ?? '${KEYS.A}' }}`,
		dealsOf(onlyLastInB, { keyOf: keysOfBAlone }),
	],
	[
		'a choice by another field',
		`={{ $json.region === 'eu' ? '${KEYS.B}' : '${KEYS.A}' }}`,
		dealsOf(onlyLastInB),
	],
	// For an item that doesn't exist, n8n resolves these two to the first item's key, but rejects the others.
	[
		'a fallback if the key is found by the item number',
		`={{ $('${NODES.items}').all()[$itemIndex]?.json.agencyKey ?? '${KEYS.A}' }}`,
		dealsOf(alternating, { keyOf: keysOfBAlone }),
	],
	[
		'a choice by the item number',
		`={{ $itemIndex === ${MANY - 1} ? '${KEYS.B}' : '${KEYS.A}' }}`,
		dealsOf(onlyLastInB),
	],
	['a credential that is the same for all', KEYS.A, dealsOf(() => 'A')],
] as const) {
	test(`each client is created in its own agency: ${what}`, WITHIN, async () => {
		const agencies = openBoth();
		const ran = await run({ apiKey, baseUrl }, deals, 'stopWorkflow');
		assertEachInItsOwn(ran, agencies, deals);
	});
}

test('each client is created at its own address', WITHIN, async () => {
	const agencies = {
		A: stage.sandbox.openAgency(KEYS.A),
		B: elsewhere.openAgency(KEYS.A, { seed: 2 }),
	};
	const address = `={{ $json.region === 'eu' ? '${elsewhere.baseUrl}' : '${baseUrl}' }}`;
	const deals = dealsOf(alternating);
	const ran = await run({ apiKey: KEYS.A, baseUrl: address }, deals, 'stopWorkflow');
	assertEachInItsOwn(ran, agencies, deals);
});

for (const onError of ['continueRegularOutput', 'continueErrorOutput'] as const) {
	for (const [what, key, said] of [
		['a wrong key', 'CD.test-wrong', 'Invalid API key'],
		['an empty key', '', "'API Key' is empty"],
	] as const) {
		test(`${what} only stops its own items, with ${onError}`, WITHIN, async () => {
			const agencies = openBoth();
			const deals = dealsOf(alternating, {
				keyOf: (account) => (account === 'A' ? KEYS.A : key),
			});
			const ran = await run({ apiKey: KEY_OF_ITEM, baseUrl }, deals, onError);
			assert.equal(ran.status, 'success');
			assertPlaces(agencies, ofAccount(deals, 'A'));
			const failed = itemsOf(ran, NODES.chatDash).filter(({ error }) => error !== undefined);
			assert.equal(failed.length, MANY / 2);
			assert.deepEqual([...new Set(failed.map(({ error }) => error))], [said]);
		});
	}
}

test('with Stop, an empty key stops the run before anything is sent', WITHIN, async () => {
	const { A } = openBoth();
	const keyOf = (account: Account) => (account === 'A' ? KEYS.A : '');
	const deals = dealsOf(onlyLastInB, { keyOf });
	const ran = await run({ apiKey: KEY_OF_ITEM, baseUrl }, deals, 'stopWorkflow');
	assert.equal(ran.status, 'error');
	const { error } = ran.data.resultData;
	assert.equal(error?.message, "'API Key' is empty");
	assert.match(String(error?.description), new RegExp(`\\b${MANY - 1}\\b`));
	assert.deepEqual(A.calls, []);
});

test('each item reads the list of its own agency', WITHIN, async () => {
	const agencies = openBoth({ clients: [{ name: 'Of both' }, { name: 'Second of both' }] });
	const deals = dealsOf(alternating, { count: 6 });
	const ran = await run({ apiKey: KEY_OF_ITEM, baseUrl }, deals, 'stopWorkflow', {
		resource: 'client',
		operation: 'getAll',
		returnAll: true,
	});
	assert.deepEqual(
		itemsOf(ran, NODES.chatDash).map(({ _id }) => _id),
		deals.flatMap(({ account }) => agencies[account].clients.map(({ _id }) => _id)),
	);
});

test('names are looked up in the item’s own agency', WITHIN, async () => {
	const deals = dealsOf(alternating, { count: 6 });
	const agencies = openBoth({
		clients: deals.map(({ company }) => ({ name: company })),
		agents: deals.map(({ contact }) => ({ name: contact, platform: 'custom' })),
	});
	const ran = await run({ apiKey: KEY_OF_ITEM, baseUrl }, deals, 'stopWorkflow', {
		resource: 'agent',
		operation: 'assign',
		agentId: { __rl: true, mode: 'name', value: '={{ $json.contact }}' },
		clientId: { __rl: true, mode: 'name', value: '={{ $json.company }}' },
	});
	assert.equal(ran.status, 'success');
	for (const account of ACCOUNTS) {
		const { agents, clients } = agencies[account];
		assert.deepEqual(
			agents.all
				.filter(({ clientId }) => clientId !== undefined)
				.map(({ name, clientId }) => [name, clients.find(({ _id }) => _id === clientId)?.name]),
			ofAccount(deals, account).map(({ contact, company }) => [contact, company]),
		);
	}
});

test('ChatDash never received a request that its description does not allow', () => {
	assert.deepEqual([...stage.sandbox.violations, ...elsewhere.violations], []);
});

/** The agencies have different IDs, so that an ID shows which one it belongs to. */
const openBoth = (setup: AgencySetup = {}): Agencies => ({
	A: stage.sandbox.openAgency(KEYS.A, { ...setup, seed: 1 }),
	B: stage.sandbox.openAgency(KEYS.B, { ...setup, seed: 2 }),
});

const ofAccount = (deals: readonly AccountDeal[], wanted: Account) =>
	deals.filter(({ account }) => account === wanted);

async function run(
	data: { readonly apiKey: string; readonly baseUrl: string },
	deals: readonly AccountDeal[],
	onError: OnError,
	parameters: INodeParameters = {},
): Promise<FinishedExecution> {
	const credential = { name: 'By item', type: CREDENTIAL_TYPE, data };
	const credentialId = await stage.session.createCredential(credential);
	const name = 'Several accounts';
	const workflow = dealsWorkflow({ name, deals, credentialId, onError, parameters });
	return await stage.session.run(await stage.session.createWorkflow(workflow));
}
