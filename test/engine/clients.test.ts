/**
 * Client → Get, Get Many and Update as a user sets them up. Failing items among others are covered in
 * operations.test.ts.
 */
import { omitUndefined } from '../../nodes/transport/json';
import { sleep, type IDataObject, type INodeParameters } from 'n8n-workflow';

import {
	AGENT_SECRETS,
	PEOPLE,
	bodiesOf,
	byId,
	byName,
	closeHosts,
	fromList,
	host,
	jsonOf,
	opened,
	pairsOf,
	runOperation,
	saidBy,
	timesAsked,
	useSandbox,
	type Opened,
} from './fixtures';
import type { Run } from './harness';

const openAgency = useSandbox();
afterEach(closeHosts);

const many = (count: number) =>
	Array.from({ length: count }, (_, number) => ({ _id: `c${number}`, name: `Client ${number}` }));
const idsOf = (items: ReadonlyArray<{ json: IDataObject }>) => items.map(({ json }) => json['_id']);

describe('Client → Get Many', () => {
	const getMany = async (
		at: Pick<Opened, 'credential'>,
		parameters: INodeParameters,
		run: Partial<Run> = {},
	) => await runOperation(at, 'client.getAll', { items: [{}], ...run, parameters });

	test.each<[string, INodeParameters, number]>([
		['the first 50 by default', {}, 50],
		['as many as the limit allows', { limit: 3 }, 3],
		['all of them if the limit is higher', { limit: 500 }, 60],
		[
			'all of them with Return All, even if a limit is left over',
			{ returnAll: true, limit: 3 },
			60,
		],
	])('outputs %s, one item each, in the order of ChatDash', async (_what, parameters, count) => {
		const { agency, credential } = openAgency({ clients: many(60) });
		const ran = await getMany({ credential }, parameters);
		expect(idsOf(ran.output)).toEqual(many(count).map(({ _id }) => _id));
		expect(pairsOf(ran.output)).toEqual(Array(count).fill(0));
		expect(timesAsked(agency)).toEqual({ listClients: 1 });
	});

	test('outputs no item for an empty list, and the next node doesn’t run', async () => {
		const ran = await getMany(openAgency(), {});
		expect(ran.status).toBe('success');
		expect(ran.output).toEqual([]);
		expect(ran.downstream).toEqual({ main: [], error: [] });
	});

	test("outputs an empty item for an empty list with n8n's Always Output Data", async () => {
		const ran = await getMany(openAgency(), {}, { node: { alwaysOutputData: true } });
		expect(ran.status).toBe('success');
		expect(jsonOf(ran.output)).toEqual([{}]);
		expect(jsonOf(ran.downstream.main)).toEqual([{}]);
	});

	test('outputs the clients for each of several input items, in order and linked to that item', async () => {
		const items = [{ limit: 2 }, { limit: 1 }, { limit: 3 }];
		const ran = await getMany(
			openAgency({ clients: many(5) }),
			{ limit: '={{ $json.limit }}' },
			{ items },
		);
		expect(idsOf(ran.output)).toEqual(['c0', 'c1', 'c0', 'c0', 'c1', 'c2']);
		expect(pairsOf(ran.output)).toEqual([0, 0, 1, 2, 2, 2]);
		expect(ran.downstream.main.map(({ deal }) => deal)).toEqual(
			[0, 0, 1, 2, 2, 2].map((item) => items[item]),
		);
	});

	test('adds the agents of each client with one more request in total, without their credentials', async () => {
		const { agency, credential } = openAgency(PEOPLE);
		const ran = await getMany({ credential }, { options: { includeAgents: true } });
		expect(ran.output.map(({ json }) => json['agents'])).toEqual([
			[expect.objectContaining({ _id: 'desk', clientId: 'acme', platform: 'botpress' })],
			[expect.objectContaining({ _id: 'chat', clientId: 'bolt' })],
			[],
		]);
		expect(timesAsked(agency)).toEqual({ listClients: 1, listAgents: 1 });
		for (const secret of [...AGENT_SECRETS, 'apiKey', 'platformCredentials']) {
			expect(JSON.stringify(ran.stored)).not.toContain(secret);
		}
	});

	test('adds the members of each client with one request per output client', async () => {
		const { agency, credential } = openAgency(PEOPLE);
		const ran = await getMany({ credential }, { limit: 2, options: { includeMembers: true } });
		const loginsOf = (members: unknown) =>
			Array.isArray(members) ? members.map((member: IDataObject) => member['loginId']) : members;
		expect(ran.output.map(({ json }) => loginsOf(json['members']))).toEqual([
			['ada@acme.example', 'ben@acme.example'],
			['bea@bolt.example', 'bob@bolt.example'],
		]);
		expect(timesAsked(agency)).toEqual({ listClients: 1, listMembers: 2 });
	});

	test.each([1, 3])(
		'requests the members of at most %i clients at once, whatever the number of items',
		async (maxConcurrency) => {
			const chatDash = await host(async ({ path }) => {
				await sleep(5);
				return { body: path === '/v1/public/clients' ? many(12) : [{ name: path }] };
			});
			const ran = await getMany(
				opened(chatDash),
				{ options: { includeMembers: true, maxConcurrency } },
				{ items: [{}, {}] },
			);
			expect(chatDash.mostAtOnce()).toBe(maxConcurrency);
			expect(chatDash.got).toHaveLength(2 + 2 * 12);
			// Each client has its own members, whichever response came first.
			expect(ran.output.map(({ json }) => json['members'])).toEqual(
				[...many(12), ...many(12)].map(({ _id }) => [
					{ name: `/v1/public/clients/${_id}/members` },
				]),
			);
		},
	);

	test("fails as a whole if the members of one client can't be read", async () => {
		const { agency, credential } = openAgency({
			...PEOPLE,
			faults: {
				script: [null, { kind: 'serverError', afterWork: false }],
				operations: ['listMembers'],
			},
		});
		const ran = await getMany(
			{ credential },
			{ options: { includeMembers: true, maxConcurrency: 1, maxRetries: 0 } },
			{ onError: 'continueRegularOutput' },
		);
		expect(jsonOf(ran.output)).toEqual([
			{
				error: 'An unexpected error occurred',
				message:
					"This item (list of clients) wasn't retrieved. ChatDash returned status 500. Run the workflow again later.",
			},
		]);
		// The members of the third client wouldn't change the result any more.
		expect(timesAsked(agency)['listMembers']).toBe(2);
	});
});

