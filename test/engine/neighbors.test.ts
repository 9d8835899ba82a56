/**
 * Cases next to those of the other files: the same deal twice while a response is lost, two accounts with the very same
 * request, lists that lag behind another execution, and unexpected responses.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { AgencySetup, Fault } from '../../sandbox/server';
import {
	bodiesOf,
	byId,
	changesAt,
	clientsOf,
	closeHosts,
	CREATED,
	deal,
	deals,
	existing,
	hintsOf,
	host,
	jsonOf,
	LONG_LIMIT,
	MAPPED,
	opened,
	pairsOf,
	parametersFor,
	parametersOf,
	PEOPLE,
	runDeals,
	runOperation,
	saidBy,
	timesAsked,
	useSandbox,
	type Opened,
} from './fixtures';
import { retryExecution, runNode, type Run } from './harness';

const open = useSandbox();

afterEach(closeHosts);

const RETRIED = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 };

const SKIP = { onLoginIdInUse: 'skip' } as const;

/** The client of the first deal, as an earlier execution created it. */
const SAME_DEAL = {
	name: deal(0).company,
	members: [{ name: deal(0).contact.name, loginId: deal(0).contact.email }],
};

const err = (operation: string, ...script: Array<Fault | null>): AgencySetup => ({
	faults: { script, operations: [operation] },
});

/** One item for each account, in their order, with a credential that takes the key from the item. */
const acrossAccounts = (accounts: readonly Opened[], item: (number: number) => IDataObject) => ({
	items: accounts.map(({ credential }, number) => ({ ...item(number), key: credential.apiKey })),
	credential: { baseUrl: '', ...accounts[0]?.credential, apiKey: '={{ $json.key }}' },
});

describe('The same deal twice with Skip: the later one gets no password', () => {
	test.each(['cutBefore', 'cutAfter'] as const)(
		'even if its first response is lost (%s)',
		async (kind) => {
			const { agency, credential } = open(err('createClient', null, { kind }));
			const ran = await runDeals(
				{ credential },
				{ items: [deal(0), deal(0)], fields: { passwordSource: 'generate', ...SKIP } },
			);
			expect(clientsOf(agency)).toEqual(['Company 0']);
			expect(jsonOf(ran.output)).toMatchObject([
				{ password: expect.any(String) },
				{ skipped: true },
			]);
		},
	);

	test('and neither does the later one of two members', async () => {
		const { credential } = open({ ...PEOPLE, ...err('addMember', null, { kind: 'cutBefore' }) });
		const ran = await runOperation({ credential }, 'member.create', {
			items: [{}, {}],
			parameters: {
				clientId: byId('acme'),
				memberName: 'Zed',
				loginId: 'zed@acme.example',
				passwordSource: 'generate',
				...SKIP,
			},
		});
		expect(jsonOf(ran.output)).toMatchObject([{ password: expect.any(String) }, { skipped: true }]);
	});

	test('in the try after the one that lost the first response', async () => {
		const { credential } = open(err('createClient', { kind: 'cutBefore' }));
		const ran = await runDeals(
			{ credential },
			{
				items: [deal(0), deal(0)],
				node: RETRIED,
				fields: { passwordSource: 'generate', ...SKIP, options: { maxRetries: 0 } },
			},
		);
		expect(jsonOf(ran.output)).toMatchObject([{ message: CREATED.message }, { skipped: true }]);
	});

	test('with auto-map, even if case and column names differ', async () => {
		const { agency, credential } = open();
		const ran = await runNode({
			items: [
				{
					'Client Name': 'Acme',
					member_name: 'Ana',
					'Login ID': 'ana@acme.example',
					password: 'a-1',
				},
				{ clientName: 'ACME', 'Member Name': 'Ana', loginId: 'ANA@acme.example', password: 'a-1' },
			],
			credential,
			parameters: parametersOf({ dataMode: 'autoMapInputData', ...SKIP }),
		});
		expect(jsonOf(ran.output)).toMatchObject([CREATED, { skipped: true }]);
		expect(clientsOf(agency)).toEqual(['Acme']);
	});
});

