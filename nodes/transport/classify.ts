// What a response of ChatDash means. The table of rules below decides it. It follows the API's page for creating a client
// (200, 400, 500); for everything that no page documents, it follows what HTTP says about whether a request took effect.
import type { HttpResult } from './http';
import { getOwn, isRecord, parseJson } from './json';
import type { Redactor } from './redact';
import type { ApiRequest } from './request';
import { messageFrom, truncate } from './responseText';

/** A final rejection: ChatDash did nothing. */
export interface Rejection {
	/** ChatDash's message, redacted. */
	readonly message: string;
	/** The same message, not redacted: to recognize what it says, never to be shown. */
	readonly unredactedMessage: string;
	readonly status: number;
}

/**
 * What a response means for its request.
 * - `success`: it took effect, and the body is the documented one
 * - `rejected`: it had no effect, and would have none if it was sent again
 * - `unauthorized`: it had no effect, and no other request with this key would have one
 * - `throttled`: it had no effect, and ChatDash asks to send it later
 * - `unreachable`: it had no effect, because it didn't get to ChatDash
 * - `ambiguous`: it's unknown whether it took effect
 */
export type ClassifiedResponse =
	| { readonly kind: 'success'; readonly body: unknown }
	| ({ readonly kind: 'rejected' | 'unauthorized' } & Rejection)
	| ({ readonly kind: 'throttled'; readonly retryAfter?: string } & Rejection)
	| { readonly kind: 'unreachable'; readonly message: string }
	| { readonly kind: 'ambiguous'; readonly message: string; readonly status?: number };

interface ParsedResponse {
	readonly status: number;
	/** `undefined` if it isn't JSON. */
	readonly body: unknown;
	readonly retryAfter: string | undefined;
	/** Whether the body is what the API's page documents for this request. */
	readonly matchesExpected: boolean;
}

interface Rule {
	readonly description: string;
	readonly matches: (response: ParsedResponse) => boolean;
	readonly kind: Exclude<ClassifiedResponse['kind'], 'unreachable'>;
}

const statusBetween = (from: number, to: number) => (response: ParsedResponse) =>
	response.status >= from && response.status <= to;
const statusIn =
	(...statuses: number[]) =>
	(response: ParsedResponse) =>
		statuses.includes(response.status);

/** Checked from top to bottom; the first rule that matches applies. */
const RESPONSE_RULES: readonly Rule[] = [
	{
		description: 'the documented body',
		matches: (response) => statusBetween(200, 299)(response) && response.matchesExpected,
		kind: 'success',
	},
	{
		description: 'an `error` and no `message`, whatever the status is',
		matches: (response) =>
			statusBetween(200, 299)(response) && hasErrorWithoutMessage(response.body),
		kind: 'rejected',
	},
	{ description: 'another body of a success', matches: statusBetween(200, 299), kind: 'ambiguous' },
	{
		description: 'a redirect, which is never followed',
		matches: statusBetween(300, 399),
		kind: 'rejected',
	},
	{ description: "the key isn't accepted", matches: statusIn(401, 403), kind: 'unauthorized' },
	{ description: 'too many requests', matches: statusIn(429), kind: 'throttled' },
	{
		description: 'ChatDash timed out while it waited for the request',
		matches: statusIn(408),
		kind: 'ambiguous',
	},
	{ description: 'a rejection', matches: statusBetween(400, 499), kind: 'rejected' },
	{
		description: 'down, with the time when it will be back',
		matches: (response) => response.status === 503 && response.retryAfter !== undefined,
		kind: 'throttled',
	},
	{
		description: 'anything else, such as a status above 500',
		matches: () => true,
		kind: 'ambiguous',
	},
];

