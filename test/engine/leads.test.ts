/** Leads and their tags: every operation, what is sent, and what a failed or repeated request leaves behind. */
import type { Agency, AgencySetup } from '../../sandbox/server';
import {
	bodiesOf,
	byId,
	byName,
	hintsOf,
	jsonOf,
	pairsOf,
	parametersFor,
	runOperation,
	saidBy,
	timesAsked,
	useSandbox,
} from './fixtures';
import { loadChoices, openList, runNode } from './harness';
import { type Row, testSecondOfThreeFails } from './second-of-three-fails';

const byLabel = (value: string) => ({ __rl: true, mode: 'label', value }) as const;

const SETUP: AgencySetup = {
	leads: [
		{
			agentId: 'desk',
			tags: [
				{ _id: 'hot', label: 'Hot Lead' },
				{ _id: 'vip', label: 'VIP, Gold' },
			],
			leads: [
				{ _id: 'lead1', phone: '+1 555 010 0199', customFields: { City: 'Bonn' }, tags: ['hot'] },
				{ _id: 'lead2', phone: '+1 555 010 0100' },
			],
		},
		{ agentId: 'line', tags: [{ _id: 'cold', label: 'Cold Lead' }] },
	],
};
/** The agents of `PEOPLE` that have leads, where the agency isn't theirs. */
const AGENTS: AgencySetup = {
	agents: [
		{ _id: 'desk', name: 'Front Desk', platform: 'custom' },
		{ _id: 'line', name: 'Order Line', platform: 'custom' },
	],
	...SETUP,
};

const HOT = { _id: 'hot', label: 'Hot Lead', system: false };
const VIP = { _id: 'vip', label: 'VIP, Gold', system: false };
const answeredCall = (agentId: string) => ({
	_id: `answered-call-of-${agentId}`,
	label: 'Answered Call',
	system: true,
	systemLabel: 'answeredCall',
});

const AGENT = byId('={{ $json.agent }}');
const HEX = /^[\da-f]{24}$/;
const phonesOf = (agency: Agency) => agency.leads.of('desk')?.map(({ phone }) => phone) ?? [];
const labelsOf = (agency: Agency, agentId = 'desk') =>
	agency.leads.tagsOf(agentId)?.map(({ label }) => label) ?? [];

