// The options that every operation has: they say how the engine runs, not what is sent.
import { wholeNumber } from '../resources/field';

/** Keyed by parameter name; they stand in the collection *Options* beside an operation's own. */
export const RUN_OPTIONS = {
	maxConcurrency: wholeNumber(
		{
			displayName: 'Max Concurrency',
			default: 20,
			description: 'How many requests may be under way at once',
		},
		1,
		{ group: 'options' },
	),
	maxRetries: wholeNumber(
		{
			displayName: 'Max Retries',
			default: 6,
			description:
				"How often a request is sent again when ChatDash can't be reached or doesn't give a clear answer. The first retry comes after 0.3 seconds, the sixth after about a minute.",
		},
		0,
		{ group: 'options' },
	),
	timeout: wholeNumber(
		{
			displayName: 'Timeout',
			default: 30_000,
			description: 'How long to wait for the answer to one request, in milliseconds',
		},
		1,
		{ group: 'options' },
	),
} as const;

/** The options that sending goes by; the time-out belongs to the exchange. */
export interface Settings {
	readonly maxConcurrency: number;
	readonly maxRetries: number;
}
