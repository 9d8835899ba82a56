// One request until its answer is final: it goes out when the pace lets it, and where the policy says so it goes out again.
import { type ClassifiedResponse, classifyResponse } from './classify';
import type { AbortScope } from './abort';
import type { ApiRequest, HttpSend } from './http';
import { Redactor } from './redact';
import type { RetryMode } from '../ChatDash/operation/operation';
import type { Clock } from './clock';
import { AdaptiveRateLimiter } from './rateLimiter';
import {
	MAX_THROTTLED_MS,
	MAX_SILENCE_MS,
	parseRetryAfter,
	backoffDelay,
	retryAction,
} from './retry';
import type { SendingOptions } from '../ChatDash/run/options';

/** What a run talks to ChatDash with. */
export interface RequestContext {
	readonly http: HttpSend;
	readonly apiKey: string;
	readonly baseUrl: string;
	readonly settings: SendingOptions;
	readonly clock: Clock;
	readonly abort: AbortScope;
}

/** What a request came to. */
export interface FinalResponse {
	/** Of the last answer; `unsent` if the run was over before the request went out, or before it could go out again. */
	readonly meaning: ClassifiedResponse | { readonly kind: 'unsent' };
	/** Whether an earlier answer left open if the work was done. */
	readonly wasAmbiguous: boolean;
	/** Whether every other request of the run would meet the same. */
	readonly endsRun: boolean;
}

/** A request, what must not be shown of it, and how it may be repeated. */
export interface RequestJob {
	readonly request: ApiRequest;
	readonly secrets: readonly string[];
	readonly retry: RetryMode;
	/** Whether the run is over; what certainly did nothing is then not sent again. */
	readonly isOver: () => boolean;
	/** For an answer that the run can do without: a ChatDash that is in trouble isn't waited for, or not even a limit. */
	readonly optional?: OptionalRead | undefined;
}

/** How much is waited for an answer that the run can do without. */
export interface OptionalRead {
	readonly waitsForLimit: boolean;
}

export type Requester = (question: RequestJob) => Promise<FinalResponse>;

/** @returns a way to ask in which all requests of a run share one pace */
export function createRequester(line: RequestContext, limiter: AdaptiveRateLimiter): Requester {
	const { http, apiKey, settings, clock, abort } = line;
	const key = new Redactor([apiKey]);

	const once = async (
		{ request, secrets }: RequestJob,
		started: number,
	): Promise<ClassifiedResponse> => {
		const answer = await http(request);
		const meaning = classifyResponse(answer, request.expects, key.with(secrets));
		if (meaning.kind === 'throttled') limiter.refused(started, meaning.retryAfter);
		else if (answer.came) limiter.carried(started, meaning.kind !== 'ambiguous');
		else limiter.lost();
		return meaning;
	};

	return async (question) => {
		let wasAmbiguous = false;
		let retries = 0;
		for (;;) {
			const started = await limiter.acquire();
			if (abort.aborted || (question.isOver() && !wasAmbiguous)) {
				limiter.lost();
				return { meaning: { kind: 'unsent' }, wasAmbiguous: wasAmbiguous, endsRun: false };
			}
			const meaning = await once(question, started);
			if (meaning.kind === 'ambiguous') {
				wasAmbiguous = true;
				// It was cut by the user: what the connection says about that is no word of the network's.
				if (abort.aborted) continue;
			}
			const final = (endsRun: boolean) => ({ meaning, wasAmbiguous: wasAmbiguous, endsRun });
			switch (retryAction(meaning, question.retry)) {
				case 'final':
					return final(isSilence(meaning, limiter));
				case 'stopRun':
					return final(true);
				case 'pauseRun': {
					if (question.optional?.waitsForLimit === false) return final(false);
					const asked =
						meaning.kind === 'throttled'
							? parseRetryAfter(meaning.retryAfter, clock.now())
							: undefined;
					// Being told to wait says nothing against the item, however often, as long as the run gets anywhere at all.
					if ((asked ?? 0) > MAX_THROTTLED_MS || limiter.stalledFor > MAX_THROTTLED_MS) {
						return final(true);
					}
					break;
				}
				case 'retry': {
					const wait = backoffDelay(retries, clock.random());
					const nextWouldEnd = limiter.silentFor + wait + (clock.now() - started);
					const canDoWithout = question.optional !== undefined && 'status' in meaning;
					const most = canDoWithout
						? Math.min(OPTIONAL_READ_RETRIES, settings.maxRetries)
						: settings.maxRetries;
					if (++retries > most || nextWouldEnd > MAX_SILENCE_MS) {
						return final(isSilence(meaning, limiter));
					}
					await abort.run(async ({ signal }) => await clock.sleep(wait, signal));
				}
			}
		}
	};
}

/** How often a request is sent again that the run can do without: for about a second. */
const OPTIONAL_READ_RETRIES = 2;

/** An item that met silence this long, in milliseconds, ends a run in which nothing has answered yet. */
const SILENCE_AT_START_MS = 20_000;

/** Answers stopped coming in the midst of a run: how long the silence lasts until it ends the run, in milliseconds. */
const SILENCE_LATER_MS = 150_000;

/** Whether this is one more request that nothing answers: then the rest of the run would wait for nothing, too. */
function isSilence(meaning: ClassifiedResponse, limiter: AdaptiveRateLimiter): boolean {
	const hasAnswer = 'status' in meaning || meaning.kind === 'done';
	return (
		!hasAnswer &&
		limiter.silentFor >= (limiter.wasAnswered ? SILENCE_LATER_MS : SILENCE_AT_START_MS)
	);
}
