// The options that every operation has. They control how the engine sends, not what it sends.
import type { RequestSettings } from '../../transport/requester';
import { integerField } from '../fields/number';

/** By parameter name. They are in the collection *Options*, next to those of an operation. */
export const RUN_OPTIONS = {
	maxConcurrency: integerField(
		{
			displayName: 'Max Simultaneous Requests',
			default: 20,
			description: 'Max number of requests to send at the same time',
		},
		{ minimum: 1 },
		{ collection: 'options' },
	),
	maxRetries: integerField(
		{
			displayName: 'Max Retries',
			default: 6,
			description:
				"Max number of times to retry a request when ChatDash can't be reached or its response is unclear. The first retry comes after 0.3 seconds, the sixth after about a minute.",
		},
		{ minimum: 0 },
		{ collection: 'options' },
	),
	timeout: integerField(
		{
			displayName: 'Timeout',
			default: 30_000,
			description: 'Time to wait for a response to each request, in milliseconds',
		},
		{ minimum: 1 },
		{ collection: 'options' },
	),
} as const;

/** The options of a run, which are the same for all items. */
export interface RunOptions extends RequestSettings {
	/** Of one attempt, in milliseconds. */
	readonly timeout: number;
}
