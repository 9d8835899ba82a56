/**
 * The ID that comes with a new client is the new one's: never that of an older client of the same name, whatever the list
 * of clients shows, for the next node would assign an agent to it.
 */
import type { AgencySetup } from '../../sandbox/server';
import {
	clientsOf,
	deal,
	deals,
	hintsOf,
	jsonOf,
	runDeals,
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

/** Creates clients with *Return Client* on; gives what came out, and the IDs of the clients that were created. */
async function create(setup: AgencySetup, items = deals(1)) {
	const { agency, credential } = open(setup);
	const known = new Set(agency.clients.map(({ _id }) => _id));
	const ran = await runDeals(
		{ credential },
		{ items, fields: { options: { returnClient: true } } },
	);
	const created = agency.clients.filter(({ _id }) => !known.has(_id));
	return { agency, ran, created, clients: jsonOf(ran.output).map(({ client }) => client) };
}

test('beside an older client of the same name, it is the new one', async () => {
	const { clients, created } = await create({ clients: [namesake()] });
	expect(clients).toEqual(created);
});

test('where the list is a moment behind, it is the new one all the same', async () => {
	const { clients, created } = await create({ clients: [namesake()], lag: { reads: 1 } });
	expect(clients).toEqual(created);
});

test('where the list stays behind, it is none, and a hint says so', async () => {
	const { clients, ran } = await create({ clients: [namesake()], lag: { reads: 50 } });
	expect(clients).toEqual([null]);
	expect(hintsOf(ran).join()).toMatch(/1 of 1 items was done, but.*ID/);
});

test('where ChatDash stores two spaces as one, it is the new one', async () => {
	const { clients, created } = await create(
		{ clients: [{ ...namesake(), name: 'Acme Dental' }], normalizesNames: true },
		[{ ...deal(0), company: 'Acme  Dental' }],
	);
	expect(clients).toEqual(created);
});

test('two deals of the same name get each their own, although the list is behind', async () => {
	const items = deals(2).map((one) => ({ ...one, company: 'Acme Dental' }));
	const { agency, clients } = await create({ lag: { reads: 1 } }, items);
	const ids = items.map(({ contact }) => {
		const member = agency.members.find(({ loginId }) => loginId === contact.email);
		return member?.clientId;
	});
	expect(clients).toMatchObject(ids.map((_id) => ({ _id })));
});

test('it costs two lists a run, and no list of members, where no name is there twice', async () => {
	const { agency, clients, created } = await create({ clients: 20 }, deals(25));
	expect(clients).toEqual(created);
	expect(timesAsked(agency)).toEqual({ listClients: 2, createClient: 25 });
});

describe('A client that was there before the run', () => {
	/** The very same deal, created by an earlier execution. */
	const same = {
		name: deal(0).company,
		members: [{ name: deal(0).contact.name, loginId: deal(0).contact.email }],
	};

	test.each(['stopWorkflow', 'continueErrorOutput'] as const)(
		'is never confirmed as this run\u2019s own, although the first answer is lost (%s)',
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
			const said =
				onError === 'stopWorkflow'
					? { error: ran.error?.message, message: ran.error?.description }
					: saidBy(ran.errorOutput[0]);
			expect(said.error).toBe('Login ID already in use');
			expect(said.message).toMatch(
				/A client named .Company 0. has this login already, probably from an earlier execution.*password.*'Skip if It Is the Same Client'/,
			);
		},
	);

	test('is passed over, where the user wants that', async () => {
		const { credential } = open({
			clients: [same],
			faults: { script: [{ kind: 'cutBefore' }], operations: ['createClient'] },
		});
		const ran = await runDeals(
			{ credential },
			{ fields: { passwordSource: 'generate', options: { onLoginIdInUse: 'skip' } } },
		);
		expect(jsonOf(ran.output)).toMatchObject([{ skipped: true }]);
		expect(JSON.stringify(ran.output)).not.toContain('password');
	});
});
