// An interrupted run continues where it stopped, in a real n8n: with Retry On Fail, with Retry after a failure, after a
// timeout and after Stop, and with a new run after n8n was killed. Each time ChatDash contains every client once.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import type { IDataObject, INodeParameters, OnError } from 'n8n-workflow';

import { type Deal, dealsWorkflow, NODES, wire } from './deals-workflow.mjs';
import { AGENCY_KEY, CREDENTIAL_TYPE, LINE, openStage, type Stage } from './stage.mjs';
import { EditorSession, type FinishedExecution } from '../../sandbox/n8n/editor-session.mjs';
import { N8nInstance } from '../../sandbox/n8n/instance.mjs';
import type { Agency, AgencySetup } from '../../sandbox/server.js';
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

/** Cleans up what the first n8n of this file leaves, however often n8n is started again. */
let closeFirst: Stage['close'];

const DEALS: readonly Deal[] = [0, 1, 2, 3, 4, 5].map((number) => ({
	company: `Company ${number}`,
	contact: `Contact ${number}`,
	email: `contact${number}@example.com`,
}));
const ALL = DEALS.map(({ company }) => company);

const open = (setup: AgencySetup) => stage.sandbox.openAgency(AGENCY_KEY, setup);

async function workflowOf(name: string, settings: object = {}, parameters: INodeParameters = {}) {
	const workflow = dealsWorkflow({
		name,
		deals: DEALS,
		credentialId,
		onError: 'stopWorkflow',
		parameters: { options: { maxConcurrency: 1, maxRetries: 0 }, ...parameters },
	});
	const nodes = workflow.nodes.map((node) =>
		node.name === NODES.chatDash ? { ...node, ...settings } : node,
	);
	return await stage.session.createWorkflow({ ...workflow, nodes });
}

const retry = async (executionId: string) =>
	await stage.session.ask('POST', `/rest/executions/${executionId}/retry`, { loadWorkflow: true });

/** The ID of the newest execution. */
async function newest(): Promise<string> {
	const answer = await stage.session.ask('GET', '/rest/executions?limit=1');
	const found = /"id":"?(\d+)/.exec(JSON.stringify(answer))?.[1];
	assert.ok(found, 'n8n lists no execution');
	return found;
}

/** Asks for a longer wait than a run accepts, which ends the run. */
const BUSY = { kind: 'rateLimit', retryAfter: 'seconds', seconds: 3600 } as const;

/** How many requests to create a client ChatDash received, whatever their result. */
const creates = ({ calls }: Agency) =>
	calls.filter(({ operationId }) => operationId === 'createClient').length;

/**
 * n8n 1 stores a stopped or timed-out execution at once. The stored execution lacks the output of the node that was
 * running, and that node isn't among those that are left to run. Its Retry then runs nothing and reports success,
 * whatever the node is (n8n's own HTTP Request, too). There, a new run is the way to continue.
 */
const RETRY_RUNS_STOPPED_NODE = LINE !== '1';
const NOT_RETRIED = 'n8n 1 creates nothing in a Retry, and a new run with skip creates the rest';

/** How long n8n 1 may take to store the end of a stopped execution, in milliseconds. */
const STORED_WITHIN_MS = 5_000;

/**
 * Whether n8n 1 stores the end of a stopped execution. The request to stop stores the execution, too, as it was at its
 * start. Whichever comes last stays.
 */
async function isEndStored(executionId: string): Promise<boolean> {
	const deadline = Date.now() + STORED_WITHIN_MS;
	while (Date.now() < deadline) {
		const { data } = await stage.session.untilEnded(executionId);
		if (data.executionData?.nodeExecutionStack.length === 0) return true;
		await pause(50);
	}
	return false;
}

