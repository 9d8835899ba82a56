// What an answer of ChatDash means. The table below is the one place that decides it; it follows the API's page for
// creating a client (200, 400, 500) and, for what no page states, what HTTP says about whether the work was done.
import type { IDataObject } from 'n8n-workflow';

import { type HttpResult, type ApiRequest } from './http';
import { isRecord } from './json';
import type { Redactor } from './redact';

/** A no of ChatDash. */
export interface Rejection {
	/** Its words, fit to be shown. */
	readonly message: string;
	/** The same words with nothing masked in them: for recognising what they say, never to be shown. */
	readonly unredactedMessage: string;
	/** The HTTP status they came with. */
	readonly status: number;
}

/**
 * The meaning of what came back for one request.
 * - `done`: the work was done, the body is the documented one
 * - `refused`: certainly nothing was done, and asking again would change nothing
 * - `lockedOut`: as refused, and every other request with this key would be refused too
 * - `busy`: certainly nothing was done, ChatDash asks to come again later
 * - `unreachable`: certainly nothing was done, the request did not get to ChatDash
 * - `unclear`: nobody can say whether the work was done
 */
export type ClassifiedResponse =
	| { readonly kind: 'done'; readonly body: unknown }
	| ({ readonly kind: 'rejected' | 'unauthorized' } & Rejection)
	| ({ readonly kind: 'throttled'; readonly retryAfter?: string } & Rejection)
	| { readonly kind: 'unreachable'; readonly message: string }
	| { readonly kind: 'ambiguous'; readonly message: string; readonly status?: number };

/** An answer that came, opened: its body is `undefined` where it is no JSON. */
interface ParsedResponse {
	readonly status: number;
	readonly body: unknown;
	readonly retryAfter: string | undefined;
	readonly matchesExpected: boolean;
}

interface Rule {
	readonly description: string;
	readonly matches: (answer: ParsedResponse) => boolean;
	readonly kind: Exclude<ClassifiedResponse['kind'], 'unreachable'>;
}

const statusBetween = (from: number, to: number) => (answer: ParsedResponse) =>
	answer.status >= from && answer.status <= to;
const statusIn =
	(...statuses: number[]) =>
	(answer: ParsedResponse) =>
		statuses.includes(answer.status);

/** Read from top to bottom; the first row that fits counts. */
const RESPONSE_RULES: readonly Rule[] = [
	{
		description: 'the documented body',
		matches: (answer) => statusBetween(200, 299)(answer) && answer.matchesExpected,
		kind: 'done',
	},
	{
		description: 'an `error` and no `message`, whatever the status says',
		matches: (answer) => statusBetween(200, 299)(answer) && hasOnlyError(answer.body),
		kind: 'rejected',
	},
	{ description: 'another body of a success', matches: statusBetween(200, 299), kind: 'ambiguous' },
	{
		description: 'a redirect, which is never followed',
		matches: statusBetween(300, 399),
		kind: 'rejected',
	},
	{ description: 'the key is not accepted', matches: statusIn(401, 403), kind: 'unauthorized' },
	{ description: 'too many requests', matches: statusIn(429), kind: 'throttled' },
	{
		description: 'ChatDash gave up waiting for the request',
		matches: statusIn(408),
		kind: 'ambiguous',
	},
	{ description: 'a refusal', matches: statusBetween(400, 499), kind: 'rejected' },
	{
		description: 'down, with the time when it will be back',
		matches: (answer) => answer.status === 503 && answer.retryAfter !== undefined,
		kind: 'throttled',
	},
	{
		description: 'anything else, a fault of the server among it',
		matches: () => true,
		kind: 'ambiguous',
	},
];

/** Codes of Node that tell that the request never left, or reached nobody. */
const NEVER_ARRIVED: ReadonlyArray<readonly [code: RegExp, says: string]> = [
	[/^ECONNREFUSED$/, 'Nothing answers at this address'],
	[/^EHOSTUNREACH$/, 'There is no way to this host'],
	[/^ENETUNREACH$/, 'There is no way to this network'],
	[/^EAI_AGAIN$/, 'The name of the host could not be looked up just now'],
	[/^ENOTFOUND$/, 'There is no host of this name'],
	[/^ERR_TLS_CERT_ALTNAME_INVALID$/, "The host's certificate belongs to another name"],
	[/^CERT_HAS_EXPIRED$/, "The host's certificate has expired"],
	[/^DEPTH_ZERO_SELF_SIGNED_CERT$/, "The host's certificate is signed by itself"],
	[
		/^(CERT_|UNABLE_TO_(GET|VERIFY|DECODE)_|SELF_SIGNED_CERT)/,
		"The host's certificate is not to be trusted",
	],
	[/^(EPROTO$|ERR_SSL_)/, 'A secure connection with this host could not be agreed on'],
];

