/*
 * The analytics of an agent. If the agency has conversations, conversations, costs and topics are counted. Everything else
 * is invented: plausible counts that are the same for the same agent on the same day.
 */
import type { Conversation } from './conversations';
import { mulberry32 } from './faults';

/** The range of time that a query is about. */
export interface AnalyticsFilter {
	startTime?: string;
	endTime?: string;
	/** No page explains it; the sandbox ignores it. */
	utcOffset?: string | number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** What each metric returns, under the name that the response has for it. */
type Metric<Source> = (source: Source) => readonly [name: string, value: unknown];

type Metrics<Source> = Readonly<Record<string, Metric<Source>>>;

/** Invents a count for each day. */
type Invent = (highest: number) => number[];

/** The conversations of each day. */
type Days = ReadonlyArray<readonly Conversation[]>;

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

const average = (total: number, count: number) => (count === 0 ? 0 : total / count);

const counted =
	(name: string, highest: number): Metric<Invent> =>
	(day) => {
		const counts = day(highest);
		return [name, { counts, total: sum(counts) }];
	};

const CURRENCY = 'USD';

/** By the name in the request. */
const INVENTED: Metrics<Invent> = {
	conversations: counted('conversations', 20),
	uniqueIps: counted('uniqueIps', 15),
	totalCallDuration: counted('totalCallDuration', 3600),
	interactions: counted('interactions', 120),
	incomingTextMessages: counted('incomingTextMessages', 60),
	conversationByCountry: (day) => [
		'conversationsByCountry',
		['US', 'DE'].map((id) => ({ id, value: sum(day(10)) })),
	],
	totalCost: (day) => {
		const counts = day(5);
		return ['totalCost', { counts, total: sum(counts), currency: CURRENCY }];
	},
	averageCost: (day) => {
		const counts = day(2);
		return [
			'averageCost',
			{ counts, average: average(sum(counts), counts.length), currency: CURRENCY },
		];
	},
	endedReason: (day) => [
		'endedReason',
		['customer-ended-call', 'silence-timed-out'].map((reason) => ({ reason, count: sum(day(9)) })),
	],
	topMisunderstoodMessages: (day) => ['topMisunderstoodMessages', top(day, ['Do you take cards?'])],
	topTopics: (day) => ['topTopics', top(day, ['Booking', 'Opening Hours'])],
	tokens: (day) => ['tokens', [{ model: 'gpt-4o', count: sum(day(5000)) }]],
	topIntents: (day) => ['topIntents', [{ name: 'book', count: sum(day(8)) }]],
	understoodMessages: (day) => {
		const [understood, missed] = [sum(day(50)), sum(day(4))];
		return ['understoodMessages', { total: understood + missed, understood, missed }];
	},
	averageInteractions: (day) => ['averageInteractions', sum(day(6))],
};

const top = (day: Invent, labels: readonly string[]) =>
	labels.map((label, index) => ({ id: `top-${index + 1}`, label, count: sum(day(7)) }));

const costOf = (conversations: readonly Conversation[]) =>
	// Whole cents, because ChatDash wouldn't return 0.30000000000000004 either.
	Math.round(sum(conversations.map(({ cost }) => (typeof cost === 'number' ? cost : 0))) * 100) /
	100;

/** The metrics that conversations show. */
const COUNTED: Metrics<Days> = {
	conversations: (days) => [
		'conversations',
		{ counts: days.map(({ length }) => length), total: days.flat().length },
	],
	totalCost: (days) => [
		'totalCost',
		{ counts: days.map(costOf), total: costOf(days.flat()), currency: CURRENCY },
	],
	averageCost: (days) => {
		const averageOf = (day: readonly Conversation[]) => average(costOf(day), day.length);
		return [
			'averageCost',
			{ counts: days.map(averageOf), average: averageOf(days.flat()), currency: CURRENCY },
		];
	},
	topTopics: (days) => {
		const counts = new Map<string, number>();
		for (const { topic } of days.flat()) {
			if (typeof topic === 'string') counts.set(topic, (counts.get(topic) ?? 0) + 1);
		}
		const mostFirst = [...counts].sort(([, one], [, other]) => other - one);
		return ['topTopics', mostFirst.map(([label, count]) => ({ id: label, label, count }))];
	},
};

/**
 * The metrics of an agent for a range of time. Unknown metrics are left out.
 *
 * @param conversations the agent's, if the agency has any
 */
export function analyticsOf(
	agentId: string,
	metrics: readonly string[],
	{ startTime, endTime }: AnalyticsFilter,
	conversations?: readonly Conversation[],
): Record<string, unknown> {
	const [start, end] = [timeOf(startTime), timeOf(endTime)];
	const days = Math.max(0, Math.round((end - start) / DAY_MS));
	const seed = sum([...agentId].map((character) => character.charCodeAt(0)));
	const inDays =
		conversations &&
		Array.from({ length: days }, (_, index) =>
			conversations.filter(({ createdAt }) => {
				const at = timeOf(createdAt);
				const isInRange = at >= start && at <= end;
				// The last day may be an hour longer.
				return isInRange && Math.min(Math.floor((at - start) / DAY_MS), days - 1) === index;
			}),
		);
	return Object.fromEntries(
		metrics.flatMap((name) => {
			const counts = inDays && metricIn(COUNTED, name)?.(inDays);
			if (counts !== undefined) return [counts];
			const invent = metricIn(INVENTED, name);
			if (invent === undefined) return [];
			const countsUpTo = (highest: number) =>
				Array.from({ length: days }, (_, index) => {
					const random = mulberry32(seed + name.length + Math.floor(start / DAY_MS) + index);
					return Math.floor(random() * (highest + 1));
				});
			return [invent(countsUpTo)];
		}),
	);
}

const metricIn = <Source>(metrics: Metrics<Source>, name: string): Metric<Source> | undefined =>
	Object.hasOwn(metrics, name) ? metrics[name] : undefined;

/** A text that is no time counts as 1970. */
const timeOf = (text = '') => Date.parse(text) || 0;
