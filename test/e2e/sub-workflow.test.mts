// Clients created in a sub-workflow. When its parent is retried, n8n starts the sub-workflow from its beginning, as a
// new execution that knows nothing of the first one. So the node can't distinguish its own client from a duplicate; its
// message and the skip option have to help.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import type { FinishedExecution } from '../../sandbox/n8n/editor-session.mjs';
import { type Deal, NODES } from './deals-workflow.mjs';
import { executionsOf, itemsOf, retried } from './executions.mjs';
import {
	createFamily,
	type Family,
	PARENT,
	type ParentOptions,
	repairMail,
} from './parent-workflow.mjs';
import { AGENCY_KEY, CREDENTIAL_TYPE, openStage } from './stage.mjs';

const WITHIN = { timeout: 120_000 };

const DEALS: readonly Deal[] = [0, 1, 2].map((number) => ({
	company: `Company ${number}`,
	contact: `Contact ${number}`,
	email: `contact${number}@example.com`,
}));
const ALL = DEALS.map(({ company }) => company);

const stage = await openStage([]);
after(async () => await stage.close());

const { session } = stage;
const credentialId = await session.createCredential({
	name: 'ChatDash',
	type: CREDENTIAL_TYPE,
	data: { apiKey: AGENCY_KEY, baseUrl: stage.sandbox.baseUrl },
});

test(
	'a sub-workflow that runs again explains the clients of its own first run',
	WITHIN,
	async () => {
		const agency = stage.sandbox.openAgency(AGENCY_KEY);
		const family = await create({ mailFails: true });
		const failed = await session.run(family.parentId);
		assert.equal(failed.status, 'error');
		assert.deepEqual(
			agency.clients.map(({ name }) => name),
			ALL,
		);

		const again = await retried(session, failed, family.parentId);
		assert.equal(again.status, 'error');
		const error = (await subExecution(family, 2)).data.resultData.error;
		assert.equal(error?.message, 'Login ID already in use');
		assertHelps(String(error?.description));
		assert.equal(agency.clients.length, ALL.length);
	},
);

test('each item has the same explanation if the node continues', WITHIN, async () => {
	stage.sandbox.openAgency(AGENCY_KEY);
	const family = await create({
		mailFails: true,
		settings: { onError: 'continueRegularOutput' },
	});
	await retried(session, await session.run(family.parentId), family.parentId);
	const items = itemsOf(await subExecution(family, 2), NODES.chatDash);
	assert.equal(items.length, ALL.length);
	for (const { error, message } of items) {
		assert.equal(error, 'Login ID already in use');
		assertHelps(String(message));
	}
});

test("a login of another client's member gets no such explanation", WITHIN, async () => {
	stage.sandbox.openAgency(AGENCY_KEY, {
		clients: [{ name: 'Other', members: [{ name: 'X', loginId: 'contact0@example.com' }] }],
	});
	const family = await create({});
	await session.run(family.parentId);
	const error = (await subExecution(family, 1)).data.resultData.error;
	assert.equal(error?.message, 'Login ID already in use');
	assert.doesNotMatch(String(error?.description), /earlier execution/i);
});

test('with the skip option, a retry of the parent succeeds', WITHIN, async () => {
	const agency = stage.sandbox.openAgency(AGENCY_KEY);
	const family = await create({
		mailFails: true,
		parameters: { onLoginIdInUse: 'skip' },
	});
	const failed = await session.run(family.parentId);
	assert.equal(failed.status, 'error');
	await repairMail(session, family);

	const again = await retried(session, failed, family.parentId);
	assert.equal(again.status, 'success');
	assert.deepEqual(
		itemsOf(await subExecution(family, 2), NODES.chatDash).map(({ skipped }) => skipped),
		[true, true, true],
	);
	assert.deepEqual(
		agency.clients.map(({ name }) => name),
		ALL,
	);
	assert.equal(itemsOf(again, PARENT.next).length, ALL.length);
});

test(
	'if a later node of the parent failed, Retry starts there and runs no sub-workflow',
	WITHIN,
	async () => {
		const agency = stage.sandbox.openAgency(AGENCY_KEY);
		const family = await create({ nextFails: true });
		const failed = await session.run(family.parentId);
		assert.equal(failed.status, 'error');
		const requests = agency.calls.length;
		const again = await retried(session, failed, family.parentId);
		assert.equal(again.data.resultData.lastNodeExecuted, PARENT.next);
		assert.equal((await executionsOf(session, family.subId, 1)).length, 1);
		assert.equal(agency.calls.length, requests);
	},
);

const create = async (options: Omit<ParentOptions, 'deals' | 'credentialId'>): Promise<Family> =>
	await createFamily(session, { deals: DEALS, credentialId, ...options });

/** The last of a sub-workflow's executions; there have to be this many. */
async function subExecution({ subId }: Family, count: number): Promise<FinishedExecution> {
	const executions = await executionsOf(session, subId, count);
	assert.equal(executions.length, count);
	const last = executions.at(-1);
	assert.ok(last);
	return last;
}

/** Checks for everything that a user needs to know about an existing client. */
function assertHelps(words: string) {
	assert.match(words, /client of this name|named/i);
	assert.match(words, /earlier execution/i);
	assert.match(words, /password/i);
	assert.match(words, /Skip/);
	assert.match(words, /Member: Update/);
}
