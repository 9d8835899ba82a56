// A run that was interrupted goes on where it stopped, in a real n8n: by Retry On Fail, by Retry in the list of executions
// after a failure and after Stop, and by a new run after n8n was killed. Each time ChatDash holds every client once.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import { type Deal, dealsWorkflow, NODES } from './deals-workflow.mjs';
import { AGENCY_KEY, CREDENTIAL_TYPE, openStage, type Stage } from './stage.mjs';
import type { AgencySetup } from '../../sandbox/server.js';

let stage: Stage;
let credentialId: string;

before(async () => {
	stage = await openStage([]);
	credentialId = await stage.session.createCredential({
		name: 'ChatDash',
		type: CREDENTIAL_TYPE,
		data: { apiKey: AGENCY_KEY, baseUrl: stage.sandbox.baseUrl },
	});
});
after(async () => await stage?.close());

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