describe('An item without a response isn’t mixed up with another one with the same request', () => {
	const AGENT = { agentName: 'Front Desk', platform: 'custom' };

	test.each(['stopWorkflow', 'continueRegularOutput'] as const)(
		'an agent without a response isn’t created again, next to one with the same name (%s)',
		async (onError) => {
			const { agency, credential } = open(err('createAgent', { kind: 'cutAfter' }));
			await runOperation({ credential }, 'agent.create', {
				items: [{}, {}],
				onError,
				node: RETRIED,
				parameters: AGENT,
			});
			expect(timesAsked(agency)['createAgent']).toBe(2);
		},
	);

	test('an agent isn’t created again if another account has the same one', async () => {
		const first = open(err('createAgent', { kind: 'cutAfter' }));
		const second = open();
		await runNode({
			...acrossAccounts([first, second], () => ({})),
			node: RETRIED,
			parameters: parametersFor('agent.create', AGENT),
		});
		expect(timesAsked(first.agency)['createAgent']).toBe(1);
	});

	test('a client of another account isn’t confirmed with a password that doesn’t work', async () => {
		const first = open(err('createClient', { kind: 'cutBefore' }));
		const second = open({ clients: [SAME_DEAL] });
		const ran = await runNode({
			...acrossAccounts([first, second], () => deal(0)),
			node: RETRIED,
			parameters: parametersOf({
				...MAPPED,
				passwordSource: 'generate',
				options: { maxRetries: 0 },
			}),
		});
		expect(ran.error?.message).toBe('Login ID already in use');
	});

	test("a password is only sent to its own item's account", async () => {
		const first = open(err('createClient', { kind: 'cutBefore' }));
		const second = open(err('createClient', LONG_LIMIT));
		await runNode({
			...acrossAccounts([first, second], (number) => ({ ...deal(0), pin: `pin of ${number}` })),
			node: RETRIED,
			parameters: parametersOf({ ...MAPPED, options: { maxRetries: 0 } }),
		});
		expect(bodiesOf(second.agency, 'createClient')).toHaveLength(2);
		for (const body of bodiesOf(second.agency, 'createClient')) {
			expect(body).toMatchObject({ member: { password: 'pin of 1' } });
		}
	});
});

describe('A list that doesn’t show the latest changes yet', () => {
	test('doesn’t mix up namesakes of a run if one of them is rejected', async () => {
		const { agency, credential } = open({
			clients: [existing('Else', deal(1).contact.email)],
			lag: { reads: 1 },
		});
		const ran = await runDeals(
			{ credential },
			{
				items: deals(3).map((one) => ({ ...one, company: 'Acme Dental' })),
				onError: 'continueErrorOutput',
				fields: { options: { includeClientId: true } },
			},
		);
		const ids = [0, 2].map(
			(number) =>
				agency.members.find(({ loginId }) => loginId === deal(number).contact.email)?.clientId,
		);
		expect(jsonOf(ran.output).map(({ clientId }) => clientId)).toEqual(ids);
	});

	test.each<[string, string, INodeParameters]>([
		['assigned', 'assignAgents', { agentId: byId('line'), operation: 'assign' }],
	])('doesn’t leave it unknown whether an agent was %s', async (_what, operationId, parameters) => {
		const { credential } = open({
			...PEOPLE,
			lag: { reads: 1 },
			...err(operationId, { kind: 'cutAfter' }),
		});
		const ran = await runNode({
			items: [{}],
			credential,
			parameters: { resource: 'agent', clientId: byId('acme'), ...parameters },
		});
		expect(jsonOf(ran.output)).toMatchObject([{ confirmed: true }]);
	});
});

