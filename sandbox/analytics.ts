/*
 * The analytics of an agent. The sandbox has no calls, so it invents plausible counts. The same agent has the same counts
 * on the same day.
 */
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
type Metric = (day: (highest: number) => number[]) => readonly [name: string, value: unknown];

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

const counted =
	(name: string, highest: number): Metric =>
	(day) => {
		const counts = day(highest);
		return [name, { counts, total: sum(counts) }];
	};

/** By the name in the request. */
const METRICS: Readonly<Record<string, Metric>> = {
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
		return ['totalCost', { counts, total: sum(counts), currency: 'USD' }];
	},
	averageCost: (day) => {
		const counts = day(2);
		const average = counts.length === 0 ? 0 : sum(counts) / counts.length;
		return ['averageCost', { counts, average, currency: 'USD' }];
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

const top = (day: (highest: number) => number[], labels: readonly string[]) =>
	labels.map((label, index) => ({ id: `top-${index + 1}`, label, count: sum(day(7)) }));

/** The metrics of an agent, with a count for each day of the range. Unknown metrics are left out. */
export function analyticsOf(
	agentId: string,
	metrics: readonly string[],
	{ startTime, endTime }: AnalyticsFilter,
): Record<string, unknown> {
	const [start, end] = [timeOf(startTime), timeOf(endTime)];
	const days = Math.max(0, Math.round((end - start) / DAY_MS));
	const seed = sum([...agentId].map((character) => character.charCodeAt(0)));
	return Object.fromEntries(
		metrics.flatMap((name) => {
			const metric = Object.hasOwn(METRICS, name) ? METRICS[name] : undefined;
			if (metric === undefined) return [];
			const countsUpTo = (highest: number) =>
				Array.from({ length: days }, (_, index) => {
					const random = mulberry32(seed + name.length + Math.floor(start / DAY_MS) + index);
					return Math.floor(random() * (highest + 1));
				});
			return [metric(countsUpTo)];
		}),
	);
}

/** A text that is no time counts as 1970. */
const timeOf = (text = '') => Date.parse(text) || 0;
