/* What an agency notes of the requests that came with its key. */
import type { Fault } from './faults';

/** What a caller got: a status, 'cut' if the connection ended before one went out, 'none' if it stays open without one. */
export type CallStatus = number | 'cut' | 'none';

/** One request that came with the agency's key, noted when its answer went out, or when it is clear that none will. */
export interface Call {
	method: string;
	/** Below the API's base, without the query: `/clients`. */
	path: string;
	/** Of the description; undefined if the description has no such operation. */
	operationId: string | undefined;
	status: CallStatus;
	/** As parsed, secrets included: for tests in this process, never for the page. Undefined if none or not JSON. */
	body: unknown;
	contentType: string | undefined;
	fault?: Fault['kind'];
	/** When the request came, in milliseconds since 1970. */
	at: number;
	/** From the request's arrival until it is noted, in milliseconds. */
	ms: number;
}

/** A request, or an answer of the sandbox itself, that does not fit the description. Holds no secret, no whole key. */
export interface Violation {
	/** Milliseconds since 1970. */
	at: number;
	/** Masked, see {@link maskKey}. */
	key: string;
	side: 'request' | 'answer';
	method: string;
	/** Below the API's base, without the query. */
	path: string;
	operationId: string | undefined;
	text: string;
}

/** An agency's key as it may be shown: its first 8 characters. Of a key that short nothing is shown. */
export function maskKey(apiKey: string): string {
	return apiKey.length > 8 ? `${apiKey.slice(0, 8)}…` : '…';
}
