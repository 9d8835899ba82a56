// Whether a request may be sent again if it's unknown whether it took effect, where that depends on the item.
import type { RetryMode } from '../../transport/retry';
import type { ItemValues, WriteOperation } from './operation';

/**
 * For a record that can only be recognized by a value that the user may leave out, such as a promotion code: `verify` for
 * an item that has the value, and `unsafe` for one that doesn't.
 */
export interface VerifyBy<Name extends string> {
	/** The field with the value. */
	readonly verifyBy: Name;
}

/** How a request of an operation may be retried, for the values of one item. */
export function retryModeOf(
	{ retry }: Pick<WriteOperation, 'retry'>,
	values: ItemValues,
): RetryMode {
	if (typeof retry === 'string') return retry;
	return values[retry.verifyBy] === undefined ? 'unsafe' : 'verify';
}
