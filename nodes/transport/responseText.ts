// The words in a response, for the user to read.
import { getOwn, isRecord } from './json';

/** Longer texts are cut, because the user reads them in a narrow panel. */
const MAX_MESSAGE_LENGTH = 300;

/** How deep records and lists are searched for a message. */
const MAX_DEPTH = 4;

const MESSAGE_KEYS = ['error', 'message', 'errors', 'detail'];

/**
 * Finds the message of a response.
 *
 * @param body the parsed body; `undefined` if it isn't JSON
 * @param text the body as it came
 * @returns one line of plain text; a sentence of our own if the response has none. Secrets are not redacted, and it may be long
 */
export const messageFrom = (body: unknown, text: string, status: number): string =>
	messageIn(body) ?? messageInText(text) ?? fallbackMessage(status, text);

/** The message in a body, wherever the usual shapes have it: `error`, `message`, a list of either, one inside the other. */
function messageIn(body: unknown, depth = 0): string | undefined {
	if (depth > MAX_DEPTH) return undefined;
	if (typeof body === 'string') return toSingleLine(body);
	const inner = Array.isArray(body)
		? body
		: isRecord(body)
			? MESSAGE_KEYS.map((key) => getOwn(body, key))
			: [];
	for (const value of inner) {
		const message = messageIn(value, depth + 1);
		if (message !== undefined) return message;
	}
	return undefined;
}

/** Cuts a message. Redact it first: half of a secret at the cut would not be recognized. */
export const truncate = (message: string) =>
	message.length > MAX_MESSAGE_LENGTH ? `${message.slice(0, MAX_MESSAGE_LENGTH)}…` : message;

/** One line of plain text; `undefined` for HTML. Only as much is searched as can be shown, with some whitespace in it. */
function toSingleLine(text: string): string | undefined {
	const beginning = text.slice(0, 4 * MAX_MESSAGE_LENGTH);
	if (/<(?:\/?[a-z][a-z0-9-]*(?:[\s/][^>]*)?>|[!?])/i.test(beginning)) return undefined;
	const line = beginning.replace(/[\s\p{Cc}]+/gu, ' ').trim();
	return line === '' ? undefined : line;
}

/** A body that isn't JSON can be a message, but not the beginning of JSON that was cut off. */
const messageInText = (text: string) => (/^\s*[[{"]/.test(text) ? undefined : toSingleLine(text));

/** For a response without a message: what kind of response it was. */
function fallbackMessage(status: number, text: string): string {
	if (text.trim() === '') return `ChatDash returned status ${status} without a message`;
	if (/^\s*</.test(text)) return `ChatDash returned a web page instead of data (status ${status})`;
	return `Couldn't read ChatDash's response (status ${status})`;
}
