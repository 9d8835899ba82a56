// The agents of the sandbox as a caller sees them: which client they belong to, who can have them, and what the API
// reports about them.
import type { Agency, AgencySetup, Sandbox } from '../../../sandbox/server';
import { call, start } from './calling';

const AGENCY = 'CD.test-agents-0001';
const OTHER_AGENCY = 'CD.test-agents-0002';

let sandbox: Sandbox;
let agency: Agency;

beforeAll(async () => {
	sandbox = await start();
});

afterEach(() => {
	// All requests and responses of this agency match the description.
	expect(agency.violations).toEqual([]);
});

afterAll(async () => {
	await sandbox.close();
});

const SETUP: AgencySetup = {
	clients: [
		{ _id: 'acme', name: 'Acme' },
		{ _id: 'bolt', name: 'Bolt' },
	],
	agents: [
		{ _id: 'desk', name: 'Front Desk', platform: 'vapi', apiKey: 'test-vapi', clientId: 'acme' },
		{ _id: 'line', name: 'Order Line', platform: 'retell' },
		{ _id: 'chat', name: 'Website Chat', platform: 'n8n' },
	],
};

function open(setup = SETUP) {
	agency = sandbox.openAgency(AGENCY, setup);
}

/** Sends a request and returns only the status and the body. */
async function ask(method: string, path: string, body?: unknown) {
	const { status, json } = await call(sandbox, AGENCY, method, path, body);
	return { status, json };
}

const assign = async (agentIds: string[], clientId: string) =>
	await ask('PUT', '/agents/assign', { agentIds, clientId });

const unassign = async (agentId: string, clientId: string) =>
	await ask('PUT', `/agents/${agentId}/unassign`, { clientId });

/** The client of each agent. */
function owners() {
	return Object.fromEntries(agency.agents.all.map(({ _id, clientId }) => [_id, clientId]));
}

const AS_SET_UP = { desk: 'acme', line: undefined, chat: undefined };

const done = (message: string) => ({ status: 200, json: { message } });
const ASSIGNED = done('Agent assigned to client successfully');
const UNASSIGNED = done('Agent unassigned from client successfully');
const NO_CLIENT = { status: 404, json: { error: 'Client not found' } };
const NO_AGENT = { status: 404, json: { error: 'Agent not found' } };

describe('creating an agent', () => {
	const everything = {
		name: 'Help Desk',
		platform: 'botpress',
		apiId: 'https://messaging.botpress.example/help',
		apiKey: 'test-botpress-token',
		platformCredentials: { botId: 'bot', workspaceId: 'space', more: { of: 'these' } },
	};

	it('returns only a message; then the list has the agent, with its key and without a client', async () => {
		open({});
		const agentConfig = { useImportWebhook: true, isTemplate: true };
		expect(await ask('POST', '/agents', { ...everything, agentConfig })).toEqual(
			done('Agent created successfully'),
		);
		const agent = {
			_id: expect.stringMatching(/^[0-9a-f]{24}$/),
			...everything,
			agentConfig: {
				usingExternalWidget: false,
				useImportWebhook: true,
				isTemplate: true,
				isSaas: false,
			},
		};
		expect(await ask('GET', '/agents')).toEqual({ status: 200, json: [agent] });
		const path = `/agents/${agency.agents.all[0]?._id}`;
		expect(await ask('GET', path)).toEqual({ status: 200, json: agent });
	});

	it('needs only a name and a platform; every flag is then off', async () => {
		open({});
		await ask('POST', '/agents', { name: 'Help Desk', platform: 'custom' });
		expect((await ask('GET', '/agents')).json).toEqual([
			{
				_id: expect.any(String),
				name: 'Help Desk',
				platform: 'custom',
				agentConfig: {
					usingExternalWidget: false,
					useImportWebhook: false,
					isTemplate: false,
					isSaas: false,
				},
			},
		]);
	});

	it('creates two agents with one name if requested twice, each with its own ID', async () => {
		open({});
		expect(await ask('POST', '/agents', everything)).toMatchObject({ status: 200 });
		expect(await ask('POST', '/agents', everything)).toMatchObject({ status: 200 });
		expect(agency.agents.all).toMatchObject([{ name: 'Help Desk' }, { name: 'Help Desk' }]);
		expect(new Set(agency.agents.all.map(({ _id }) => _id)).size).toBe(2);
	});
});