/** Checks that n8n 1 creates nothing in a Retry, and that ChatDash contains every client once after a new run. */
async function continueWithNewRun(agency: Agency, stoppedId: string): Promise<void> {
	const endStored = await isEndStored(stoppedId);
	const created = agency.clients.length;
	const sent = agency.calls.length;
	await retry(stoppedId);
	const retried = await stage.session.untilEnded(await newest());
	if (endStored) {
		assert.equal(retried.status, 'success');
		assert.deepEqual(roundsOf(retried), []);
		assert.equal(agency.calls.length, sent);
	} else {
		// The Retry is then a run from the start, which stops at the first client.
		assert.equal(retried.status, 'error');
		assert.equal(retried.data.resultData.error?.message, 'Login ID already in use');
	}
	assert.equal(agency.clients.length, created);
	await assertNewRunCreatesTheRest(agency, created);
}

async function assertNewRunCreatesTheRest(agency: Agency, created: number): Promise<void> {
	const ran = await stage.session.run(
		await workflowOf('With skip', {}, { onLoginIdInUse: 'skip' }),
	);
	assert.equal(ran.status, 'success');
	assert.deepEqual(
		roundsOf(ran)[0]?.created.map(({ skipped }) => skipped ?? false),
		ALL.map((_name, index) => index < created),
	);
	assert.deepEqual(
		agency.clients.map(({ name }) => name),
		ALL,
	);
}

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
	assert.equal(creates(agency), ALL.length + 1);
});

test('Retry in the list of executions continues after a failure', async () => {
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
	assert.equal(creates(agency), ALL.length + 1);
});

const afterStop = RETRY_RUNS_STOPPED_NODE
	? 'Retry in the list of executions continues after Stop'
	: `after Stop, ${NOT_RETRIED}`;