/** Codes of Node for a request that may have arrived before the line broke. */
const MAY_HAVE_ARRIVED: Readonly<Record<string, string>> = {
	ECONNABORTED: 'ChatDash did not answer in time',
	ECONNRESET: 'The connection was cut before ChatDash answered',
	EPIPE: 'The connection was cut before ChatDash answered',
	ERR_BAD_RESPONSE: "ChatDash's answer broke off",
	ETIMEDOUT: 'ChatDash did not answer in time',
};

/**
 * Says what came back means for the request that was sent.
 *
 * @param secrets passwords and keys of the request; where ChatDash repeats one, it is masked in what is returned
 */
export function classifyResponse(
	answer: HttpResult,
	expects: ApiRequest['expects'],
	secrets: Redactor,
): ClassifiedResponse {
	if (!answer.came) {
		const never = NEVER_ARRIVED.find(([code]) => code.test(answer.code));
		if (never !== undefined) return { kind: 'unreachable', message: never[1] };
		return {
			kind: 'ambiguous',
			message: MAY_HAVE_ARRIVED[answer.code] ?? 'The connection broke before ChatDash answered',
		};
	}

	const { status, retryAfter } = answer;
	const body = parseJson(answer.text);
	const parsed: ParsedResponse = {
		status,
		body,
		retryAfter,
		matchesExpected: isExpected(body, expects),
	};
	const is = RESPONSE_RULES.find((row) => row.matches(parsed))?.kind ?? 'ambiguous';

	// Judged is what came; masked is what is handed on. Otherwise a password such as "message" would change the verdict.
	if (is === 'done') return { kind: is, body: secrets.redact(body, ['message']) };
	const heard =
		messageIn(body) ?? messageInText(answer.text) ?? fallbackMessage(status, answer.text);
	const says = truncate(secrets.redactText(heard));
	if (is === 'ambiguous') return { kind: is, message: says, status };
	const refusal = { message: says, unredactedMessage: heard, status };
	if (is === 'throttled')
		return { kind: is, ...refusal, ...(retryAfter !== undefined && { retryAfter }) };
	return { kind: is, ...refusal };
}

/** The JSON in a text; `undefined` where it is none. */
function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// A body that is no JSON is an answer too: the table says what it means.
		return undefined;
	}
}

function isExpected(body: unknown, expects: ApiRequest['expects']): boolean {
	if (expects === 'list') return Array.isArray(body);
	if (!isRecord(body)) return false;
	return expects === 'record' ? !hasOnlyError(body) : typeof getOwn(body, 'message') === 'string';
}

const hasOnlyError = (body: unknown) =>
	isRecord(body) && getOwn(body, 'error') !== undefined && getOwn(body, 'message') === undefined;

const getOwn = (record: IDataObject, key: string): unknown =>
	Object.hasOwn(record, key) ? record[key] : undefined;

/** Longer texts are cut: the user reads them in a panel as wide as a hand. */
const MAX_MESSAGE_LENGTH = 300;

/** The words in a body, wherever the usual shapes put them: `error`, `message`, a list of either, one inside the other. */
function messageIn(body: unknown, depth = 0): string | undefined {
	if (depth > 4) return undefined;
	if (typeof body === 'string') return toSingleLine(body);
	if (Array.isArray(body)) {
		for (const entry of body) {
			const message = messageIn(entry, depth + 1);
			if (message !== undefined) return message;
		}
		return undefined;
	}
	if (!isRecord(body)) return undefined;
	for (const key of ['error', 'message', 'errors', 'detail']) {
		const message = messageIn(getOwn(body, key), depth + 1);
		if (message !== undefined) return message;
	}
	return undefined;
}

/** Cuts what is shown, after masking: half a secret at the cut would no longer be known for one. */
const truncate = (line: string) =>
	line.length > MAX_MESSAGE_LENGTH ? `${line.slice(0, MAX_MESSAGE_LENGTH)}…` : line;

/** One line of plain text; a page of HTML is none. Only as much is looked at as can be shown, with some blanks in it. */
function toSingleLine(text: string): string | undefined {
	const beginning = text.slice(0, 4 * MAX_MESSAGE_LENGTH);
	if (/<(?:\/?[a-z][a-z0-9-]*(?:[\s/][^>]*)?>|[!?])/i.test(beginning)) return undefined;
	const line = beginning.replace(/[\s\p{Cc}]+/gu, ' ').trim();
	return line === '' ? undefined : line;
}

/** A body that is no JSON may be words all the same; the beginning of a JSON that was cut off is none. */
const messageInText = (text: string) => (/^\s*[[{"]/.test(text) ? undefined : toSingleLine(text));

/** For an answer without words: what kind of thing it was. */
function fallbackMessage(status: number, text: string): string {
	if (text.trim() === '') return `ChatDash answered with status ${status} and nothing else`;
	if (/^\s*</.test(text))
		return `A web page came back in place of ChatDash's answer (status ${status})`;
	return `ChatDash's answer could not be read (status ${status})`;
}
