// The examples that report and that tag leads, imported and run in a real n8n: what each client's row and email contain,
// which leads get the tag, and that a second run changes nothing more.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';

import type { IDataObject, IRunExecutionData } from 'n8n-workflow';

import type { SeedLeads } from '../../sandbox/leads.js';
import type { AgencySetup } from '../../sandbox/server.js';
import { prepareWorkspace } from '../../sandbox/workspace.mjs';
import { outputsOf, resultIn } from './results.mjs';
import { AGENCY_KEY, CHECKOUT, openStage } from './stage.mjs';

const WITHIN = { timeout: 120_000 };

const HOUR_MS = 60 * 60 * 1000;

const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR_MS).toISOString();

/** At any time of the day and in any time zone, only the first of these is within the last seven whole days. */
const LAST_WEEK = hoursAgo(3 * 24);
const BEFORE_LAST_WEEK = hoursAgo(9 * 24);

const RECORDED = { record: true, interacted: true };
const SUCCESS = { ...RECORDED, evaluation: { isSuccess: true } };
const LAST_HOUR = hoursAgo(1);

const AGENTS = {
	desk: 'Front Desk',
	line: 'Order Line',
	lab: 'Lab Assistant',
	qualifier: 'Lead Qualifier',
} as const;

/** Two clients with agents, and one without. The lead qualifier has no client. */
const AGENCY = {
	clients: [
		{ _id: 'acme', name: 'Acme Dental' },
		{ _id: 'bolt', name: 'Bolt' },
		{ _id: 'none', name: 'No Agents Yet' },
	],
	agents: [
		{ _id: 'desk', name: AGENTS.desk, platform: 'vapi', clientId: 'acme' },
		{ _id: 'line', name: AGENTS.line, platform: 'vapi', clientId: 'acme' },
		{ _id: 'lab', name: AGENTS.lab, platform: 'vapi', clientId: 'bolt' },
		{ _id: 'qualifier', name: AGENTS.qualifier, platform: 'n8n' },
	],
	conversations: [
		{ agentId: 'desk', createdAt: LAST_WEEK, topic: 'Booking', cost: 0.1 },
		{ agentId: 'desk', createdAt: LAST_WEEK, topic: 'Booking', cost: 0.2 },
		{ agentId: 'desk', createdAt: LAST_WEEK, topic: 'Prices', cost: 1 },
		{ agentId: 'desk', createdAt: BEFORE_LAST_WEEK, topic: 'Parking', cost: 100 },
		{ agentId: 'line', createdAt: LAST_WEEK, topic: 'Prices', cost: 2 },
		{ agentId: 'line', createdAt: LAST_WEEK, topic: 'Delivery' },
		{ agentId: 'lab', createdAt: LAST_WEEK },
		{ agentId: 'qualifier', createdAt: LAST_HOUR, leadId: 'twice', ...SUCCESS },
		{ agentId: 'qualifier', createdAt: LAST_HOUR, leadId: 'twice', ...SUCCESS },
		{ agentId: 'qualifier', createdAt: LAST_HOUR, leadId: 'once', ...SUCCESS },
		{ agentId: 'qualifier', createdAt: LAST_HOUR, ...SUCCESS },
		{
			agentId: 'qualifier',
			createdAt: LAST_HOUR,
			leadId: 'failed',
			...RECORDED,
			evaluation: { isSuccess: false },
		},
		{ agentId: 'qualifier', createdAt: LAST_HOUR, leadId: 'unrated', ...RECORDED },
		{ agentId: 'qualifier', createdAt: hoursAgo(26), leadId: 'earlier', ...SUCCESS },
	],
	leads: [leadsWith(['twice', 'once', 'failed', 'unrated', 'earlier'])],
} satisfies AgencySetup;

const stage = await openStage([]);
after(async () => await stage.close());

const [report, tagging] = await prepareWorkspace(
	stage.session,
	{ apiKey: AGENCY_KEY, baseUrl: stage.sandbox.baseUrl },
	['weekly-report.json', 'tag-interested-leads.json'].map((file) =>
		join(CHECKOUT, 'examples', file),
	),
);

test(
	'each client with agents gets one row and one email, also in a second run',
	WITHIN,
	async () => {
		const agency = open();
		for (const _run of [1, 2]) {
			const data = await runFromCommandLine(report?.id);
			const { from, until } = itemsOf(data, 'Report')[0] ?? {};
			const days = { from: String(from).slice(0, 10), until: String(until).slice(0, 10) };
			assert.equal(Date.parse(days.until) - Date.parse(days.from), 6 * 24 * HOUR_MS);
			assert.deepEqual(itemsOf(data, 'Sheet Row'), [
				{
					...days,
					client: 'Acme Dental',
					conversations: 5,
					cost: 3.3,
					currency: 'USD',
					topics: 'Booking, Prices, Delivery',
				},
				{ ...days, client: 'Bolt', conversations: 1, cost: 0, currency: 'USD', topics: '' },
			]);
			const subject = `, ${days.from} to ${days.until}`;
			assert.deepEqual(itemsOf(data, 'Write Report Email'), [
				{
					to: 'reports@example.com',
					subject: `Report for Acme Dental${subject}`,
					text: 'Conversations: 5\nCost: 3.30 USD\nMost frequent topics: Booking, Prices, Delivery',
				},
				{
					to: 'reports@example.com',
					subject: `Report for Bolt${subject}`,
					text: 'Conversations: 1\nCost: 0.00 USD\nMost frequent topics: none',
				},
			]);
			assertNeverRan(data, 'Needs Attention');
		}
		const changes = agency.calls.filter(({ operationId }) => !READS.includes(operationId ?? ''));
		assert.deepEqual(changes, [], 'the report only reads');
	},
);