test(afterStop, async () => {
	const agency = open({
		faults: {
			script: [BUSY, null, null, { kind: 'latency', ms: 20_000 }],
			operations: ['createClient'],
		},
	});
	// n8n allows no retry of a run that was started in the editor and stopped there. It does allow one for a run that it
	// started itself.
	const failed = await stage.session.run(await workflowOf('Retry after Stop'));
	const retrying = retry(failed.id).catch(() => undefined);
	while (agency.clients.length < 3) await pause(20);
	const id = await newest();
	await stage.session.ask('POST', `/rest/executions/${id}/stop`);
	await retrying;
	const stopped = await stage.session.untilEnded(id);
	assert.equal(stopped.status, 'canceled');
	if (!RETRY_RUNS_STOPPED_NODE) return await continueWithNewRun(agency, id);
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

/** Publishes a workflow that a webhook starts, and starts it. */
async function startByWebhook(
	name: string,
	settings: object,
	{ onError = 'stopWorkflow', options = {} }: { onError?: OnError; options?: object } = {},
): Promise<void> {
	const webhook = name.toLowerCase().replaceAll(' ', '-');
	const workflow = dealsWorkflow({
		name,
		deals: DEALS,
		credentialId,
		onError,
		parameters: { options: { maxConcurrency: 1, maxRetries: 0, ...options } },
		webhook,
	});
	const id = await stage.session.createWorkflow({
		...workflow,
		settings: { ...workflow.settings, ...settings },
	});
	await stage.session.publishWorkflow(id);
	while (!(await fetch(`${stage.n8n.origin}/webhook/${webhook}`)).ok) await pause(20);
}

/** The output of the ChatDash node, for each time it ran. */
const roundsOf = ({ data }: FinishedExecution) =>
	(data.resultData.runData[NODES.chatDash] ?? []).map(({ data: outputs }) => {
		const [created, failed] = outputs?.['main'] ?? [];
		return { created: created?.map(({ json }) => json) ?? [], failed: failed?.length ?? 0 };
	});

/** The login and the password in an item of the output. */
const memberOf = ({ loginId, password }: IDataObject) => ({ loginId, password });

/** Matches the note on a client whose generated password was lost with its execution. */
const PASSWORD_LOST = /generated password isn't known/;

/** The name, the login and the password of each client that was sent. */
const sentTo = ({ calls }: Agency) =>
	calls.flatMap(({ method, body }) => {
		const [, company, loginId, password] =
			/"name":"(Company \d)".*"loginId":"([^"]+)","password":"([^"]+)"/.exec(
				JSON.stringify(body),
			) ?? [];
		return method === 'POST' ? [{ company, member: { loginId, password } }] : [];
	});
const companies = (numbers: readonly number[]) => numbers.map((number) => `Company ${number}`);

const LATE_AT_THE_THIRD: AgencySetup = {
	faults: {
		script: [null, null, { kind: 'latency', ms: 60_000 }],
		operations: ['createClient'],
	},
};

const afterTimeout = RETRY_RUNS_STOPPED_NODE
	? 'Retry continues with the passwords of the first part'
	: NOT_RETRIED;
test(`after a timeout, ${afterTimeout}`, async () => {
	const agency = open(LATE_AT_THE_THIRD);
	const startedAt = Date.now();
	await startByWebhook('Timed out', { executionTimeout: 8 });
	while (agency.clients.length < 3) await pause(20);
	const id = await newest();
	const ended = await stage.session.untilEnded(id);
	assert.ok(Date.now() - startedAt < 30_000, 'it waited for the response');
	assert.equal(ended.status, 'canceled');
	if (!RETRY_RUNS_STOPPED_NODE) return await continueWithNewRun(agency, id);
	const { error } = ended.data.resultData;
	assert.equal(error?.message, 'The execution was canceled before ChatDash responded');
	assert.match(String(error?.description), /Already created: items 0–1\.$/);
	assert.equal(agency.clients.length, 3);

	await retry(id);
	const ran = await stage.session.untilEnded(await newest());
	assert.equal(ran.status, 'success');
	const sent = sentTo(agency);
	assert.deepEqual(
		sent.map(({ company }) => company),
		companies([0, 1, 2, 2, 3, 4, 5]),
	);
	assert.deepEqual(
		agency.clients.map(({ name }) => name),
		ALL,
	);
	const created = roundsOf(ran)[0]?.created ?? [];
	const third = created.splice(2, 1);
	assert.match(JSON.stringify(third), PASSWORD_LOST);
	assert.deepEqual(
		created.map(memberOf),
		[0, 1, 4, 5, 6].map((number) => sent[number]?.member),
	);
});

const shown = RETRY_RUNS_STOPPED_NODE ? 'every item' : 'no item, because it is n8n 1,';
test(`after a timeout, n8n shows ${shown} if the node continues, and a new run with skip creates the rest`, async () => {
	const agency = open(LATE_AT_THE_THIRD);
	await startByWebhook(
		'Timed out and continued',
		{ executionTimeout: 3 },
		{ onError: 'continueErrorOutput' },
	);
	while (agency.clients.length < 3) await pause(20);
	const ended = await stage.session.untilEnded(await newest());
	assert.equal(ended.status, 'canceled');
	const [round] = roundsOf(ended);
	if (RETRY_RUNS_STOPPED_NODE) {
		assert.deepEqual(
			round?.created.map(memberOf),
			sentTo(agency)
				.slice(0, 2)
				.map(({ member }) => member),
		);
		assert.equal(round?.failed, 4);
	} else assert.equal(round, undefined);

	assert.equal(agency.clients.length, 3);
	await assertNewRunCreatesTheRest(agency, 3);
});

// n8n stores a stopped execution as it was when the node or the execution started, so the node's journal is lost.
for (const saveExecutionProgress of [false, true]) {
	const saving = saveExecutionProgress ? 'saved' : 'did not save';
	const then = RETRY_RUNS_STOPPED_NODE
		? 'Retry continues and reports which passwords are unknown'
		: NOT_RETRIED;
	test(`after Stop on a run that a trigger started and whose progress n8n ${saving}, ${then}`, async () => {
		const agency = open(LATE_AT_THE_THIRD);
		await startByWebhook(`Stopped ${saveExecutionProgress}`, { saveExecutionProgress });
		while (agency.clients.length < 3) await pause(20);
		const id = await newest();
		await stage.session.ask('POST', `/rest/executions/${id}/stop`);
		const stopped = await stage.session.untilEnded(id);
		assert.equal(stopped.status, 'canceled');
		assert.equal(agency.clients.length, 3);
		if (!RETRY_RUNS_STOPPED_NODE) return await continueWithNewRun(agency, id);

		await retry(id);
		// Without saved progress, n8n reports even a successful Retry as failed, because it keeps the mark of the stopped
		// run.
		const ran = await stage.session.untilEnded(await newest());
		assert.equal(ran.data.resultData.lastNodeExecuted, NODES.created);
		assert.deepEqual(
			agency.clients.map(({ name }) => name),
			ALL,
		);
		const created = roundsOf(ran)[0]?.created ?? [];
		assert.equal(created.length, ALL.length);
		for (const item of created.slice(0, 3)) assert.match(JSON.stringify(item), PASSWORD_LOST);
		assert.deepEqual(
			created.slice(3).map(memberOf),
			sentTo(agency)
				.slice(-3)
				.map(({ member }) => member),
		);
	});
}

test('in a loop, each round is sent once even if Retry On Fail repeats one', async () => {
	const agency = open({
		clients: [0, 3].map((number) => ({
			name: `Other ${number}`,
			members: [{ name: 'X', loginId: `contact${number}@example.com` }],
		})),
	});
	const { nodes, connections, ...workflow } = dealsWorkflow({
		name: 'In a loop',
		deals: DEALS,
		credentialId,
		onError: 'continueRegularOutput',
		parameters: { options: { maxConcurrency: 1 } },
	});
	const id = await stage.session.createWorkflow({
		...workflow,
		nodes: [
			...nodes.map((node) =>
				node.name === NODES.chatDash
					? { ...node, retryOnFail: true, maxTries: 2, waitBetweenTries: 1 }
					: node,
			),
			{
				id: 'loop',
				name: 'Loop Over Items',
				type: 'n8n-nodes-base.splitInBatches',
				typeVersion: 3,
				position: [550, 200],
				parameters: { batchSize: 3, options: {} },
			},
		],
		connections: {
			...connections,
			...wire(NODES.items, 'Loop Over Items'),
			...wire('Loop Over Items', NODES.created, NODES.chatDash),
			...wire(NODES.chatDash, 'Loop Over Items'),
		},
	});
	const ran = await stage.session.run(id);
	assert.equal(ran.status, 'success');
	const sent = sentTo(agency);
	assert.deepEqual(
		sent.map(({ company }) => company),
		companies([0, 1, 2, 0, 3, 4, 5, 3]),
	);
	assert.deepEqual(
		roundsOf(ran).map(({ created }) => created.map((item) => item['error'] ?? memberOf(item))),
		[
			['Login ID already in use', sent[1]?.member, sent[2]?.member],
			['Login ID already in use', sent[5]?.member, sent[6]?.member],
		],
	);
	assert.equal(JSON.stringify(ran.data.executionData?.contextData).includes('chatDash'), false);
});

// At a random moment in each run of the tests. The test name shows which one.
for (const created of [1, 2].map(() => 1 + Math.floor(Math.random() * (DEALS.length - 1)))) {
	test(`after n8n was killed with ${created} created, a new run with skip creates the rest and nothing twice`, async () => {
		const agency = open({
			faults: {
				script: [...Array<null>(created - 1).fill(null), { kind: 'latency', ms: 20_000 }],
				operations: ['createClient'],
			},
		});
		const skip = { onLoginIdInUse: 'skip', options: { maxConcurrency: 1, maxRetries: 4 } };
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
				await n8n.kill();
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

test('n8n stores no key and no given password, and generated passwords only in the output', async () => {
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
				{ kind: 'rateLimit', retryAfter: 'none', seconds: 0 },
			],
			operations: ['createClient'],
		},
	});
	// A password typed into the node is part of the workflow, so the test searches only what the execution stored.
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

	// The key is nowhere in n8n's files in plain text: neither in the database, whatever was stored there, nor in the
	// log.
	for (const name of await readdir(join(stage.n8n.folder, '.n8n'))) {
		if (!/sqlite|log$/.test(name)) continue;
		const content = await readFile(join(stage.n8n.folder, '.n8n', name), 'latin1');
		assert.equal(content.includes(AGENCY_KEY), false, `the key is in ${name}`);
	}
	assert.equal((await readFile(stage.n8n.logFile, 'utf8')).includes(given), false);
});
