// A request to ChatDash's API, and the paths that it can have.
import type { IDataObject } from 'n8n-workflow';

/** Query parameters; those that are `undefined` are left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface ApiRequest {
	readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** Below the base URL; begins with a slash. IDs in it are encoded, see {@link path}. */
	readonly path: string;
	readonly query?: Query;
	readonly body?: IDataObject | IDataObject[];
	/** What a successful response contains by the API's page: a `message`, one record, or a bare list of records. */
	readonly expects: 'message' | 'record' | 'list';
	/** The property of the expected record that has a list. Without the list, it isn't the response to this request. */
	readonly list?: string;
}

/**
 * Builds a path below the base URL. IDs and names in it are encoded, so that none of them can lead to another place. Use it
 * as a tag: path`/clients/${clientId}/members`.
 */
export function path(parts: TemplateStringsArray, ...ids: readonly string[]): string {
	return String.raw({ raw: parts }, ...ids.map((id) => encodeURIComponent(id.toWellFormed())));
}

/** The query as part of an address, with its question mark; empty if every parameter is `undefined`. */
export function queryString(query: Query = {}): string {
	const parameters = new URLSearchParams();
	for (const [name, value] of Object.entries(query)) {
		if (value !== undefined) parameters.append(name, String(value));
	}
	return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}
