// What an answer of ChatDash means. The table below is the one place that decides it; it follows the API's page for
// creating a client (200, 400, 500) and, for what no page states, what HTTP says about whether the work was done.
import type { IDataObject } from 'n8n-workflow';

import { type Answer, type ApiRequest } from './exchange';
import { isRecord } from './record';
import type { Secrets } from './secrets';

/** A no of ChatDash. */
export interface Refusal {
	/** Its words, fit to be shown. */
	readonly says: string;
	/** The same words with nothing masked in them: for recognising what they say, never to be shown. */
	readonly heard: string;
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
export type Meaning =
	| { readonly is: 'done'; readonly body: unknown }
	| ({ readonly is: 'refused' | 'lockedOut' } & Refusal)
	| ({ readonly is: 'busy'; readonly retryAfter?: string } & Refusal)
	| { readonly is: 'unreachable'; readonly says: string }
	| { readonly is: 'unclear'; readonly says: string; readonly status?: number };

/** An answer that came, opened: its body is `undefined` where it is no JSON. */
interface Opened {
	readonly status: number;
	readonly body: unknown;
	readonly retryAfter: string | undefined;
	readonly asDocumented: boolean;
}

interface Row {
	readonly what: string;
	readonly fits: (answer: Opened) => boolean;
	readonly is: Exclude<Meaning['is'], 'unreachable'>;
}

const within = (from: number, to: number) => (answer: Opened) =>
	answer.status >= from && answer.status <= to;
const oneOf =
	(...statuses: number[]) =>
	(answer: Opened) =>
		statuses.includes(answer.status);

/** Read from top to bottom; the first row that fits counts. */
const ANSWERS: readonly Row[] = [
	{
		what: 'the documented body',
		fits: (answer) => within(200, 299)(answer) && answer.asDocumented,
		is: 'done',
	},
	{
		what: 'an `error` and no `message`, whatever the status says',
		fits: (answer) => within(200, 299)(answer) && saysError(answer.body),
		is: 'refused',
	},
	{ what: 'another body of a success', fits: within(200, 299), is: 'unclear' },
	{ what: 'a redirect, which is never followed', fits: within(300, 399), is: 'refused' },
	{ what: 'the key is not accepted', fits: oneOf(401, 403), is: 'lockedOut' },
	{ what: 'too many requests', fits: oneOf(429), is: 'busy' },
	{ what: 'ChatDash gave up waiting for the request', fits: oneOf(408), is: 'unclear' },
	{ what: 'a refusal', fits: within(400, 499), is: 'refused' },
	{
		what: 'down, with the time when it will be back',
		fits: (answer) => answer.status === 503 && answer.retryAfter !== undefined,
		is: 'busy',
	},
	{ what: 'anything else, a fault of the server among it', fits: () => true, is: 'unclear' },
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
export function meaningOf(
	answer: Answer,
	expects: ApiRequest['expects'],
	secrets: Secrets,
): Meaning {
	if (!answer.came) {
		const never = NEVER_ARRIVED.find(([code]) => code.test(answer.code));
		if (never !== undefined) return { is: 'unreachable', says: never[1] };
		return {
			is: 'unclear',
			says: MAY_HAVE_ARRIVED[answer.code] ?? 'The connection broke before ChatDash answered',
		};
	}

	const { status, retryAfter } = answer;
	const body = parsed(answer.text);
	const opened: Opened = { status, body, retryAfter, asDocumented: isDocumented(body, expects) };
	const is = ANSWERS.find((row) => row.fits(opened))?.is ?? 'unclear';

	// Judged is what came; masked is what is handed on. Otherwise a password such as "message" would change the verdict.
	if (is === 'done') return { is, body: secrets.mask(body, ['message']) };
	const heard = wordsOf(body) ?? wordsOfText(answer.text) ?? ownWords(status, answer.text);
	const says = cut(secrets.maskText(heard));
	if (is === 'unclear') return { is, says, status };
	const refusal = { says, heard, status };
	if (is === 'busy') return { is, ...refusal, ...(retryAfter !== undefined && { retryAfter }) };
	return { is, ...refusal };
}

/** The JSON in a text; `undefined` where it is none. */
function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// A body that is no JSON is an answer too: the table says what it means.
		return undefined;
	}
}

function isDocumented(body: unknown, expects: ApiRequest['expects']): boolean {
	if (expects === 'list') return Array.isArray(body);
	if (!isRecord(body)) return false;
	return expects === 'record' ? !saysError(body) : typeof own(body, 'message') === 'string';
}

const saysError = (body: unknown) =>
	isRecord(body) && own(body, 'error') !== undefined && own(body, 'message') === undefined;

const own = (record: IDataObject, key: string): unknown =>
	Object.hasOwn(record, key) ? record[key] : undefined;

/** Longer texts are cut: the user reads them in a panel as wide as a hand. */
const READABLE_LENGTH = 300;

/** The words in a body, wherever the usual shapes put them: `error`, `message`, a list of either, one inside the other. */
function wordsOf(body: unknown, depth = 0): string | undefined {
	if (depth > 4) return undefined;
	if (typeof body === 'string') return readable(body);
	if (Array.isArray(body)) {
		for (const entry of body) {
			const words = wordsOf(entry, depth + 1);
			if (words !== undefined) return words;
		}
		return undefined;
	}
	if (!isRecord(body)) return undefined;
	for (const key of ['error', 'message', 'errors', 'detail']) {
		const words = wordsOf(own(body, key), depth + 1);
		if (words !== undefined) return words;
	}
	return undefined;
}

/** Cuts what is shown, after masking: half a secret at the cut would no longer be known for one. */
const cut = (line: string) =>
	line.length > READABLE_LENGTH ? `${line.slice(0, READABLE_LENGTH)}…` : line;

/** One line of plain text; a page of HTML is none. Only as much is looked at as can be shown, with some blanks in it. */
function readable(text: string): string | undefined {
	const beginning = text.slice(0, 4 * READABLE_LENGTH);
	if (/<(?:\/?[a-z][a-z0-9-]*(?:[\s/][^>]*)?>|[!?])/i.test(beginning)) return undefined;
	const line = beginning.replace(/[\s\p{Cc}]+/gu, ' ').trim();
	return line === '' ? undefined : line;
}

/** A body that is no JSON may be words all the same; the beginning of a JSON that was cut off is none. */
const wordsOfText = (text: string) => (/^\s*[[{"]/.test(text) ? undefined : readable(text));

/** For an answer without words: what kind of thing it was. */
function ownWords(status: number, text: string): string {
	if (text.trim() === '') return `ChatDash answered with status ${status} and nothing else`;
	if (/^\s*</.test(text))
		return `A web page came back in place of ChatDash's answer (status ${status})`;
	return `ChatDash's answer could not be read (status ${status})`;
}
