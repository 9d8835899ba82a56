/** Analytics → Query without an engine: the request, and what becomes of the response. */
import type { IDataObject } from 'n8n-workflow';

import { query } from '../../nodes/ChatDash/resources/analytics/query';
import { rangeEdge } from '../../nodes/ChatDash/resources/analytics/range';
import { lookUp } from '../fake-api';
import { wordsOf } from './words';

type QueryValues = Parameters<typeof query.records>[0];

function edge(text: string, timezone: string) {
	const parsed = rangeEdge({ displayName: 'Time' }).parse(text, { timezone });
	if (!parsed.ok) throw new TypeError(parsed.message);
	return parsed.value;
}

const between = (start: string, end: string, timezone = 'Europe/Berlin') => ({
	startTime: edge(start, timezone),
	endTime: edge(end, timezone),
});

const VALUES = {
	agentId: { mode: 'id', value: 'desk' },
	split: true,
	utcOffset: undefined,
	...between('2026-03-01', '2026-03-04'),
};

async function run(given: Partial<QueryValues> & Pick<QueryValues, 'metrics'>, body: IDataObject) {
	const { result, reads } = await lookUp(
		async (api) => await query.records({ ...VALUES, ...given }, api),
		() => body,
	);
	return { items: result, reads };
}

/** The dates of a series of so many counts. */
async function datesOf(counts: number, range: ReturnType<typeof between>) {
	const body = {
		conversations: { counts: Array.from({ length: counts }, () => 1), total: counts },
	};
	const { items } = await run({ metrics: ['conversations'], ...range }, body);
	const series: unknown = items?.[0]?.['series'];
	return Array.isArray(series) ? series.map((one: IDataObject) => one['date']) : undefined;
}

test('The request has the metrics as they were asked for, and times in UTC', async () => {
	const metrics = ['conversationByCountry', 'conversations'];
	const { reads } = await run({ metrics, utcOffset: '+01:00' }, {});
	expect(reads).toEqual([
		{
			method: 'POST',
			path: '/agents/desk/analytics/query',
			body: {
				query: {
					metrics,
					filter: {
						startTime: '2026-02-28T23:00:00.000Z',
						endTime: '2026-03-03T23:00:00.000Z',
						utcOffset: '+01:00',
					},
				},
			},
			expects: 'record',
			isShared: false,
		},
	]);
	expect((await run({ metrics }, {})).reads[0]?.body).not.toHaveProperty('query.filter.utcOffset');
});

test('Each metric becomes an item, in the order in which they were asked for', async () => {
	const body = {
		averageCost: { counts: [1, 2, 3], average: 2, currency: 'USD' },
		averageInteractions: 4.5,
		conversations: { counts: [5, 0, 7], total: 12 },
		conversationsByCountry: [{ id: 'US', value: 3 }],
		understoodMessages: { total: 5, understood: 4, missed: 1 },
		extra: 1,
	};
	const metrics = [
		'conversationByCountry',
		'conversations',
		'averageCost',
		'topTopics',
		'averageInteractions',
		'understoodMessages',
	];
	const dated = (values: number[]) =>
		values.map((value, index) => ({ date: `2026-03-0${index + 1}`, value }));
	const { items } = await run({ metrics }, body);
	expect(items).toEqual([
		{ metric: 'conversationByCountry', values: [{ id: 'US', value: 3 }] },
		{ metric: 'conversations', total: 12, series: dated([5, 0, 7]) },
		{ metric: 'averageCost', average: 2, currency: 'USD', series: dated([1, 2, 3]) },
		{ metric: 'topTopics', values: null },
		{ metric: 'averageInteractions', values: 4.5 },
		{ metric: 'understoodMessages', values: { total: 5, understood: 4, missed: 1 } },
	]);
	expect(Object.keys(items?.[2] ?? {})).toEqual(['metric', 'average', 'currency', 'series']);
	expect((await run({ metrics, split: false }, body)).items).toEqual([body]);
});

describe('A series has dates', () => {
	test.each<[string, string, string, string[]]>([
		['ends at midnight', '2026-03-01', '2026-03-03', ['2026-03-01', '2026-03-02']],
		['ends within a day', '2026-03-01', '2026-03-02T23:59:59', ['2026-03-01', '2026-03-02']],
		['starts within a day', '2026-02-28T22:00', '2026-03-01T01:00', ['2026-02-28', '2026-03-01']],
		[
			'has the day on which the clocks change',
			'2026-03-29',
			'2026-03-31',
			['2026-03-29', '2026-03-30'],
		],
		['is a part of a day', '2026-03-01T08:00', '2026-03-01T09:00', ['2026-03-01']],
	])('in the zone of the workflow if the range %s', async (_what, start, end, dates) => {
		for (const zone of ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'UTC']) {
			expect(await datesOf(dates.length, between(start, end, zone))).toEqual(dates);
		}
	});

	test('that depend on the zone, not on the one in which the times are given', async () => {
		const range = between('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z', 'America/New_York');
		expect(await datesOf(2, range)).toEqual(['2026-02-28', '2026-03-01']);
		expect(await datesOf(1, range)).toEqual([undefined]);
	});

	test('only if there is one count for each day', async () => {
		const range = between('2026-03-01', '2026-03-04');
		expect(await datesOf(2, range)).toEqual([undefined, undefined]);
		expect(await datesOf(4, range)).toEqual([undefined, undefined, undefined, undefined]);
		expect(await datesOf(0, range)).toEqual([]);
		const unknown = { ...range, startTime: { ...range.startTime, day: null } };
		expect(await datesOf(3, unknown)).toEqual([undefined, undefined, undefined]);
	});
});

test('A range that ends before it starts is rejected', () => {
	const check = (start: string, end: string) =>
		query.check({ ...VALUES, metrics: ['conversations'], ...between(start, end) });
	expect(check('2026-03-01', '2026-03-02')).toBeUndefined();
	for (const end of ['2026-03-01', '2026-02-28']) {
		expect(check('2026-03-01', end)?.message).toBe("'End Time' must be after 'Start Time'");
	}
});

test('Metrics come from an expression as well, and others are rejected', () => {
	const { metrics } = query.fields;
	const context = { timezone: 'UTC' };
	expect(metrics.parse('conversations, uniqueIps', context)).toMatchObject({
		value: ['conversations', 'uniqueIps'],
	});
	expect(wordsOf(metrics.parse(['Conversations'], context)).message).toMatch(/isn't one of/);
});
