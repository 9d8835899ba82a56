/** The operations of conversations: several items with a failing one among them, and what is special about each. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Agency, Fault } from '../../sandbox/server';
import {
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
} from './fixtures';
import { openList, type Ran } from './harness';
import { type Row, testSecondOfThreeFails } from './second-of-three-fails';
import { NATHAN, OLE, PIA, TALKS } from './talks';

const openAgency = useSandbox();
afterEach(closeHosts);

const DESK = byId('desk');
const AGENT = byId('={{ $json.agent }}');
const CONVERSATION = byId('={{ $json.id }}');
const byPlatformId = (value: string) => ({ __rl: true, mode: 'platformId', value }) as const;

const conversation = (id: string, { conversations }: Agency) =>
	conversations.all.find(({ _id }) => _id === id);
const namesIn = ({ conversations }: Agency) => conversations.all.map(({ name }) => name);
/** The names that the setup doesn't have. */
const newNames = (agency: Agency) =>
	namesIn(agency).filter((name) => name !== undefined && /^New/.test(name));

const MISSING = { error: 'Conversation not found', status: 404 } as const;

const created = (name: string) => ({
	message: 'Conversation added successfully',
	agentId: 'desk',
	conversationId: expect.stringMatching(/./),
	conversation: expect.objectContaining({ name }),
});

const ROWS: Row[] = [
	{
		operation: 'conversation.get',
		setup: TALKS,
		parameters: { agentId: DESK, conversationId: CONVERSATION },
		items: [{ id: 'nathan' }, { id: 'pia' }, { id: 'ole' }],
		outputs: [[NATHAN], [OLE]],
		...MISSING,
		describeChoice: 'conversation pia',
		advice: /Check 'Agent' and 'Conversation'/,
		asks: 'getConversation',
	},
	{
		operation: 'conversation.getAll',
		setup: TALKS,
		parameters: { agentId: AGENT, returnAll: true },
		items: [{ agent: 'desk' }, { agent: 'gone' }, { agent: 'line' }],
		outputs: [[NATHAN, OLE], [PIA]],
		error: 'Agent not found',
		status: 404,
		describeChoice: 'conversations of agent gone',
		advice: /Use 'Agent: Get Many' to list all agents/,
		asks: 'listConversations',
	},
	{
		operation: 'conversation.create',
		setup: TALKS,
		parameters: {
			agentId: DESK,
			additionalFields: { conversationName: '={{ $json.name }}', cost: '={{ $json.cost }}' },
		},
		items: [
			{ name: 'New One', cost: 1.5 },
			{ name: 'New Two', cost: 'a lot' },
			{ name: 'New Three', cost: '2' },
		],
		outputs: [[created('New One')], [created('New Three')]],
		error: "'Cost' must be a number of 0 or more",
		describeChoice: '',
		advice: /Write decimals with a point/,
		unfit: true,
		asks: 'createConversation',
		timesAsked: 2,
		held: newNames,
		before: [],
		after: ['New One', 'New Three'],
	},
	{
		operation: 'conversation.delete',
		setup: TALKS,
		parameters: { agentId: DESK, conversationId: CONVERSATION },
		items: [{ id: 'nathan' }, { id: 'gone' }, { id: 'ole' }],
		outputs: [
			[
				{
					message: 'Conversation deleted successfully',
					conversationId: 'nathan',
					agentId: 'desk',
					deleted: true,
				},
			],
			[
				{
					message: 'Conversation deleted successfully',
					conversationId: 'ole',
					agentId: 'desk',
					deleted: true,
				},
			],
		],
		...MISSING,
		describeChoice: 'conversation gone',
		advice: /Check 'Agent' and 'Conversation'/,
		participle: 'deleted',
		asks: 'deleteConversation',
		held: (agency) => ['nathan', 'ole'].map((id) => conversation(id, agency) === undefined),
		before: [false, false],
		after: [true, true],
	},
	{
		operation: 'conversation.update',
		setup: TALKS,
		parameters: {
			agentId: DESK,
			conversationId: CONVERSATION,
			updateFields: { conversationName: '={{ $json.name }}', isLive: false },
		},
		items: [
			{ id: 'nathan', name: 'Nathan Two' },
			{ id: 'gone', name: 'Gone' },
			{ id: 'ole', name: 'Ole Two' },
		],
		outputs: [
			[
				{
					message: 'Conversation updated successfully',
					conversationId: 'nathan',
					agentId: 'desk',
					conversationName: 'Nathan Two',
				},
			],
			[
				{
					message: 'Conversation updated successfully',
					conversationId: 'ole',
					agentId: 'desk',
					conversationName: 'Ole Two',
				},
			],
		],
		...MISSING,
		describeChoice: 'conversation gone',
		advice: /Check 'Agent' and 'Conversation'/,
		participle: 'updated',
		asks: 'updateConversation',
		held: (agency) => ['nathan', 'ole'].map((id) => conversation(id, agency)?.name),
		before: ['Nathan', 'Ole'],
		after: ['Nathan Two', 'Ole Two'],
	},
	{
		operation: 'conversation.analyze',
		setup: TALKS,
		parameters: { agentId: DESK, conversationId: CONVERSATION, analysis: 'autoTag' },
		items: [{ id: 'nathan' }, { id: 'gone' }, { id: 'ole' }],
		outputs: [
			[{ conversationId: 'nathan', agentId: 'desk', assignedTopic: 'Appointment' }],
			[{ conversationId: 'ole', agentId: 'desk', assignedTopic: 'Appointment' }],
		],
		...MISSING,
		describeChoice: 'conversation gone',
		advice: /Check 'Agent' and 'Conversation'/,
		participle: 'analyzed',
		asks: 'analyzeConversation',
		held: ({ conversations }) => conversations.analyses.map(({ conversationId }) => conversationId),
		before: [],
		after: ['nathan', 'ole'],
	},
];

