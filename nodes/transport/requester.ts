// Sends one request until its response is final: as soon as the rate limiter allows it, and again if the retry table asks for
// it.
import type { AbortScope } from './abort';
import { type ClassifiedResponse, classifyResponse } from './classify';
import type { Clock } from './clock';
import type { Connection, CredentialKind } from './credentials';
import type { HttpSend } from './http';
import type { AdaptiveRateLimiter, Slot } from './rateLimiter';
import { Redactor } from './redact';
import type { ApiRequest } from './request';
import {
	MAX_SILENCE_MS,
	MAX_THROTTLED_MS,
	type RetryMode,
	backoffDelay,
	parseRetryAfter,
	retryAction,
} from './retry';
import type { StopState } from './stop';

/** What requests to one account are sent with. */
export interface RequestContext extends Connection {
	readonly http: HttpSend;
	/** Which of the node's credentials the account is from. */
	readonly kind: CredentialKind;
	readonly settings: RequestSettings;
	readonly clock: Clock;
	/** Aborted when the user stops the execution. */
	readonly abort: AbortScope;
}

/** The options of a run that requests depend on. */
export interface RequestSettings {
	readonly maxConcurrency: number;
	readonly maxRetries: number;
}

/**
 * What a request is for.
 * - `work`: an item needs it to be carried out
 * - `verify`: it finds out what earlier requests did, so it's sent even after the run has stopped, and never stops the run
 * - `optional`: a request that the run can do without, so it's tried for about a second only
 * - `optionalUnthrottled`: an optional read for which the run doesn't even wait at a limit
 */
export type RequestRole = 'work' | 'verify' | 'optional' | 'optionalUnthrottled';

export interface RequestJob {
	readonly request: ApiRequest;
	readonly retry: RetryMode;
	readonly role: RequestRole;
	/** Passwords and keys of the request, which are redacted in its response. */
	readonly secrets?: readonly string[];
}

/** A request that wasn't sent, or wasn't sent again. */
export interface NotSent {
	readonly kind: 'notSent';
	/** The response to the last attempt, if there was one. */
	readonly after?: ClassifiedResponse;
}

/** How a request ended. */
export interface FinalResponse {
	/** The last response; `notSent` if the run stopped before the request was sent, or before it was sent again. */
	readonly response: ClassifiedResponse | NotSent;
	/** Whether an earlier response was ambiguous. */
	readonly wasAmbiguous: boolean;
}

/** Sends a request until its response is final. It doesn't reject. */
export type Requester = (job: RequestJob) => Promise<FinalResponse>;

/**
 * @param limiter shared by all requests to the account
 * @param stop stopped by the requester when no request to this account can succeed
 */
export function createRequester(
	{ http, apiKey, settings, clock, abort }: RequestContext,
	limiter: AdaptiveRateLimiter,
	stop: StopState,
): Requester {
	const redactor = new Redactor([apiKey]);

	const sendOnce = async ({ request, secrets = [] }: RequestJob, slot: Slot) => {
		const result = await http(request);
		const { expects, list } = request;
		const response = classifyResponse(result, expects, redactor.with(secrets), list);
		if (response.kind === 'throttled') slot.release('throttled', response.retryAfter);
		else if (result.kind === 'networkError') slot.release('dropped');
		else slot.release(response.kind === 'ambiguous' ? 'failed' : 'ok');
		return response;
	};

	/** Whether a response that ChatDash throttled is final, because the run would wait too long. */
	const isThrottledTooLong = (response: ClassifiedResponse) => {
		const header = response.kind === 'throttled' ? response.retryAfter : undefined;
		// Being throttled says nothing against the item, however often, as long as the run gets anywhere at all.
		return (
			(parseRetryAfter(header, clock.now()) ?? 0) > MAX_THROTTLED_MS ||
			limiter.stalledFor > MAX_THROTTLED_MS
		);
	};

	const retriesFor = ({ role }: RequestJob, response: ClassifiedResponse) =>
		isOptional(role) && 'status' in response
			? Math.min(OPTIONAL_READ_RETRIES, settings.maxRetries)
			: settings.maxRetries;

	return async (job) => {
		let wasAmbiguous = false;
		let retries = 0;
		let after: ClassifiedResponse | undefined;
		for (;;) {
			// What a request may have done has to be found out even if the run has stopped.
			const scope = wasAmbiguous || job.role === 'verify' ? abort : stop.scope;
			const slot = await limiter.acquire(scope);
			if (scope.aborted) {
				slot.release('dropped');
				return { response: { kind: 'notSent', ...(after && { after }) }, wasAmbiguous };
			}
			const response = await sendOnce(job, slot);
			after = response;
			if (response.kind === 'ambiguous') {
				wasAmbiguous = true;
				// The user cut the request off, so the network error says nothing.
				if (abort.aborted) continue;
			}
			const final = (stopsRun: boolean): FinalResponse => {
				if (stopsRun && mayStop(job.role, response)) stop.stop(reasonFrom(response));
				return { response, wasAmbiguous };
			};
			switch (retryAction(response, job.retry)) {
				case 'final':
					return final(isSilence(response, limiter));
				case 'stopRun':
					return final(true);
				case 'pauseRun':
					if (job.role === 'optionalUnthrottled') return final(false);
					if (isThrottledTooLong(response)) return final(true);
					break;
				case 'retry': {
					const delay = backoffDelay(retries, clock.random());
					const silenceAfterRetry = limiter.silentFor + delay + (clock.now() - slot.startedAt);
					if (++retries > retriesFor(job, response) || silenceAfterRetry > MAX_SILENCE_MS) {
						return final(isSilence(response, limiter));
					}
					const waiting = wasAmbiguous ? abort : scope;
					await waiting.run(async ({ signal }) => await clock.sleep(delay, signal));
				}
			}
		}
	};
}

/** How many retries an optional read gets: about a second's worth. */
const OPTIONAL_READ_RETRIES = 2;

/** Before the first response of a run, a request that met this much silence stops the run. */
const SILENCE_AT_START_MS = 20_000;

/** After the first response, silence stops the run when it has lasted this long. */
const SILENCE_LATER_MS = 150_000;

/** Whether nothing answers any more, so that the rest of the run would wait for nothing, too. */
function isSilence(response: ClassifiedResponse, limiter: AdaptiveRateLimiter): boolean {
	const isAnswered = 'status' in response || response.kind === 'success';
	return (
		!isAnswered &&
		limiter.silentFor >= (limiter.wasAnswered ? SILENCE_LATER_MS : SILENCE_AT_START_MS)
	);
}

const isOptional = (role: RequestRole) => role === 'optional' || role === 'optionalUnthrottled';

/** Whether a response that would stop the run does so. A 403 may be about an optional list alone. */
function mayStop(role: RequestRole, response: ClassifiedResponse): boolean {
	if (role === 'verify') return false;
	return !(isOptional(role) && response.kind === 'unauthorized' && response.status === 403);
}

const reasonFrom = (response: ClassifiedResponse) => ({
	message: 'message' in response ? response.message : 'ChatDash responded',
	status: 'status' in response ? response.status : undefined,
});