describe('A list that lags behind for a moment', () => {
	test('doesn’t hide from Skip the client that another execution just created', async () => {
		const { agency, credential } = open({ lag: { reads: 1 } });
		await runDeals({ credential }, {});
		const ran = await runDeals({ credential }, { fields: { ...SKIP } });
		expect(jsonOf(ran.output)).toMatchObject([{ skipped: true }]);
		expect(clientsOf(agency)).toEqual(['Company 0']);
	});

	test('doesn’t leave it unknown whether a client was created when no retry is left', async () => {
		const { agency, credential } = open({
			lag: { reads: 1 },
			...err('createClient', { kind: 'cutAfter' }),
		});
		const ran = await runDeals({ credential }, { fields: { options: { maxRetries: 0 } } });
		expect(jsonOf(ran.output)).toMatchObject([{ confirmed: true }]);
		expect(clientsOf(agency)).toEqual(['Company 0']);
	});
});

describe('A login that looks the same causes no second account', () => {
	test.each([
		['composed and decomposed', 'jos\u00e9@example.com', 'jose\u0301@example.com'],
		['in capitals', 'ana@example.com', 'ANA@Example.com'],
		['with a typographic apostrophe', "ana.o'neill@example.com", 'ana.o\u2019neill@example.com'],
	])('%s', async (_what, ...logins) => {
		const { agency, credential } = open();
		await runDeals(
			{ credential },
			{
				items: logins.map((email) => ({ ...deal(0), contact: { name: 'Ana', email } })),
				onError: 'continueErrorOutput',
				fields: { ...SKIP },
			},
		);
		expect(agency.members).toHaveLength(1);
	});
});

describe('Several accounts', () => {
	test('that differ only in their address are distinguished', async () => {
		const answering = async (status: number, body: object) =>
			await host(({ method }) => (method === 'GET' ? { body: [] } : { status, body }));
		const one = await answering(200, CREATED);
		const other = await answering(401, { error: 'Invalid API key' });
		const ran = await runNode({
			items: [one, other, one, other].map(({ origin }, number) => ({
				...deal(number),
				base: `${origin}/v1/public`,
			})),
			onError: 'continueErrorOutput',
			credential: { apiKey: 'CD.test-of-both', baseUrl: '={{ $json.base }}' },
			parameters: parametersOf(MAPPED),
		});
		expect(pairsOf(ran.output)).toEqual([0, 2]);
		expect(pairsOf(ran.errorOutput)).toEqual([1, 3]);
	});

	test.each(['Retry On Fail', 'Retry'])('each create once, by %s after one fails', async (how) => {
		const first = open();
		const second = open(err('createClient', LONG_LIMIT));
		const run: Run = {
			...acrossAccounts([first, second, first, second], deal),
			parameters: parametersOf({ ...MAPPED, options: { maxConcurrency: 1 } }),
			...(how === 'Retry On Fail' && { node: RETRIED }),
		};
		const tried = await runNode(run);
		const ran = how === 'Retry' ? await retryExecution(tried, run) : tried;
		expect(pairsOf(ran.output)).toEqual([0, 1, 2, 3]);
		expect(clientsOf(first.agency)).toEqual(['Company 0', 'Company 2']);
		expect(clientsOf(second.agency)).toEqual(['Company 1', 'Company 3']);
	});

	test('can each have a client with the same name without a hint', async () => {
		const ran = await runNode({
			...acrossAccounts([open(), open()], () => deal(0)),
			parameters: parametersOf(MAPPED),
		});
		expect(ran.output).toHaveLength(2);
		expect(hintsOf(ran)).toEqual([]);
	});
});

