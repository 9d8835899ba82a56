/** The operations of an agent as a user sets them up. Failing items among others are covered in operations.test.ts. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../sandbox/server';
import {
	AGENT_SECRETS,
	PEOPLE,
	bodiesOf,
	byId,
	byName,
	closeHosts,
	hintsOf,
	host,
	jsonOf,
	opened,
	pairsOf,
	parametersFor,
	runOperation,
	saidBy,
	timesAsked,
	useSandbox,
	type Opened,
} from './fixtures';
import { retryExecution, runNode, type Ran, type Run } from './harness';

const openAgency = useSandbox();
afterEach(closeHosts);

type At = Pick<Opened, 'credential'>;

const retried = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };

/** Everything that n8n stores of an execution, as one text. */
const storedOf = ({ stored }: Ran) => JSON.stringify(stored);
const expectNone = (secrets: readonly string[], text: string) => {
	for (const secret of secrets) expect(text).not.toContain(secret);
};

describe('Reading agents', () => {
	const RAW = {
		_id: 'desk',
		clientId: 'acme',
		name: 'Front Desk',
		platform: 'botpress',
		apiId: 'https://botpress.example/desk',
		agentConfig: {
			usingExternalWidget: false,
			useImportWebhook: true,
			isTemplate: true,
			isSaas: false,
		},
	};
	const CREDENTIALS = {
		apiKey: 'key-of-desk',
		platformCredentials: { botId: 'bot-1', workspaceId: 'space-1', token: 'token-of-desk' },
	};
	const get = async (at: At, parameters: INodeParameters) =>
		await runOperation(at, 'agent.get', {
			items: [{}],
			parameters: { agentId: byId('desk'), ...parameters },
		});

	test('returns what ChatDash stores without Simplify, except the platform credentials', async () => {
		const ran = await get(openAgency(PEOPLE), { simplify: false });
		expect(jsonOf(ran.output)).toEqual([RAW]);
		expectNone(AGENT_SECRETS, storedOf(ran));
	});

	test('returns the platform credentials only if the user includes them', async () => {
		const options = { includeCredentials: true };
		const ran = await get(openAgency(PEOPLE), { simplify: false, options });
		expect(jsonOf(ran.output)).toEqual([{ ...RAW, ...CREDENTIALS }]);
		const simplified = await get(openAgency(PEOPLE), { options });
		expect(simplified.output[0]?.json).toMatchObject({ ...CREDENTIALS, isTemplate: true });
		expect(simplified.output[0]?.json).not.toHaveProperty('agentConfig');
	});

	const getMany = async (at: At, parameters: INodeParameters, run: Partial<Run> = {}) =>
		await runOperation(at, 'agent.getAll', { items: [{}], ...run, parameters });

	test.each<[string, INodeParameters, string[]]>([
		['all agents of the agency', {}, ['desk', 'line', 'chat', 'spare']],
		['as many as the limit allows', { limit: 2 }, ['desk', 'line']],
		['those of a client', { filters: { clientId: byId('bolt') } }, ['chat']],
		[
			'those of a client chosen by name',
			{ filters: { clientId: byName('Acme Dental') } },
			['desk'],
		],
		['none for a client without agents', { filters: { clientId: byId('cafe') } }, []],
	])('lists %s, one item each, without keys', async (_what, parameters, ids) => {
		const ran = await getMany(openAgency(PEOPLE), parameters);
		expect(ran.status).toBe('success');
		expect(ran.output.map(({ json }) => json['_id'])).toEqual(ids);
		expectNone(AGENT_SECRETS, storedOf(ran));
	});

	test('lists the agents of each item’s client, linked to that item', async () => {
		const items = [{ id: 'bolt' }, { id: 'cafe' }, { id: 'acme' }];
		const ran = await getMany(
			openAgency(PEOPLE),
			{ filters: { clientId: byId('={{ $json.id }}') } },
			{ items },
		);
		expect(ran.output.map(({ json }) => json['_id'])).toEqual(['chat', 'desk']);
		expect(pairsOf(ran.output)).toEqual([0, 2]);
		expect(ran.downstream.main.map(({ deal }) => deal)).toEqual([items[0], items[2]]);
	});

	test('treats a filter without a value as an error, not as no filter', async () => {
		const { agency, credential } = openAgency(PEOPLE);
		const ran = await getMany(
			{ credential },
			{ filters: { clientId: byId('={{ $json.no }}') } },
			{ onError: 'continueErrorOutput' },
		);
		expect(saidBy(ran.errorOutput[0]).error).toBe("'Client' is empty");
		expect(agency.calls).toEqual([]);
	});
});

