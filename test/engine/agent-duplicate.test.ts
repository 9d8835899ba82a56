/** Agent → Duplicate: what the copy gets, and that the keys of the original never show. */
import type { Agency, AgencySetup } from '../../sandbox/server';
import {
	type Reply,
	bodiesOf,
	byId,
	byName,
	changesAt,
	closeHosts,
	host,
	opened,
	hintsOf,
	jsonOf,
	parametersFor,
	PEOPLE,
	runOperation,
	timesAsked,
	useSandbox,
} from './fixtures';
import { runNode } from './harness';
import { testSecondOfThreeFails } from './second-of-three-fails';

const CREATED = { message: 'Agent created successfully' };
const DESK = {
	_id: 'desk',
	name: 'Front Desk',
	platform: 'botpress',
	apiId: 'https://botpress.example/desk',
	apiKey: 'key-of-desk',
	platformCredentials: { botId: 'bot-1', workspaceId: 'space-1', token: 'token-of-desk' },
	agentConfig: { isTemplate: true },
};
/** What it's connected with: the same as the agent of this ID in `PEOPLE`. */
const SECRETS = ['key-of-desk', 'token-of-desk', 'bot-1', 'space-1'];
const HEX = /^[\da-f]{24}$/;
const namesOf = ({ agents }: Agency) => agents.all.map(({ name }) => name);

testSecondOfThreeFails([
	{
		operation: 'agent.duplicate',
		parameters: { agentId: byId('={{ $json.id }}'), agentName: '={{ $json.name }}' },
		items: [
			{ id: 'desk', name: 'Desk of Acme' },
			{ id: 'gone', name: 'Desk of Bolt' },
			{ id: 'line', name: 'Line of Café' },
		],
		outputs: [
			[
				{
					...CREATED,
					sourceAgentId: 'desk',
					agentId: expect.stringMatching(HEX),
					agentName: 'Desk of Acme',
				},
			],
			[
				{
					...CREATED,
					sourceAgentId: 'line',
					agentId: expect.stringMatching(HEX),
					agentName: 'Line of Café',
				},
			],
		],
		error: 'Agent not found',
		status: 404,
		describeChoice: 'agent Desk of Bolt',
		advice: /Use 'Agent: Get Many' to list all agents/,
		participle: 'created',
		asks: 'createAgent',
		timesAsked: 2,
		held: (agency) =>
			['Desk of Acme', 'Line of Café'].map((name) => namesOf(agency).includes(name)),
		before: [false, false],
		after: [true, true],
	},
]);

const openAgency = useSandbox();
const duplicate = async (
	setup: AgencySetup,
	parameters: Parameters<typeof parametersFor>[1],
	items: Array<Record<string, string>>,
) => {
	const { agency, credential } = openAgency({ ...PEOPLE, ...setup });
	const ran = await runOperation({ credential }, 'agent.duplicate', {
		items,
		parameters: { options: { maxConcurrency: 1 }, ...parameters },
		onError: 'continueRegularOutput',
	});
	return { agency, ran, bodies: bodiesOf(agency, 'createAgent') };
};

test('The copy has the platform, keys, credentials and settings, but isn’t a template and has no client', async () => {
	const { agency, ran, bodies } = await duplicate(
		{},
		{ agentId: byName('={{ $json.name }}'), agentName: '=Copy of {{ $json.name }}' },
		[{ name: 'Front Desk' }, { name: 'Order Line' }, { name: 'Website Chat' }],
	);
	const off = {
		isSaas: false,
		isTemplate: false,
		useImportWebhook: false,
		usingExternalWidget: false,
	};
	expect(bodies).toEqual([
		{
			name: expect.any(String),
			platform: 'botpress',
			apiId: 'https://botpress.example/desk',
			apiKey: 'key-of-desk',
			platformCredentials: { botId: 'bot-1', workspaceId: 'space-1', token: 'token-of-desk' },
			agentConfig: { ...off, useImportWebhook: true },
		},
		{
			name: expect.any(String),
			platform: 'vapi',
			apiId: 'vapi-1',
			apiKey: 'key-of-line',
			agentConfig: off,
		},
		{ name: expect.any(String), platform: 'custom', agentConfig: off },
	]);
	// One list finds the originals by name and shows what was there before.
	expect(timesAsked(agency)).toEqual({ listAgents: 2, getAgent: 3, createAgent: 3 });
	expect(agency.agents.all.slice(4).map(({ clientId }) => clientId)).toEqual([
		undefined,
		undefined,
		undefined,
	]);
	expect(jsonOf(ran.output).map(({ agentId }) => agentId)).toEqual(
		agency.agents.all.slice(4).map(({ _id }) => _id),
	);
});

