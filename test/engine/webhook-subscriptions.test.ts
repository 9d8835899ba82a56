/** Webhook subscriptions, which take a client's key: what is sent, what comes out, and whose client it's about. */
import { type INodeParameters, NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Agency, AgencySetup, Fault } from '../../sandbox/server';
import {
	type Opened,
	bodiesOf,
	byId,
	clientCredential,
	closeHosts,
	hintsOf,
	host,
	jsonOf,
	pairsOf,
	parametersFor,
	runOperation,
	saidBy,
	timesAsked,
	useSandbox,
} from './fixtures';
import { type CredentialData, type Run, loadChoices, openList } from './harness';
import { type Row, testSecondOfThreeFails } from './second-of-three-fails';

const openAgency = useSandbox();
afterEach(closeHosts);

const URL = 'https://n8n.example/webhook/calls';
const KEY = 'CD.CL.key-of-acme';

const SETUP: AgencySetup = {
	clients: [
		{ _id: 'acme', name: 'Acme Dental', apiKey: KEY },
		{ _id: 'bolt', name: 'Bolt Law', apiKey: 'CD.CL.key-of-bolt' },
		{ _id: 'cafe', name: 'Café', apiKey: 'CD.CL.key-of-cafe' },
	],
	agents: [
		{ _id: 'desk', clientId: 'acme', name: 'Front Desk', platform: 'custom' },
		{ _id: 'line', clientId: 'acme', name: 'Order Line', platform: 'vapi' },
		{ _id: 'chat', clientId: 'bolt', name: 'Website Chat', platform: 'custom' },
	],
	subscriptions: [
		{
			_id: 'calls',
			clientId: 'acme',
			agentId: 'desk',
			webhookUrl: `${URL}?token=secret-of-the-webhook`,
			events: ['call.started', 'call.ended'],
		},
		{
			_id: 'missed',
			clientId: 'acme',
			agentId: 'line',
			webhookUrl: `${URL}/missed`,
			events: ['call.missed'],
		},
	],
};

const ACME = { apiKey: KEY, clientId: 'acme' };

/** What ChatDash returns of a subscription. */
const record = (webhookUrl: string, events: string[], agentId: string) => ({
	clientId: 'acme',
	agentId,
	webhookUrl,
	events,
	createdAt: expect.any(String),
	updatedAt: expect.any(String),
});

const CALLS = record(`${URL}?token=secret-of-the-webhook`, ['call.started', 'call.ended'], 'desk');
const MISSED = record(`${URL}/missed`, ['call.missed'], 'line');

const addressesIn = ({ subscriptions }: Agency) =>
	subscriptions.all.slice(2).map(({ webhookUrl }) => webhookUrl);