/** Node's error codes for requests that were never sent, or never arrived. */
const NEVER_ARRIVED: ReadonlyArray<readonly [code: RegExp, message: string]> = [
	[/^ECONNREFUSED$/, 'No response from this address'],
	[/^EHOSTUNREACH$/, "n8n can't reach this server"],
	[/^ENETUNREACH$/, 'n8n has no network connection to this server'],
	[/^EAI_AGAIN$/, "Couldn't look up this server's name right now"],
	[/^ENOTFOUND$/, 'No server found with this name'],
	[/^ERR_TLS_CERT_ALTNAME_INVALID$/, "The server's certificate is for a different address"],
	[/^CERT_HAS_EXPIRED$/, "The server's certificate has expired"],
	[/^DEPTH_ZERO_SELF_SIGNED_CERT$/, 'The server uses a self-signed certificate'],
	[
		/^(CERT_|UNABLE_TO_(GET|VERIFY|DECODE)_|SELF_SIGNED_CERT)/,
		"The server's certificate isn't trusted",
	],
	[/^(EPROTO$|ERR_SSL_)/, "Couldn't establish a secure connection to this server"],
];

/** Node's error codes for requests that may have arrived before the connection broke. */
const MAY_HAVE_ARRIVED: Readonly<Record<string, string>> = {
	ECONNABORTED: "ChatDash didn't respond in time",
	ECONNRESET: 'The connection closed before ChatDash responded',
	EPIPE: 'The connection closed before ChatDash responded',
	ERR_BAD_RESPONSE: "ChatDash's response was cut off",
	ETIMEDOUT: "ChatDash didn't respond in time",
};

/**
 * Classifies the response to a request.
 *
 * @param expects what a successful response contains
 * @param redactor knows the passwords and keys of the request; if ChatDash repeats one, it is redacted in the result
 * @param list the property of an expected record that has a list
 */
export function classifyResponse(
	result: HttpResult,
	expects: ApiRequest['expects'],
	redactor: Redactor,
	list?: string,
): ClassifiedResponse {
	if (result.kind === 'networkError') return classifyNetworkError(result.code);

	const { status, retryAfter } = result;
	const body = parseJson(result.text);
	const parsed = { status, body, retryAfter, matchesExpected: isExpected(body, expects, list) };
	const kind = RESPONSE_RULES.find((rule) => rule.matches(parsed))?.kind ?? 'ambiguous';

	// Classify the original body, then redact it. In the other order, a password such as "message" could change the kind.
	if (kind === 'success') return { kind, body: redactor.redact(body, ['message']) };
	const unredactedMessage = messageFrom(body, result.text, status);
	const message = truncate(redactor.redactText(unredactedMessage));
	if (kind === 'ambiguous') return { kind, message, status };
	const rejection = { message, unredactedMessage, status };
	return kind === 'throttled' && retryAfter !== undefined
		? { kind, ...rejection, retryAfter }
		: { kind, ...rejection };
}

function classifyNetworkError(code: string): ClassifiedResponse {
	const [, neverArrived] = NEVER_ARRIVED.find(([pattern]) => pattern.test(code)) ?? [];
	return neverArrived === undefined
		? {
				kind: 'ambiguous',
				message: MAY_HAVE_ARRIVED[code] ?? 'The connection was lost before ChatDash responded',
			}
		: { kind: 'unreachable', message: neverArrived };
}

function isExpected(
	body: unknown,
	expects: ApiRequest['expects'],
	list: string | undefined,
): boolean {
	if (expects === 'list') return Array.isArray(body);
	if (!isRecord(body)) return false;
	if (list !== undefined) return Array.isArray(getOwn(body, list));
	if (expects === 'message') return typeof getOwn(body, 'message') === 'string';
	// A record may have a field `error` of its own; ChatDash's documented error has no other field.
	return !hasErrorWithoutMessage(body) || Object.keys(body).length > 1;
}

const hasErrorWithoutMessage = (body: unknown) =>
	isRecord(body) && getOwn(body, 'error') !== undefined && getOwn(body, 'message') === undefined;
