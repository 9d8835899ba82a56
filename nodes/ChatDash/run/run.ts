// A run of the node: prepare → send → settle, one way through for every operation.
import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';

import { Cancellation } from '../../transport/cancellation';
import { type Checked, faulty, fit } from '../../transport/checked';
import { CREDENTIAL_NAME, checkConnection } from '../../transport/connection';
import { nodeExchange } from '../../transport/exchange';
import type { Operation } from '../resources/operation';
import type { Line } from './ask';
import { CLOCK } from './clock';
import { Expressions } from './expressions';
import { Notes } from './notes';
import { isFailure } from './outcome';
import { fromParameter } from './parameters';
import { type Prepared, atFault, prepare } from './prepare';
import { send } from './send';
import { finishedItems, refusalToStart, settle } from './settle';
import { RUN_OPTIONS } from './settings';

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
	const refuseToStart = (items: readonly Prepared[]) => {
		const refusal = stopsAtFailure ? refusalToStart(context.getNode(), items) : undefined;
		if (refusal !== undefined) throw refusal;
	};

	const line = await connect(context, inputs);
	if (!line.ok) {
		// What no item can be sent without is at fault for each of them. Were it thrown, a node that continues on errors
		// would hand its input on to the next one as if all had been created: so n8n treats an error that is thrown.
		const items = inputs.map(() => atFault([line]));
		refuseToStart(items);
		return settle(context, operation, { outcomes: items, wasSlowed: false });
	}

	const { items, hints } = prepare(context, operation, inputs);
	refuseToStart(items);
	hints.forEach((message) => context.addExecutionHints({ message, location: 'outputPane' }));

	const notes = new Notes(context);
	// n8n loses the notes of a run that was killed, and may save those of a stopped one before its last items were done.
	const afterLostRun = context.getMode() === 'retry';
	const sent = await send(items, line.value, notes, stopsAtFailure, afterLostRun);
	// What the node leaves behind when n8n ends an execution for its time-out is stored like that of any other; at *Stop*,
	// n8n stores nothing of it. But n8n knows no end for *Retry On Fail*: after a failure it would wait and run the node again.
	const [first] = sent.outcomes;
	const wouldRunOn = line.value.cancellation.happened && context.getNode().retryOnFail === true;
	const outputs = wouldRunOn ? finishedItems(sent.outcomes) : settle(context, operation, sent);
	notes.close(!wouldRunOn && first !== undefined && isFailure(first));
	return outputs;
}

/** Reads once what is the same for all items: the credential and the options of the run. */
async function connect(
	context: IExecuteFunctions,
	inputs: readonly INodeExecutionData[],
): Promise<Checked<Line>> {
	const credential = await credentialOf(context);
	if (!credential.ok) return credential;
	const connection = checkConnection(credential.value);
	if (!connection.ok) return connection;

	const expressions = new Expressions(context, inputs);
	const option = <Name extends keyof typeof RUN_OPTIONS>(name: Name) =>
		fromParameter(context, name, RUN_OPTIONS[name], expressions).read(0);
	const maxConcurrency = option('maxConcurrency');
	if (!maxConcurrency.ok) return maxConcurrency;
	const maxRetries = option('maxRetries');
	if (!maxRetries.ok) return maxRetries;
	const timeout = option('timeout');
	if (!timeout.ok) return timeout;

	const cancellation = new Cancellation(context.getExecutionCancelSignal());
	return fit({
		exchange: nodeExchange(
			context,
			connection.value,
			credential.value,
			timeout.value,
			cancellation,
		),
		apiKey: connection.value.apiKey,
		settings: { maxConcurrency: maxConcurrency.value, maxRetries: maxRetries.value },
		clock: CLOCK,
		cancellation,
	});
}

async function credentialOf(
	context: IExecuteFunctions,
): Promise<Checked<ICredentialDataDecryptedObject>> {
	try {
		return fit(await context.getCredentials(CREDENTIAL_NAME));
	} catch (thrown) {
		return faulty(
			thrown instanceof Error ? thrown.message : 'The credential could not be read',
			'Choose a ChatDash credential in the node, or save the credential again.',
		);
	}
}