const ROWS: Row[] = [
	{
		operation: 'lead.create',
		setup: {
			...SETUP,
			faults: {
				script: [null, { kind: 'serverError', afterWork: false }],
				operations: ['createLeads'],
			},
		},
		parameters: {
			agentId: byId('desk'),
			phone: '={{ $json.phone }}',
			additionalFields: { tags: '={{ $json.tags }}' },
		},
		items: [
			{ phone: ' 15550101\u200b', tags: 'Hot Lead' },
			{ phone: '2', tags: [] },
			{ phone: 15550103, tags: ['vip, gold', 'answered call', 'hot'] },
		],
		outputs: [
			[
				{
					agentId: 'desk',
					leadId: expect.stringMatching(HEX),
					phone: '15550101',
					customFields: {},
					tags: ['hot'],
				},
			],
			[
				{
					agentId: 'desk',
					leadId: expect.stringMatching(HEX),
					phone: '15550103',
					customFields: {},
					tags: ['vip', 'answered-call-of-desk', 'hot'],
				},
			],
		],
		error: 'An unexpected error occurred',
		status: 500,
		describeChoice: 'phone 2',
		advice: /It's unknown whether .* was created\. .*Check your ChatDash dashboard/,
		participle: 'created',
		asks: 'createLeads',
		held: (agency) => ['15550101', '15550103'].map((phone) => phonesOf(agency).includes(phone)),
		before: [false, false],
		after: [true, true],
	},
	{
		operation: 'lead.update',
		setup: SETUP,
		parameters: {
			agentId: byId('desk'),
			leadId: '={{ $json.id }}',
			updateFields: { phone: '={{ $json.phone }}' },
		},
		items: [
			{ id: 'lead1', phone: 1 },
			{ id: 'gone', phone: 2 },
			{ id: 'lead2', phone: 3 },
		],
		outputs: [
			[
				{
					agentId: 'desk',
					leadId: 'lead1',
					phone: '1',
					customFields: { City: 'Bonn' },
					tags: ['hot'],
				},
			],
			[{ agentId: 'desk', leadId: 'lead2', phone: '3', customFields: {}, tags: [] }],
		],
		error: 'Lead not found',
		status: 404,
		describeChoice: 'lead gone',
		advice: /Check 'Agent' and 'Lead ID'\. The lead must be one of this agent's\./,
		participle: 'updated',
		asks: 'updateLead',
		held: phonesOf,
		before: ['+1 555 010 0199', '+1 555 010 0100'],
		after: ['1', '3'],
	},
	{
		operation: 'leadTag.create',
		setup: SETUP,
		parameters: { agentId: AGENT, label: '={{ $json.label }}' },
		items: [
			{ agent: 'desk', label: 'New' },
			{ agent: 'gone', label: 'New' },
			{ agent: 'line', label: ' New ' },
		],
		outputs: [
			[{ agentId: 'desk', tagId: expect.stringMatching(HEX), label: 'New', system: false }],
			[{ agentId: 'line', tagId: expect.stringMatching(HEX), label: 'New', system: false }],
		],
		error: 'Agent not found',
		status: 404,
		describeChoice: 'tag New',
		advice: /Use 'Agent: Get Many' to list all agents/,
		participle: 'created',
		asks: 'createLeadTag',
		held: (agency) => [labelsOf(agency).length, labelsOf(agency, 'line').length],
		before: [3, 2],
		after: [4, 3],
	},
	{
		operation: 'leadTag.getAll',
		setup: SETUP,
		parameters: { agentId: AGENT, returnAll: false, limit: 2 },
		items: [{ agent: 'desk' }, { agent: 'gone' }, { agent: 'line' }],
		outputs: [
			[answeredCall('desk'), HOT],
			[answeredCall('line'), { _id: 'cold', label: 'Cold Lead', system: false }],
		],
		error: 'Agent not found',
		status: 404,
		describeChoice: 'lead tags of agent gone',
		advice: /Use 'Agent: Get Many' to list all agents/,
		asks: 'listLeadTags',
	},
	{
		operation: 'leadTag.update',
		setup: SETUP,
		parameters: {
			agentId: byName('front desk'),
			tagId: byLabel('={{ $json.tag }}'),
			label: '={{ $json.label }}',
		},
		items: [
			{ tag: 'hot lead', label: 'Very Hot' },
			{ tag: 'Cold Lead', label: 'Frozen' },
			{ tag: 'VIP, Gold', label: 'Platinum' },
		],
		outputs: [
			[{ agentId: 'desk', tagId: 'hot', label: 'Very Hot', system: false }],
			[{ agentId: 'desk', tagId: 'vip', label: 'Platinum', system: false }],
		],
		error: 'No lead tag of this agent found with the label “Cold Lead”',
		describeChoice: 'lead tag “Cold Lead”',
		advice: /Check the spelling in 'Tag'\. Did you mean “Hot Lead”\?/,
		participle: 'updated',
		asks: 'updateLeadTag',
		timesAsked: 2,
		held: (agency) => labelsOf(agency).slice(1),
		before: [HOT.label, VIP.label],
		after: ['Very Hot', 'Platinum'],
	},
];

testSecondOfThreeFails(ROWS);

const openAgency = useSandbox();

