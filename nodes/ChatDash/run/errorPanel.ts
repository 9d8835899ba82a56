// How n8n shows an error, and what that asks of its text.
import type { INode, NodeApiError, NodeOperationError } from 'n8n-workflow';

/** What the user reads of a failure. */
export interface ErrorText {
	/** What happened, in one line. */
	readonly message: string;
	/** Where it happened and what to do, in one or more lines of plain text. */
	readonly description: string;
}

/** Whether an AI agent runs the node. */
export const isTool = ({ type }: INode): boolean => type.endsWith('Tool');

/**
 * The text of an error that n8n shows.
 *
 * If the node is a tool, n8n gives the AI agent only the message, so the message includes what to do.
 */
export function errorText(node: INode, { message, description }: ErrorText): ErrorText {
	const lines = description.split('\n');
	if (isTool(node)) {
		const sentence = /[.!?…]$/.test(message) ? message : `${message}.`;
		return { message: [sentence, ...lines].join(' '), description: '' };
	}
	return { message, description: lines.map(escapeForPanel).join('<br>') };
}

/**
 * n8n shows the description of an error as HTML: what a CRM stores in angle brackets would vanish there, and the reason with
 * it. Brackets that look alike keep it.
 */
const escapeForPanel = (text: string) => text.replaceAll('<', '‹').replaceAll('>', '›');

/** n8n's errors replace a text that contains something like an error code of Node. This keeps it. */
export function withExactText<E extends NodeApiError | NodeOperationError>(
	error: E,
	text: ErrorText,
): E {
	error.message = text.message;
	error.description = text.description;
	return error;
}

/** Numbers in ascending order, neighbors drawn together: 0–3, 7, 9–10. */
export function formatRanges(numbers: readonly number[]): string {
	const ranges: Array<{ from: number; to: number }> = [];
	for (const number of numbers) {
		const last = ranges.at(-1);
		if (last !== undefined && last.to === number - 1) last.to = number;
		else ranges.push({ from: number, to: number });
	}
	return ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}