test('an agent without figures needs attention, and the others are reported', WITHIN, async () => {
	const agency = open();
	// Someone deletes the agent after it was listed.
	const get = agency.agents.get.bind(agency.agents);
	agency.agents.get = (agentId) => (agentId === 'line' ? undefined : get(agentId));
	const { data } = await stage.session.run(report?.id ?? '');
	assert.deepEqual(
		itemsOf(data, 'Sheet Row').map(({ client, conversations }) => ({ client, conversations })),
		[
			{ client: 'Acme Dental', conversations: 3 },
			{ client: 'Bolt', conversations: 1 },
		],
	);
	const failed = itemsOf(data, 'Needs Attention');
	assert.deepEqual(
		failed.map(({ client, agent }) => ({ client, agent })),
		[{ client: 'Acme Dental', agent: AGENTS.line }],
	);
	for (const { error, message } of failed) assert.ok(error !== '' && message !== '');
});

test(
	'leads of successful conversations of the last day get the tag, each once',
	WITHIN,
	async () => {
		const agency = open();
		const tagsOf = () =>
			Object.fromEntries((agency.leads.of('qualifier') ?? []).map(({ _id, tags }) => [_id, tags]));
		const updates = () => agency.calls.filter(({ operationId }) => operationId === 'updateLead');
		const tagged = {
			twice: ['tag-interested'],
			once: ['tag-interested'],
			failed: ['tag-cold'],
			unrated: ['tag-cold'],
			earlier: ['tag-cold'],
		};

		const data = await runFromCommandLine(tagging?.id);
		assert.deepEqual(tagsOf(), tagged);
		assert.equal(updates().length, 2);
		assert.deepEqual(
			itemsOf(data, 'Tag the Lead').map(({ leadId, tags }) => ({ leadId, tags })),
			['twice', 'once'].map((leadId) => ({ leadId, tags: ['tag-interested'] })),
		);
		assertNeverRan(data, 'Needs Attention');

		await runFromCommandLine(tagging?.id);
		assert.deepEqual(tagsOf(), tagged);
		assert.equal(updates().length, 4);
	},
);

test('a lead that is gone needs attention, and the others get the tag', WITHIN, async () => {
	const agency = open({ leads: [leadsWith(['once'])] });
	const { data } = await stage.session.run(tagging?.id ?? '');
	assert.deepEqual(agency.leads.of('qualifier')?.[0]?.tags, ['tag-interested']);
	const [failed = {}, ...more] = itemsOf(data, 'Needs Attention');
	assert.deepEqual(more, []);
	assert.equal(failed['leadId'], 'twice');
	assert.match(String(failed['error']), /Lead not found/);
	assert.match(String(failed['message']), /'Lead ID'/);
});

test('without a conversation to act on, nothing is sent and nothing fails', WITHIN, async () => {
	const agency = open({ conversations: [] });
	const { status, data } = await stage.session.run(tagging?.id ?? '');
	assert.equal(status, 'success');
	assertNeverRan(data, 'Tag the Lead');
	assert.deepEqual(
		agency.calls.filter(({ operationId }) => operationId === 'updateLead'),
		[],
	);
});

test('ChatDash never received a request that its description does not allow', () => {
	assert.deepEqual(stage.sandbox.violations, []);
});

const READS = ['listClients', 'listAgents', 'listClientAgents', 'queryAnalytics'];

const open = (setup: AgencySetup = {}) =>
	stage.sandbox.openAgency(AGENCY_KEY, { ...AGENCY, ...setup });

/** The lead qualifier's tags and leads, which all have the other tag. */
function leadsWith(ids: readonly string[]): SeedLeads {
	return {
		agentId: 'qualifier',
		tags: [
			{ _id: 'tag-interested', label: 'Interested' },
			{ _id: 'tag-cold', label: 'Cold' },
		],
		leads: ids.map((_id, index) => ({ _id, phone: `+1202555017${index}`, tags: ['tag-cold'] })),
	};
}

/** Runs a workflow, which has to succeed without showing the key. */
async function runFromCommandLine(workflowId = ''): Promise<IRunExecutionData> {
	const { exitCode, output } = await stage.n8n.command([
		'execute',
		`--id=${workflowId}`,
		'--rawOutput',
	]);
	assert.equal(exitCode, 0, output);
	assert.equal(output.includes(AGENCY_KEY), false, 'the key is in the output');
	const { data } = resultIn(output);
	assert.equal(data.resultData.error, undefined);
	return data;
}

/** The items on the first output of a node. */
function itemsOf(data: IRunExecutionData, node: string): IDataObject[] {
	const [items = []] = outputsOf(data, node);
	return items.map(({ json }) => json);
}

function assertNeverRan({ resultData }: IRunExecutionData, node: string): void {
	assert.equal(resultData.runData[node], undefined, `${node} ran`);
}
