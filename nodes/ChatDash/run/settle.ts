// The third step: outcomes become output items or, if the node stops on errors, one error that explains all.
import {
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	NodeApiError,
} from 'n8n-workflow';

import type { Operation } from '../operation/operation';
import { type ErrorText, errorText, formatRanges, withExactText } from './errorPanel';
import { describeFailure, hintsFor } from './messages';
import { type Failure, type Outcome, isFailure } from './outcome';
import type { SendResult } from './send';

/**
 * Returns the output of every item in input order.
 *
 * @throws {NodeApiError} for the first failure, if the node stops on errors
 */
export function settle(
	context: IExecuteFunctions,
	operation: Operation,
	result: SendResult,
): INodeExecutionData[] {
	const { outcomes } = result;
	const { pastTense, credential } = operation;
	const textFor = (outcome: Failure, index: number) =>
		describeFailure(outcome, { index, of: outcomes.length, pastTense, credential });

	const cause = context.continueOnFail() ? undefined : firstCause(outcomes);
	if (cause !== undefined) {
		const { message, description } = textFor(cause.outcome, cause.item);
		const whole = [description, ...finishedItemsNote(operation, outcomes)].join(' ');
		const node = context.getNode();
		throw errorFrom(node, cause, errorText(node, { message, description: whole }));
	}
	for (const message of hintsFor(result, pastTense)) {
		context.addExecutionHints({ message, location: 'outputPane' });
	}
	return outcomes.flatMap((outcome, item) =>
		isFailure(outcome)
			? [{ json: errorItem(textFor(outcome, item)), pairedItem: { item } }]
			: itemsFor(outcome, item),
	);
}

const itemsFor = ({ outputs }: Exclude<Outcome, Failure>, item: number): INodeExecutionData[] =>
	outputs.map((output) => ({ json: successItem(output), pairedItem: { item } }));

/** The items that are done or skipped, and no others. */
export const finishedItems = (outcomes: readonly Outcome[]): INodeExecutionData[] =>
	outcomes.flatMap((outcome, item) => (isFailure(outcome) ? [] : itemsFor(outcome, item)));

interface Cause {
	readonly outcome: Failure;
	readonly item: number;
}

/** The first failure that isn't a consequence of another item's. */
function firstCause(outcomes: readonly Outcome[]): Cause | undefined {
	const failures = outcomes.flatMap((outcome, item) =>
		isFailure(outcome) ? [{ outcome, item }] : [],
	);
	return failures.find(({ outcome }) => outcome.kind !== 'notSent') ?? failures[0];
}

function errorFrom(node: INode, { outcome, item }: Cause, text: ErrorText): NodeApiError {
	const { message, description } = text;
	const httpCode = 'status' in outcome ? outcome.status?.toString() : undefined;
	return withExactText(
		new NodeApiError(
			node,
			{ message },
			{ message, description, itemIndex: item, ...(httpCode !== undefined && { httpCode }) },
		),
		text,
	);
}

/** Which items are done although the run failed, so that no one sends them again by hand. */
function finishedItemsNote({ kind, pastTense }: Operation, outcomes: readonly Outcome[]): string[] {
	if (kind === 'read' || outcomes.length === 1) return [];
	const done = outcomes.flatMap((outcome, item) => (outcome.kind === 'done' ? [item] : []));
	if (done.length === 0) return [`No other items were ${pastTense}.`];
	return [`Already ${pastTense}: ${done.length === 1 ? 'item' : 'items'} ${formatRanges(done)}.`];
}

/**
 * Exactly these two keys, and no `error` next to `json`: only then does n8n take the item to the error output and add the
 * fields of its input item.
 */
const errorItem = ({ message, description }: ErrorText) => ({
	error: message,
	message: description,
});

/** With no other keys than these, n8n takes an item for an error item, if it has an `error`. */
const ERROR_ITEM_KEYS = ['error', 'message', 'details'];

/** A finished item that n8n would take for an error item gets another key. A record that has an `error` field keeps it. */
function successItem(output: IDataObject): IDataObject {
	const { error, ...others } = output;
	const looksLikeError =
		error !== undefined && Object.keys(others).every((key) => ERROR_ITEM_KEYS.includes(key));
	return looksLikeError ? { ...others, warning: error } : output;
}