describe('Client → Update', () => {
	const update = async (
		at: Pick<Opened, 'credential'>,
		updateFields: INodeParameters,
		run: Partial<Run> & { clientId?: INodeParameters[string] } = {},
	) => {
		const { clientId = byId('acme'), ...more } = run;
		return await runOperation(at, 'client.update', {
			items: [{}],
			...more,
			parameters: { clientId, updateFields, ...more.parameters },
		});
	};

	test.each<[string, INodeParameters, IDataObject]>([
		['the name', { clientName: ' Acme\u00a0Two ' }, { name: 'Acme\u00a0Two' }],
		['the language', { language: 'fr' }, { language: 'fr' }],
		['the language, by its name', { language: '={{ "German" }}' }, { language: 'de' }],
		['the language, from a language tag', { language: '={{ "PT_br" }}' }, { language: 'pt' }],
		['both', { clientName: 'Acme Two', language: 'en' }, { name: 'Acme Two', language: 'en' }],
	])('sends %s, and nothing that was not chosen', async (_what, updateFields, body) => {
		const { agency, credential } = openAgency(PEOPLE);
		const ran = await update({ credential }, updateFields);
		const { name, language } = body;
		expect(jsonOf(ran.output)).toEqual([
			{
				message: 'Client updated successfully',
				clientId: 'acme',
				...omitUndefined({ clientName: name, language }),
			},
		]);
		expect(bodiesOf(agency, 'updateClient')).toStrictEqual([body]);
		expect(agency.client('acme')).toEqual({
			_id: 'acme',
			name: 'Acme Dental',
			language: 'de',
			isSaasClient: false,
			...body,
		});
		expect(timesAsked(agency)).toEqual({ updateClient: 1 });
	});

	test.each<[string, INodeParameters, RegExp]>([
		['nothing is chosen', {}, /^No fields to update$/],
		['the name is empty', { clientName: '' }, /^'Client Name' is empty$/],
		[
			'the expression of the name finds nothing',
			{ clientName: '={{ $json.no }}' },
			/^'Client Name' is empty$/,
		],
		[
			'the expression of the language finds nothing',
			{ language: '={{ $json.no }}' },
			/^'Language' is empty$/,
		],
		['the language is unknown', { language: '={{ "Gibberish" }}' }, /^'Language' isn't a language/],
	])('sends nothing if %s', async (_what, updateFields, error) => {
		const { agency, credential } = openAgency(PEOPLE);
		const ran = await update({ credential }, updateFields, { onError: 'continueErrorOutput' });
		expect(ran.errorOutput.map((item) => saidBy(item).error)).toEqual([
			expect.stringMatching(error),
		]);
		expect(agency.calls).toEqual([]);
	});

	test.each([
		['from the list', fromList('bolt')],
		['by name', byName('Bolt Law')],
		['by an expression for the whole field that returns the ID', "={{ 'bolt' }}"],
	])('finds the client chosen %s, and outputs its ID', async (_how, clientId) => {
		const { agency, credential } = openAgency(PEOPLE);
		const ran = await update({ credential }, { clientName: 'Bolt & Partners' }, { clientId });
		expect(jsonOf(ran.output)).toEqual([
			{
				message: 'Client updated successfully',
				clientId: 'bolt',
				clientName: 'Bolt & Partners',
			},
		]);
		expect(agency.clients.map(({ name }) => name)).toEqual([
			'Acme Dental',
			'Bolt & Partners',
			'Zoë’s Café',
		]);
	});
});