describe('Agent → Create', () => {
	const create = async (at: At, parameters: INodeParameters, run: Partial<Run> = {}) =>
		await runOperation(at, 'agent.create', {
			items: [{}],
			...run,
			parameters: { agentName: 'Front Desk', ...parameters },
		});

	test.each<[string, INodeParameters, IDataObject]>([
		['only the name and the platform', { platform: 'custom' }, { platform: 'custom' }],
		[
			'the fields that its platform uses, and no leftovers of another platform',
			{
				platform: 'botpress',
				apiId: 'https://botpress.example/x',
				apiKey: 'key-x',
				additionalFields: {
					botId: 'bot-x',
					workspaceId: 'space-x',
					platformCredentials: '{"left": "over"}',
				},
			},
			{
				platform: 'botpress',
				apiId: 'https://botpress.example/x',
				apiKey: 'key-x',
				platformCredentials: { botId: 'bot-x', workspaceId: 'space-x' },
			},
		],
		[
			'credentials as JSON',
			{ platform: 'vapi', additionalFields: { platformCredentials: '{"publicKey": "pub-x"}' } },
			{ platform: 'vapi', platformCredentials: { publicKey: 'pub-x' } },
		],
		[
			'no key for a platform without one',
			{ platform: 'n8n', apiId: 'left over', apiKey: 'left over' },
			{ platform: 'n8n' },
		],
		[
			'the settings that were added',
			{ platform: 'openai', additionalFields: { isSaas: true, isTemplate: false } },
			{ platform: 'openai', agentConfig: { isSaas: true, isTemplate: false } },
		],
	])('sends %s', async (_what, parameters, body) => {
		const { agency, credential } = openAgency();
		const ran = await create({ credential }, parameters);
		expect(jsonOf(ran.output)).toEqual([
			{
				message: 'Agent created successfully',
				agentId: agency.agents.all[0]?._id,
				agentName: 'Front Desk',
				platform: body['platform'],
			},
		]);
		expect(bodiesOf(agency, 'createAgent')).toStrictEqual([{ name: 'Front Desk', ...body }]);
	});

	test.each<[string, INodeParameters, RegExp]>([
		['the name is empty', { agentName: ' ' }, /^'Agent Name' is empty$/],
		// The platform of an agent can't be changed later.
		['the platform expression finds nothing', { platform: '={{ $json.no }}' }, /^'Platform' is/],
		[
			"the platform isn't one of the options",
			{ platform: '={{ "chatgpt" }}' },
			/^'Platform' isn't one of the/,
		],
		[
			"the credentials aren't JSON",
			{ platform: 'vapi', additionalFields: { platformCredentials: 'secret words' } },
			/^'Platform Credentials \(JSON\)' isn't a valid JSON object$/,
		],
		[
			'the expression of a setting finds nothing',
			{ platform: 'vapi', additionalFields: { isSaas: '={{ $json.no }}' } },
			/^'Mark as SaaS' is empty$/,
		],
	])('sends nothing if %s', async (_what, parameters, error) => {
		const { agency, credential } = openAgency();
		const ran = await create({ credential }, parameters, { onError: 'continueErrorOutput' });
		expect(saidBy(ran.errorOutput[0]).error).toMatch(error);
		expect(JSON.stringify(ran.errorOutput)).not.toContain('secret words');
		expect(agency.calls).toEqual([]);
	});

	test.each([
		['one', [{ name: 'Booking' }]],
		['several', [{ name: 'Booking' }, { name: 'Front Desk' }, { name: 'Sales' }]],
	])('adds the ID of %s, although older agents have the same name', async (_what, items) => {
		const { agency, credential } = openAgency({
			agents: [{ _id: 'old', name: 'Booking', platform: 'custom' }],
		});
		const before = new Set(agency.agents.all.map(({ _id }) => _id));
		const parameters = { agentName: '={{ $json.name }}', platform: 'custom' };
		const ran = await create({ credential }, parameters, { items });
		const created = agency.agents.all.filter(({ _id }) => !before.has(_id));
		expect(jsonOf(ran.output)).toEqual(
			items.map(({ name }) => ({
				message: 'Agent created successfully',
				agentId: created.find((agent) => agent.name === name)?._id,
				agentName: name,
				platform: 'custom',
			})),
		);
		expect(timesAsked(agency)).toEqual({ listAgents: 2, createAgent: items.length });
	});

	test('gives no ID if two of its agents can’t be told apart, with a hint', async () => {
		const ran = await create(openAgency(), { platform: 'custom' }, { items: [{}, {}] });
		expect(jsonOf(ran.output).map(({ agentId }) => agentId)).toEqual([null, null]);
		expect(hintsOf(ran).join()).toMatch(/^Both items were created, but .*IDs are missing/);
	});

	test('gives no ID if the agents couldn’t be listed before', async () => {
		const { credential } = openAgency({
			faults: {
				script: [{ kind: 'serverError', afterWork: false }],
				operations: ['listAgents'],
			},
		});
		const ran = await create({ credential }, { platform: 'custom', options: { maxRetries: 0 } });
		expect(jsonOf(ran.output)).toMatchObject([{ agentId: null }]);
	});

	test('lists no agents if the ID isn’t wanted', async () => {
		const { agency, credential } = openAgency();
		const options = { includeAgentId: false };
		const ran = await create({ credential }, { platform: 'custom', options });
		expect(jsonOf(ran.output)).toEqual([
			{ message: 'Agent created successfully', agentName: 'Front Desk', platform: 'custom' },
		]);
		expect(timesAsked(agency)).toEqual({ createAgent: 1 });
	});

	describe.each<[string, Fault]>([
		['the connection is cut after ChatDash created it', { kind: 'cutAfter' }],
		['the connection is cut before ChatDash created it', { kind: 'cutBefore' }],
		['a proxy responds with its own page', { kind: 'htmlBadGateway', afterWork: true }],
		['the response is empty', { kind: 'emptyBody' }],
	])('if %s', (_what, fault) => {
		const faults = { script: [fault], operations: ['createAgent'] };
		const isMade = fault.kind === 'cutBefore' ? 0 : 1;

		test('reports the result as unknown and never sends it twice, not even with Retry On Fail', async () => {
			const { agency, credential } = openAgency({ faults });
			const ran = await create({ credential }, { platform: 'custom' }, { node: retried });
			expect(ran.status).toBe('error');
			expect(ran.error?.description).toMatch(
				/It's unknown whether .* was created\. .*Check your ChatDash dashboard before you run/,
			);
			expect(timesAsked(agency)).toMatchObject({ createAgent: 1 });
			expect(agency.agents.all).toHaveLength(isMade);
		});

		test('sends it again if the user, who has checked ChatDash, chooses Retry', async () => {
			const { agency, credential } = openAgency({ faults });
			const run: Run = {
				items: [{}],
				credential,
				parameters: parametersFor('agent.create', { agentName: 'One', platform: 'custom' }),
			};
			const ran = await retryExecution(await runNode(run), run);
			expect(jsonOf(ran.output)).toMatchObject([{ message: 'Agent created successfully' }]);
			expect(timesAsked(agency)).toMatchObject({ createAgent: 2 });
		});
	});

	test('with Retry On Fail, creates the rest, but repeats neither finished nor unknown items', async () => {
		const { agency, credential } = openAgency({
			faults: {
				script: [{ kind: 'cutAfter' }],
				operations: ['createAgent'],
			},
		});
		const ran = await create(
			{ credential },
			{ agentName: '={{ $json.name }}', platform: 'custom', options: { maxConcurrency: 1 } },
			{
				items: [{ name: 'One' }, { name: 'Two' }, { name: 'Three' }],
				node: retried,
				onError: 'continueErrorOutput',
			},
		);
		expect(agency.agents.all.map(({ name }) => name)).toEqual(['One', 'Two', 'Three']);
		expect(pairsOf(ran.output)).toEqual([1, 2]);
		expect(ran.errorOutput.map((item) => saidBy(item).message)).toEqual([
			expect.stringMatching(
				/^It's unknown whether item 0 \(agent One\) was created\. ChatDash didn't respond\./,
			),
		]);
	});
});

