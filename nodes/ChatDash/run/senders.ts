// Sends requests with the node's credentials: the operation's own, and those that only list records.
import { ApiReader } from '../../transport/apiReader';
import type { Connection, CredentialKind } from '../../transport/credentials';
import { AdaptiveRateLimiter } from '../../transport/rateLimiter';
import { type RequestContext, type Requester, createRequester } from '../../transport/requester';
import { type Result, ok } from '../../transport/result';
import type { StopState } from '../../transport/stop';
import type { AccountContext } from './contexts';

/** Sends requests with one credential. */
interface Sender {
	readonly context: RequestContext;
	readonly limiter: AdaptiveRateLimiter;
	readonly request: Requester;
}

export class Senders {
	private readonly own: Sender;

	/** Or why a credential can't be used. */
	private readonly others: ReadonlyMap<CredentialKind, Result<Sender>>;

	/** Each key has its own limit. But if no request with one can succeed, nothing more is sent with the others, either. */
	constructor(context: AccountContext, stop: StopState) {
		this.own = createSender(context, stop);
		this.others = mapOk(context.others, (other) => createSender(other, stop));
	}

	/** Sends with the operation's own credential. */
	get request(): Requester {
		return this.own.request;
	}

	get wasThrottled(): boolean {
		return [ok(this.own), ...this.others.values()].some(
			(sender) => sender.ok && sender.value.limiter.wasThrottled,
		);
	}

	/** Creates a reader that reuses no list fetched before. */
	freshReader(): ApiReader {
		return createReader(
			this.own,
			mapOk(this.others, (other) => createReader(other)),
		);
	}
}

function createSender(context: RequestContext, stop: StopState): Sender {
	const limiter = new AdaptiveRateLimiter(context.clock, context.settings.maxConcurrency);
	return { context, limiter, request: createRequester(context, limiter, stop) };
}

const createReader = (
	{ context, request }: Sender,
	others?: ReadonlyMap<CredentialKind, Result<ApiReader>>,
): ApiReader => {
	const { clock, settings, kind, clientId } = context;
	return new ApiReader({
		request,
		clock,
		concurrency: settings.maxConcurrency,
		kind,
		clientId,
		...(others && { others }),
	});
};

/** What tells accounts apart. */
export const identitiesOf = (context: AccountContext) =>
	[ok(context), ...context.others.values()].map(identityOf);

const identityOf = (context: Result<Connection>) =>
	context.ok
		? [context.value.baseUrl, context.value.apiKey, context.value.clientId]
		: context.message;

/** Maps the values that are there, and keeps the errors. */
const mapOk = <Key, From, To>(
	results: ReadonlyMap<Key, Result<From>>,
	map: (value: From) => To,
): ReadonlyMap<Key, Result<To>> =>
	new Map(
		[...results].map(([key, result]) => [key, result.ok ? ok(map(result.value)) : result] as const),
	);