describe('A new lead', () => {
	test('is sent with its fields, and the labels of a run are looked up once', async () => {
		const { agency, credential } = openAgency(AGENTS);
		const ran = await runOperation({ credential }, 'lead.create', {
			items: [
				{ phone: '1', city: 'Bonn', tags: ['hot', 'Hot Lead'] },
				{ phone: '2', city: '', tags: '' },
				{ phone: '3', city: 5, tags: 'VIP, Gold' },
			],
			parameters: {
				agentId: byName('Front Desk'),
				phone: '={{ $json.phone }}',
				additionalFields: {
					customFields: { field: [{ name: 'City', value: '={{ $json.city }}' }] },
					tags: '={{ $json.tags }}',
				},
				options: { maxConcurrency: 1 },
			},
		});
		expect(bodiesOf(agency, 'createLeads')).toEqual([
			[{ phone: '1', customFields: { City: 'Bonn' }, tags: ['hot'] }],
			[{ phone: '2' }],
			[{ phone: '3', customFields: { City: '5' }, tags: ['vip'] }],
		]);
		expect(timesAsked(agency)).toEqual({ createLeads: 3, listAgents: 1, listLeadTags: 1 });
		expect(pairsOf(ran.output)).toEqual([0, 1, 2]);
		expect(hintsOf(ran)).toEqual([]);
	});

	test('has no tags if they are empty for all items, and a hint about it', async () => {
		const { agency, credential } = openAgency(AGENTS);
		const ran = await runOperation({ credential }, 'lead.create', {
			items: [{ phone: '1' }, { phone: '2' }],
			parameters: {
				agentId: byId('desk'),
				phone: '={{ $json.phone }}',
				additionalFields: { tags: '={{ $json.lables }}' },
			},
		});
		expect(bodiesOf(agency, 'createLeads')).toEqual([[{ phone: '1' }], [{ phone: '2' }]]);
		expect(hintsOf(ran)).toEqual([
			"'Tags' was empty for both items. Check whether it's mapped to a field that your items have.",
		]);
	});

	test('isn’t sent if a tag is unknown or the number was shortened, and the others are', async () => {
		const { agency, credential } = openAgency(AGENTS);
		const ran = await runOperation({ credential }, 'lead.create', {
			items: [
				{ phone: '1', tag: 'Hot Leed' },
				{ phone: '4.9170E+11', tag: 'hot' },
				{ phone: '3', tag: 'hot' },
			],
			parameters: {
				agentId: byId('desk'),
				phone: '={{ $json.phone }}',
				additionalFields: { tags: '={{ $json.tag }}' },
			},
			onError: 'continueRegularOutput',
		});
		expect(saidBy(ran.output[0])).toEqual({
			error: 'No lead tag of this agent found with the label “Hot Leed”',
			message: expect.stringContaining('Did you mean “Hot Lead”?'),
		});
		expect(saidBy(ran.output[1]).error).toBe(
			"'Phone' is a number that a spreadsheet has shortened: “4.9170E+11”",
		);
		expect(jsonOf(ran.output)[2]).toMatchObject({
			leadId: expect.stringMatching(HEX),
			tags: ['hot'],
		});
		expect(bodiesOf(agency, 'createLeads')).toEqual([[{ phone: '3', tags: ['hot'] }]]);
	});

	test('with an unknown outcome isn’t sent again, not even by a retry of the node', async () => {
		const { agency, credential } = openAgency({
			...AGENTS,
			faults: { script: [null, { kind: 'cutAfter' }], operations: ['createLeads'] },
		});
		const ran = await runNode({
			items: [{ phone: '1' }, { phone: '2' }, { phone: '3' }],
			credential,
			parameters: parametersFor('lead.create', {
				agentId: byId('desk'),
				phone: '={{ $json.phone }}',
				options: { maxConcurrency: 1 },
			}),
			node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
		});
		expect(ran.status).toBe('error');
		expect(phonesOf(agency).slice(2)).toEqual(['1', '2']);
	});
});

describe('An update of a lead', () => {
	const update = async (
		updateFields: Record<string, unknown>,
		options: Record<string, boolean> = {},
		item: Record<string, unknown> = {},
	) => {
		const { agency, credential } = openAgency(AGENTS);
		const ran = await runOperation({ credential }, 'lead.update', {
			items: [JSON.parse(JSON.stringify(item))],
			parameters: JSON.parse(
				JSON.stringify({ agentId: byId('desk'), leadId: 'lead1', updateFields, options }),
			),
			onError: 'continueRegularOutput',
		});
		return { bodies: bodiesOf(agency, 'updateLead'), said: saidBy(ran.output[0]) };
	};
	const fields = (value: string) => ({ customFields: { field: [{ name: 'City', value }] } });

	test.each<[string, Record<string, unknown>]>([
		["'Tags' is empty", { tags: '={{ $json.none }}' }],
		["'Tags' is empty", { tags: [] }],
		["'Custom Fields' is empty", { customFields: {} }],
		["'Custom Fields' has no value for “City”", fields('={{ $json.none }}')],
		["'Phone' is empty", { phone: '={{ $json.none }}' }],
	])('%s: nothing is sent', async (error, updateFields) => {
		const { bodies, said } = await update({ phone: '1', ...updateFields });
		expect(bodies).toEqual([]);
		expect(said.error).toBe(error);
	});

	test('explains how to clear what is empty', async () => {
		const { said } = await update({ tags: '={{ $json.tags }}' }, {}, { tags: [] });
		expect(said.message).toMatch(/To remove it from the lead, add the option 'Clear if Empty'\./);
	});

	test.each<[Record<string, unknown>, unknown]>([
		[{ tags: '={{ $json.none }}' }, { tags: [] }],
		[
			{ tags: [], customFields: {} },
			{ tags: [], customFields: {} },
		],
		[fields('={{ $json.none }}'), { customFields: { City: '' } }],
		[fields('={{ $json.city }}'), { customFields: { City: 'Ulm' } }],
	])('clears what is empty if the user wants that: %j', async (updateFields, body) => {
		const { bodies } = await update(updateFields, { clearIfEmpty: true }, { city: 'Ulm' });
		expect(bodies).toEqual([body]);
	});

	test('never clears a phone number', async () => {
		const { bodies, said } = await update({ phone: '' }, { clearIfEmpty: true });
		expect([bodies, said.error]).toEqual([[], "'Phone' is empty"]);
	});

	test('of the same lead by several items goes in their order', async () => {
		const { agency, credential } = openAgency({
			...AGENTS,
			faults: { script: [{ kind: 'serverError', afterWork: false }], operations: ['updateLead'] },
		});
		await runOperation({ credential }, 'lead.update', {
			items: [{ phone: '1' }, { phone: '2' }, { phone: '3' }],
			parameters: {
				agentId: byId('desk'),
				leadId: 'lead1',
				updateFields: { phone: '={{ $json.phone }}' },
			},
		});
		expect(phonesOf(agency)[0]).toBe('3');
	});
});