const ROWS: Row[] = [
	{
		operation: 'webhookSubscription.get',
		client: ACME,
		setup: SETUP,
		parameters: { clientId: '', subscriptionId: byId('={{ $json.id }}') },
		items: [{ id: 'calls' }, { id: 'gone' }, { id: 'missed' }],
		outputs: [[{ _id: 'calls', ...CALLS }], [{ _id: 'missed', ...MISSED }]],
		error: 'Subscription not found',
		status: 404,
		describeChoice: 'subscription gone',
		advice: /Use 'Webhook Subscription: Get Many' to list the client's subscriptions/,
		asks: 'getSubscription',
	},
	{
		operation: 'webhookSubscription.getAll',
		client: ACME,
		setup: SETUP,
		parameters: { clientId: 'acme', returnAll: false, limit: '={{ $json.limit }}' },
		items: [{ limit: 1 }, { limit: 0 }, { limit: 5 }],
		outputs: [
			[{ _id: 'calls', ...CALLS }],
			[
				{ _id: 'calls', ...CALLS },
				{ _id: 'missed', ...MISSED },
			],
		],
		error: "'Limit' must be a whole number of 1 or more",
		describeChoice: '',
		advice: /Enter a whole number/,
		unfit: true,
		asks: 'listSubscriptions',
	},
	{
		operation: 'webhookSubscription.create',
		client: ACME,
		setup: SETUP,
		parameters: {
			agentIds: '={{ $json.agent }}',
			clientId: '',
			events: ['call.ended'],
			webhookUrl: '={{ $json.url }}',
		},
		items: [
			{ agent: 'desk', url: `${URL}/a` },
			{ agent: 'chat', url: `${URL}/b?token=t` },
			{ agent: 'line', url: `${URL}/c` },
		],
		outputs: [
			[
				{
					agentIds: ['desk'],
					subscriptionId: expect.any(String),
					...record(`${URL}/a`, ['call.ended'], 'desk'),
				},
			],
			[
				{
					agentIds: ['line'],
					subscriptionId: expect.any(String),
					...record(`${URL}/c`, ['call.ended'], 'line'),
				},
			],
		],
		error: 'Agent not found',
		status: 404,
		describeChoice: `webhook ${URL}/b`,
		advice: /Check 'Client ID' and 'Agents'\. The agents have to be assigned to the client/,
		participle: 'created',
		asks: 'createSubscription',
		held: addressesIn,
		before: [],
		after: [`${URL}/a`, `${URL}/c`],
	},
	{
		operation: 'webhookSubscription.update',
		client: ACME,
		setup: SETUP,
		parameters: {
			clientId: '',
			subscriptionId: byId('={{ $json.id }}'),
			addEvents: ['call.inbound'],
			removeEvents: '={{ $json.remove }}',
		},
		items: [
			{ id: 'calls', remove: 'call.started,call.missed' },
			{ id: 'gone', remove: [] },
			{ id: 'missed', remove: '' },
		],
		outputs: [
			[{ subscriptionId: 'calls', ...CALLS, events: ['call.ended', 'call.inbound'] }],
			[{ subscriptionId: 'missed', ...MISSED, events: ['call.missed', 'call.inbound'] }],
		],
		error: 'Subscription not found',
		status: 404,
		describeChoice: 'subscription gone',
		advice: /Check 'Subscription'\. .*Use 'Webhook Subscription: Get Many'/,
		participle: 'updated',
		asks: 'updateSubscriptionEvents',
		held: ({ subscriptions }) => subscriptions.all.map(({ events }) => events.join(' ')),
		before: ['call.started call.ended', 'call.missed'],
		after: ['call.ended call.inbound', 'call.missed call.inbound'],
	},
];

testSecondOfThreeFails(ROWS);

type Settings = Partial<Run> & { client?: Partial<CredentialData> };

const run = async (
	{ credential }: Pick<Opened, 'credential'>,
	operation: 'create' | 'get' | 'getAll' | 'update',
	{ client = ACME, parameters = {}, ...settings }: Settings,
) =>
	await runOperation({ credential }, `webhookSubscription.${operation}`, {
		items: [{}],
		otherCredentials: clientCredential(credential, client),
		...settings,
		parameters,
	});

const NEW = { agentIds: ['desk'], clientId: '', events: ['call.ended'], webhookUrl: URL };

const create = async (
	at: Pick<Opened, 'credential'>,
	parameters: INodeParameters,
	more: Settings = {},
) => await run(at, 'create', { ...more, parameters: { ...NEW, ...parameters } });

const errorsOf = (items: ReadonlyArray<Parameters<typeof saidBy>[0]>) =>
	items.map((item) => saidBy(item).error);

