/**
 * Choosing a client, an agent or a member: from the list, by ID, or by name or login ID, with values as n8n saves them
 * and as expressions return them. Also covers a run whose list to choose from can't be read.
 */
import { sleep, type INodeParameters } from 'n8n-workflow';

import {
	PEOPLE,
	byId,
	byLogin,
	byName,
	closeHosts,
	fromList,
	host,
	jsonOf,
	opened,
	runOperation,
	saidBy,
	timesAsked,
	useSandbox,
	type Opened,
} from './fixtures';
import type { Run } from './harness';

const openAgency = useSandbox();
afterEach(closeHosts);

type Value = INodeParameters[string];

const getClient = async (
	at: Pick<Opened, 'credential'>,
	clientId: Value,
	{ options = {}, ...run }: Partial<Run> & { options?: INodeParameters } = {},
) =>
	await runOperation(at, 'client.get', {
		items: [{}],
		...run,
		parameters: { clientId, options },
	});

/** Client names that are hard to tell apart or look like something else. */
const NAMES = [
	{ _id: 'one', name: 'Elm Street' },
	{ _id: 'two', name: 'Elm Street', language: 'fr' },
	{ _id: 'three', name: 'elm street optics' },
	{ _id: 'four', name: '  Maple Law ' },
	{ _id: '../five', name: 'Five' },
	{ _id: 'six / 100 %', name: '12' },
];