describe('changing an agent', () => {
	const OFF = {
		usingExternalWidget: false,
		useImportWebhook: false,
		isTemplate: false,
		isSaas: false,
	};

	function openOne() {
		open({
			clients: [{ _id: 'acme', name: 'Acme' }],
			agents: [
				{
					_id: 'desk',
					name: 'Front Desk',
					platform: 'vapi',
					apiKey: 'test-old',
					clientId: 'acme',
					agentConfig: { isTemplate: true, isSaas: true },
				},
			],
		});
	}

	it('changes what is sent and keeps the rest, including its client', async () => {
		openOne();
		const platformCredentials = { anything: 1 };
		expect(await ask('PUT', '/agents/desk', { apiKey: 'test-new', platformCredentials })).toEqual(
			done('Agent updated successfully'),
		);
		expect((await ask('GET', '/agents/desk')).json).toEqual({
			_id: 'desk',
			clientId: 'acme',
			name: 'Front Desk',
			platform: 'vapi',
			apiKey: 'test-new',
			platformCredentials,
			agentConfig: { ...OFF, isTemplate: true, isSaas: true },
		});
	});

	it('turns off the flags that a configuration leaves out, as their default documents', async () => {
		openOne();
		await ask('PUT', '/agents/desk', { agentConfig: { isSaas: true } });
		expect((await ask('GET', '/agents/desk')).json).toMatchObject({
			agentConfig: { ...OFF, isSaas: true },
		});
	});

	it('never changes its platform', async () => {
		const other = sandbox.openAgency(OTHER_AGENCY, SETUP);
		const body = { platform: 'retell' };
		expect(await call(sandbox, OTHER_AGENCY, 'PUT', '/agents/desk', body)).toMatchObject({
			status: 400,
			json: { error: 'platform is not in the description' },
		});
		expect(other.agents.get('desk')?.platform).toBe('vapi');
		expect(other.violations).toHaveLength(1);
	});

	it('of an unknown agent is rejected', async () => {
		open();
		expect(await ask('PUT', '/agents/gone', { name: 'x' })).toEqual(NO_AGENT);
		expect(await ask('GET', '/agents/gone')).toEqual(NO_AGENT);
	});
});

describe('the agents of a client', () => {
	it('are those assigned to it', async () => {
		open();
		expect(await ask('GET', '/clients/acme/agents')).toMatchObject({
			status: 200,
			json: [{ _id: 'desk', clientId: 'acme', apiKey: 'test-vapi' }],
		});
		expect(await ask('GET', '/clients/bolt/agents')).toEqual({ status: 200, json: [] });
	});

	it('of an unknown client are not found', async () => {
		open();
		expect(await ask('GET', '/clients/gone/agents')).toEqual(NO_CLIENT);
	});
});

