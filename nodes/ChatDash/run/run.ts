// A run of the node: prepare → send → settle, one way through for every operation.
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { AbortScope } from '../../transport/abort';
import { type Result, ok } from '../../transport/result';
import { Expressions } from '../expressions/evaluator';
import type { ParseContext } from '../fields/field';
import type { Operation } from '../operation/operation';
import { readContexts } from './contexts';
import { Journal, setupDigest } from './journal';
import { RUN_OPTIONS, type RunOptions } from './options';
import { isFailure } from './outcome';
import { fromParameter } from './parameters';
import { prepare } from './prepare';
import { send } from './send';
import { finishedItems, settle } from './settle';
import { validationError } from './validationError';

/**
 * Runs an operation for all input items.
 *
 * @returns the output items of each input item, in input order
 * @throws {NodeOperationError} if the node stops on errors and the credential, an option or an item is invalid: in each case
 *   nothing was sent
 * @throws {NodeApiError} for the first item that failed, if the node stops on errors
 */
export async function run(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const stopsAtFailure = !context.continueOnFail();
	const inputs = context.getInputData();
	if (inputs.length === 0) return [];

	const abort = new AbortScope(context.getExecutionCancelSignal());
	const parseContext: ParseContext = { timezone: context.getTimezone() };
	const options = readOptions(context, inputs, parseContext);
	const contextFor = options.ok
		? await readContexts(context, operation, options.value, inputs.length, abort)
		: options;
	const { items, hints } = prepare(context, operation, inputs, contextFor, parseContext);
	const error = stopsAtFailure ? validationError(context.getNode(), items) : undefined;
	if (error !== undefined) throw error;
	hints.forEach((message) => context.addExecutionHints({ message, location: 'outputPane' }));

	const journal = new Journal(context, setupDigest(context.getNode(), operation));
	try {
		const result = await send(operation, items, {
			journal,
			stopsAtFailure,
			// n8n loses the journal of a run that was killed, and may store that of a stopped one before its last items were done.
			mayHaveRunBefore: context.getMode() === 'retry',
		});
		// n8n retries on failure even after a timeout or *Stop*. So the node returns the finished items then, instead of an error
		// that would start the retry.
		const [firstOutcome] = result.outcomes;
		const n8nWouldRetry = abort.aborted && context.getNode().retryOnFail === true;
		const outputs = n8nWouldRetry
			? finishedItems(result.outcomes)
			: settle(context, operation, result);
		journal.finish(!n8nWouldRetry && firstOutcome !== undefined && isFailure(firstOutcome));
		return outputs;
	} finally {
		journal.release();
	}
}

function readOptions(
	context: IExecuteFunctions,
	inputs: readonly INodeExecutionData[],
	parseContext: ParseContext,
): Result<RunOptions> {
	const expressions = new Expressions(context, inputs);
	const option = <Name extends keyof typeof RUN_OPTIONS>(name: Name) =>
		fromParameter(context, name, RUN_OPTIONS[name], expressions, parseContext).parse(0);
	const maxConcurrency = option('maxConcurrency');
	if (!maxConcurrency.ok) return maxConcurrency;
	const maxRetries = option('maxRetries');
	if (!maxRetries.ok) return maxRetries;
	const timeout = option('timeout');
	if (!timeout.ok) return timeout;
	return ok({
		maxConcurrency: maxConcurrency.value,
		maxRetries: maxRetries.value,
		timeout: timeout.value,
	});
}
