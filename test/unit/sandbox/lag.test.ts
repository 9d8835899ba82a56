// Lists that lag: which read shows which state, and what doesn't lag.
import fc from 'fast-check';
import { LaggingLists } from '../../../sandbox/lag';
import type { Agency, AgencySetup, Sandbox } from '../../../sandbox/server';
import { acme, call, start } from './calling';

const AGENCY = 'CD.test-lag-0001';

describe('a read of a list', () => {
	it('shows the list as it was a given number of reads earlier', () => {
		const someReads = fc.array(fc.array(fc.nat(3), { maxLength: 3 }), { maxLength: 12 });
		fc.assert(
			fc.property(fc.nat(4), fc.array(fc.nat(3)), someReads, (reads, atOpening, changes) => {
				const rowsOf = (numbers: number[]) => numbers.map((number) => ({ number }));
				const lists = new LaggingLists({ reads }, () => new Map([['/clients', rowsOf(atOpening)]]));
				changes.forEach((now, index) => {
					const expected = index < reads ? atOpening : changes[index - reads];
					expect(lists.show('/clients', rowsOf(now))).toEqual(rowsOf(expected ?? []));
				});
			}),
		);
	});
});

describe('an agency whose lists lag', () => {
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

	function open(reads: number, setup: AgencySetup = {}) {
		agency = sandbox.openAgency(AGENCY, { ...setup, lag: { reads } });
	}

	/** Sends a change that has to succeed. */
	async function change(method: string, path: string, body: unknown) {
		expect(await call(sandbox, AGENCY, method, path, body)).toMatchObject({ status: 200 });
	}

	/** The values of one field, for each row of a list. */
	async function read(path: string, field: string): Promise<unknown[]> {
		const { json } = await call(sandbox, AGENCY, 'GET', path);
		return Array.isArray(json) ? json.map((row: unknown) => Object(row)[field]) : [json];
	}

	it('shows a new client after the given number of reads, but returns it by its ID at once', async () => {
		open(2, { clients: [{ name: 'Old' }] });
		await change('POST', '/clients', acme());
		const acmeId = agency.clients[1]?._id;
		expect(await call(sandbox, AGENCY, 'GET', `/clients/${acmeId}`)).toMatchObject({ status: 200 });
		expect(await read('/clients', 'name')).toEqual(['Old']);
		expect(await read('/clients', 'name')).toEqual(['Old']);
		expect(await read('/clients', 'name')).toEqual(['Old', 'Acme']);
	});

	it('shows each of several changes after its own number of reads', async () => {
		open(2, { clients: [{ _id: 'a', name: 'A' }] });
		await change('PUT', '/clients/a', { name: 'B' });
		expect(await read('/clients', 'name')).toEqual(['A']);
		await change('PUT', '/clients/a', { name: 'C' });
		await change('PUT', '/clients/a', { name: 'D' });
		expect(await read('/clients', 'name')).toEqual(['A']);
		expect(await read('/clients', 'name')).toEqual(['B']);
		expect(await read('/clients', 'name')).toEqual(['D']);
	});

	it('counts the reads of each list separately', async () => {
		open(1, {
			clients: [{ _id: 'a', name: 'A', members: [{ name: 'Ada', loginId: 'ada' }] }],
			agents: [{ _id: 'desk', name: 'Desk', platform: 'vapi' }],
		});
		await change('PUT', '/clients/a', { name: 'B' });
		await change('POST', '/clients/a/members', { name: 'Bo', loginId: 'bo', password: 'pw' });
		await change('POST', '/agents', { name: 'Line', platform: 'retell' });
		await change('PUT', '/agents/assign', { agentIds: ['desk'], clientId: 'a' });
		const lists: Array<[string, string[], string[]]> = [
			['/clients', ['A'], ['B']],
			['/clients/a/members', ['Ada'], ['Ada', 'Bo']],
			['/agents', ['Desk'], ['Desk', 'Line']],
			['/clients/a/agents', [], ['Desk']],
		];
		for (const [path, before] of lists) {
			expect({ path, names: await read(path, 'name') }).toEqual({ path, names: before });
		}
		for (const [path, , after] of lists) {
			expect({ path, names: await read(path, 'name') }).toEqual({ path, names: after });
		}
	});

	it('has empty lists for a new client, and none for an unknown one', async () => {
		open(1);
		await change('POST', '/clients', acme());
		const lists = `/clients/${agency.clients[0]?._id}`;
		expect(await read(`${lists}/members`, 'name')).toEqual([]);
		expect(await read(`${lists}/members`, 'name')).toEqual(['Ada']);
		expect((await call(sandbox, AGENCY, 'GET', `${lists}/agents`)).json).toEqual([]);
		const unknown = await call(sandbox, AGENCY, 'GET', '/clients/gone/members');
		expect(unknown).toMatchObject({ status: 404, json: { error: 'Client not found' } });
	});

	it('rejects a login ID in use at once', async () => {
		open(5);
		await change('POST', '/clients', acme());
		expect(await call(sandbox, AGENCY, 'POST', '/clients', acme())).toMatchObject({ status: 400 });
		expect(await read('/clients', 'name')).toEqual([]);
	});

	it('doesn’t count a failed read', async () => {
		open(1, { clients: [{ _id: 'a', name: 'A' }] });
		await change('PUT', '/clients/a', { name: 'B' });
		agency.plan({ script: [{ kind: 'serverError', afterWork: false }] });
		expect((await call(sandbox, AGENCY, 'GET', '/clients')).status).toBe(500);
		expect(await read('/clients', 'name')).toEqual(['A']);
		expect(await read('/clients', 'name')).toEqual(['B']);
	});
});
