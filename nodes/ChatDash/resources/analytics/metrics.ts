// What can be counted of an agent, by the names in ChatDash's documentation:
// https://docs.chat-dash.com/api-reference/analytics/pages/get-analytics
import { severalOptions } from '../../fields/several';

/**
 * ChatDash's page cuts its list of metrics off. These names are those of further fields in the response. They begin with
 * the same word, so that they stand together at the end of the alphabetical list.
 */
const unlisted = (name: string, value: string) => ({
	name: `Unlisted: ${name}`,
	value,
	description:
		"ChatDash's page doesn't list this metric, but its response has a field for it. ChatDash may reject it.",
});

export const metrics = severalOptions({
	displayName: 'Metrics',
	description: 'What to count. Each metric becomes an item of its own.',
	options: [
		{ name: 'Average Cost', value: 'averageCost' },
		{ name: 'Conversations', value: 'conversations' },
		{ name: 'Conversations by Country', value: 'conversationByCountry' },
		{ name: 'Ended Reasons', value: 'endedReason' },
		{ name: 'Top Misunderstood Messages', value: 'topMisunderstoodMessages' },
		{ name: 'Top Topics', value: 'topTopics' },
		{ name: 'Total Call Duration', value: 'totalCallDuration' },
		{ name: 'Total Cost', value: 'totalCost' },
		{ name: 'Unique IPs', value: 'uniqueIps' },
		unlisted('Average Interactions', 'averageInteractions'),
		unlisted('Incoming Text Messages', 'incomingTextMessages'),
		unlisted('Interactions', 'interactions'),
		unlisted('Tokens', 'tokens'),
		unlisted('Top Intents', 'topIntents'),
		unlisted('Understood Messages', 'understoodMessages'),
	],
});

/** Metrics that have another name in the response. */
const NAMES_IN_RESPONSE: Readonly<Record<string, string>> = {
	conversationByCountry: 'conversationsByCountry',
};

/** The name of a metric in the response. */
export const nameInResponse = (metric: string): string => NAMES_IN_RESPONSE[metric] ?? metric;
