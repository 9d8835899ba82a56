/* What an agency records about the requests with its key. */
import type { Fault } from './faults';

/**
 * What the client received: a status, 'cut' if the connection ended without one, 'none' if it stays open without one.
 */
export type CallStatus = number | 'cut' | 'none';

/** One request with the agency's key. Recorded when its response is sent, or when it's clear that none will be. */
export interface Call {
	method: string;
	/** Relative to the API's base, without the query: `/clients`. */
	path: string;
	/** From the API description; undefined if it has no such operation. */
	operationId: string | undefined;
	status: CallStatus;
	/**
	 * The parsed body, including secrets: for tests in this process, never for the page. Undefined if empty or not JSON.
	 */
	body: unknown;
	contentType: string | undefined;
	fault?: Fault['kind'];
	/** When the request arrived, in milliseconds since 1970. */
	at: number;
	/** From the arrival of the request until it is recorded. */
	ms: number;
}

/**
 * A request, or a response of the sandbox, that doesn't match the API description. Contains no secret and no full key.
 */
export interface Violation {
	/** Milliseconds since 1970. */
	at: number;
	/** Redacted, see {@link maskKey}. */
	key: string;
	side: 'request' | 'answer';
	method: string;
	/** Relative to the API's base, without the query. */
	path: string;
	operationId: string | undefined;
	text: string;
}

/** Redacts an agency key: keeps its first 8 characters, or nothing if the key isn't longer. */
export function maskKey(apiKey: string): string {
	return apiKey.length > 8 ? `${apiKey.slice(0, 8)}…` : '…';
}
