// Carries out the lookups of operations. The items of a run share what may be shared, so that a list is fetched and decoded
// once a run, not once an item.
import { type Api, type GetOptions, InvalidItem } from './api';
import type { Clock } from './clock';
import { mapConcurrent } from './concurrency';
import type { CredentialKind } from './credentials';
import { fetchPages } from './pages';
import { type ApiRequest, queryString } from './request';
import type { FinalResponse, RequestRole, Requester } from './requester';
import type { Err, Result } from './result';

/** Thrown by a read that failed. */
class ReadFailed extends Error {
	override readonly name = 'ReadFailed';

	constructor(readonly final: FinalResponse) {
		super('ChatDash returned no list or record');
	}
}

/** How a lookup ended. */
export type LookupResult<Value> =
	| {
			readonly kind: 'ok';
			readonly value: Value;
			/** When the oldest response that it used was requested; `Infinity` if it read nothing. */
			readonly asOf: number;
	  }
	| { readonly kind: 'invalid'; readonly reason: Err }
	/** A read failed, with this response. */
	| { readonly kind: 'failed'; readonly final: FinalResponse };

/** Whether a record was found; `failed` has the reason why that isn't known. */
export type FindResult<Value> =
	| { readonly kind: 'found'; readonly value: Value }
	| { readonly kind: 'missing' }
	| { readonly kind: 'failed'; readonly message: string };

export interface LookupOptions {
	readonly role?: RequestRole;
	/** Shared responses that were requested before this time are fetched again; in the clock's milliseconds. */
	readonly notOlderThan?: number;
}

interface SharedRead {
	readonly requestedAt: number;
	readonly response: Promise<FinalResponse>;
}

/** What is known of a lookup while it runs. */
interface Lookup extends Required<LookupOptions> {
	/** When the oldest response that it used was requested; `Infinity` if it read nothing. */
	asOf: number;
}

/** What an account's reads are sent with. */
export interface ReaderOptions {
	readonly request: Requester;
	readonly clock: Clock;
	/** How many reads of one lookup can be in flight at the same time. */
	readonly concurrency: number;
	/** The credential of the account, and the client that it names. */
	readonly kind: CredentialKind;
	readonly clientId?: string | undefined;
	/** The node's other credentials, or why one can't be used. */
	readonly others?: ReadonlyMap<CredentialKind, Result<ApiReader>>;
}

/** The reads of the items that go to one account. */
export class ApiReader {
	private readonly shared = new Map<string, SharedRead>();

	constructor(private readonly options: ReaderOptions) {}

	/** Runs a lookup. It rejects only for a bug, because failed reads and invalid items are results. */
	async lookup<Value>(
		run: (api: Api) => Promise<Value> | Value,
		{ role = 'work', notOlderThan = -Infinity }: LookupOptions = {},
	): Promise<LookupResult<Value>> {
		const lookup: Lookup = { role, notOlderThan, asOf: Infinity };
		try {
			return { kind: 'ok', value: await run(this.apiFor(lookup)), asOf: lookup.asOf };
		} catch (error) {
			return toFailure(error);
		}
	}

	/**
	 * Looks for a record, which earlier requests may have created or changed.
	 *
	 * @param run returns the record; `undefined` if nothing matches
	 * @param since if nothing is found, shared responses that were requested before this time are fetched again, because a
	 *   record that is found needs no fresh list, but one that is missing does
	 */
	async find<Value>(
		run: (api: Api) => Promise<Value | undefined>,
		since = -Infinity,
	): Promise<FindResult<Value>> {
		const first = await this.lookup(run, { role: 'verify' });
		return first.kind === 'ok' && first.value === undefined && first.asOf < since
			? toFindResult(await this.lookup(run, { role: 'verify', notOlderThan: since }))
			: toFindResult(first);
	}

	private apiFor(lookup: Lookup): Api {
		const { kind, clientId, concurrency, others } = this.options;
		const finalOf = async ({ requestedAt, response }: SharedRead) => {
			lookup.asOf = Math.min(lookup.asOf, requestedAt);
			return await response;
		};
		const bodyOf = async (key: string | undefined, read: SharedRead): Promise<unknown> => {
			const final = await finalOf(read);
			if (final.response.kind === 'success') return final.response.body;
			// The next item may fare better.
			if (key !== undefined && this.shared.get(key) === read) this.shared.delete(key);
			throw new ReadFailed(final);
		};
		const send = (request: ApiRequest) => this.send(request, lookup.role);
		const get = async (path: string, options?: GetOptions) =>
			await bodyOf(undefined, send({ method: 'GET', path, expects: 'list', ...options }));
		const getOnce = async (path: string, options: GetOptions = {}) => {
			const key = path + queryString(options.query);
			const known = this.shared.get(key);
			const isFresh = known !== undefined && known.requestedAt >= lookup.notOlderThan;
			const read = isFresh ? known : send({ method: 'GET', path, expects: 'list', ...options });
			if (!isFresh) this.shared.set(key, read);
			return await bodyOf(key, read);
		};

		const api: Api = {
			clientId,
			get,
			getIfExists: async (path, options) => {
				const final = await finalOf(send({ method: 'GET', path, expects: 'record', ...options }));
				if (final.response.kind === 'success') return final.response.body;
				if (final.response.kind === 'rejected' && final.response.status === 404) return undefined;
				throw new ReadFailed(final);
			},
			getShared: async (path, decoder, query) =>
				decoder.decode(await getOnce(path, { ...(query && { query }) })),
			getSharedPages: async (path, { list }) =>
				await fetchPages(getOnce, path, { list, limit: Infinity }),
			getEach: async (paths) =>
				await mapConcurrent(paths, concurrency, async (path) => await get(path)),
			getPages: async (path, options) => await fetchPages(get, path, options),
			post: async (path, body, { expects = 'record' } = {}) =>
				await bodyOf(undefined, send({ method: 'POST', path, body, expects })),
			withCredential: (other, whenMissing) => {
				if (other === kind) return api;
				const reader = others?.get(other) ?? whenMissing;
				if (!reader.ok) throw new InvalidItem(reader);
				return reader.value.apiFor(lookup);
			},
		};
		return api;
	}

	private send(request: ApiRequest, role: RequestRole): SharedRead {
		const { clock, request: send } = this.options;
		const requestedAt = clock.now();
		return { requestedAt, response: send({ request, retry: 'idempotent', role }) };
	}
}

/** @throws whatever isn't a failure of a lookup, which would be a bug */
function toFailure(error: unknown): LookupResult<never> {
	if (error instanceof InvalidItem) return { kind: 'invalid', reason: error.reason };
	if (error instanceof ReadFailed) return { kind: 'failed', final: error.final };
	throw error;
}

function toFindResult<Value>(result: LookupResult<Value | undefined>): FindResult<Value> {
	switch (result.kind) {
		case 'ok':
			return result.value === undefined
				? { kind: 'missing' }
				: { kind: 'found', value: result.value };
		case 'invalid':
			return { kind: 'failed', message: result.reason.message };
		case 'failed': {
			const { response } = result.final;
			return {
				kind: 'failed',
				message: 'message' in response ? response.message : 'the execution was canceled',
			};
		}
	}
}
