// The error of a run that isn't sent at all, because items are invalid and the node stops on errors.
import { type INode, NodeOperationError } from 'n8n-workflow';

import { groupBy } from '../../transport/json';
import { errorText, formatRanges, withExactText } from './errorPanel';
import { adviceLines, allItems } from './messages';
import type { Invalid } from './outcome';
import type { Prepared } from './prepare';

/** No one reads more lines than these in an error panel. */
const MAX_LINES = 50;

const NOTHING_SENT = 'No items were sent to ChatDash.';

/** @returns `undefined` if every item is ready */
export function validationError(
	node: INode,
	items: readonly Prepared[],
): NodeOperationError | undefined {
	const invalid = items.flatMap((item, index) =>
		item.kind === 'invalid' ? [{ ...item, index }] : [],
	);
	const [first] = invalid;
	if (first === undefined) return undefined;
	const { index, message } = first;

	if (items.length === 1) return errorFrom(node, message, adviceLines(first), index);
	if (invalid.length === 1) {
		const lines = adviceLines(first, `Item ${index}:`);
		return errorFrom(node, message, withSentence(lines, NOTHING_SENT), index);
	}
	if (invalid.length === items.length && invalid.every((item) => isSame(item, first))) {
		const appliesToAll = `This applies to ${allItems(items.length)}. ${NOTHING_SENT}`;
		return errorFrom(node, message, withSentence(adviceLines(first), appliesToAll));
	}
	const lines = linesFor(invalid);
	const more = lines.length - MAX_LINES;
	return errorFrom(node, `${invalid.length} of ${items.length} items can't be sent`, [
		// Items of one source lack the same fields, so the note of one explains the others.
		...invalid.flatMap(({ note }) => note ?? []).slice(0, 1),
		...lines.slice(0, MAX_LINES),
		...(more > 0 ? [`… and ${more} more.`] : []),
		NOTHING_SENT,
	]);
}

function errorFrom(node: INode, message: string, lines: readonly string[], itemIndex?: number) {
	const text = errorText(node, { message, description: lines.join('\n') });
	return withExactText(
		new NodeOperationError(node, text.message, {
			description: text.description,
			...(itemIndex !== undefined && { itemIndex }),
		}),
		text,
	);
}

const isSame = (one: Invalid, other: Invalid) =>
	one.message === other.message && one.advice.join() === other.advice.join();

/** Adds a sentence: to a single line, or as a line of its own. */
const withSentence = (lines: readonly string[], sentence: string) =>
	lines.length === 1 ? [[...lines, sentence].join(' ')] : [...lines, sentence];

/** One line for each reason, with all items that have it. */
function linesFor(invalid: ReadonlyArray<Invalid & { readonly index: number }>): string[] {
	const byReason = groupBy(invalid, ({ message, advice }) =>
		// Several lines of advice name the fields, so the message adds nothing to them.
		advice.length > 1 ? advice.join(' ') : [`${message}.`, ...advice].join(' '),
	);
	return [...byReason].map(
		([reason, items]) =>
			`${items.length === 1 ? 'Item' : 'Items'} ${formatRanges(items.map(({ index }) => index))}: ${reason}`,
	);
}
