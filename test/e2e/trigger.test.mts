// The ChatDash Trigger in published workflows: what it registers at ChatDash, which requests start the workflow, and what is
// left when something fails in between.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';

import { N8nInstance } from '../../sandbox/n8n/instance.mjs';
import type { Subscription } from '../../sandbox/subscriptions.js';
import { executionsOf, itemsOf } from './executions.mjs';
import {
	AGENCY_KEY,
	CLIENT_CREDENTIAL_TYPE,
	CLIENT_KEY,
	CLIENT_WITH_KEY,
	LINE,
	openStage,
} from './stage.mjs';
import {
	TRIGGER,
	askToPublish,
	changeTrigger,
	countOnceQuiet,
	endedCall,
	publish,
	send,
	triggerWorkflow,
	unpublish,
	until,
} from './trigger-workflow.mjs';

const WITHIN = { timeout: 300_000 };

const AGENTS = [
	{ _id: 'desk', name: 'Front Desk', platform: 'vapi', clientId: 'acme' },
	{ _id: 'line', name: 'Night Line', platform: 'retell', clientId: 'acme' },
] as const;
const SETUP = { clients: [CLIENT_WITH_KEY], agents: [...AGENTS] };

const stage = await openStage([]);
const { session } = stage;
let n8n = stage.n8n;
after(async () => {
	if (n8n !== stage.n8n) await n8n.kill();
	await stage.close();
});

const clientData = (data: object = {}) => ({
	name: 'ChatDash client',
	type: CLIENT_CREDENTIAL_TYPE,
	data: { apiKey: CLIENT_KEY, clientId: 'acme', baseUrl: stage.sandbox.baseUrl, ...data },
});
const credentialId = await session.createCredential(clientData());

const openAgency = (setup: object = {}) =>
	stage.sandbox.openAgency(AGENCY_KEY, { ...SETUP, ...setup });

const DESK = { agentIds: ['desk'] };
const BOTH = { agentIds: ['desk', 'line'] };

const create = async (parameters = DESK as object, credential = credentialId) =>
	await session.createWorkflow(
		triggerWorkflow({ parameters: { ...parameters }, credentialId: credential }),
	);

/** The subscriptions of the agency, without what changes. */
const registered = (agency: ReturnType<typeof openAgency>) =>
	agency.subscriptions.all.map(({ agentId, events }) => ({ agentId, events: [...events].sort() }));

const only = <Entry,>(list: readonly Entry[]): Entry => {
	assert.equal(list.length, 1);
	const [entry] = list;
	assert.ok(entry !== undefined);
	return entry;
};

const addressOf = ({ webhookUrl }: Subscription) => webhookUrl;