test('What is given replaces what the original has', async () => {
	const { bodies } = await duplicate(
		{},
		{
			agentId: byId('desk'),
			agentName: 'Desk of Acme',
			additionalFields: {
				apiId: 'https://botpress.example/acme',
				apiKey: '={{ $json.key }}',
				isTemplate: true,
				isSaas: true,
				useImportWebhook: false,
			},
			options: { includeAgentId: false },
		},
		[{ key: 'key-of-acme' }, { key: '' }],
	);
	const common = {
		name: 'Desk of Acme',
		platform: 'botpress',
		apiId: 'https://botpress.example/acme',
		platformCredentials: { botId: 'bot-1', workspaceId: 'space-1', token: 'token-of-desk' },
		agentConfig: {
			isSaas: true,
			isTemplate: true,
			useImportWebhook: false,
			usingExternalWidget: false,
		},
	};
	expect(bodies).toEqual([
		{ ...common, apiKey: 'key-of-acme' },
		{ ...common, apiKey: 'key-of-desk' },
	]);
});

test('The ID is only looked up if the user wants it, and is empty for copies that look the same', async () => {
	const parameters = { agentId: byId('desk'), agentName: 'Desk of Acme' };
	const without = await duplicate({}, { ...parameters, options: { includeAgentId: false } }, [{}]);
	expect(timesAsked(without.agency)).toEqual({ getAgent: 1, createAgent: 1 });
	expect(jsonOf(without.ran.output)).toEqual([
		{ ...CREATED, sourceAgentId: 'desk', agentName: 'Desk of Acme' },
	]);

	const twice = await duplicate({}, parameters, [{}, {}]);
	expect(jsonOf(twice.ran.output).map(({ agentId }) => agentId)).toEqual([null, null]);
	expect(hintsOf(twice.ran)).toContainEqual(
		expect.stringMatching(/^Both items were created, but ChatDash's list doesn't show which ones/),
	);
});

describe('The keys of the original', () => {
	afterEach(closeHosts);

	test('are in no output, error, or stored data of a run that failed', async () => {
		const { agency, credential } = openAgency({
			...PEOPLE,
			faults: { script: [null, { kind: 'cutAfter' }], operations: ['createAgent'] },
		});
		const ran = await runNode({
			items: ['desk', 'line', 'spare'].map((id) => ({ id })),
			credential,
			parameters: parametersFor('agent.duplicate', {
				agentId: byId('={{ $json.id }}'),
				agentName: '=Copy of {{ $json.id }}',
				options: { maxConcurrency: 1 },
			}),
		});
		expect(ran.status).toBe('error');
		expect(bodiesOf(agency, 'createAgent')).toHaveLength(2);
		expect(ran.error?.description).toMatch(/^It's unknown whether item 1 \(agent /);
		// The journal has the output of the first item, and what is unknown of the second.
		const stored = JSON.stringify(ran.stored);
		expect(stored).toContain(CREATED.message);
		expect(SECRETS.filter((secret) => stored.includes(secret))).toEqual([]);
	});

	test.each<[string, (body: string) => Reply]>([
		['accepts the copy', (body) => ({ body: { ...CREATED, agent: JSON.parse(body), said: body } })],
		['rejects the copy', (body) => ({ status: 400, body: { error: `Cannot use ${body}` } })],
		['fails', (body) => ({ status: 500, body: { error: body } })],
		['responds with a web page', (body) => ({ status: 502, body: `<p>${body}</p>` })],
	])('are redacted where ChatDash repeats them when it %s', async (_when, answer) => {
		for (const onError of ['stopWorkflow', 'continueErrorOutput'] as const) {
			const chatDash = await host(({ method, path, body }) => {
				if (method === 'POST') return answer(body);
				return { body: path.endsWith('/agents') ? [DESK] : DESK };
			});
			const ran = await runOperation(opened(chatDash), 'agent.duplicate', {
				items: [{}],
				onError,
				parameters: { agentId: byId('desk'), agentName: 'Copy', options: { maxRetries: 0 } },
			});
			const [sent] = changesAt(chatDash);
			expect(SECRETS.filter((secret) => sent?.body.includes(secret))).toEqual(SECRETS);
			const stored = JSON.stringify([ran.stored, ran.output, ran.errorOutput, ran.error]);
			expect(SECRETS.filter((secret) => stored.includes(secret))).toEqual([]);
		}
	});
});

test('A copy with an unknown outcome isn’t made twice by a retry of the node', async () => {
	const { agency, credential } = openAgency({
		...PEOPLE,
		faults: { script: [{ kind: 'cutAfter' }], operations: ['createAgent'] },
	});
	const ran = await runNode({
		items: [{}],
		credential,
		parameters: parametersFor('agent.duplicate', { agentId: byId('desk'), agentName: 'Copy' }),
		node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
	});
	expect(ran.status).toBe('error');
	expect(namesOf(agency).filter((name) => name === 'Copy')).toHaveLength(1);
});
