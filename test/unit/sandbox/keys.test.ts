// The sandbox's two kinds of keys: each opens its own part of an agency, and neither is ever shown.
import { maskKey } from '../../../sandbox/journal';
import type { AgencySetup, Sandbox } from '../../../sandbox/server';
import { call, start } from './calling';

const AGENCY = 'CD.test-keys-0001';
const ACME = 'CD.CL.test-keys-of-acme';
const BOLT = 'CD.CL.test-keys-of-bolt';

const URL = 'https://n8n.example/webhook/calls?token=secret-of-the-webhook#part';

const SETUP: AgencySetup = {
	clients: [
		{ _id: 'acme', name: 'Acme', apiKey: ACME },
		{ _id: 'bolt', name: 'Bolt', apiKey: BOLT },
	],
	agents: [{ _id: 'desk', name: 'Front Desk', platform: 'custom', clientId: 'acme' }],
	subscriptions: [
		{ _id: 'calls', clientId: 'acme', agentId: 'desk', webhookUrl: URL, events: ['call.ended'] },
	],
};

const LIST = '/webhooks/subscriptions?clientId=acme';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await start();
});

afterAll(async () => {
	await sandbox.close();
});

const statusFor = async (apiKey: string, path: string) =>
	(await call(sandbox, apiKey, 'GET', path)).status;

it.each([
	['An agency’s key', AGENCY, '/clients', 200],
	['An agency’s key', AGENCY, LIST, 403],
	['A client’s key', ACME, LIST, 200],
	['A client’s key', ACME, '/clients', 403],
	['A client’s key', ACME, '/webhooks/subscriptions/calls', 200],
	['Another client’s key', BOLT, LIST, 403],
	['Another client’s key', BOLT, '/webhooks/subscriptions/calls', 404],
	['A key that no one has', 'CD.CL.test-keys-of-no-one', LIST, 401],
])('%s (%s) gets for %s the status %d', async (_whose, apiKey, path, status) => {
	const agency = sandbox.openAgency(AGENCY, SETUP);
	expect(await statusFor(apiKey, path)).toBe(status);
	expect(agency.violations).toEqual([]);
});

it('changes only subscriptions of the key’s own client', async () => {
	const agency = sandbox.openAgency(AGENCY, SETUP);
	const path = '/webhooks/subscriptions/calls/events';
	const change = { add: ['call.missed'], remove: ['call.ended', 'call.started'] };
	expect((await call(sandbox, BOLT, 'PUT', path, change)).status).toBe(404);
	expect(agency.subscriptions.get('calls')?.events).toEqual(['call.ended']);
	expect((await call(sandbox, ACME, 'PUT', path, change)).status).toBe(200);
	expect(agency.subscriptions.get('calls')?.events).toEqual(['call.missed']);
});

it('records the calls with a client’s key in the agency', async () => {
	const agency = sandbox.openAgency(AGENCY, SETUP);
	await statusFor(ACME, LIST);
	expect(agency.calls).toMatchObject([
		{ operationId: 'listSubscriptions', path: '/webhooks/subscriptions', status: 200 },
	]);
});

it.each([
	['acme', 'gone'],
	['gone', 'desk'],
])('rejects a setup with a subscription of %s for %s', (clientId, agentId) => {
	const subscriptions = [{ clientId, agentId, webhookUrl: URL, events: ['call.ended' as const] }];
	expect(() => sandbox.openAgency(AGENCY, { ...SETUP, subscriptions })).toThrow(/gone/);
});

it('accepts a setup with a subscription for an agent that its client has lost', () => {
	const subscriptions = [
		{ clientId: 'bolt', agentId: 'desk', webhookUrl: URL, events: ['call.ended' as const] },
	];
	const agency = sandbox.openAgency(AGENCY, { ...SETUP, subscriptions });
	expect(agency.subscriptions.of('bolt')).toMatchObject(subscriptions);
});

it('shows subscriptions in its state, but no key, and nothing secret of an address', async () => {
	sandbox.openAgency(AGENCY, SETUP);
	const wrong = await fetch(`${sandbox.baseUrl}${LIST}&surprise=1`, {
		headers: { authorization: ACME },
	});
	expect(wrong.status).toBe(400);
	const state = await (await fetch(`${sandbox.origin}/sandbox/state`)).text();
	expect(JSON.parse(state)).toMatchObject({
		agencies: [
			{
				key: maskKey(AGENCY),
				subscriptions: [
					{
						_id: 'calls',
						clientId: 'acme',
						agentId: 'desk',
						webhookUrl: 'https://n8n.example/webhook/calls',
						events: ['call.ended'],
					},
				],
			},
		],
	});
	for (const secret of [ACME, BOLT, AGENCY, 'secret-of-the-webhook', 'of-acme']) {
		expect(state).not.toContain(secret);
	}
});