describe('Agent → Update', () => {
	const update = async (at: At, updateFields: INodeParameters, run: Partial<Run> = {}) =>
		await runOperation(at, 'agent.update', {
			items: [{}],
			...run,
			parameters: { agentId: byId('desk'), updateFields, ...run.parameters },
		});
	const config = {
		usingExternalWidget: false,
		useImportWebhook: true,
		isTemplate: true,
		isSaas: false,
	};
	const credentials = { botId: 'bot-1', workspaceId: 'space-1', token: 'token-of-desk' };

	test.each<[string, INodeParameters, IDataObject, number]>([
		['the name', { agentName: 'Desk Two' }, { name: 'Desk Two' }, 0],
		['a key', { apiKey: 'key-two' }, { apiKey: 'key-two' }, 0],
		['an empty API ID', { apiId: '' }, { apiId: '' }, 0],
		[
			'a setting together with those that stay',
			{ isSaas: true },
			{ agentConfig: { ...config, isSaas: true } },
			1,
		],
		[
			'a setting that is turned off',
			{ isTemplate: false },
			{ agentConfig: { ...config, isTemplate: false } },
			1,
		],
		[
			'a credential together with those that stay',
			{ botId: 'bot-2' },
			{ platformCredentials: { ...credentials, botId: 'bot-2' } },
			1,
		],
		[
			'credentials as JSON together with those that stay',
			{ platformCredentials: '{"token": "token-2", "region": "eu"}' },
			{ platformCredentials: { ...credentials, token: 'token-2', region: 'eu' } },
			1,
		],
	])('sends %s, and nothing else', async (_what, updateFields, body, reads) => {
		const { agency, credential } = openAgency(PEOPLE);
		const before = structuredClone(agency.agents.get('desk'));
		const ran = await update({ credential }, updateFields);
		const { name } = body;
		expect(jsonOf(ran.output)).toEqual([
			{
				message: 'Agent updated successfully',
				agentId: 'desk',
				...(name !== undefined && { agentName: name }),
			},
		]);
		expect(bodiesOf(agency, 'updateAgent')).toStrictEqual([body]);
		expect(agency.agents.get('desk')).toEqual({ ...before, ...body });
		expect(timesAsked(agency)['getAgent'] ?? 0).toBe(reads);
		expectNone(['key-of-desk', 'token-of-desk', 'key-two', 'token-2'], JSON.stringify(ran.output));
	});

	test.each<[string, INodeParameters, RegExp]>([
		['nothing is chosen', {}, /^No fields to update$/],
		['the name is empty', { agentName: '' }, /^'Agent Name' is empty$/],
		[
			'the expression of a setting finds nothing',
			{ isSaas: '={{ $json.no }}' },
			/^'Mark as SaaS' is empty$/,
		],
		[
			'the expression of the credentials finds nothing',
			{ platformCredentials: '={{ $json.no }}' },
			/^'Platform Credentials \(JSON\)' is empty$/,
		],
	])('sends nothing if %s', async (_what, updateFields, error) => {
		const { agency, credential } = openAgency(PEOPLE);
		const ran = await update({ credential }, updateFields, { onError: 'continueErrorOutput' });
		expect(ran.errorOutput.map((item) => saidBy(item).error)).toEqual([
			expect.stringMatching(error),
		]);
		expect(agency.calls).toEqual([]);
	});

	test('applies the updates of several items to the same agent in input order', async () => {
		const { agency, credential } = openAgency({
			...PEOPLE,
			faults: { seed: 5, share: 0.5, kinds: [{ kind: 'latency', ms: 15 }, { kind: 'cutBefore' }] },
		});
		const ran = await runOperation({ credential }, 'agent.update', {
			items: Array.from({ length: 8 }, (_, number) => ({ bot: `bot-${number}`, saas: number % 2 })),
			parameters: {
				agentId: byName('Front Desk'),
				updateFields: { botId: '={{ $json.bot }}', isSaas: '={{ $json.saas === 1 }}' },
				options: { maxRetries: 12 },
			},
		});
		expect(ran.status).toBe('success');
		expect(agency.agents.get('desk')).toMatchObject({
			platformCredentials: { ...credentials, botId: 'bot-7' },
			agentConfig: { ...config, isSaas: true },
		});
		// All of them chose the agent by name, which takes only one list.
		const lists = agency.calls.filter(
			({ operationId, status }) => operationId === 'listAgents' && status === 200,
		);
		expect(lists).toHaveLength(1);
	}, 20_000);

	test.each(['stopWorkflow', 'continueErrorOutput'] as const)(
		'shows no key if ChatDash repeats what was sent, not even a key that was only sent to keep it (%s)',
		async (onError) => {
			for (const status of [200, 400, 500]) {
				const chatDash = await host(({ method, body }) =>
					method === 'GET'
						? { body: { _id: 'desk', apiKey: 'key-of-desk', platformCredentials: credentials } }
						: { status, body: { [status === 200 ? 'message' : 'error']: `Got ${body}` } },
				);
				const ran = await update(
					opened(chatDash),
					{ apiKey: '={{ $json.key }}', botId: 'bot-2' },
					{
						items: [{ key: 'key-two' }],
						onError,
						parameters: { options: { maxRetries: 0 } },
					},
				);
				expect(chatDash.got.at(-1)?.body).toMatch(/token-of-desk/);
				expectNone(['token-of-desk', 'key-of-desk'], storedOf(ran));
				const shown = JSON.stringify([ran.output, ran.error, ran.errorOutput.map(saidBy)]);
				expect(shown).toContain('Got');
				expectNone(['key-two'], shown);
			}
		},
	);
});

