/** Calls the functions of an operation without an engine. The test responds to their reads. */
import { UnexpectedError } from 'n8n-workflow';

import { type Operation, type WriteOperation } from '../nodes/ChatDash/operation/operation';
import { type Api, InvalidItem } from '../nodes/transport/api';
import { fetchPages } from '../nodes/transport/pages';
import { type ApiRequest, type Query, queryString } from '../nodes/transport/request';

/** A read that an operation requested. Its path includes the query. */
export interface FakeRead extends Pick<ApiRequest, 'path' | 'expects'> {
	/** Whether all items of a run share its response. */
	readonly isShared: boolean;
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
	const read = async (
		path: string,
		expects: ApiRequest['expects'],
		isShared: boolean,
		query?: Query,
	) => {
		const request = { path: path + queryString(query), expects, isShared };
		reads.push(request);
		return await Promise.resolve(respond(request));
	};
	const get: Api['get'] = async (path, { expects = 'list', query } = {}) =>
		await read(path, expects, false, query);
	const api: Api = {
		clientId: undefined,
		withCredential: () => api,
		get,
		getIfExists: async (path, options) => await get(path, { expects: 'record', ...options }),
		getShared: async (path, decoder, query) =>
			decoder.decode(await read(path, 'list', true, query)),
		getEach: async (paths) =>
			await Promise.all(paths.map(async (path) => await read(path, 'list', false))),
		getPages: async (path, options) => await fetchPages(get, path, options),
		post: async (path, _body, { expects = 'record' } = {}) => await read(path, expects, false),
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
