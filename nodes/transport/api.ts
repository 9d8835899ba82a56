// What an operation can read from ChatDash while it makes a request or finds a record.
import type { IDataObject } from 'n8n-workflow';

import type { CredentialKind } from './credentials';
import type { ApiRequest, Query } from './request';
import type { Err } from './result';

/** The reads that an operation gets. Each rejects if it fails; the engine turns that into the item's outcome. */
export interface Api {
	/** The client that the operation's credential names, if it does. */
	readonly clientId: string | undefined;
	/** Fetches a list as it is now, or whatever else the response is expected to be. */
	get(path: string, options?: GetOptions): Promise<unknown>;
	/** Fetches a record; `undefined` if ChatDash responds with 404, because there's none. */
	getIfExists(path: string, options?: Pick<GetOptions, 'query'>): Promise<unknown>;
	/** Fetches a list once a run, and decodes it once; all items share the result. */
	getShared<Value>(path: string, decoder: SharedDecoder<Value>, query?: Query): Promise<Value>;
	/** Fetches all pages of a list once a run; all items share them. */
	getSharedPages(path: string, options: Pick<PageOptions, 'list'>): Promise<readonly IDataObject[]>;
	/** Fetches several lists as they are now, many of them at the same time. */
	getEach(paths: readonly string[]): Promise<readonly unknown[]>;
	/** Fetches a list page by page, up to a limit. */
	getPages(path: string, options: PageOptions): Promise<readonly IDataObject[]>;
	/** A read that ChatDash wants as POST, such as a query with a body. It's retried like any read. */
	post(path: string, body: IDataObject, options?: Pick<GetOptions, 'expects'>): Promise<unknown>;
	/**
	 * The same reads with another credential of the node.
	 *
	 * @param whenMissing why the item is invalid if the node has no such credential
	 */
	withCredential(kind: CredentialKind, whenMissing: Err): Api;
}

export interface PageOptions {
	/** The property of the response that has the records of a page. */
	readonly list: string;
	/** How many records to fetch at most; `Infinity` for all. */
	readonly limit: number;
	/** The other parameters of each page. */
	readonly query?: Query;
}

export interface GetOptions {
	readonly expects?: ApiRequest['expects'];
	/** The property of an expected record that has a list. */
	readonly list?: string;
	readonly query?: Query;
}

/** Decodes a response once, however many items share it. */
export class SharedDecoder<Value> {
	private readonly results = new WeakMap<object, Value>();

	constructor(private readonly decodeBody: (body: unknown) => Value) {}

	decode(body: unknown): Value {
		if (typeof body !== 'object' || body === null) return this.decodeBody(body);
		const known = this.results.get(body);
		if (known !== undefined) return known;
		const value = this.decodeBody(body);
		this.results.set(body, value);
		return value;
	}
}

/** Thrown by an operation whose item can't be sent, for example because no client has the name that it gives. */
export class InvalidItem extends Error {
	override readonly name = 'InvalidItem';

	constructor(readonly reason: Err) {
		super(reason.message);
	}
}
