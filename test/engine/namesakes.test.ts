/**
 * The ID returned with a new client must be the new client's, never that of an older client with the same name,
 * whatever the list of clients shows. Otherwise the next node would assign an agent to the wrong client.
 */
import type { IDataObject } from 'n8n-workflow';

import type { AgencySetup, Fault, SeedClient } from '../../sandbox/server';
import {
	bodiesOf,
	byId,
	clientsOf,
	deal,
	deals,
	hintsOf,
	jsonOf,
	runDeals,
	runOperation,
	saidBy,
	timesAsked,
	useSandbox,
} from './fixtures';

const open = useSandbox();

const namesake = (loginId = 'older@example.com') => ({
	_id: 'older',
	name: deal(0).company,
	members: [{ name: 'Somebody', loginId }],
});

/** Creates clients with *Include Client ID* on. Returns the IDs in the output and those of the new clients. */
async function create(setup: AgencySetup, items = deals(1)) {
	const { agency, credential } = open(setup);
	const known = new Set(agency.clients.map(({ _id }) => _id));
	const ran = await runDeals(
		{ credential },
		{ items, fields: { options: { includeClientId: true } } },
	);
	const created = agency.clients.filter(({ _id }) => !known.has(_id));
	return {
		agency,
		ran,
		created: created.map(({ _id }) => _id),
		clients: jsonOf(ran.output).map(({ clientId }) => clientId),
	};
}

test('returns the new client if an older client has the same name', async () => {
	const { clients, created } = await create({ clients: [namesake()] });
	expect(clients).toEqual(created);
});

test('returns the new client even if the list lags behind for a moment', async () => {
	const { clients, created } = await create({ clients: [namesake()], lag: { reads: 1 } });
	expect(clients).toEqual(created);
});

test('returns no client if the list stays behind, and a hint explains it', async () => {
	const { clients, ran } = await create({ clients: [namesake()], lag: { reads: 50 } });
	expect(clients).toEqual([null]);
	expect(hintsOf(ran).join()).toMatch(/The item was created, but .* Its ID is missing/);
});

test('returns the new client if ChatDash stores two spaces as one', async () => {
	const { clients, created } = await create(
		{ clients: [{ ...namesake(), name: 'Acme Dental' }], normalizesNames: true },
		[{ ...deal(0), company: 'Acme  Dental' }],
	);
	expect(clients).toEqual(created);
});

test('returns the right client for each of two deals with the same name, even if the list lags behind', async () => {
	const items = deals(2).map((one) => ({ ...one, company: 'Acme Dental' }));
	const { agency, clients } = await create({ lag: { reads: 1 } }, items);
	const ids = items.map(({ contact }) => {
		const member = agency.members.find(({ loginId }) => loginId === contact.email);
		return member?.clientId;
	});
	expect(clients).toEqual(ids);
});

test('needs two lists per run, and no list of members, if every name is unique', async () => {
	const { agency, clients, created } = await create({ clients: 20 }, deals(25));
	expect(clients).toEqual(created);
	expect(timesAsked(agency)).toEqual({ listClients: 2, createClient: 25 });
});

describe('A client that existed before the run', () => {
	/** The very same deal, created by an earlier execution. */
	const same = {
		name: deal(0).company,
		members: [{ name: deal(0).contact.name, loginId: deal(0).contact.email }],
	};

	test.each(['stopWorkflow', 'continueErrorOutput'] as const)(
		'is never confirmed as this run’s own, even if the first response is lost (%s)',
		async (onError) => {
			const { agency, credential } = open({
				clients: [same],
				faults: { script: [{ kind: 'cutBefore' }], operations: ['createClient'] },
			});
			const ran = await runDeals(
				{ credential },
				{ onError, fields: { passwordSource: 'generate' } },
			);
			expect(clientsOf(agency)).toHaveLength(1);
			expect(ran.output).toEqual([]);
			const reported =
				onError === 'stopWorkflow'
					? { error: ran.error?.message, message: ran.error?.description }
					: saidBy(ran.errorOutput[0]);
			expect(reported.error).toBe('Login ID already in use');
			expect(reported.message).toMatch(
				/A client named .Company 0. already has this login ID, probably from an earlier execution.*password.*'Skip if Same Client'/i,
			);
		},
	);

	test('is skipped if the user wants that', async () => {
		const { credential } = open({
			clients: [same],
			faults: { script: [{ kind: 'cutBefore' }], operations: ['createClient'] },
		});
		const ran = await runDeals(
			{ credential },
			{ fields: { passwordSource: 'generate', onLoginIdInUse: 'skip' } },
		);
		expect(jsonOf(ran.output)).toMatchObject([{ skipped: true }]);
		expect(JSON.stringify(ran.output)).not.toContain('password');
	});
});

describe('Members that existed before the run', () => {
	const create = async (parts: {
		clients: SeedClient[];
		items: IDataObject[];
		script: Array<Fault | null>;
	}) => {
		const { agency, credential } = open({
			clients: parts.clients,
			faults: { script: parts.script, operations: ['addMember'] },
		});
		const ran = await runOperation({ credential }, 'member.create', {
			items: parts.items,
			onError: 'continueErrorOutput',
			parameters: {
				clientId: byId('={{ $json.client }}'),
				memberName: '={{ $json.name }}',
				loginId: '={{ $json.login }}',
				passwordSource: 'generate',
				options: { maxConcurrency: 1 },
			},
		});
		return { agency, ran };
	};
	const ada = { client: 'acme', name: 'Ada', login: 'ada@acme.example' };

	test('are distinguished from the new one, even if another client of the run no longer exists', async () => {
		const { agency, ran } = await create({
			clients: [{ _id: 'acme', name: 'Acme Dental' }],
			items: [{ ...ada, client: 'gone', login: 'bea@gone.example' }, ada],
			script: [null, { kind: 'cutAfter' }],
		});
		const sent = bodiesOf(agency, 'addMember').at(-1);
		expect(ran.errorOutput).toHaveLength(1);
		expect(jsonOf(ran.output)).toMatchObject([{ confirmed: true, loginId: ada.login }]);
		expect(JSON.stringify(sent)).toContain(String(passwordIn(ran.output[0]?.json)));
	});

	test('are never confirmed as this run’s own', async () => {
		const { ran } = await create({
			clients: [
				{ _id: 'acme', name: 'Acme Dental', members: [{ name: ada.name, loginId: ada.login }] },
			],
			items: [ada],
			script: [{ kind: 'cutBefore' }],
		});
		expect(ran.output).toEqual([]);
		expect(saidBy(ran.errorOutput[0])).toEqual({
			error: 'Login ID already in use',
			message: expect.stringMatching(/A member of this client already has this login ID/),
		});
	});
});

/** The password in an output item, or a text that no request contains. */
function passwordIn(json: IDataObject | undefined): string {
	const password: unknown = json?.['password'];
	return typeof password === 'string' ? password : 'no password in the output';
}