describe('A new tag', () => {
	const run = async (setup: AgencySetup, items: Array<{ agent: string; label: string }>) => {
		const { agency, credential } = openAgency({ ...AGENTS, ...setup });
		const ran = await runOperation({ credential }, 'leadTag.create', {
			items,
			parameters: {
				agentId: AGENT,
				label: '={{ $json.label }}',
				options: { maxConcurrency: 1, maxRetries: 1 },
			},
			onError: 'continueRegularOutput',
		});
		return { agency, ran };
	};
	const unclear = (afterWork: boolean): AgencySetup => ({
		faults: { script: [null, { kind: 'serverError', afterWork }], operations: ['createLeadTag'] },
	});

	test('is found after an unclear response, and isn’t created twice', async () => {
		const items = ['One', 'Two', 'Three'].map((label) => ({ agent: 'desk', label }));
		const { agency, ran } = await run(unclear(true), items);
		expect(jsonOf(ran.output)).toEqual([
			{ agentId: 'desk', tagId: expect.stringMatching(HEX), label: 'One', system: false },
			{
				confirmed: true,
				agentId: 'desk',
				tagId: expect.stringMatching(HEX),
				label: 'Two',
				system: false,
			},
			{ agentId: 'desk', tagId: expect.stringMatching(HEX), label: 'Three', system: false },
		]);
		expect(labelsOf(agency).slice(3)).toEqual(['One', 'Two', 'Three']);
	});

	test('has an unknown outcome if the label was there before, or isn’t there now', async () => {
		for (const [label, afterWork] of [
			['Hot Lead', true],
			['New', false],
		] as const) {
			const items = [
				{ agent: 'line', label: 'Other' },
				{ agent: 'desk', label },
			];
			const { agency, ran } = await run(unclear(afterWork), items);
			expect(saidBy(ran.output[1]).message).toMatch(/^It's unknown whether item 1 \(tag/);
			expect(timesAsked(agency)['createLeadTag']).toBe(2);
		}
	});

	test('with the label of an earlier item isn’t sent, but one of another agent is', async () => {
		const items = [
			{ agent: 'desk', label: 'New' },
			{ agent: 'desk', label: ' New' },
			{ agent: 'line', label: 'New' },
			{ agent: 'desk', label: 'new' },
		];
		const { agency, ran } = await run({}, items);
		expect(saidBy(ran.output[1]).error).toBe("'Label' is the same as in item 0");
		expect(labelsOf(agency).slice(3)).toEqual(['New', 'new']);
		expect(labelsOf(agency, 'line').slice(2)).toEqual(['New']);
	});
});

test('The list of tags shows the agent’s own, and the choices for a lead are the same', async () => {
	const { credential } = openAgency(AGENTS);
	const tags = [
		{ name: 'Answered Call (system tag)', value: 'answered-call-of-desk' },
		{ name: 'Hot Lead', value: 'hot' },
		{ name: 'VIP, Gold', value: 'vip' },
	];
	const parameters = parametersFor('leadTag.update', { agentId: byName('Front Desk') });
	const at = { credential, parameters };
	expect(await openList('searchLeadTags', at)).toEqual({ results: tags });
	expect(await loadChoices('searchLeadTags', at)).toEqual(tags);
});
