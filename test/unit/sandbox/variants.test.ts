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