describe('assigning', () => {
	it('assigns agents to a client, which every read then shows', async () => {
		open();
		expect(await assign(['line', 'chat'], 'bolt')).toEqual(ASSIGNED);
		expect(owners()).toEqual({ desk: 'acme', line: 'bolt', chat: 'bolt' });
		expect((await ask('GET', '/agents/line')).json).toMatchObject({ clientId: 'bolt' });
		expect((await ask('GET', '/clients/bolt/agents')).json).toMatchObject([
			{ _id: 'line' },
			{ _id: 'chat' },
		]);
	});

	it.each(['bolt', 'acme'])('is rejected for an agent of Acme, to %s', async (clientId) => {
		open();
		expect(await assign(['desk'], clientId)).toEqual({
			status: 400,
			json: { error: 'Agent is already assigned to a client' },
		});
		expect(owners()).toEqual(AS_SET_UP);
	});

	it.each([
		['one is already assigned', ['line', 'desk'], 400],
		['one is unknown', ['line', 'gone'], 404],
	])('assigns no agent of a list if %s', async (_what, agentIds, status) => {
		open();
		expect(await assign(agentIds, 'bolt')).toMatchObject({ status });
		expect(owners()).toEqual(AS_SET_UP);
	});

	it('is rejected for an unknown agent and an unknown client', async () => {
		open();
		expect(await assign(['gone'], 'acme')).toEqual(NO_AGENT);
		expect(await assign(['line'], 'gone')).toEqual(NO_CLIENT);
		expect(owners()).toEqual(AS_SET_UP);
	});

	it('succeeds for one of twenty clients that request the same agent at once', async () => {
		open({ clients: 20, agents: [{ _id: 'desk', name: 'Front Desk', platform: 'vapi' }] });
		const answers = await Promise.all(
			agency.clients.map(async ({ _id }) => await assign(['desk'], _id)),
		);
		const won = answers.findIndex(({ status }) => status === 200);
		expect(answers.map(({ status }) => status)).toEqual(
			answers.map((_answer, i) => (i === won ? 200 : 400)),
		);
		expect(owners()).toEqual({ desk: agency.clients[won]?._id });
	});
});

describe('unassigning', () => {
	it('removes an agent from its client; then it can be assigned to another one', async () => {
		open();
		expect(await unassign('desk', 'acme')).toEqual(UNASSIGNED);
		expect((await ask('GET', '/agents/desk')).json).not.toHaveProperty('clientId');
		expect((await ask('GET', '/clients/acme/agents')).json).toEqual([]);
		expect(await assign(['desk'], 'bolt')).toEqual(ASSIGNED);
		expect(owners()).toEqual({ ...AS_SET_UP, desk: 'bolt' });
	});

	it.each([
		['of another client', 'desk', 'bolt'],
		['of no client', 'line', 'acme'],
	])('is rejected for an agent %s', async (_what, agentId, clientId) => {
		open();
		expect(await unassign(agentId, clientId)).toEqual({
			status: 400,
			json: { error: 'Agent is not assigned to this client' },
		});
		expect(owners()).toEqual(AS_SET_UP);
	});

	it('is rejected for an unknown agent and an unknown client', async () => {
		open();
		expect(await unassign('gone', 'acme')).toEqual(NO_AGENT);
		expect(await unassign('desk', 'gone')).toEqual(NO_CLIENT);
		expect(owners()).toEqual(AS_SET_UP);
	});
});

describe('agents of a setup', () => {
	it('are invented in the requested number, unassigned, the same each time, on every platform', () => {
		open({ clients: 2, agents: 50, seed: 4 });
		const agents = agency.agents.all;
		open({ clients: 2, agents: 50, seed: 4 });
		expect(agency.agents.all).toEqual(agents);
		open({ clients: 2, agents: 50, seed: 5 });
		const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);
		expect(names(agency.agents.all)).not.toEqual(names(agents));

		expect(agents).toHaveLength(50);
		expect(new Set(agents.map(({ platform }) => platform)).size).toBe(10);
		expect(agents.filter(({ clientId }) => clientId !== undefined)).toEqual([]);
		for (const { apiKey = 'test-', name } of agents) {
			expect(apiKey).toMatch(/^test-/);
			expect(name).not.toBe('');
		}
	});

	it('don’t change the invented clients, whatever their number', () => {
		open({ clients: 5 });
		const { clients } = agency;
		open({ clients: 5, agents: 7 });
		expect(agency.clients).toEqual(clients);
	});

	it('of a client that the setup doesn’t have are rejected', () => {
		open();
		const agents = [{ name: 'Desk', platform: 'vapi' as const, clientId: 'gone' }];
		expect(() => sandbox.openAgency(AGENCY, { agents })).toThrow('gone');
	});
});
