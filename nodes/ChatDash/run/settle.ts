// The third step: outcomes become output items or, where the node stops on errors, one error that tells all.
import {
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import type { Operation } from '../operation/operation';
import { type Failure, type Outcome, isFailure } from './outcome';
import type { Prepared } from './prepare';
import type { Sent } from './send';

/** What the user reads of a failure: what happened in one line, and where and what to do. */
interface ErrorText {
	readonly message: string;
	readonly description: string;
}

/**
 * Puts out every item in input order.
 *
 * @throws {NodeApiError} for the first failure, if the node stops on errors
 */
export function settle(
	context: IExecuteFunctions,
	operation: Operation,
	{ outcomes, wasThrottled }: Sent,
): INodeExecutionData[] {
	const textFor = (outcome: Failure, item: number) =>
		describeFailure(outcome, nameOf(item, outcome), operation.participle);

	if (!context.continueOnFail()) {
		const cause = firstCause(outcomes);
		if (cause !== undefined) {
			const { message, description } = textFor(cause.outcome, cause.item);
			const told = [
				description,
				...(operation.does === 'write' ? alreadyDone(outcomes, operation.participle) : []),
			].join(' ');
			throw errorOf(context.getNode(), cause, { message, description: escapeForPanel(told) });
		}
	}
	for (const message of hintsFor(outcomes, wasThrottled)) {
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

/** The items that are done or skipped, and no other. */
export const finishedItems = (outcomes: readonly Outcome[]): INodeExecutionData[] =>
	outcomes.flatMap((outcome, item) => (isFailure(outcome) ? [] : itemsFor(outcome, item)));

/**
 * The error of a run that is not sent at all, because items are at fault and the node stops on errors.
 *
 * @returns undefined if every item is ready
 */
export function validationError(
	node: INode,
	items: readonly Prepared[],
): NodeOperationError | undefined {
	const atFault = items.flatMap((item, index) =>
		item.kind === 'invalid' ? [{ item, index }] : [],
	);
	const [first] = atFault;
	if (first === undefined) return undefined;
	const notReady = (message: string, lines: readonly string[], itemIndex?: number) => {
		const description = lines.map(escapeForPanel).join('<br>');
		return withExactText(
			new NodeOperationError(node, message, {
				description,
				...(itemIndex !== undefined && { itemIndex }),
			}),
			{ message, description },
		);
	};
	const nothing = items.length === 1 ? '' : ' Nothing was sent to ChatDash.';
	const { message, advice } = first.item;

	if (atFault.length === 1) {
		const which = items.length === 1 ? '' : `Item ${first.index}: `;
		return notReady(message, [`${which}${advice}${nothing}`], first.index);
	}
	if (atFault.length === items.length && atFault.every(({ item }) => item.message === message)) {
		const all = items.length === 2 ? 'both items' : `all ${items.length} items`;
		return notReady(message, [`${advice} This is so for ${all}.${nothing}`]);
	}
	const lines = validationLines(atFault);
	const more = lines.length - LINES_SHOWN;
	return notReady(`${atFault.length} of ${items.length} items are not fit to be sent`, [
		...lines.slice(0, LINES_SHOWN),
		...(more > 0 ? [`And ${more} more.`] : []),
		nothing.trim(),
	]);
}

/** More lines than this nobody reads in an error panel. */
const LINES_SHOWN = 50;

/** One line for each fault; items with the very same one share it. */
function validationLines(
	atFault: ReadonlyArray<{
		readonly item: { message: string; advice: string };
		readonly index: number;
	}>,
): string[] {
	const sharing = new Map<string, number[]>();
	for (const { item, index } of atFault) {
		const told = `${item.message}. ${item.advice}`;
		sharing.set(told, [...(sharing.get(told) ?? []), index]);
	}
	return [...sharing].map(([told, items]) => `${itemsNamed(items)}: ${told}`);
}

const itemsNamed = (items: readonly number[]) =>
	`${items.length === 1 ? 'Item' : 'Items'} ${ranges(items)}`;

/**
 * n8n shows the description of an error as HTML: what a CRM holds between angle brackets would vanish there, and the
 * fault with it. Brackets that look alike keep it.
 */
const escapeForPanel = (text: string) => text.replaceAll('<', '‹').replaceAll('>', '›');

/** The first failure that is a cause, not a consequence of another item's. */
function firstCause(outcomes: readonly Outcome[]): { outcome: Failure; item: number } | undefined {
	const failures = outcomes.flatMap((outcome, item) =>
		isFailure(outcome) ? [{ outcome, item }] : [],
	);
	return failures.find(({ outcome }) => outcome.kind !== 'notSent') ?? failures[0];
}

function errorOf(
	node: INode,
	{ outcome, item }: { outcome: Failure; item: number },
	{ message, description }: ErrorText,
): NodeApiError {
	const httpCode = 'status' in outcome ? outcome.status?.toString() : undefined;
	return withExactText(
		new NodeApiError(
			node,
			{ message },
			{ message, description, itemIndex: item, ...(httpCode !== undefined && { httpCode }) },
		),
		{ message, description },
	);
}

/** n8n's errors put a text of n8n's in place of one that holds something like a code of Node; here the words stand. */
function withExactText<Told extends NodeApiError | NodeOperationError>(
	error: Told,
	textFor: ErrorText,
): Told {
	error.message = textFor.message;
	error.description = textFor.description;
	return error;
}

/** Which items are done although the run failed: nobody should send them a second time by hand. */
function alreadyDone(outcomes: readonly Outcome[], participle: string): string[] {
	if (outcomes.length === 1) return [];
	const done = outcomes.flatMap(({ kind }, item) => (kind === 'done' ? [item] : []));
	if (done.length === 0) return [`No other item was ${participle}.`];
	return [`Already ${participle}: ${done.length === 1 ? 'item' : 'items'} ${ranges(done)}.`];
}

/** Numbers in ascending order, neighbours drawn together: 0-3, 7, 9-10. */
function ranges(numbers: readonly number[]): string {
	const runs: Array<{ from: number; to: number }> = [];
	for (const number of numbers) {
		const last = runs.at(-1);
		if (last !== undefined && last.to === number - 1) last.to = number;
		else runs.push({ from: number, to: number });
	}
	return runs.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}

/**
 * Exactly these two keys, and no `error` beside `json`: only then does n8n take the item to the error output and add
 * the fields of the item that it came from.
 */
const errorItem = ({ message, description }: ErrorText) => ({
	error: message,
	message: description,
});

/** For the reason above, ChatDash's words in an `error` beside its `message` would send a finished item there too. */
function successItem({ error, ...output }: IDataObject): IDataObject {
	return error === undefined ? output : { ...output, warning: error };
}

/** How an item is called in a sentence: by its number as n8n counts, and by what a person knows it by. */
const nameOf = (item: number, { name }: Failure) =>
	name === undefined ? `Item ${item}` : `Item ${item}, ${name}`;

function describeFailure(outcome: Failure, which: string, participle: string): ErrorText {
	const sentences = (...parts: ReadonlyArray<string | undefined>) =>
		parts.filter((part) => part !== undefined).join(' ');
	const text = (...parts: ReadonlyArray<string | undefined>): ErrorText => ({
		message: outcome.message,
		description: sentences(...parts),
	});

	switch (outcome.kind) {
		case 'invalid':
			return text(`${which}: not sent to ChatDash.`, outcome.advice);
		case 'rejected':
			return text(
				`${which}: ChatDash refused it with status ${outcome.status}, it was not ${participle}.`,
				outcome.advice ?? adviceFor(outcome.status),
			);
		case 'readFailed':
			return text(
				outcome.status === undefined
					? `${which}: no answer came, it was not ${participle}.`
					: `${which}: ChatDash answered with status ${outcome.status}, it was not ${participle}.`,
				'Run the workflow again later.',
			);
		case 'unreachable':
			return text(
				`${which}: ChatDash could not be reached, it was not ${participle}.`,
				"Check 'Base URL' in the ChatDash credential and the network of n8n, then run the workflow again.",
			);
		case 'unknown':
			return text(
				outcome.status === undefined
					? `${which}: no answer came.`
					: `${which}: ChatDash answered with status ${outcome.status}.`,
				`Whether it was ${participle} is unknown. Look in your ChatDash dashboard before you run this item again.`,
			);
		case 'notSent':
			return text(
				`${which}: not sent to ChatDash.`,
				outcome.status === undefined ? undefined : adviceFor(outcome.status),
			);
	}
}

/** What to do about a refusal of which an operation knows nothing more particular. */
function adviceFor(status: number): string | undefined {
	if (status === 401 || status === 403) {
		return 'Check the agency key in the ChatDash credential. You find it on your agency profile in ChatDash.';
	}
	if (status === 404 || (status >= 300 && status < 400)) {
		return "Check 'Base URL' in the ChatDash credential.";
	}
	if (status === 503) return 'ChatDash is down for the moment. Run the workflow again later.';
	if (status === 429) {
		return 'ChatDash is asked too often, and this run waits no longer. Run the workflow again later. If many executions start at the same moment, limit how many n8n runs at once.';
	}
	return undefined;
}

/** What went well and deserves a look all the same, once a run. */
function hintsFor(outcomes: readonly Outcome[], wasSlowed: boolean): string[] {
	const count = (fits: (outcome: Outcome) => boolean) => {
		const items = outcomes.filter(fits).length;
		return { items, text: `${items} of ${outcomes.length} items ${items === 1 ? 'was' : 'were'}` };
	};
	const skipped = count(({ kind }) => kind === 'skipped');
	const confirmed = count((outcome) => outcome.kind === 'done' && outcome.source === 'lookup');
	const incomplete = count((outcome) => outcome.kind === 'done' && outcome.lacksRecord === true);
	const noted = count((outcome) => outcome.kind === 'done' && outcome.source === 'journal');
	return [
		skipped.items > 0 && `${skipped.text} skipped, because ChatDash has them already.`,
		confirmed.items > 0 &&
			`${confirmed.text} confirmed: ChatDash's answer was unclear, and a look-up showed that the work was done.`,
		incomplete.items > 0 &&
			`${incomplete.text} done, but ChatDash's list doesn't show the new record yet, so the output has no ID of it.`,
		noted.items > 0 && `${noted.text} done by an earlier try of this run and not sent again.`,
		wasSlowed && 'ChatDash limits how fast requests may come, so this run waited now and then.',
	].filter((hint) => hint !== false);
}
