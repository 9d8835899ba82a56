/** Analytics → Query: an item for each metric, from several items, and after responses of any kind. */
import type { IDataObject } from 'n8n-workflow';

import {
	bodiesOf,
	byId,
	byName,
	closeHosts,
	host,
	jsonOf,
	opened,
	pairsOf,
	runOperation,
	saidBy,
	timesAsked,
	useSandbox,
	PEOPLE,
} from './fixtures';
import { testSecondOfThreeFails } from './second-of-three-fails';

const RANGE = { startTime: '2026-03-01', endTime: '2026-03-03' };

testSecondOfThreeFails([
	{
		operation: 'analytics.query',
		parameters: {
			agentId: byId('={{ $json.agent }}'),
			metrics: ['conversationByCountry', 'averageInteractions'],
			...RANGE,
		},
		items: [{ agent: 'desk' }, { agent: 'gone' }, { agent: 'line' }],
		outputs: [
			[
				{ metric: 'conversationByCountry', values: expect.any(Array) },
				{ metric: 'averageInteractions', values: expect.any(Number) },
			],
			[
				{ metric: 'conversationByCountry', values: expect.any(Array) },
				{ metric: 'averageInteractions', values: expect.any(Number) },
			],
		],
		error: 'Agent not found',
		status: 404,
		describeChoice: 'agent gone',
		advice: /Use 'Agent: Get Many' to list all agents/,
		asks: 'queryAnalytics',
	},
]);

const openAgency = useSandbox();

afterEach(closeHosts);

test('Each item gets its own metrics and dates, in the zone of the workflow', async () => {
	const { agency, credential } = openAgency(PEOPLE);
	const ran = await runOperation({ credential }, 'analytics.query', {
		items: [
			{ metrics: 'totalCost,conversations', start: '2026-03-01', end: '2026-03-03' },
			{ metrics: ['topTopics'], start: '2026-03-29', end: '2026-03-30' },
		],
		parameters: {
			agentId: byName('Front Desk'),
			metrics: '={{ $json.metrics }}',
			startTime: '={{ $json.start }}',
			endTime: '={{ $json.end }}',
			options: { utcOffset: '=+0{{ $itemIndex }}:00' },
		},
	});
	const series = ['2026-03-01', '2026-03-02'].map((date) => ({ date, value: expect.any(Number) }));
	expect(jsonOf(ran.output)).toEqual([
		{ metric: 'totalCost', total: expect.any(Number), currency: 'USD', series },
		{ metric: 'conversations', total: expect.any(Number), series },
		{ metric: 'topTopics', values: expect.any(Array) },
	]);
	expect(pairsOf(ran.output)).toEqual([0, 0, 1]);
	const queries = bodiesOf(agency, 'queryAnalytics').map((body) => JSON.stringify(body));
	expect(queries[0]).toContain('"metrics":["totalCost","conversations"]');
	expect(queries[0]).toContain('"utcOffset":"+00:00"');
	expect(queries[1]).toContain('"utcOffset":"+01:00"');
});

test('Without Split Metrics, the response is one item, as it is', async () => {
	const body = {
		conversations: { counts: [1], total: 1 },
		error: 'partial',
		message: 'Hi',
		_id: 1,
	};
	const chatDash = await host(() => ({ body }));
	const query = async (options: IDataObject) =>
		await runOperation(opened(chatDash), 'analytics.query', {
			items: [{}],
			parameters: JSON.parse(
				JSON.stringify({ agentId: byId('desk'), metrics: ['conversations'], ...RANGE, options }),
			),
		});
	expect(jsonOf((await query({ split: false })).output)).toEqual([body]);
	expect(jsonOf((await query({})).output)).toEqual([
		{ metric: 'conversations', total: 1, series: [{ value: 1 }] },
	]);
});

test('A query is sent again after an unclear response, because it changes nothing', async () => {
	const { agency, credential } = openAgency({
		...PEOPLE,
		faults: { script: [{ kind: 'cutBody' }, { kind: 'serverError', afterWork: true }] },
	});
	const ran = await runOperation({ credential }, 'analytics.query', {
		items: [{}],
		parameters: { agentId: byId('desk'), metrics: ['tokens'], ...RANGE },
	});
	expect(jsonOf(ran.output)).toMatchObject([{ metric: 'tokens' }]);
	expect(timesAsked(agency)).toEqual({ queryAnalytics: 3 });
});

test('Metrics that came out empty, and a range that ends before it starts, are told and not sent', async () => {
	const { agency, credential } = openAgency(PEOPLE);
	const ran = await runOperation({ credential }, 'analytics.query', {
		items: [
			{ metrics: [], end: '2026-03-02' },
			{ metrics: ['tokens'], end: '2026-02-01' },
			{ metrics: ['tokens'], end: 'soon' },
		],
		parameters: {
			agentId: byId('desk'),
			metrics: '={{ $json.metrics }}',
			startTime: '2026-03-01',
			endTime: '={{ $json.end }}',
		},
		onError: 'continueRegularOutput',
	});
	expect(ran.output.map((item) => saidBy(item).error)).toEqual([
		"'Metrics' is empty",
		"'End Time' must be after 'Start Time'",
		"'End Time' isn't a clear date: “soon”",
	]);
	expect(agency.calls).toEqual([]);
});
