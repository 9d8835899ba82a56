// A run that was interrupted goes on where it stopped, in a real n8n: by Retry On Fail, by Retry in the list of executions
// after a failure and after Stop, and by a new run after n8n was killed. Each time ChatDash holds every client once.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { type Deal, dealsWorkflow, NODES } from './deals-workflow.mjs';
import { AGENCY_KEY, CREDENTIAL_TYPE, openStage, type Stage } from './stage.mjs';
import { EditorSession } from '../../sandbox/n8n/editor-session.mjs';
import { N8nInstance } from '../../sandbox/n8n/instance.mjs';
import type { AgencySetup } from '../../sandbox/server.js';
import { OWNER } from '../../sandbox/workspace.mjs';

let stage: Stage;
let credentialId: string;

before(async () => {
	stage = await openStage([]);
	closeFirst = stage.close;
	credentialId = await stage.session.createCredential({
		name: 'ChatDash',
		type: CREDENTIAL_TYPE,
		data: { apiKey: AGENCY_KEY, baseUrl: stage.sandbox.baseUrl },
	});
});
after(async () => await stage?.close());

/** What the first n8n of this file leaves to be cleaned up, however often it is started again. */
let closeFirst: Stage['close'];

const DEALS: readonly Deal[] = [0, 1, 2, 3, 4, 5].map((number) => ({
	company: `Company ${number}`,
	contact: `Contact ${number}`,
	email: `contact${number}@example.com`,
}));
const ALL = DEALS.map(({ company }) => company);

const open = (setup: AgencySetup) => stage.sandbox.openAgency(AGENCY_KEY, setup);

async function workflowOf(name: string, settings: object = {}, options: object = {}) {
	const workflow = dealsWorkflow({
		name,
		deals: DEALS,
		credentialId,
		onError: 'stopWorkflow',
		parameters: { options: { maxConcurrency: 1, maxRetries: 0, ...options } },
	});
	const nodes = workflow.nodes.map((node) =>
		node.name === NODES.chatDash ? { ...node, ...settings } : node,
	);
	return await stage.session.createWorkflow({ ...workflow, nodes });
}

const retry = async (executionId: string) =>
	await stage.session.ask('POST', `/rest/executions/${executionId}/retry`, { loadWorkflow: true });

/** The newest execution's id. */
async function newest(): Promise<string> {
	const answer = await stage.session.ask('GET', '/rest/executions?limit=1');
	const found = /"id":"?(\d+)/.exec(JSON.stringify(answer))?.[1];
	assert.ok(found, 'n8n lists no execution');
	return found;
}

const BUSY = { kind: 'rateLimit', retryAfter: 'none', seconds: 0 } as const;

test('Retry On Fail sends only what the first try did not finish', async () => {
	const agency = open({ faults: { script: [null, null, BUSY], operations: ['createClient'] } });
	const id = await workflowOf('Retry On Fail', {
		retryOnFail: true,
		maxTries: 2,
		waitBetweenTries: 1,
	});
	const ran = await stage.session.run(id);
	assert.equal(ran.status, 'success');
	assert.deepEqual(
		agency.clients.map(({ name }) => name),
		ALL,
	);
	assert.equal(agency.calls.length, ALL.length + 1);
});

test('Retry in the list of executions goes on after a failure', async () => {
	const agency = open({ faults: { script: [null, null, BUSY], operations: ['createClient'] } });
	const failed = await stage.session.run(await workflowOf('Retry after a failure'));
	assert.equal(failed.status, 'error');
	await retry(failed.id);
	const ran = await stage.session.untilEnded(await newest());
	assert.equal(ran.status, 'success');
	assert.deepEqual(
		agency.clients.map(({ name }) => name),
		ALL,
	);
	assert.equal(agency.calls.length, ALL.length + 1);
});

