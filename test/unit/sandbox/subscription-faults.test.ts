// Requests about webhook subscriptions under faults and with lists that lag.
import type { AgencySetup, Fault, Sandbox } from '../../../sandbox/server';
import { call, start } from './calling';

const AGENCY = 'CD.test-subscription-faults-1';
const KEY = 'CD.CL.test-subscription-faults';
const LIST = '/webhooks/subscriptions';
const EVENTS = '/webhooks/subscriptions/calls/events';

const CALLS = {
	clientId: 'acme',
	webhookUrl: 'https://n8n.example/webhook/calls',
	events: ['call.ended' as const],
};

const SETUP: AgencySetup = {
	clients: [{ _id: 'acme', name: 'Acme', apiKey: KEY }],
	agents: [{ _id: 'desk', name: 'Front Desk', platform: 'vapi', clientId: 'acme' }],
	subscriptions: [{ _id: 'calls', agentId: 'desk', ...CALLS }],
};

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await start();
});

afterAll(async () => {
	await sandbox.close();
});

const BEFORE: Fault[] = [{ kind: 'cutBefore' }, { kind: 'serverError', afterWork: false }];
const AFTER: Fault[] = [{ kind: 'cutAfter' }, { kind: 'serverError', afterWork: true }];

const cases = (faults: Fault[], done: boolean) =>
	faults.map((fault): [Fault, boolean] => [fault, done]);

it.each([...cases(BEFORE, false), ...cases(AFTER, true)])(
	'a change under %j is made: %p',
	async (fault, done) => {
		const operations = ['createSubscription', 'updateSubscriptionEvents'];
		const faults = { script: [fault, fault], operations };
		const agency = sandbox.openAgency(AGENCY, { ...SETUP, faults });
		const ask = async (...request: [method: string, path: string, body?: unknown]) =>
			await call(sandbox, KEY, ...request).catch(() => undefined);
		await ask('GET', `${LIST}?clientId=acme`);
		await ask('POST', LIST, { ...CALLS, agentIds: ['desk'] });
		await ask('PUT', EVENTS, { remove: ['call.ended'] });
		expect(agency.subscriptions.all).toHaveLength(done ? 2 : 1);
		expect(agency.subscriptions.get('calls')?.events).toEqual(done ? [] : ['call.ended']);
		expect(agency.calls).toMatchObject([
			{ operationId: 'listSubscriptions', status: 200 },
			{ operationId: 'createSubscription', fault: fault.kind },
			{ operationId: 'updateSubscriptionEvents', fault: fault.kind },
		]);
	},
);

it('only the list of them can fail', async () => {
	const script: Fault[] = [{ kind: 'serverError', afterWork: false }];
	sandbox.openAgency(AGENCY, { ...SETUP, faults: { script, operations: ['listSubscriptions'] } });
	expect(await call(sandbox, KEY, 'PUT', EVENTS, {})).toMatchObject({ status: 200 });
	expect(await call(sandbox, KEY, 'GET', `${LIST}?clientId=acme`)).toMatchObject({ status: 500 });
	expect(await call(sandbox, KEY, 'GET', `${LIST}?clientId=acme`)).toMatchObject({ status: 200 });
});

it('the list of them lags like other lists, but not one by its ID', async () => {
	sandbox.openAgency(AGENCY, { ...SETUP, lag: { reads: 1 } });
	await call(sandbox, KEY, 'PUT', EVENTS, { add: ['call.missed'] });
	await call(sandbox, KEY, 'POST', LIST, { ...CALLS, agentIds: ['desk'] });
	const read = async (path: string) => (await call(sandbox, KEY, 'GET', path)).json;
	const both = ['call.ended', 'call.missed'];
	expect(await read(`${LIST}/calls`)).toMatchObject({ events: both });
	expect(await read(`${LIST}?clientId=acme`)).toEqual([
		expect.objectContaining({ _id: 'calls', events: ['call.ended'] }),
	]);
	expect(await read(`${LIST}?clientId=acme`)).toMatchObject([
		{ _id: 'calls', events: both },
		{ events: ['call.ended'] },
	]);
});