describe('A client', () => {
	test.each<[string, Value, string]>([
		['from the list', { ...fromList('one'), cachedResultName: 'Elm Street' }, 'one'],
		['by ID', byId(' three '), 'three'],
		['by an ID that looks like a path', byId('../five'), '../five'],
		['by an ID with special characters', byId('six / 100 %'), 'six / 100 %'],
		['by an ID from an expression', byId('={{ $json.id }}'), 'two'],
		['by a name', byName('Five'), '../five'],
		['by a name that has spaces around it in ChatDash', byName('Maple Law'), 'four'],
		['by a name that has spaces around it in the item', byName('={{ $json.name }}'), 'three'],
		['by a name that is a number', byName('={{ 12 }}'), 'six / 100 %'],
		['by an expression for the whole field that returns an ID', '={{ $json.id }}', 'two'],
	])('is chosen %s', async (_how, value, id) => {
		const { agency, credential } = openAgency({ clients: NAMES });
		const ran = await getClient({ credential }, value, {
			items: [{ id: 'two', name: '\u00a0elm street optics ' }],
		});
		expect(ran.error).toBeUndefined();
		expect(ran.output.map(({ json }) => json['_id'])).toEqual([id]);
		// Only a name needs the list.
		const isByName = typeof value === 'object' && JSON.stringify(value).includes('"mode":"name"');
		expect(timesAsked(agency)).toEqual({ getClient: 1, ...(isByName && { listClients: 1 }) });
	});

	test.each<[string, Value, RegExp, RegExp]>([
		['empty', byId('={{ $json.no }}'), /^'Client' is empty$/, /enter the client's ID or name/],
		['empty as a whole', '={{ $json.no }}', /^'Client' is empty$/, /enter the client's ID or name/],
		[
			'only whitespace',
			byName('={{ " " }}'),
			/^'Client' is empty$/,
			/enter the client's ID or name/,
		],
		['a path', byId('={{ ".." }}'), /^'Client' isn't a valid ID: “\.\.”$/, /from the list/],
		[
			'a group of fields',
			byId('={{ $json }}'),
			/^'Client' must be text, but it's a group of fields/,
			/Map a field/,
		],
		['a boolean', '={{ true }}', /^'Client' must be text, but it's true/, /Map a field/],
	])('that is %s is rejected before anything is sent', async (_what, value, error, advice) => {
		const { agency, credential } = openAgency({ clients: NAMES });
		const ran = await getClient({ credential }, value, { onError: 'continueErrorOutput' });
		const reported = saidBy(ran.errorOutput[0]);
		expect(reported.error).toMatch(error);
		expect(reported.message).toMatch(advice);
		expect(agency.calls).toEqual([]);
	});
});

describe('By Name', () => {
	const by = byName('={{ $json.name }}');

	test('requests the list once for all items, however many run at once', async () => {
		const { agency, credential } = openAgency({
			...PEOPLE,
			// The list arrives late, when all items already wait for it.
			faults: { script: [{ kind: 'latency', ms: 50 }], operations: ['listClients'] },
		});
		const names = ['Acme Dental', 'Zoë’s Café', 'Bolt Law'];
		const items = Array.from({ length: 60 }, (_, number) => ({ name: names[number % 3] ?? '' }));
		const ran = await getClient({ credential }, by, { items });
		expect(ran.output.map(({ json }) => json['name'])).toEqual(items.map(({ name }) => name));
		expect(timesAsked(agency)).toEqual({ listClients: 1, getClient: 60 });
	});

	test('lists the candidates if no or several clients match, without affecting the other items', async () => {
		const { agency, credential } = openAgency({ clients: NAMES });
		const items = ['Five', 'Elm Street', 'elm', 'Nobody', 'Maple Law'].map((name) => ({ name }));
		const ran = await getClient({ credential }, by, { items, onError: 'continueErrorOutput' });
		expect(ran.output.map(({ json }) => json['_id'])).toEqual(['../five', 'four']);
		expect(ran.errorOutput.map(saidBy)).toEqual([
			{
				error: '2 clients are named “Elm Street”',
				message: expect.stringMatching(
					/^Item 1 \(client “Elm Street”\) wasn't sent to ChatDash\. Set 'Client' to By ID and enter one of these IDs: one \(en\), two \(fr\)\.$/,
				),
			},
			{
				error: 'No client found with the name “elm”',
				message: expect.stringMatching(
					/Check the spelling in 'Client'\. Did you mean “Elm Street” or “elm street optics”\?$/,
				),
			},
			{
				error: 'No client found with the name “Nobody”',
				message: expect.stringMatching(/Available: “Elm Street”, .*, and 1 more\.$/),
			},
		]);
		expect(timesAsked(agency)).toEqual({ listClients: 1, getClient: 2 });
	});

	test('reports that there is no client at all', async () => {
		const ran = await getClient(openAgency(), byName('Acme'), { onError: 'continueErrorOutput' });
		expect(saidBy(ran.errorOutput[0]).message).toMatch(/There are no clients in ChatDash yet\.$/);
	});

	test("stops a node that stops on errors at the item whose name isn't found", async () => {
		const { agency, credential } = openAgency(PEOPLE);
		const ran = await runOperation({ credential }, 'client.update', {
			items: [{ name: 'Acme Dental' }, { name: 'Acme' }, { name: 'Bolt Law' }],
			parameters: {
				clientId: by,
				updateFields: { language: 'it' },
				options: { maxConcurrency: 1 },
			},
		});
		expect(ran.error?.message).toBe('No client found with the name “Acme”');
		expect(ran.error?.description).toMatch(/^Item 1 .*Already updated: item 0\.$/);
		expect(agency.clients.map(({ language }) => language)).toEqual(['it', 'en', 'en']);
	});

	test('finds the agent and the client of each item with one list each', async () => {
		const { agency, credential } = openAgency(PEOPLE);
		const ran = await runOperation({ credential }, 'agent.assign', {
			items: [{ agent: 'Order Line' }, { agent: 'Spare' }],
			parameters: { agentId: byName('={{ $json.agent }}'), clientId: byName('Acme Dental') },
		});
		expect(jsonOf(ran.output)).toMatchObject([
			{ agentId: 'line', clientId: 'acme' },
			{ agentId: 'spare', clientId: 'acme' },
		]);
		expect(timesAsked(agency)).toEqual({ listAgents: 1, listClients: 1, assignAgents: 2 });
	});

	test('distinguishes agents with the same name by platform and client', async () => {
		const { clients = [] } = PEOPLE;
		const ran = await runOperation(
			openAgency({
				clients,
				agents: [
					{ _id: 'a1', name: 'Desk', platform: 'openai' },
					{ _id: 'a2', name: 'Desk', platform: 'vapi', clientId: 'bolt' },
				],
			}),
			'agent.get',
			{
				items: [{}],
				parameters: { agentId: byName('Desk') },
				onError: 'continueErrorOutput',
			},
		);
		expect(saidBy(ran.errorOutput[0])).toEqual({
			error: '2 agents are named “Desk”',
			message: expect.stringMatching(
				/: a1 \(OpenAI, not assigned\), a2 \(Vapi, assigned to client bolt\)\.$/,
			),
		});
	});
});

test('A member is chosen only among those of its client, by login in any case or by ID', async () => {
	const { agency, credential } = openAgency(PEOPLE);
	const rename = async (memberId: Value) =>
		await runOperation({ credential }, 'member.update', {
			items: [{ login: ' BEN@acme.example ' }],
			parameters: {
				clientId: byName('Acme Dental'),
				memberId,
				updateFields: { memberName: 'Renamed' },
			},
		});
	expect((await rename(byLogin('={{ $json.login }}'))).output[0]?.json['memberId']).toBe('ben');
	expect((await rename('={{ "ada" }}')).output[0]?.json['memberId']).toBe('ada');
	const other = await rename(byLogin('bea@bolt.example'));
	expect(other.error?.message).toBe(
		'No member of this client found with the login ID “bea@bolt.example”',
	);
	expect(agency.membersOf('acme')?.map(({ name }) => name)).toEqual(['Renamed', 'Renamed']);
});

describe('If the list to choose from', () => {
	const items = Array.from({ length: 40 }, () => ({ name: 'Acme Dental' }));
	const update = async (at: Pick<Opened, 'credential'>, run: Partial<Run> = {}) =>
		await runOperation(at, 'member.create', {
			items: items.map((item, number) => ({ ...item, login: `m${number}@acme.example` })),
			...run,
			parameters: {
				clientId: byName('={{ $json.name }}'),
				memberName: 'Somebody',
				loginId: '={{ $json.login }}',
				passwordSource: 'generate',
				options: { maxRetries: 0 },
			},
		});

	test.each(['continueErrorOutput', 'stopWorkflow'] as const)(
		'is forbidden for this key, the run ends after one request (%s)',
		async (onError) => {
			const chatDash = await host(() => ({ status: 401, body: { error: 'Invalid API key' } }));
			const ran = await update(opened(chatDash), { onError });
			expect(chatDash.got).toHaveLength(1);
			if (onError === 'stopWorkflow') {
				expect(ran.error?.message).toBe('Invalid API key');
				expect(ran.error?.description).toMatch(/Check 'API Key'.*No other items were created/);
				return;
			}
			expect(ran.errorOutput).toHaveLength(40);
			for (const item of ran.errorOutput) {
				expect(saidBy(item)).toEqual({
					error: 'Invalid API key',
					message: expect.stringMatching(/Check 'API Key' in the ChatDash credential/),
				});
			}
		},
	);

	test('fails repeatedly, the items that waited for it fail with its message, and the others are created', async () => {
		const broken = { kind: 'serverError', afterWork: false } as const;
		const { agency, credential } = openAgency({
			...PEOPLE,
			// The first list is read to see which members already exist. The run doesn't depend on it.
			faults: { script: [broken, broken], operations: ['listClients'] },
		});
		const ran = await update({ credential }, { onError: 'continueErrorOutput' });
		// 20 items at once waited for the list that failed.
		expect(ran.errorOutput).toHaveLength(20);
		expect(saidBy(ran.errorOutput[0])).toEqual({
			error: 'An unexpected error occurred',
			message:
				"Item 0 (login ID m0@acme.example) wasn't created. ChatDash returned status 500. Run the workflow again later.",
		});
		expect(ran.output).toHaveLength(20);
		expect(agency.membersOf('acme')).toHaveLength(2 + 20);
		// Two lists failed: one before the run and one for the first 20 items. The others shared one list.
		expect(timesAsked(agency)['listClients']).toBe(2 + 1);
	});

	test('never arrives, the error explains that no response came and that nothing was changed', async () => {
		const { credential } = openAgency({
			...PEOPLE,
			faults: { script: [{ kind: 'cutBefore' }], operations: ['listClients'] },
		});
		const ran = await update({ credential });
		expect(ran.error?.message).toBe('The connection closed before ChatDash responded');
		expect(ran.error?.description).toMatch(
			/^Item 0 .* wasn't created\. ChatDash didn't respond\. Run the workflow again later\./,
		);
	});

	test('is at an address where nothing responds, the run ends soon', async () => {
		const ran = await update(
			{ credential: { apiKey: 'CD.nowhere', baseUrl: 'http://127.0.0.1:9/v1/public' } },
			{ onError: 'continueErrorOutput' },
		);
		expect(new Set(ran.errorOutput.map((item) => saidBy(item).error))).toEqual(
			new Set(['No response from this address']),
		);
		expect(ran.errorOutput).toHaveLength(40);
		expect(saidBy(ran.errorOutput[0]).message).toMatch(
			/wasn't created because ChatDash couldn't be reached/,
		);
	});
});

describe('Stop', () => {
	test('ends the run at once while it waits for the list to choose from, and nothing more is sent', async () => {
		const chatDash = await host(async () => {
			await sleep(3000);
			return { body: [] };
		});
		const startedAt = Date.now();
		const ran = await getClient(opened(chatDash), byName('Acme Dental'), {
			items: [{}, {}, {}],
			cancelWhen: () => chatDash.got.length > 0,
		});
		expect(ran.status).toBe('canceled');
		expect(Date.now() - startedAt).toBeLessThan(2500);
		expect(chatDash.got).toHaveLength(1);
	});

	test('prevents items that wait for another change of their record from being sent', async () => {
		const { agency, credential } = openAgency({
			...PEOPLE,
			faults: { script: [null, { kind: 'latency', ms: 3000 }], operations: ['updateClient'] },
		});
		const startedAt = Date.now();
		const ran = await runOperation({ credential }, 'client.update', {
			items: Array.from({ length: 5 }, (_, number) => ({ name: `Name ${number}` })),
			parameters: { clientId: byId('acme'), updateFields: { clientName: '={{ $json.name }}' } },
			cancelWhen: () => agency.client('acme')?.name === 'Name 1',
		});
		expect(ran.status).toBe('canceled');
		expect(Date.now() - startedAt).toBeLessThan(2500);
		expect(agency.client('acme')?.name).toBe('Name 1');
		expect(timesAsked(agency)['updateClient']).toBeLessThanOrEqual(2);
	});
});
