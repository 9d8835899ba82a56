// What may be done with an item's request if it's unknown whether it took effect.
import type { RetryMode } from '../../transport/retry';
import type { ItemValues, WriteOperation } from './operation';

/** A mode that depends on an optional field: only with its value can a new record be recognized. */
export interface RetryByField {
	readonly field: string;
	readonly given: RetryMode;
	readonly notGiven: RetryMode;
}

/** The mode for an item with these values. */
export function retryModeOf({ retry }: Pick<WriteOperation, 'retry'>, values: ItemValues) {
	if (typeof retry === 'string') return retry;
	return values[retry.field] === undefined ? retry.notGiven : retry.given;
}