describe('The client', () => {
	test.each<[string, string, Partial<CredentialData>]>([
		['of the credential counts if the node names none', ' ', ACME],
		['of the node counts if the credential names none', ' acme ', { apiKey: KEY }],
		['of the node counts before that of the credential', 'acme', { apiKey: KEY, clientId: 'bolt' }],
	])('%s', async (_what, clientId, client) => {
		const opened = openAgency(SETUP);
		const created = await create(opened, { clientId }, { client });
		expect(jsonOf(created.output)).toMatchObject([{ clientId: 'acme', agentIds: ['desk'] }]);
		expect(bodiesOf(opened.agency, 'createSubscription')).toMatchObject([{ clientId: 'acme' }]);
		const listed = await run(opened, 'getAll', {
			client,
			parameters: { clientId, returnAll: true },
		});
		expect(listed.output).toHaveLength(3);
	});

	test.each(['create', 'getAll'] as const)(
		'is told if neither names it, before %s sends anything',
		async (operation) => {
			const opened = openAgency(SETUP);
			const ran = await run(opened, operation, {
				client: { apiKey: KEY },
				parameters: { ...NEW, returnAll: true },
				onError: 'continueErrorOutput',
			});
			expect(ran.errorOutput.map(saidBy)).toEqual([
				{
					error: "'Client ID' is empty",
					message: expect.stringMatching(/in the node or in the ChatDash client credential/),
				},
			]);
			expect(opened.agency.calls).toEqual([]);
		},
	);

	test('of another key is rejected, with advice on the client’s credential', async () => {
		const ran = await create(openAgency(SETUP), { clientId: 'bolt' });
		expect(ran.error?.message).toBe('This API key belongs to another client');
		expect(ran.error?.description).toMatch(
			/status 403\. Check 'API Key' in the ChatDash client credential\. It starts with CD\.CL\./,
		);
		expect(ran.error?.description).not.toMatch(/agency/);
	});

	test('that the editor left in the field from another resource counts by its ID', async () => {
		const opened = openAgency(SETUP);
		const ran = await create(opened, { clientId: byId('acme') }, { client: { apiKey: KEY } });
		expect(jsonOf(ran.output)).toMatchObject([{ clientId: 'acme' }]);
	});
});

