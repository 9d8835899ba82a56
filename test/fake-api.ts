/** Calls the functions of an operation without an engine. The test responds to their reads. */
import { type IDataObject, UnexpectedError } from 'n8n-workflow';

import { type Operation, type WriteOperation } from '../nodes/ChatDash/operation/operation';
import { type Api, InvalidItem } from '../nodes/transport/api';
import { fetchPages } from '../nodes/transport/pages';
import { type ApiRequest, queryString } from '../nodes/transport/request';

/** A read that an operation requested. Its path has the query. */
export interface FakeRead extends Pick<ApiRequest, 'path' | 'expects'> {
	/** Whether all items of a run share its response. */
	readonly isShared: boolean;
	/** GET if left out. */
	readonly method?: 'POST';
	/** Only for a POST. */
	readonly body?: IDataObject;
}

/** What a function of an operation returned, or why the item is invalid, and its reads in order. */
export interface LookupResult<Result> {
	readonly result?: Result;
	readonly message?: string;
	readonly advice?: string;
	readonly reads: readonly FakeRead[];
}

/** Calls a function of an operation with an `api` whose reads get the responses of `respond`. */
export async function lookUp<Result>(
	run: (api: Api) => Promise<Result> | Result,
	respond: (read: FakeRead) => unknown,
): Promise<LookupResult<Result>> {
	const reads: FakeRead[] = [];
	const read = async (path: string, expects: ApiRequest['expects'], isShared: boolean) => {
		const request = { path, expects, isShared };
		reads.push(request);
		return await Promise.resolve(respond(request));
	};
	const getter =
		(isShared: boolean): Api['get'] =>
		async (path, { expects = 'list', query } = {}) =>
			await read(path + queryString(query), expects, isShared);
	const get = getter(false);
	const api: Api = {
		clientId: 'client-of-the-credential',
		withCredential: () => api,
		get,
		getIfExists: async (path, options) => await get(path, { expects: 'record', ...options }),
		getShared: async (path, decoder, query) =>
			decoder.decode(await read(path + queryString(query), 'list', true)),
		getSharedPages: async (path, { list }) =>
			await fetchPages(getter(true), path, { list, limit: Infinity }),
		getEach: async (paths) =>
			await Promise.all(paths.map(async (path) => await read(path, 'list', false))),
		getPages: async (path, options) => await fetchPages(get, path, options),
		post: async (path, body, { expects = 'record' } = {}) => {
			const request = { method: 'POST' as const, path, body, expects, isShared: false };
			reads.push(request);
			return await Promise.resolve(respond(request));
		},
	};
	try {
		return { result: await run(api), reads };
	} catch (error) {
		const { message, advice } = reasonOf(error);
		return { message, advice, reads };
	}
}

/** @throws the error itself if it doesn't report an invalid item */
function reasonOf(error: unknown): { readonly message: string; readonly advice: string } {
	if (error instanceof InvalidItem) return error.reason;
	throw error;
}

/** @throws if the operation only reads */
export function asWrite(operation: Operation): WriteOperation {
	if (operation.kind === 'write') return operation;
	throw new UnexpectedError(`${operation.operationId} only reads`);
}