testSecondOfThreeFails(ROWS);

const run = async (
	at: Parameters<typeof runOperation>[0],
	operation: string,
	parameters: INodeParameters,
	items: IDataObject[] = [{}],
): Promise<Ran> =>
	await runOperation(at, `conversation.${operation}`, {
		items,
		parameters: {
			agentId: DESK,
			...parameters,
			options: { maxConcurrency: 1, ...Object(parameters['options']) },
		},
		onError: 'continueErrorOutput',
	});

const failuresOf = ({ errorOutput }: Ran) => errorOutput.map(saidBy);

describe('A conversation', () => {
	test.each([
		['by ID', byId('nathan')],
		['from the list', fromList('nathan')],
		['by platform ID', byPlatformId(' call/1 ')],
	])('is read %s with one request, and whole with Simplify off', async (_how, conversationId) => {
		const { agency, credential } = openAgency(TALKS);
		const ran = await run({ credential }, 'get', { conversationId, simplify: false });
		expect(jsonOf(ran.output)).toEqual([conversation('nathan', agency)]);
		expect(timesAsked(agency)).toEqual({ getConversation: 1 });
	});

	test('of another agent isn’t found by its platform ID, and nothing is sent', async () => {
		const { agency, credential } = openAgency(TALKS);
		const ran = await run(
			{ credential },
			'delete',
			{ agentId: AGENT, conversationId: byPlatformId('={{ $json.call }}') },
			[
				{ agent: 'desk', call: 'call/1' },
				{ agent: 'line', call: 'call/1' },
				{ agent: 'desk', call: '..' },
			],
		);
		expect(jsonOf(ran.output)).toMatchObject([{ deleted: true, conversationId: 'nathan' }]);
		const [unknown, dots] = failuresOf(ran);
		expect(unknown?.error).toBe(
			'No conversation of this agent found with the platform ID “call/1”',
		);
		expect(unknown?.message).toMatch(/enter the conversation's ID or platform ID/);
		expect(dots?.error).toBe("'Conversation' isn't a valid ID: “..”");
		expect(timesAsked(agency)).toEqual({ getConversation: 2, deleteConversation: 1 });
	});

	test('is listed in the editor with all others of its agent, the newest first', async () => {
		const { agency, credential } = openAgency(TALKS);
		const at = {
			credential,
			parameters: { resource: 'conversation', operation: 'get', agentId: byName('Front Desk') },
		};
		const { results } = await openList('searchConversations', at);
		expect(results).toEqual([
			{ name: '+1 555 0101 (2026-02-04, 09:00 UTC)', value: 'mia' },
			{ name: 'Noah (2026-02-03, 09:00 UTC)', value: 'noah' },
			{ name: 'Ole (2026-02-02, 09:00 UTC)', value: 'ole' },
			{ name: 'Nathan (2026-02-01, 09:00 UTC)', value: 'nathan' },
		]);
		expect(timesAsked(agency)).toEqual({ listAgents: 1, listConversations: 4 });
		const found = await openList('searchConversations', at, 'noah 02-03');
		expect(found.results).toMatchObject([{ value: 'noah' }]);
	});
});

describe('Get Many', () => {
	test('gives each item its own conversations up to its limit, and nothing for an empty list', async () => {
		const { credential } = openAgency(TALKS);
		const ran = await run(
			{ credential },
			'getAll',
			{
				agentId: AGENT,
				limit: '={{ $json.limit }}',
				filters: { record: 'all', interacted: 'all' },
			},
			[
				{ agent: 'chat', limit: 5 },
				{ agent: 'desk', limit: 3 },
				{ agent: 'line', limit: 1 },
			],
		);
		expect(ran.output.map(({ json }) => json['_id'])).toEqual(['mia', 'noah', 'ole', 'pia']);
		expect(pairsOf(ran.output)).toEqual([1, 1, 1, 2]);
	});

	test.each<[string, INodeParameters, string[], number]>([
		['nothing that ChatDash leaves out without filters', {}, ['nathan', 'ole'], 1],
		['all recorded ones', { interacted: 'all' }, ['noah', 'ole', 'nathan'], 2],
		['those without an interaction', { interacted: 'no' }, ['noah'], 1],
		['those not recorded', { record: 'no', interacted: 'no' }, ['mia'], 1],
		['those with both', { record: 'yes', interacted: 'yes' }, ['nathan', 'ole'], 1],
		['those from a time on', { startDate: '2026-02-01T09:00:01Z' }, ['ole'], 1],
		['those until a time', { endDate: '2026-02-01T10:00:00+01:00' }, ['nathan'], 1],
	])('returns %s', async (_what, filters, ids, requests) => {
		const { agency, credential } = openAgency(TALKS);
		const ran = await run({ credential }, 'getAll', { returnAll: true, filters });
		expect(failuresOf(ran)).toEqual([]);
		expect(ran.output.map(({ json }) => json['_id'])).toEqual(ids);
		expect(timesAsked(agency)).toEqual({ listConversations: requests });
	});

	test('returns a conversation once that ChatDash lists with and without a flag, and keeps each field', async () => {
		const odd = { _id: 'odd', error: 'Too late', message: 'kept', createdAt: 'yesterday' };
		const server = await host(() => ({ body: [odd, { name: 'No ID' }] }));
		const ran = await run(opened(server), 'getAll', {
			returnAll: true,
			simplify: false,
			filters: { record: 'all' },
		});
		expect(jsonOf(ran.output)).toEqual([odd, { name: 'No ID' }, { name: 'No ID' }]);
	});

	test('adds messages, simplified like the conversation', async () => {
		const { agency, credential } = openAgency(TALKS);
		const ran = await run({ credential }, 'getAll', { options: { includeMessages: true } });
		expect(jsonOf(ran.output)).toEqual([
			{
				...NATHAN,
				messages: [
					{ sender: 'user', type: 'text', text: 'Hello', sentAt: '2026-02-01T09:00:00.000Z' },
					{ sender: 'bot', type: 'choice', text: 'When?\nFriday\nMonday' },
				],
			},
			{ ...OLE, messages: [expect.objectContaining({ text: 'Hello' })] },
		]);
		expect(timesAsked(agency)).toEqual({ listConversations: 1, listMessages: 2 });
	});

	test.each(['startDate', 'endDate'])(
		'isn’t sent with an empty %s, which would list all',
		async (name) => {
			const { agency, credential } = openAgency(TALKS);
			const ran = await run({ credential }, 'getAll', { filters: { [name]: '={{ $json.none }}' } });
			expect(failuresOf(ran)[0]?.error).toMatch(/ Date' is empty$/);
			expect(agency.calls).toEqual([]);
		},
	);

	test('rejects a date that could be two', async () => {
		const { agency, credential } = openAgency(TALKS);
		const ran = await run({ credential }, 'getAll', { filters: { startDate: '03/01/2026' } });
		expect(failuresOf(ran)[0]?.error).toBe("'Start Date' isn't a clear date: “03/01/2026”");
		expect(agency.calls).toEqual([]);
	});
});

describe('Create', () => {
	const FIELDS = {
		channel: 'Webchat',
		conversationName: 'New',
		countryCode: 'us',
		customAnalysis: '{"score": 1}',
		duration: '2.5',
		endedAt: '2026-03-01T09:00:00+01:00',
		evaluationReason: 'Booked',
		evaluationSuccess: true,
		metadata: '={{ ({ a: [1] }) }}',
		misunderstoodQueries: '={{ ["When, exactly?", "Where?"] }}',
		note: 'First line\n\nlast line ',
		noAnswer: false,
		phone: '={{ 15550100 }}',
		phoneSecondary: '\u200b +1 (555) 010-1 ',
		status: 'human',
	};

	test('sends each field as ChatDash takes it', async () => {
		const { agency, credential } = openAgency(TALKS);
		const ran = await run({ credential }, 'create', { additionalFields: FIELDS });
		expect(failuresOf(ran)).toEqual([]);
		expect(bodiesOf(agency, 'createConversation')).toEqual([
			{
				channel: 'Webchat',
				name: 'New',
				countryCode: 'US',
				customAnalysis: { score: 1 },
				duration: 2.5,
				endedAt: '2026-03-01T08:00:00.000Z',
				evaluation: { isSuccess: true, reason: 'Booked' },
				metadata: { a: [1] },
				mistunderstoodQueries: [{ question: 'When, exactly?' }, { question: 'Where?' }],
				note: 'First line\n\nlast line',
				noAnswer: false,
				phone: '15550100',
				phoneSecondary: '+1 (555) 010-1',
				status: 'human',
			},
		]);
		expect(timesAsked(agency)).toEqual({ createConversation: 1 });
	});

	test('leaves out fields that an expression leaves empty, and can send nothing but the agent', async () => {
		const { agency, credential } = openAgency(TALKS);
		const ran = await run({ credential }, 'create', {
			additionalFields: {
				misunderstoodQueries: '={{ $json.none ?? [] }}',
				conversationName: '={{ $json.none }}',
				phone: '={{ $json.none }}',
				platformId: '={{ $json.none }}',
			},
		});
		expect(failuresOf(ran)).toEqual([]);
		expect(bodiesOf(agency, 'createConversation')).toEqual([{}]);
	});

	test.each([
		[{ phone: '4.9170E+11' }, /^'Phone' is a number that a spreadsheet has shortened/],
		[{ countryCode: 'Germany' }, /^'Country Code' isn't a two-letter country code: “Germany”$/],
		[{ metadata: '[1]' }, /^'Metadata \(JSON\)' isn't a valid JSON object$/],
		[{ platformId: '..' }, /^'Platform ID' isn't a valid ID/],
	])('rejects %j with the reason, and sends nothing', async (additionalFields, error) => {
		const { agency, credential } = openAgency(TALKS);
		const ran = await run({ credential }, 'create', { additionalFields });
		expect(failuresOf(ran)[0]?.error).toMatch(error);
		expect(agency.calls).toEqual([]);
	});

	const withFault = (fault: Fault) => ({
		...TALKS,
		faults: { script: [fault], operations: ['createConversation'] },
	});
	const withPlatformId = (platformId: string) => ({
		additionalFields: { conversationName: 'New', platformId },
	});
	const cutAfter: Fault = { kind: 'cutAfter' };

	test('is confirmed by the platform ID after an unclear response, and isn’t sent twice', async () => {
		const { agency, credential } = openAgency(withFault(cutAfter));
		const ran = await run({ credential }, 'create', withPlatformId('={{ $json.call }}'), [
			{ call: 'call-2' },
			{ call: 'call-3' },
		]);
		expect(jsonOf(ran.output)).toEqual([{ ...created('New'), confirmed: true }, created('New')]);
		expect(newNames(agency)).toEqual(['New', 'New']);
		expect(timesAsked(agency)['createConversation']).toBe(2);
	});

	test.each<[string, Fault, string, string[]]>([
		['if no conversation has the platform ID', { kind: 'cutBefore' }, 'call-2', []],
		['if the one with the platform ID was there before', { kind: 'cutBefore' }, 'call/1', []],
		['although it was created, if an older one is found', cutAfter, 'call/1', ['New']],
	])('has an unknown outcome %s', async (_when, fault, platformId, made) => {
		const { agency, credential } = openAgency(withFault(fault));
		const ran = await run({ credential }, 'create', withPlatformId(platformId));
		expect(failuresOf(ran)[0]?.message).toMatch(
			/^It's unknown whether this item \(conversation “New”\) was created/,
		);
		expect(newNames(agency)).toEqual(made);
		expect(timesAsked(agency)['createConversation']).toBe(1);
	});

	test('without a platform ID has an unknown outcome after an unclear response, and isn’t sent twice', async () => {
		const { agency, credential } = openAgency(withFault(cutAfter));
		const ran = await run({ credential }, 'create', {
			additionalFields: { conversationName: 'New' },
		});
		expect(failuresOf(ran)[0]?.message).toMatch(/Check your ChatDash dashboard/);
		expect(newNames(agency)).toEqual(['New']);
		expect(timesAsked(agency)).toEqual({ createConversation: 1 });
	});

	test('of two items with a platform ID doesn’t take the first item’s conversation for the second’s', async () => {
		const { agency, credential } = openAgency({
			...TALKS,
			faults: { script: [null, { kind: 'cutBefore' }], operations: ['createConversation'] },
		});
		const ran = await run(
			{ credential },
			'create',
			{ ...withPlatformId('call-2'), options: { maxConcurrency: 20 } },
			[{}, {}],
		);
		expect(ran.output).toHaveLength(1);
		expect(failuresOf(ran)[0]?.message).toMatch(/^It's unknown whether item 1 /);
		expect(newNames(agency)).toEqual(['New']);
	});
});

test('A deletion that took effect before an unclear response is done', async () => {
	const { agency, credential } = openAgency({
		...TALKS,
		faults: { script: [{ kind: 'cutAfter' }], operations: ['deleteConversation'] },
	});
	const ran = await run({ credential }, 'delete', { conversationId: byId('nathan') });
	expect(jsonOf(ran.output)).toEqual([
		{
			message: 'Conversation deleted successfully',
			conversationId: 'nathan',
			agentId: 'desk',
			deleted: true,
		},
	]);
	expect(conversation('nathan', agency)).toBeUndefined();
	expect(timesAsked(agency)).toEqual({ deleteConversation: 2 });
});

describe('Update', () => {
	test('keeps a live conversation live, unless the user changes that', async () => {
		const { agency, credential } = openAgency(TALKS);
		const update = async (id: string, updateFields: INodeParameters) =>
			await run({ credential }, 'update', { conversationId: byId(id), updateFields });
		await update('ole', { read: true });
		expect(conversation('ole', agency)).toMatchObject({ read: true, isLive: true });
		await update('nathan', { read: true });
		expect(bodiesOf(agency, 'updateConversation').at(-1)).toEqual({ read: true });
		await update('ole', { isLive: false });
		expect(conversation('ole', agency)).toMatchObject({ read: true, isLive: false });
		expect(timesAsked(agency)).toEqual({ getConversation: 2, updateConversation: 3 });
	});

	test.each([
		[{}, 'No fields to update'],
		[{ conversationName: '={{ $json.none }}' }, "'Conversation Name' is empty"],
		[{ endedAt: '={{ $json.none }}' }, "'Ended At' is empty"],
		[{ leadId: '={{ " " }}' }, "'Lead ID' is empty"],
		[{ platformId: '={{ $json.none }}' }, "'Platform ID' is empty"],
		[{ read: '={{ $json.none }}' }, "'Read' is empty"],
	])('with %j sends nothing', async (updateFields, error) => {
		const { agency, credential } = openAgency(TALKS);
		const ran = await run({ credential }, 'update', {
			conversationId: byId('nathan'),
			updateFields,
		});
		expect(failuresOf(ran)[0]?.error).toBe(error);
		expect(agency.calls).toEqual([]);
	});
});

test('An analysis with an unclear response isn’t run a second time', async () => {
	const { agency, credential } = openAgency({
		...TALKS,
		faults: { script: [{ kind: 'cutAfter' }], operations: ['analyzeConversation'] },
	});
	const ran = await run(
		{ credential },
		'analyze',
		{ conversationId: CONVERSATION, analysis: 'evaluate' },
		[{ id: 'nathan' }, { id: 'ole' }],
	);
	expect(jsonOf(ran.output)).toEqual([{ conversationId: 'ole', agentId: 'desk' }]);
	expect(failuresOf(ran)[0]?.message).toMatch(
		/^It's unknown whether item 0 \(conversation nathan\) was analyzed/,
	);
	expect(agency.conversations.analyses).toEqual([
		{ conversationId: 'nathan', kind: 'evaluate' },
		{ conversationId: 'ole', kind: 'evaluate' },
	]);
});