describe('The key', () => {
	test('of the agency isn’t accepted in the credential of a client', async () => {
		const opened = openAgency(SETUP);
		const ran = await create(opened, {}, { client: { apiKey: opened.credential.apiKey } });
		expect(ran.error?.message).toMatch(/'API Key' isn't a client key/);
		expect(opened.agency.calls).toEqual([]);
	});

	test('is the only one that is needed', async () => {
		const { agency, credential } = openAgency(SETUP);
		const ran = await create(
			{ credential },
			{},
			{
				node: { credentials: { chatDashClientApi: { id: 'client', name: 'Client' } } },
			},
		);
		expect(ran.error).toBeUndefined();
		expect(timesAsked(agency)).toEqual({ listSubscriptions: 1, createSubscription: 1 });
	});

	test.each(['stopWorkflow', 'continueErrorOutput'] as const)(
		'is never shown or stored, even if ChatDash repeats it (%s)',
		async (onError) => {
			for (const status of [200, 400, 401, 500]) {
				const chatDash = await host(({ method, headers }) =>
					method === 'GET'
						? { body: [] }
						: { status, body: { error: `Key ${String(headers['authorization'])}`, _id: 'new' } },
				);
				const baseUrl = `${chatDash.origin}/v1/public`;
				const ran = await create(
					{ credential: { apiKey: 'CD.agency', baseUrl } },
					{},
					{
						onError,
						parameters: { options: { maxRetries: 0 } },
					},
				);
				expect(chatDash.got.at(-1)?.headers['authorization']).toBe(KEY);
				const stored = JSON.stringify([ran.stored, ran.error, ran.output, ran.errorOutput]);
				expect(stored).toMatch(/Key \*+/);
				expect(stored).not.toContain(KEY);
			}
		},
	);
});

describe('Agents and events', () => {
	test.each<[string, string | string[]]>([
		['chosen', ['desk', 'line', 'desk']],
		['as an array', '={{ ["desk", "line"] }}'],
		['as JSON text', '["desk", "line"]'],
		['separated by commas', ' desk , line,'],
	])('can be %s', async (_what, agentIds) => {
		const opened = openAgency(SETUP);
		const ran = await create(opened, { agentIds, events: 'call.missed, call.ended' });
		expect(bodiesOf(opened.agency, 'createSubscription')).toEqual([
			{
				clientId: 'acme',
				agentIds: ['desk', 'line'],
				events: ['call.missed', 'call.ended'],
				webhookUrl: URL,
			},
		]);
		expect(jsonOf(ran.output)).toMatchObject([{ clientId: 'acme', agentIds: ['desk', 'line'] }]);
		expect(opened.agency.subscriptions.all.slice(2).map(({ agentId }) => agentId)).toEqual([
			'desk',
			'line',
		]);
	});

	test.each<[string, INodeParameters, RegExp]>([
		['no agent', { agentIds: '={{ $json.no }}' }, /^'Agents' is empty$/],
		['no event', { events: '={{ $json.no }}' }, /^'Events' is empty$/],
		['an event that there isn’t', { events: 'call.lost' }, /isn't one of the available options/],
		['no address', { webhookUrl: '={{ $json.no }}' }, /^'Webhook URL' is empty$/],
		[
			'an address without a scheme',
			{ webhookUrl: 'n8n.example/webhook' },
			/isn't a valid web addr/,
		],
		['another kind of address', { webhookUrl: 'ftp://n8n.example' }, /isn't a valid web address/],
		['a single slash', { webhookUrl: 'https:/n8n.example' }, /isn't a valid web address/],
		['a space in an address', { webhookUrl: 'https://n8n.example/a b' }, /isn't a valid web addr/],
	])('with %s are told, and nothing is sent', async (_what, parameters, error) => {
		const opened = openAgency(SETUP);
		const ran = await create(opened, parameters);
		expect(ran.error?.message).toMatch(error);
		expect(opened.agency.calls).toEqual([]);
	});

	test('that another item sends to the same address are told', async () => {
		const opened = openAgency(SETUP);
		const ran = await create(
			opened,
			{
				agentIds: '={{ $json.agents }}',
				clientId: '={{ $json.client }}',
				events: '={{ $json.events }}',
				webhookUrl: '={{ $json.url ?? "https://N8N.example" }}',
			},
			{
				items: [
					{ agents: 'desk,line', events: 'call.ended,call.missed' },
					{ agents: 'desk', events: 'call.missed,call.ended', url: 'https://n8n.example/' },
					{ agents: 'line', events: 'call.ended,call.missed', client: 'acme' },
					{ agents: 'desk', events: 'call.ended' },
					{ agents: 'line', events: 'call.ended' },
				],
				onError: 'continueErrorOutput',
			},
		);
		expect(pairsOf(ran.output)).toEqual([0, 3, 4]);
		expect(errorsOf(ran.errorOutput)).toEqual(
			Array(2).fill("Item 0 already sends the same events of the same agent to this 'Webhook URL'"),
		);
	});
});

const AFTER: ReadonlyArray<[string, Fault]> = [
	['the connection is cut after the change', { kind: 'cutAfter' }],
	['ChatDash responds with 500 after the change', { kind: 'serverError', afterWork: true }],
	['the response is cut off midway', { kind: 'cutBody' }],
	['the response is empty', { kind: 'emptyBody' }],
];

describe('Create', () => {
	test.each(AFTER)('is confirmed, and not sent again, if %s', async (_what, fault) => {
		const opened = openAgency({
			...SETUP,
			faults: { script: [fault], operations: ['createSubscription'] },
		});
		const ran = await create(opened, { agentIds: ['desk', 'line'] });
		const [, , first, second] = opened.agency.subscriptions.all;
		expect(opened.agency.subscriptions.all).toHaveLength(4);
		expect(second?.agentId).toBe('line');
		expect(jsonOf(ran.output)).toEqual([
			{
				confirmed: true,
				agentIds: ['desk', 'line'],
				subscriptionId: first?._id,
				...record(URL, ['call.ended'], 'desk'),
			},
		]);
		expect(hintsOf(ran)).toContainEqual(expect.stringMatching(/needed an extra check/));
		expect(timesAsked(opened.agency)).toMatchObject({ createSubscription: 1 });
	});

	test('is confirmed by a list that shows the change late', async () => {
		const opened = openAgency({
			...SETUP,
			lag: { reads: 1 },
			faults: { script: [{ kind: 'cutAfter' }], operations: ['createSubscription'] },
		});
		const ran = await create(opened, {});
		expect(jsonOf(ran.output)).toMatchObject([{ confirmed: true }]);
	});

	test.each<[string, INodeParameters]>([
		['at all', {}],
		['for this agent', { agentIds: ['line'], webhookUrl: `${URL}/missed`, events: 'call.missed' }],
	])(
		'is unknown, and not sent again, if no new subscription shows %s',
		async (_what, parameters) => {
			const opened = openAgency({
				...SETUP,
				faults: { script: [{ kind: 'cutBefore' }], operations: ['createSubscription'] },
			});
			const ran = await create(opened, parameters, {
				node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
			});
			expect(ran.status).toBe('error');
			expect(ran.error?.description).toMatch(/^It's unknown whether .* was created\./);
			expect(timesAsked(opened.agency)).toMatchObject({ createSubscription: 1 });
			expect(opened.agency.subscriptions.all).toHaveLength(2);
		},
		20_000,
	);
});

describe('Get Many', () => {
	test('gives each item the records of its client, whole, and none where there are none', async () => {
		const opened = openAgency(SETUP);
		const ran = await run(opened, 'getAll', {
			items: [
				{ key: KEY, client: 'acme' },
				{ key: 'CD.CL.key-of-cafe', client: 'cafe' },
			],
			client: { apiKey: '={{ $json.key }}', clientId: '={{ $json.client }}' },
			parameters: { clientId: '', returnAll: true },
		});
		expect(jsonOf(ran.output)).toEqual([
			{ _id: 'calls', ...CALLS },
			{ _id: 'missed', ...MISSED },
		]);
		expect(pairsOf(ran.output)).toEqual([0, 0]);
	});

	test('keeps fields of a record called error or message', async () => {
		const own = { _id: 's1', error: 'none', message: 'kept' };
		const chatDash = await host(() => ({ body: [own] }));
		const baseUrl = `${chatDash.origin}/v1/public`;
		const at = { credential: { apiKey: 'CD.agency', baseUrl } };
		const ran = await run(at, 'getAll', { parameters: { clientId: 'a b&c', returnAll: true } });
		expect(jsonOf(ran.output)).toEqual([own]);
		expect(chatDash.got[0]?.path).toBe('/v1/public/webhooks/subscriptions?clientId=a+b%26c');
	});
});

describe('Update Events', () => {
	const update = async (at: Opened, parameters: INodeParameters, more: Settings = {}) =>
		await run(at, 'update', {
			...more,
			parameters: { clientId: '', subscriptionId: byId('calls'), ...parameters },
		});

	test('sends only the events that were chosen', async () => {
		const opened = openAgency(SETUP);
		await update(opened, { addEvents: ['call.missed'] });
		await update(opened, { removeEvents: 'call.missed' });
		expect(bodiesOf(opened.agency, 'updateSubscriptionEvents')).toStrictEqual([
			{ add: ['call.missed'] },
			{ remove: ['call.missed'] },
		]);
	});

	test.each<[string, INodeParameters, string]>([
		['no event', { addEvents: [], removeEvents: '={{ $json.no }}' }, 'No events to update'],
		[
			'the same event in both',
			{ addEvents: ['call.ended', 'call.missed'], removeEvents: 'call.missed' },
			"'Add Events' and 'Remove Events' both contain call.missed",
		],
	])('with %s is told, and nothing is sent', async (_what, parameters, error) => {
		const opened = openAgency(SETUP);
		const ran = await update(opened, parameters);
		expect(ran.error?.message).toBe(error);
		expect(opened.agency.calls).toEqual([]);
	});

	test.each(AFTER)('is sent again if %s, and gives the same', async (_what, fault) => {
		const opened = openAgency({
			...SETUP,
			faults: { script: [fault], operations: ['updateSubscriptionEvents'] },
		});
		const ran = await update(opened, { addEvents: 'call.missed', removeEvents: 'call.ended' });
		expect(jsonOf(ran.output)).toMatchObject([
			{ subscriptionId: 'calls', events: ['call.started', 'call.missed'] },
		]);
		expect(timesAsked(opened.agency)).toEqual({ updateSubscriptionEvents: 2 });
	});

	test('keeps the order of items that change the same subscription', async () => {
		const opened = openAgency({
			...SETUP,
			faults: { script: [{ kind: 'cutBefore' }], operations: ['updateSubscriptionEvents'] },
		});
		await update(
			opened,
			{ addEvents: '={{ $json.add }}', removeEvents: '={{ $json.remove }}' },
			{ items: [{ add: 'call.missed' }, { remove: 'call.missed' }] },
		);
		expect(opened.agency.subscriptions.get('calls')?.events).not.toContain('call.missed');
	});
});

describe('The list of subscriptions', () => {
	const listed = async (clientId: string, client: Partial<CredentialData>, typed?: string) => {
		const { credential } = openAgency(SETUP);
		const { results } = await openList(
			'searchWebhookSubscriptions',
			{
				parameters: parametersFor('webhookSubscription.get', { clientId }),
				credential,
				otherCredentials: clientCredential(credential, client),
			},
			typed,
		);
		return results;
	};

	test.each<[string, string, Partial<CredentialData>]>([
		['the node', 'acme', { apiKey: KEY, clientId: 'bolt' }],
		['the credential', '', ACME],
	])('is that of the client in %s, and shows no query of an address', async (_of, id, client) => {
		expect(await listed(id, client)).toEqual([
			{ name: `${URL} (call.started, call.ended, agent desk)`, value: 'calls' },
			{ name: `${URL}/missed (call.missed, agent line)`, value: 'missed' },
		]);
		expect(await listed(id, client, 'missed line')).toMatchObject([{ value: 'missed' }]);
	});

	test.each<[string, [string, Partial<CredentialData>], string]>([
		['no client is named', ['', { apiKey: KEY }], "'Client ID' is empty"],
		['the key is another client’s', ['bolt', ACME], 'This API key belongs to another client'],
	])('says why it’s missing if %s', async (_what, [id, client], message) => {
		const thrown: unknown = await listed(id, client).catch((error: unknown) => error);
		if (!(thrown instanceof NodeApiError)) throw thrown;
		expect(thrown.message).toBe(message);
		expect(thrown.description).toMatch(/client/);
	});
});

describe('The choices of agents', () => {
	test('are read with the agency’s key', async () => {
		const { credential } = openAgency(SETUP);
		const choices = await loadChoices('searchAgents', {
			parameters: parametersFor('webhookSubscription.create', {}),
			credential,
			otherCredentials: clientCredential(credential, ACME),
		});
		expect(choices.map(({ name, value }) => [name, value])).toEqual([
			['Front Desk (Custom, Acme Dental)', 'desk'],
			['Order Line (Vapi, Acme Dental)', 'line'],
			['Website Chat (Custom, Bolt Law)', 'chat'],
		]);
	});

	test('say in one message that IDs have to be entered without it, because n8n shows no more', async () => {
		const { credential } = openAgency(SETUP);
		const thrown: unknown = await loadChoices('searchAgents', {
			parameters: parametersFor('webhookSubscription.create', {}),
			otherCredentials: clientCredential(credential, ACME),
			node: { credentials: { chatDashClientApi: { id: 'client', name: 'Client' } } },
		}).catch((error: unknown) => error);
		// The editor would show n8n's error for services as "[object Object]".
		if (!(thrown instanceof NodeOperationError)) throw thrown;
		expect(thrown.message).toBe(
			"ChatDash only lists agents with your agency's API key. Select a ChatDash credential in the node, or enter the agents' IDs in an expression, separated by commas.",
		);
	});
});
