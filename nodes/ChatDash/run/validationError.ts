// The error of a run that isn't sent at all, because items are invalid and the node stops on errors.
import { type INode, NodeOperationError } from 'n8n-workflow';

import { escapeForPanel, formatRanges, withExactText } from './errorPanel';
import type { Prepared } from './prepare';

/** No one reads more lines than these in an error panel. */
const MAX_LINES = 50;

/** @returns `undefined` if every item is ready */
export function validationError(
	node: INode,
	items: readonly Prepared[],
): NodeOperationError | undefined {
	const invalid = items.flatMap((item, index) =>
		item.kind === 'invalid' ? [{ index, message: item.message, advice: item.advice }] : [],
	);
	const [first] = invalid;
	if (first === undefined) return undefined;
	const nothingSent = items.length === 1 ? '' : ' Nothing was sent to ChatDash.';
	const { index, message, advice } = first;

	if (invalid.length === 1) {
		const which = items.length === 1 ? '' : `Item ${index}: `;
		return errorFrom(node, message, [`${which}${advice}${nothingSent}`], index);
	}
	if (invalid.length === items.length && invalid.every((item) => item.message === message)) {
		const all = items.length === 2 ? 'both items' : `all ${items.length} items`;
		return errorFrom(node, message, [`${advice} This is so for ${all}.${nothingSent}`]);
	}
	const lines = linesFor(invalid);
	const more = lines.length - MAX_LINES;
	return errorFrom(node, `${invalid.length} of ${items.length} items are not fit to be sent`, [
		...lines.slice(0, MAX_LINES),
		...(more > 0 ? [`And ${more} more.`] : []),
		nothingSent.trim(),
	]);
}

function errorFrom(node: INode, message: string, lines: readonly string[], itemIndex?: number) {
	const description = lines.map(escapeForPanel).join('<br>');
	return withExactText(
		new NodeOperationError(node, message, {
			description,
			...(itemIndex !== undefined && { itemIndex }),
		}),
		{ message, description },
	);
}

interface InvalidItem {
	readonly index: number;
	readonly message: string;
	readonly advice: string;
}

/** One line for each reason, with all items that have it. */
function linesFor(invalid: readonly InvalidItem[]): string[] {
	const indexesByReason = new Map<string, number[]>();
	for (const { index, message, advice } of invalid) {
		const reason = `${message}. ${advice}`;
		indexesByReason.set(reason, [...(indexesByReason.get(reason) ?? []), index]);
	}
	return [...indexesByReason].map(
		([reason, indexes]) =>
			`${indexes.length === 1 ? 'Item' : 'Items'} ${formatRanges(indexes)}: ${reason}`,
	);
}
