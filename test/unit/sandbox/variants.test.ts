// Behavior of ChatDash that none of its pages documents: a setup chooses how the sandbox behaves.
import type { Agency, AgencySetup, Sandbox } from '../../../sandbox/server';
import { acme, call, start } from './calling';

const AGENCY = 'CD.test-variants-0001';

let sandbox: Sandbox;
let agency: Agency;

beforeAll(async () => {
	sandbox = await start();
});

afterEach(() => {
	expect(agency.violations).toEqual([]);
});

afterAll(async () => {
	await sandbox.close();
});

function open(setup: AgencySetup) {
	agency = sandbox.openAgency(AGENCY, setup);
}

describe('names of clients', () => {
	const SPACED = '  Acme   Dental  Ltd ';

	/** The names of clients that were set up, created and updated with runs of spaces. */
	async function namesIn(setup: AgencySetup) {
		open({ ...setup, clients: [SPACED, 'Bolt'].map((name, n) => ({ _id: `client${n}`, name })) });
		const { client, member } = acme();
		const create = { client: { ...client, name: SPACED }, member: { ...member, name: SPACED } };
		await call(sandbox, AGENCY, 'POST', '/clients', create);
		await call(sandbox, AGENCY, 'PUT', '/clients/client1', { name: SPACED });
		return agency.clients.map(({ name }) => name);
	}

	it('are stored as they arrived', async () => {
		expect(await namesIn({})).toEqual([SPACED, SPACED, SPACED]);
	});

	it('can be stored with one space for several; names of members never are', async () => {
		const stored = ' Acme Dental Ltd ';
		expect(await namesIn({ normalizesNames: true })).toEqual([stored, stored, stored]);
		expect(agency.members).toMatchObject([{ name: SPACED }]);
	});

	it('stay the same in an update of something else', async () => {
		open({ normalizesNames: true, clients: [{ _id: 'acme', name: 'Acme' }] });
		await call(sandbox, AGENCY, 'PUT', '/clients/acme', { language: 'de' });
		expect(agency.clients).toMatchObject([{ name: 'Acme', language: 'de' }]);
	});
});

describe('an agent of one client that is assigned to another', () => {
	const SETUP: AgencySetup = {
		clients: ['acme', 'bolt'].map((_id) => ({ _id, name: _id })),
		agents: [
			{ _id: 'desk', name: 'Desk', platform: 'vapi', clientId: 'acme' },
			{ _id: 'line', name: 'Line', platform: 'retell' },
		],
	};

	/** The status of an assignment to Bolt, and the clients of the agents after it. */
	async function assign(...agentIds: string[]) {
		const body = { agentIds, clientId: 'bolt' };
		const { status } = await call(sandbox, AGENCY, 'PUT', '/agents/assign', body);
		return { status, owners: agency.agents.all.map(({ clientId }) => clientId) };
	}

	it('is rejected, and stays', async () => {
		open(SETUP);
		expect(await assign('line', 'desk')).toEqual({ status: 400, owners: ['acme', undefined] });
	});

	it('can be moved instead', async () => {
		open({ ...SETUP, movesAgents: true });
		expect(await assign('line', 'desk')).toEqual({ status: 200, owners: ['bolt', 'bolt'] });
		expect(await assign('desk')).toEqual({ status: 200, owners: ['bolt', 'bolt'] });
	});

	it('isn’t moved if another agent of the request is unknown', async () => {
		open({ ...SETUP, movesAgents: true });
		expect(await assign('desk', 'gone')).toEqual({ status: 404, owners: ['acme', undefined] });
	});
});

describe('a webhook subscription', () => {
	const KEY = 'CD.CL.test-variants-acme';
	const LOCAL = 'http://localhost:5678/webhook/calls';

	const SETUP: AgencySetup = {
		clients: [{ _id: 'acme', name: 'Acme', apiKey: KEY }],
		agents: [{ _id: 'desk', name: 'Desk', platform: 'vapi', clientId: 'acme' }],
		subscriptions: [
			{
				_id: 'calls',
				clientId: 'acme',
				agentId: 'desk',
				webhookUrl: LOCAL,
				events: ['call.started', 'call.ended'],
			},
		],
	};

	/** The response to an update, and the events after it. */
	async function update(body: object) {
		const path = '/webhooks/subscriptions/calls/events';
		const { status, json } = await call(sandbox, KEY, 'PUT', path, body);
		return { status, json, events: agency.subscriptions.get('calls')?.events };
	}

	it('can lose its last event', async () => {
		open(SETUP);
		const remove = ['call.started', 'call.ended'];
		expect(await update({ remove })).toMatchObject({ status: 200, events: [] });
	});

	it('can keep its last event, and then all of them', async () => {
		open({ ...SETUP, keepsLastEvent: true });
		expect(await update({ remove: ['call.started', 'call.ended'] })).toEqual({
			status: 400,
			json: { error: expect.any(String) },
			events: ['call.started', 'call.ended'],
		});
		expect(await update({ remove: ['call.started'] })).toMatchObject({
			status: 200,
			events: ['call.ended'],
		});
		expect(await update({ remove: ['call.ended'] })).toMatchObject({ status: 400 });
		expect(await update({ add: ['call.missed'], remove: ['call.ended'] })).toMatchObject({
			status: 200,
			events: ['call.missed'],
		});
	});

	const subscribe = async (webhookUrl: string) =>
		await call(sandbox, KEY, 'POST', '/webhooks/subscriptions', {
			clientId: 'acme',
			agentIds: ['desk'],
			webhookUrl,
			events: ['call.ended'],
		});

	it('can be for an address on this machine', async () => {
		open(SETUP);
		expect(await subscribe(LOCAL)).toMatchObject({ status: 200, json: { webhookUrl: LOCAL } });
	});

	it.each([
		[LOCAL, 400],
		['http://127.0.0.1:5678/webhook/calls', 400],
		['http://[::1]:5678/webhook/calls', 400],
		['https://LOCALHOST/webhook/calls', 400],
		['https://n8n.example/webhook/localhost', 200],
	])('can be rejected for an address on this machine: %s gets a %d', async (address, status) => {
		open({ ...SETUP, refusesLocalhost: true });
		const response = await subscribe(address);
		expect(response.status).toBe(status);
		expect(agency.subscriptions.all).toHaveLength(status === 200 ? 2 : 1);
		if (status === 400)
			expect(response.json).toEqual({ error: expect.stringMatching(/localhost/) });
	});
});