describe('A list that a create doesn’t depend on never prevents it from being sent', () => {
	test.each<[string, number, string | object]>([
		['a rejection of only the list', 403, { error: 'Forbidden' }],
		['no such page', 404, { error: 'Not found' }],
		['a page of HTML', 200, '<html></html>'],
		['an object instead of a list', 200, { clients: [] }],
		[
			'a list with arbitrary entries',
			200,
			[null, 5, 'x', {}, { _id: 7 }, { _id: '', name: 'x' }, [[]]],
		],
		['a huge list', 200, Array.from({ length: 50_000 }, (_, id) => ({ _id: `c${id}`, name: 'x' }))],
	])('%s', async (_what, status, body) => {
		const chatDash = await host(({ method }) =>
			method === 'GET' ? { status, body } : { body: CREATED },
		);
		const ran = await runDeals(opened(chatDash), { items: deals(3) });
		expect(jsonOf(ran.output)).toMatchObject(Array(3).fill(CREATED));
		expect(changesAt(chatDash)).toHaveLength(3);
	});
});

test('A limit in the middle of the lookups is waited for', async () => {
	const busy: Fault = { kind: 'rateLimit', retryAfter: 'none', seconds: 1 };
	const { agency, credential } = open({
		faults: { script: [null, { kind: 'cutAfter' }, busy, null, busy, busy] },
	});
	const ran = await runDeals({ credential }, { fields: { options: { includeClientId: true } } });
	expect(jsonOf(ran.output)).toMatchObject([{ confirmed: true, clientId: agency.clients[0]?._id }]);
});

test('An item reserves no login if it is invalid for another reason', async () => {
	const { credential } = open();
	const ran = await runDeals(
		{ credential },
		{
			items: [{ ...deal(0), company: '#REF!' }, deal(0), deal(0)],
			onError: 'continueErrorOutput',
		},
	);
	expect(pairsOf(ran.output)).toEqual([1]);
	expect(saidBy(ran.errorOutput[1]).error).toBe("'Login ID' is the same as in item 1");
});

describe('Stop', () => {
	test('ends the wait for a list that lags behind, and the client is output', async () => {
		const { agency, credential } = open({ lag: { reads: 50 } });
		const ran = await runDeals(
			{ credential },
			{
				fields: { options: { includeClientId: true } },
				cancelWhen: () => timesAsked(agency)['listClients'] === 2,
			},
		);
		expect(ran.status).toBe('canceled');
		expect(jsonOf(ran.output)).toMatchObject([{ ...CREATED, clientId: null }]);
		expect(timesAsked(agency)['listClients']).toBe(2);
	});

	test('ends the wait for the list before the first create, and nothing is created', async () => {
		let isAsked = false;
		const silent = await host(async () => {
			isAsked = true;
			return await new Promise(() => {});
		});
		const ran = await runDeals(opened(silent), { items: deals(3), cancelWhen: () => isAsked });
		expect(ran.status).toBe('canceled');
		expect(changesAt(silent)).toEqual([]);
	});
});

describe('A field named error', () => {
	test('of a record comes through, and the item is not taken for an error', async () => {
		const record = { _id: 'a1', name: 'Desk', platform: 'custom', error: 'offline' };
		const chatDash = await host(() => ({ body: record }));
		const ran = await runOperation(opened(chatDash), 'agent.get', {
			items: [{}],
			onError: 'continueErrorOutput',
			parameters: { agentId: byId('a1'), simplify: false },
		});
		expect(jsonOf(ran.output)).toEqual([record]);
		expect(ran.errorOutput).toEqual([]);
	});

	test('next to the message of a change becomes a warning, because n8n would take the item for an error', async () => {
		const chatDash = await host(() => ({ body: { message: 'Assigned', error: 'no seats left' } }));
		const ran = await runOperation(opened(chatDash), 'client.update', {
			items: [{}],
			onError: 'continueErrorOutput',
			parameters: { clientId: byId('c1'), updateFields: { clientName: 'Acme' } },
		});
		expect(ran.errorOutput).toEqual([]);
		expect(jsonOf(ran.output)).toMatchObject([{ message: 'Assigned' }]);
	});
});
