// Requests to one account outside of a run: for the editor's lists, and for a trigger that n8n registers or removes.
import { AbortScope } from './abort';
import type { Account } from './account';
import { ApiReader } from './apiReader';
import { CLOCK } from './clock';
import { type RequestFunctions, createHttp } from './http';
import { AdaptiveRateLimiter } from './rateLimiter';
import { type Requester, createRequester } from './requester';
import { StopState } from './stop';

/** How requests can be sent to an account. */
export interface Session {
	readonly request: Requester;
	/** Reads with the same requester. */
	readonly reader: ApiReader;
}

export interface SessionOptions {
	/** For one attempt, until the whole response has arrived. */
	readonly timeoutMs: number;
	/** How often a request is sent again: once, if left out. */
	readonly maxRetries?: number;
	/** How many requests can be in flight at the same time: one, if left out. */
	readonly maxConcurrency?: number;
	/** When it's aborted, requests end and no other one is sent. */
	readonly abort?: AbortScope;
}

/** Opens an account for some requests, which share its rate limiter. */
export function openSession(
	context: RequestFunctions,
	account: Account,
	{ timeoutMs, maxRetries = 1, maxConcurrency = 1, abort = new AbortScope() }: SessionOptions,
): Session {
	const { kind, connection } = account;
	const limiter = new AdaptiveRateLimiter(CLOCK, maxConcurrency);
	const request = createRequester(
		{
			http: createHttp(context, account, timeoutMs, abort),
			kind,
			...connection,
			settings: { maxConcurrency, maxRetries },
			clock: CLOCK,
			abort,
		},
		limiter,
		new StopState(abort),
	);
	const { clientId } = connection;
	return {
		request,
		reader: new ApiReader({ request, clock: CLOCK, concurrency: maxConcurrency, kind, clientId }),
	};
}