test('publishing registers each agent, and unpublishing takes it back', WITHIN, async () => {
	const agency = openAgency();
	const id = await create({ ...BOTH, events: ['call.ended', 'call.missed'] });
	assert.equal(await publish(session, id), undefined);
	const events = ['call.ended', 'call.missed'];
	assert.deepEqual(registered(agency), [
		{ agentId: 'desk', events },
		{ agentId: 'line', events },
	]);
	for (const { webhookUrl, agentId } of agency.subscriptions.all) {
		const url = new URL(webhookUrl);
		assert.equal(url.origin, n8n.origin);
		assert.match(url.pathname, /^\/webhook\//);
		assert.match(String(url.searchParams.get('token')), /^[\w-]{43}$/);
		assert.equal(url.searchParams.get('agent'), agentId);
	}
	await unpublish(session, id);
	assert.deepEqual(registered(agency), [
		{ agentId: 'desk', events: [] },
		{ agentId: 'line', events: [] },
	]);

	const times = 5;
	for (let time = 0; time < times; time++) {
		assert.equal(await publish(session, id), undefined);
		await unpublish(session, id);
	}
	assert.equal(agency.subscriptions.all.length, 2);
	assert.deepEqual(stage.sandbox.violations, []);
});

test('a call starts the workflow once, with what ChatDash sent', WITHIN, async () => {
	const agency = openAgency();
	const id = await create();
	await publish(session, id);
	const address = addressOf(only(agency.subscriptions.all));
	const call = endedCall('call-1');

	const answers = await Promise.all([1, 2, 3].map(async () => await send(address, call)));
	for (const { status, text } of answers) assert.deepEqual([status, text], [200, '{}']);
	const execution = only(await executionsOf(session, id, 1));
	assert.equal(execution.status, 'success');
	const { receivedAt, ...item } = only(itemsOf(execution, TRIGGER));
	assert.ok(Math.abs(Date.parse(String(receivedAt)) - Date.now()) < 60_000);
	assert.deepEqual(item, {
		event: 'call.ended',
		conversationId: 'conversation-call-1',
		platformId: 'call-1',
		agentId: 'desk',
		channel: 'inbound',
		agentNumber: '+1 555 0100',
		customerNumber: '+1 555 0142',
		startedAt: '2026-03-01T09:00:00.000Z',
		endedAt: '2026-03-01T09:01:30.000Z',
		duration: 90,
		cost: 0.12,
		endedReason: 'customer-ended-call',
		noAnswer: false,
		summary: 'Asked for an appointment.',
		isSuccess: true,
		recordingUrl: 'https://example.com/recordings/1.mp3',
		transcript: 'Bot: Acme Dental, hello.\nUser: An appointment, please.',
		messages: [
			{ sender: 'bot', type: 'text', text: 'Acme Dental, hello.' },
			{ sender: 'user', type: 'text', text: 'An appointment, please.' },
		],
		customAnalysis: { mood: 'friendly' },
		metadata: { campaign: 'spring' },
	});
	const stored = JSON.stringify(await session.ask('GET', `/rest/executions/${execution.id}`));
	const token = String(new URL(address).searchParams.get('token'));
	for (const secret of [token, CLIENT_KEY]) assert.ok(!stored.includes(secret));
	assert.ok(!(await readFile(n8n.logFile, 'utf8')).includes(token));

	assert.equal((await send(address, endedCall('call-2'))).status, 200);
	assert.equal((await executionsOf(session, id, 2)).length, 2);
	assert.equal(await countOnceQuiet(session, id), 2);
	await unpublish(session, id);
});

test('without the token, nothing starts, and nothing is said', WITHIN, async () => {
	const agency = openAgency();
	const id = await create();
	await publish(session, id);
	const address = addressOf(only(agency.subscriptions.all));
	const forged = (change: (url: URL) => void) => {
		const url = new URL(address);
		change(url);
		return url.href;
	};
	const token = String(new URL(address).searchParams.get('token'));
	const other = token.startsWith('A') ? 'B' : 'A';
	const addresses = [
		forged((url) => url.searchParams.delete('token')),
		forged((url) => url.searchParams.set('token', '')),
		forged((url) => url.searchParams.set('token', other + token.slice(1))),
		forged((url) => url.searchParams.set('token', `${token} `)),
		forged((url) => url.searchParams.append('token', token)),
		forged((url) => {
			url.searchParams.delete('token');
			url.searchParams.set('token[]', token);
		}),
	];
	for (const [index, one] of addresses.entries()) {
		const { status, text } = await send(one, endedCall(`forged-${index}`));
		assert.deepEqual([status, text], [404, '{}'], one);
	}
	assert.equal(await countOnceQuiet(session, id), 0);
	await unpublish(session, id);
});

test('a body that is no call starts nothing and harms nothing', WITHIN, async () => {
	const agency = openAgency();
	const id = await create();
	await publish(session, id);
	const address = addressOf(only(agency.subscriptions.all));
	const nested = (levels: number): unknown => (levels === 0 ? 1 : { inner: nested(levels - 1) });
	const bodies: readonly unknown[] = [
		[],
		[endedCall('listed')],
		'null',
		'12',
		'"text"',
		{},
		{ event: 'call.ended' },
		{ event: 'call.deleted', conversation: {} },
		{ event: ['call.ended'], conversation: {} },
		{ event: 'call.ended', conversation: [] },
		{ event: 'call.ended', conversation: nested(60) },
		{ event: 'call.started', conversation: { platformId: 'not-chosen' } },
		'{"__proto__":{"event":"call.ended"},"constructor":{"prototype":1}}',
	];
	for (const body of bodies) {
		const { status, text } = await send(address, body);
		assert.deepEqual([status, text], [200, '{}'], JSON.stringify(body));
	}
	assert.equal(await countOnceQuiet(session, id), 0);

	// What has a wrong type is left out, and the rest arrives.
	await send(
		address,
		'{"event":"call.ended","conversation":{"platformId":"odd","duration":1e999,"cost":"0.5","summary":7,' +
			'"messages":"none","evaluation":[],"__proto__":{"polluted":true},"metadata":{"__proto__":{"polluted":true}}}}',
	);
	const item = only(itemsOf(only(await executionsOf(session, id, 1)), TRIGGER));
	assert.equal(item['platformId'], 'odd');
	assert.equal(item['cost'], '0.5');
	for (const name of ['duration', 'summary', 'messages', 'transcript', 'polluted']) {
		assert.ok(!(name in item), name);
	}
	await unpublish(session, id);
});

test('changed events and agents reach the subscriptions that are there', WITHIN, async () => {
	const agency = openAgency();
	const id = await create(DESK);
	await publish(session, id);
	const before = only(agency.subscriptions.all)._id;

	await changeTrigger(session, id, { ...BOTH, events: ['call.missed'] });
	assert.equal(await publish(session, id), undefined);
	assert.deepEqual(registered(agency), [
		{ agentId: 'desk', events: ['call.missed'] },
		{ agentId: 'line', events: ['call.missed'] },
	]);
	assert.equal(agency.subscriptions.all[0]?._id, before);

	await changeTrigger(session, id, { agentIds: ['line'] });
	assert.equal(await publish(session, id), undefined);
	assert.deepEqual(registered(agency), [
		{ agentId: 'desk', events: [] },
		{ agentId: 'line', events: ['call.missed'] },
	]);
	await unpublish(session, id);
});

test('each of two workflows with the same agent has its own subscription', WITHIN, async () => {
	const agency = openAgency();
	const [one, other] = [await create(), await create()];
	await publish(session, one);
	await publish(session, other);
	assert.equal(agency.subscriptions.all.length, 2);
	const [first, second] = agency.subscriptions.all.map(addressOf);
	assert.ok(first !== undefined && second !== undefined);
	assert.notEqual(new URL(first).pathname, new URL(second).pathname);
	assert.notEqual(
		new URL(first).searchParams.get('token'),
		new URL(second).searchParams.get('token'),
	);
	await unpublish(session, one);
	assert.deepEqual(
		agency.subscriptions.all.map(({ events }) => events.length),
		[0, 1],
	);
	await unpublish(session, other);
});

test('a copy with the same address takes nothing from the original', WITHIN, async () => {
	const agency = openAgency();
	// n8n's API and its command line import a workflow with its address. The editor makes a new one.
	const workflow = triggerWorkflow({ parameters: DESK, credentialId });
	const [original, copy] = [
		await session.createWorkflow(workflow),
		await session.createWorkflow(workflow),
	];
	await publish(session, original);
	assert.notEqual(await publish(session, copy), undefined);
	const live = [{ agentId: 'desk', events: ['call.ended'] }];
	assert.deepEqual(registered(agency), live);
	await unpublish(session, copy).catch(() => undefined);
	assert.deepEqual(registered(agency), live);
	await send(addressOf(only(agency.subscriptions.all)), endedCall('for-the-original'));
	await executionsOf(session, original, 1);
	await unpublish(session, original);
});

test('another key in the credential locks nothing out', WITHIN, async () => {
	const rotated = 'CD.CL.test-the-next-client-key-that-no-one-may-see';
	const agency = openAgency();
	const own = await session.createCredential(clientData());
	const id = await create(DESK, own);
	await publish(session, id);
	const address = addressOf(only(agency.subscriptions.all));
	await session.updateCredential(own, clientData({ apiKey: rotated }));
	await send(address, endedCall('after-rotation'));
	await executionsOf(session, id, 1);
	await unpublish(session, id).catch(() => undefined);
});

test('ChatDash can be down when the workflow is unpublished', WITHIN, async () => {
	const agency = openAgency();
	const id = await create();
	await publish(session, id);
	const own = only(agency.subscriptions.all);
	openAgency({
		subscriptions: [{ ...own }],
		faults: { seed: 1, share: 1, kinds: [{ kind: 'serverError', afterWork: false }] },
	});
	const started = Date.now();
	await unpublish(session, id);
	assert.ok(Date.now() - started < 30_000);
	// What was left is taken up by the next publication.
	const later = openAgency({ subscriptions: [{ ...own }] });
	assert.equal(await publish(session, id), undefined);
	assert.equal(only(later.subscriptions.all)._id, own._id);
	await unpublish(session, id);
});

test(
	'after a restart, even a sudden one, calls come in and nothing is registered again',
	WITHIN,
	async () => {
		const agency = openAgency();
		const id = await create();
		await publish(session, id);
		const address = addressOf(only(agency.subscriptions.all));
		const requests = agency.calls.length;
		await restart();
		await until(
			async () => (await send(address, endedCall('after-kill'))).status === 200,
			'n8n takes calls again',
		);
		const execution = only(await executionsOf(session, id, 1));
		assert.equal(only(itemsOf(execution, TRIGGER))['platformId'], 'after-kill');
		const expected = LINE === '1' ? 1 : 0;
		assert.equal(agency.calls.length - requests, expected);
		assert.equal(agency.subscriptions.all.length, 1);
		await unpublish(session, id);
	},
);

test('listening for a test event leaves the published workflow alone', WITHIN, async () => {
	const agency = openAgency();
	const id = await create();
	await publish(session, id);
	const live = only(agency.subscriptions.all);
	const listen = async () => {
		const workflowData = await session.ask('GET', `/rest/workflows/${id}`);
		await session.ask('POST', `/rest/workflows/${id}/run`, {
			...(LINE === '1' && { workflowData }),
			triggerToStartFrom: { name: TRIGGER },
		});
	};

	await listen();
	await session.ask('DELETE', `/rest/test-webhook/${id}`);
	await until(
		() => agency.subscriptions.all.filter(({ events }) => events.length > 0).length === 1,
		'the test address gets no more calls',
	);
	assert.deepEqual(live.events, ['call.ended']);

	await listen();
	const trial = agency.subscriptions.all.find(({ _id }) => _id !== live._id);
	assert.ok(trial);
	assert.match(new URL(trial.webhookUrl).pathname, /^\/webhook-test\//);
	assert.equal(agency.subscriptions.all.length, 2);
	const call = endedCall('tried-out');
	assert.equal((await send(trial.webhookUrl, call)).status, 200);
	assert.equal((await send(live.webhookUrl, call)).status, 200);
	await executionsOf(session, id, 2);
	assert.equal(await countOnceQuiet(session, id), 2);
	await until(() => trial.events.length === 0, 'the test is over');
	assert.deepEqual(live.events, ['call.ended']);
	await unpublish(session, id);
});

test(
	'what hinders the registration is told in words, and leaves nothing behind',
	WITHIN,
	async () => {
		const wrong = await session.createCredential(clientData({ apiKey: AGENCY_KEY }));
		const cases: ReadonlyArray<readonly [string, object, string, RegExp]> = [
			['an agency key', DESK, wrong, /isn't a client key/],
			['an unknown agent', { agentIds: ['nobody'] }, credentialId, /Check 'Agents'/],
		];
		for (const [what, parameters, credential, words] of cases) {
			const agency = openAgency();
			const id = await create(parameters, credential);
			const error = await publish(session, id);
			assert.match(String(error), words, what);
			assert.deepEqual(registered(agency), [], what);
			await unpublish(session, id).catch(() => undefined);
		}
	},
);

test('a registration whose answer is lost leaves one subscription', WITHIN, async () => {
	const agency = openAgency({
		faults: { script: [{ kind: 'cutAfter' }], operations: ['createSubscription'] },
	});
	const id = await create();
	assert.equal(await publish(session, id), undefined);
	assert.deepEqual(registered(agency), [{ agentId: 'desk', events: ['call.ended'] }]);
	await send(addressOf(only(agency.subscriptions.all)), endedCall('once'));
	await executionsOf(session, id, 1);
	assert.equal((await session.executionIds(id)).length, 1);
	await unpublish(session, id);
});

test('an address that ChatDash refuses, and a last event that it keeps', WITHIN, async () => {
	const strict = openAgency({ refusesLocalhost: true });
	const refused = await create();
	assert.match(String(await publish(session, refused)), /Set WEBHOOK_URL/);
	assert.deepEqual(registered(strict), []);
	await unpublish(session, refused).catch(() => undefined);

	const agency = openAgency({ keepsLastEvent: true });
	const id = await create();
	await publish(session, id);
	const address = addressOf(only(agency.subscriptions.all));
	await unpublish(session, id);
	assert.deepEqual(registered(agency), [{ agentId: 'desk', events: ['call.ended'] }]);
	// n8n itself answers for a workflow that isn't published.
	assert.equal((await send(address, endedCall('unpublished'))).status, 404);
	assert.equal(await publish(session, id), undefined);
	assert.equal(agency.subscriptions.all.length, 1);
	await unpublish(session, id);
});

test('n8n is killed while it registers the trigger', WITHIN, async () => {
	const agency = openAgency({
		faults: {
			script: [{ kind: 'silence', afterWork: true }],
			operations: ['createSubscription'],
		},
	});
	const id = await create();
	const publishing = askToPublish(session, id).catch(() => 'killed');
	await until(() => agency.subscriptions.all.length === 1, 'ChatDash has the subscription');
	await restart();
	await publishing;
	// n8n 1 publishes a workflow only once it's registered.
	if (LINE === '1') assert.equal(await publish(session, id), undefined);
	const { webhookUrl, events } = only(agency.subscriptions.all);
	assert.deepEqual(events, ['call.ended']);
	await until(
		async () => (await send(webhookUrl, endedCall('after-all'))).status === 200,
		'the trigger takes calls',
	);
	assert.equal((await executionsOf(session, id, 1)).length, 1);
	await unpublish(session, id);
});

async function restart(): Promise<void> {
	const { runtime, folder, origin } = n8n;
	await n8n.kill();
	n8n = await N8nInstance.start({
		runtime,
		userFolder: folder,
		port: Number(new URL(origin).port),
	});
}
