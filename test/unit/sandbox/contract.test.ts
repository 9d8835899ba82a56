// Every operation that the sandbox serves, checked against the description: valid requests and responses pass, an
// invalid one of either side is recorded, and what the description leaves open is no violation.
import * as operations from '../../../sandbox/operations';
import type { AgencySetup, Sandbox } from '../../../sandbox/server';
import { acme, call, start } from './calling';

const AGENCY = 'CD.test-contract-0001';

/** The data for every request below: Acme with Ada and an agent, and an unassigned agent. */
const SETUP: AgencySetup = {
	clients: [
		{
			_id: 'acme',
			name: 'Acme',
			members: [{ _id: 'ada', name: 'Ada', loginId: 'ada', email: 'ada@acme.example' }],
		},
	],
	agents: [
		{
			_id: 'desk',
			name: 'Front Desk',
			platform: 'botpress',
			apiId: 'https://messaging.botpress.example/desk',
			apiKey: 'test-token',
			platformCredentials: { botId: 'bot', workspaceId: 'space', other: 1 },
			clientId: 'acme',
		},
		{ _id: 'line', name: 'Order Line', platform: 'custom' },
	],
};

interface Example {
	method: string;
	path: string;
	body?: unknown;
	/** The same request with other IDs or another state, for which it is rejected. Left out if it can't be rejected. */
	refused?: { path?: string; body?: unknown; status: number };
}

const EXAMPLES: Readonly<Record<string, Example>> = {
	createClient: {
		method: 'POST',
		path: '/clients',
		body: acme(),
		refused: { body: acme('ADA'), status: 400 },
	},
	listClients: { method: 'GET', path: '/clients' },
	getClient: {
		method: 'GET',
		path: '/clients/acme',
		refused: { path: '/clients/gone', status: 404 },
	},
	updateClient: {
		method: 'PUT',
		path: '/clients/acme',
		body: { name: 'Acme Ltd' },
		refused: { path: '/clients/gone', status: 404 },
	},
	listMembers: {
		method: 'GET',
		path: '/clients/acme/members',
		refused: { path: '/clients/gone/members', status: 404 },
	},
	addMember: {
		method: 'POST',
		path: '/clients/acme/members',
		body: acme('bo').member,
		refused: { body: acme('ada').member, status: 400 },
	},
	updateMember: {
		method: 'PUT',
		path: '/clients/acme/members/ada',
		body: { isAdmin: true },
		refused: { path: '/clients/acme/members/gone', status: 404 },
	},
	listAgents: { method: 'GET', path: '/agents' },
	getAgent: {
		method: 'GET',
		path: '/agents/desk',
		refused: { path: '/agents/gone', status: 404 },
	},
	listClientAgents: {
		method: 'GET',
		path: '/clients/acme/agents',
		refused: { path: '/clients/gone/agents', status: 404 },
	},
	createAgent: { method: 'POST', path: '/agents', body: { name: 'Desk', platform: 'vapi' } },
	updateAgent: {
		method: 'PUT',
		path: '/agents/desk',
		body: { agentConfig: { isSaas: true } },
		refused: { path: '/agents/gone', status: 404 },
	},
	assignAgents: {
		method: 'PUT',
		path: '/agents/assign',
		body: { agentIds: ['line'], clientId: 'acme' },
		refused: { body: { agentIds: ['desk'], clientId: 'acme' }, status: 400 },
	},
	unassignAgent: {
		method: 'PUT',
		path: '/agents/desk/unassign',
		body: { clientId: 'acme' },
		refused: { path: '/agents/line/unassign', status: 400 },
	},
};

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await start();
});

afterEach(() => {
	jest.restoreAllMocks();
});

afterAll(async () => {
	await sandbox.close();
});

it('has an example of each served operation', () => {
	expect(Object.keys(EXAMPLES).sort()).toEqual([...operations.SERVED_OPERATIONS].sort());
});

describe.each(Object.entries(EXAMPLES))('%s', (operationId, { method, path, body, refused }) => {
	it('accepts a valid request and responds as described', async () => {
		const agency = sandbox.openAgency(AGENCY, SETUP);
		expect((await call(sandbox, AGENCY, method, path, body)).status).toBe(200);
		expect(agency.calls).toMatchObject([{ operationId }]);
		expect(agency.violations).toEqual([]);
	});

	it('rejects and records a request that violates the description', async () => {
		const agency = sandbox.openAgency(AGENCY, SETUP);
		expect((await call(sandbox, AGENCY, method, `${path}?surprise=1`, body)).status).toBe(400);
		if (body !== undefined) {
			const wrong = { ...Object(body), surprise: 1 };
			expect((await call(sandbox, AGENCY, method, path, wrong)).status).toBe(400);
		}
		expect(agency.violations).toEqual(
			agency.calls.map(() => expect.objectContaining({ side: 'request', operationId })),
		);
	});

	it('withholds and records a response of its own that violates the description', async () => {
		const agency = sandbox.openAgency(AGENCY, SETUP);
		const serve = operations.serviceOf(operationId);
		jest.spyOn(operations, 'serviceOf').mockReturnValue((...request) => {
			const answer = serve(...request);
			const wrong = Array.isArray(answer.body)
				? [...answer.body, { surprise: 1 }]
				: { ...Object(answer.body), surprise: 1 };
			return { ...answer, body: wrong };
		});
		expect(await call(sandbox, AGENCY, method, path, body)).toMatchObject({
			status: 500,
			json: { error: 'An unexpected error occurred' },
		});
		expect(agency.violations).toMatchObject([
			{ side: 'answer', operationId, text: expect.stringContaining('surprise') },
		]);
	});

	if (refused === undefined) return;

	it('records nothing if it rejects what the description leaves open', async () => {
		const agency = sandbox.openAgency(AGENCY, SETUP);
		const reply = await call(sandbox, AGENCY, method, refused.path ?? path, refused.body ?? body);
		expect(reply).toMatchObject({
			status: refused.status,
			json: { error: expect.stringMatching(/not found|already|not assigned/) },
		});
		expect(agency.violations).toEqual([]);
	});
});
