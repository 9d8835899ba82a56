// One item of an operation that reads.
import type { Operation, ReadOperation } from '../operation/operation';
import type { AccountRun, LookupFailure } from './accountRun';
import { type Outcome, rejected } from './outcome';
import { type Ready, invalid } from './prepare';

/** @returns `undefined` if the item was not sent because the run had stopped */
export async function executeRead(
	operation: ReadOperation,
	{ values }: Ready,
	{ reader }: AccountRun,
): Promise<Outcome | undefined> {
	const result = await reader.lookup(async (api) => await operation.records(values, api));
	return result.kind === 'ok'
		? { kind: 'done', outputs: result.value, source: 'response' }
		: readFailure(operation, values, result);
}

/** The outcome of an item that needed a read which failed; `undefined` if it was not sent because the run had stopped. */
export function readFailure(
	operation: Operation,
	values: Ready['values'],
	failure: LookupFailure,
): Outcome | undefined {
	if (failure.kind === 'invalid') return invalid([failure.reason]);
	const { response } = failure.final;
	switch (response.kind) {
		case 'notSent':
		case 'success':
			return undefined;
		case 'unreachable':
			return { kind: 'unreachable', message: response.message };
		case 'ambiguous':
			return { kind: 'readFailed', message: response.message, status: response.status };
		case 'rejected':
		case 'unauthorized':
		case 'throttled':
			return rejected(response, operation.advice(values, response));
	}
}