describe('Agent → Assign and Unassign', () => {
	const run = async (
		at: At,
		operation: 'assign' | 'unassign',
		{
			agentId,
			clientId,
			options = {},
		}: { agentId: string; clientId: string; options?: INodeParameters },
		more: Partial<Run> = {},
	) =>
		await runOperation(at, `agent.${operation}`, {
			items: [{}],
			...more,
			parameters: {
				agentId: byId(agentId),
				clientId: byId(clientId),
				options,
			},
		});
	const ASSIGNED = { message: 'Agent assigned to client successfully' };
	const UNASSIGNED = { message: 'Agent unassigned from client successfully' };

	test.each<[string, Fault]>([
		['the connection is cut after the change', { kind: 'cutAfter' }],
		['ChatDash responds with 500 after the change', { kind: 'serverError', afterWork: true }],
		['the response is cut off midway', { kind: 'cutBody' }],
	])('are confirmed if %s', async (_what, fault) => {
		const { agency, credential } = openAgency({
			...PEOPLE,
			faults: { script: [fault, null, fault], operations: ['assignAgents', 'unassignAgent'] },
		});
		const line = { agentId: 'line', clientId: 'cafe' };
		const assigned = await run({ credential }, 'assign', line);
		expect(jsonOf(assigned.output)).toEqual([
			{ ...ASSIGNED, confirmed: true, agentId: 'line', clientId: 'cafe' },
		]);
		expect(agency.agents.get('line')?.clientId).toBe('cafe');
		expect(hintsOf(assigned)).toContainEqual(expect.stringMatching(/needed an extra check/));

		const unassigned = await run({ credential }, 'unassign', line);
		expect(jsonOf(unassigned.output)).toEqual([{ ...UNASSIGNED, confirmed: true, ...line }]);
		expect(agency.agents.get('line')?.clientId).toBeUndefined();
	});

	test('unassigning is skipped if the agent isn’t assigned to the client, without an error', async () => {
		const ran = await run(openAgency(PEOPLE), 'unassign', { agentId: 'line', clientId: 'acme' });
		expect(ran.status).toBe('success');
		expect(jsonOf(ran.output)).toEqual([
			{
				skipped: true,
				message: "Agent isn't assigned to this client",
				agentId: 'line',
				clientId: 'acme',
			},
		]);
	});

	test('are skipped the second time, without an error', async () => {
		const at = openAgency(PEOPLE);
		const line = { agentId: 'line', clientId: 'cafe' };
		await run(at, 'assign', line);
		const again = await run(at, 'assign', line);
		expect(again.status).toBe('success');
		expect(jsonOf(again.output)).toEqual([
			{
				skipped: true,
				message: 'Agent already assigned to this client',
				agentId: 'line',
				clientId: 'cafe',
			},
		]);
		expect(hintsOf(again)).toContainEqual(
			expect.stringMatching(/^The item was skipped because it was already assigned in ChatDash\.$/),
		);
	});

	test("explain, after ChatDash's own message, that the agent's client couldn't be looked up", async () => {
		const ran = await run(
			openAgency({
				...PEOPLE,
				faults: {
					script: [{ kind: 'serverError', afterWork: false }],
					operations: ['listClientAgents'],
				},
			}),
			'assign',
			{ agentId: 'chat', clientId: 'bolt', options: { maxRetries: 0 } },
			{ onError: 'continueErrorOutput' },
		);
		expect(saidBy(ran.errorOutput[0])).toEqual({
			error: 'Agent is already assigned to a client',
			message: expect.stringMatching(
				/Couldn't check ChatDash's records: An unexpected error occurred\./,
			),
		});
	});

	test('are unknown if neither the response nor the lookup shows the result, and Retry On Fail finds it out', async () => {
		const { agency, credential } = openAgency({
			...PEOPLE,
			faults: {
				script: [{ kind: 'cutAfter' }, { kind: 'cutBefore' }],
				operations: ['unassignAgent', 'listClientAgents'],
			},
		});
		const desk = { agentId: 'desk', clientId: 'acme', options: { maxRetries: 0 } };
		const ran = await run({ credential }, 'unassign', desk, { node: retried });
		expect(jsonOf(ran.output)).toEqual([
			{ ...UNASSIGNED, confirmed: true, agentId: 'desk', clientId: 'acme' },
		]);
		expect(agency.agents.get('desk')?.clientId).toBeUndefined();
	});

	test.each<['assign' | 'unassign', { agentId: string; clientId: string }, string]>([
		['assign', { agentId: 'gone', clientId: 'acme' }, 'Agent not found'],
		['assign', { agentId: 'line', clientId: 'gone' }, 'Client not found'],
		['unassign', { agentId: 'gone', clientId: 'acme' }, 'Agent not found'],
		['unassign', { agentId: 'desk', clientId: 'gone' }, 'Client not found'],
	])('%s of %j reports that one of the two no longer exists', async (operation, ids, error) => {
		const ran = await run(openAgency(PEOPLE), operation, ids);
		expect(ran.error?.message).toBe(error);
		expect(ran.error?.description).toMatch(/Check 'Agent' and 'Client'/);
	});

	test('keep their order if they follow one another on the same agent', async () => {
		const { agency, credential } = openAgency({
			...PEOPLE,
			// The first item's request only takes effect when it's repeated, so the second item has time to overtake it.
			faults: { script: [{ kind: 'cutBefore' }], operations: ['assignAgents'] },
		});
		const line = { agentId: 'line', clientId: 'cafe' };
		const ran = await run({ credential }, 'assign', line, { items: [{}, {}] });
		expect(jsonOf(ran.output)).toEqual([
			{ ...ASSIGNED, agentId: 'line', clientId: 'cafe' },
			expect.objectContaining({ skipped: true, agentId: 'line', clientId: 'cafe' }),
		]);
		expect(agency.agents.get('line')?.clientId).toBe('cafe');
	});
});
