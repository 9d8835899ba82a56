// A run of the node: prepare → send → settle, one way through for every operation.
import { type IExecuteFunctions, type INodeExecutionData, UnexpectedError } from 'n8n-workflow';

import { AbortScope } from '../../transport/abort';
import { type Result, ok } from '../../transport/result';
import { createHttp } from '../../transport/http';
import type { Operation } from '../operation/operation';
import { type Account, readAccounts } from './accounts';
import type { RequestContext } from '../../transport/requester';
import { CLOCK } from '../../transport/clock';
import { Expressions } from '../expressions/evaluator';
import { Journal } from './journal';
import { isFailure } from './outcome';
import { fromParameter } from './parameters';
import { type Prepared, invalid, prepare } from './prepare';
import { send } from './send';
import { finishedItems, validationError, settle } from './settle';
import { RUN_OPTIONS, type SendingOptions } from './options';

/**
 * Runs an operation for all input items.
 *
 * @returns the output items of each input item, in input order
 * @throws {NodeOperationError} if the node stops on errors and the credential or an option cannot be used, or items are
 *   at fault: in each case nothing was sent
 * @throws {NodeApiError} for the first item that failed, if the node stops on errors
 */
export async function run(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const stopsAtFailure = !context.continueOnFail();
	const inputs = context.getInputData();
	if (inputs.length === 0) return [];
	const throwIfInvalid = (items: readonly Prepared[]) => {
		const refusal = stopsAtFailure ? validationError(context.getNode(), items) : undefined;
		if (refusal !== undefined) throw refusal;
	};

	const settings = readSettings(context, inputs);
	const accounts = await readAccounts(context, inputs.length);
	const linesByAccount = new Map<Account, RequestContext>();
	const abort = new AbortScope(context.getExecutionCancelSignal());
	const lineOf = (item: number): Result<RequestContext> => {
		if (!settings.ok) return settings;
		const account = accounts.isShared ? accounts.account : accounts.accounts[item];
		if (account === undefined) throw new UnexpectedError(`Item ${item} has no account`);
		if (!account.ok) return account;
		const known = linesByAccount.get(account.value);
		if (known !== undefined) return ok(known);
		const line = lineTo(context, account.value, settings.value, abort);
		linesByAccount.set(account.value, line);
		return ok(line);
	};

	const first = lineOf(0);
	if (!first.ok && (accounts.isShared || !settings.ok)) {
		// What no item can be sent without is at fault for each of them. Were it thrown, a node that continues on errors
		// would hand its input on to the next one as if all had been created: so n8n treats an error that is thrown.
		const items = inputs.map(() => invalid([first]));
		throwIfInvalid(items);
		return settle(context, operation, { outcomes: items, wasThrottled: false });
	}

	const { items, hints } = prepare(context, operation, inputs, lineOf);
	throwIfInvalid(items);
	hints.forEach((message) => context.addExecutionHints({ message, location: 'outputPane' }));

	const journal = new Journal(context);
	try {
		const sent = await send(items, {
			journal,
			stopsAtFailure,
			// n8n loses the journal of a run that was killed, and may save that of a stopped one before its last items were done.
			afterLostRun: context.getMode() === 'retry',
		});
		// What the node leaves behind when n8n ends an execution for its time-out is stored like that of any other; at *Stop*,
		// n8n stores nothing of it. But n8n knows no end for *Retry On Fail*: after a failure it would wait and run the node again.
		const [firstOutcome] = sent.outcomes;
		const n8nWouldRetry = abort.aborted && context.getNode().retryOnFail === true;
		const outputs = n8nWouldRetry ? finishedItems(sent.outcomes) : settle(context, operation, sent);
		journal.close(!n8nWouldRetry && firstOutcome !== undefined && isFailure(firstOutcome));
		return outputs;
	} finally {
		journal.release();
	}
}

/** The options of a run, which are the same for all items. */
interface RunSettings extends SendingOptions {
	readonly timeout: number;
}

function readSettings(
	context: IExecuteFunctions,
	inputs: readonly INodeExecutionData[],
): Result<RunSettings> {
	const expressions = new Expressions(context, inputs);
	const option = <Name extends keyof typeof RUN_OPTIONS>(name: Name) =>
		fromParameter(context, name, RUN_OPTIONS[name], expressions).read(0);
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

const lineTo = (
	context: IExecuteFunctions,
	{ connection, credential }: Account,
	{ timeout, ...settings }: RunSettings,
	abort: AbortScope,
): RequestContext => ({
	http: createHttp(context, connection, credential, timeout, abort),
	apiKey: connection.apiKey,
	baseUrl: connection.baseUrl,
	settings,
	clock: CLOCK,
	abort,
});