test('Retry in the list of executions goes on after Stop', async () => {
	const agency = open({
		faults: {
			script: [BUSY, null, null, { kind: 'latency', ms: 20_000 }],
			operations: ['createClient'],
		},
	});
	// n8n does not let a run be retried that was started in the editor and stopped there; one that it started itself it does.
	const failed = await stage.session.run(await workflowOf('Retry after Stop'));
	const retrying = retry(failed.id).catch(() => undefined);
	while (agency.clients.length < 3) await pause(20);
	const id = await newest();
	await stage.session.ask('POST', `/rest/executions/${id}/stop`);
	await retrying;
	const stopped = await stage.session.untilEnded(id);
	assert.equal(stopped.status, 'canceled');
	await retry(id);
	const ran = await stage.session.untilEnded(await newest());
	assert.equal(ran.status, 'success');
	const [outputs = []] = ran.data.resultData.runData[NODES.chatDash]?.at(-1)?.data?.['main'] ?? [];
	assert.equal(outputs?.length, ALL.length);
	assert.deepEqual(
		agency.clients.map(({ name }) => name),
		ALL,
	);
});

// At another moment in each run of the tests; the name of the test tells which.
for (const created of [1, 2].map(() => 1 + Math.floor(Math.random() * (DEALS.length - 1)))) {
	test(`after n8n was killed with ${created} created, a new run with skip creates the rest and nothing twice`, async () => {
		const agency = open({
			faults: {
				script: [...Array<null>(created - 1).fill(null), { kind: 'latency', ms: 20_000 }],
				operations: ['createClient'],
			},
		});
		const skip = { onLoginIdInUse: 'skip', maxRetries: 4 };
		const id = await workflowOf(`After a kill at ${created}`, {}, skip);
		const running = stage.session.run(id).then(
			() => 'ended',
			() => 'lost',
		);
		while (agency.clients.length < created) await pause(20);
		await stage.n8n.kill();
		assert.equal(await running, 'lost');

		const { runtime, folder } = stage.n8n;
		const n8n = await N8nInstance.start({ runtime, userFolder: folder });
		const session = await EditorSession.open(n8n, OWNER);
		stage = {
			...stage,
			n8n,
			session,
			close: async () => {
				await n8n.stop();
				await closeFirst();
			},
		};
		const ran = await session.run(id);
		assert.equal(ran.status, 'success');
		const [outputs] = ran.data.resultData.runData[NODES.chatDash]?.at(-1)?.data?.['main'] ?? [];
		assert.deepEqual(
			outputs?.map(({ json }) => json['skipped'] ?? false),
			ALL.map((_name, index) => index < created),
		);
		assert.deepEqual(
			agency.clients.map(({ name }) => name),
			ALL,
		);
	});
}

test('n8n has stored no password that a deal did not bring, but generated ones in the output, and no key', async () => {
	const given = 'given-password-of-the-user';
	const agency = open({
		clients: [{ name: 'Other', members: [{ name: 'X', loginId: 'contact5@example.com' }] }],
		faults: {
			script: [
				{ kind: 'cutBefore' },
				{ kind: 'cutAfter' },
				{ kind: 'serverError', afterWork: true },
				{ kind: 'htmlBadGateway', afterWork: false },
				{ kind: 'cutBody' },
				{ kind: 'emptyBody' },
				{ kind: 'latency', ms: 3000 },
				{ kind: 'slowBody', ms: 3000 },
				BUSY,
			],
			operations: ['createClient'],
		},
	});
	// Typed into the node, the password is a part of the workflow; so it is looked for in what the execution stored.
	const workflow = dealsWorkflow({
		name: 'Secrets',
		deals: DEALS,
		credentialId,
		onError: 'continueErrorOutput',
		parameters: { passwordSource: 'define', password: given, options: { timeout: 700 } },
	});
	const ran = await stage.session.run(await stage.session.createWorkflow(workflow));
	assert.equal(ran.status, 'success');
	assert.ok(agency.calls.some(({ body }) => JSON.stringify(body)?.includes(given)));
	const { resultData, executionData } = ran.data;
	const stored = JSON.stringify([resultData, executionData?.contextData]);
	assert.equal(stored.includes(given), false);
	assert.equal(stored.includes(AGENCY_KEY), false);

	// The key is nowhere in n8n's files in the clear: not in the database, whatever was stored there, nor in the log.
	for (const name of await readdir(join(stage.n8n.folder, '.n8n'))) {
		if (!/sqlite|log$/.test(name)) continue;
		const content = await readFile(join(stage.n8n.folder, '.n8n', name), 'latin1');
		assert.equal(content.includes(AGENCY_KEY), false, `the key stands in ${name}`);
	}
	assert.equal((await readFile(stage.n8n.logFile, 'utf8')).includes(given), false);
});
