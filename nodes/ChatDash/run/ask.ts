// One request until its answer is final: it goes out, and where the policy says so it goes out again.
import { sleep } from 'n8n-workflow';

import { type Meaning, meaningOf } from '../../transport/answers';
import type { ApiRequest, Exchange } from '../../transport/exchange';
import { POLICY, waitBefore } from './policy';
import type { Settings } from './settings';

/** What a run talks to ChatDash with. */
export interface Line {
	readonly exchange: Exchange;
	readonly apiKey: string;
	readonly settings: Settings;
	/** Fires when the user stops the execution. */
	readonly cancelled: AbortSignal | undefined;
}

/** Asks for something; the answer's meaning is final, or the user stopped the execution. */
export type Ask = (
	request: ApiRequest,
	secrets: readonly string[],
) => Promise<Meaning | { readonly is: 'cancelled' }>;

/** @returns a way to ask that sends a request up to `maxRetries` times more while certainly nothing was done */
export function asking({ exchange, apiKey, settings, cancelled }: Line): Ask {
	return async (request, secrets) => {
		for (let repeats = 0; ; repeats++) {
			if (cancelled?.aborted === true) return { is: 'cancelled' };
			const meaning = meaningOf(await exchange(request), request.expects, [apiKey, ...secrets]);
			if (POLICY[meaning.is] !== 'again' || repeats >= settings.maxRetries) return meaning;

			const retryAfter = meaning.is === 'busy' ? meaning.retryAfter : undefined;
			await rest(waitBefore(repeats, retryAfter, Date.now(), Math.random()), cancelled);
		}
	};
}

/** Waits, unless the user stops the execution meanwhile, which the caller sees by the signal. */
async function rest(milliseconds: number, cancelled: AbortSignal | undefined): Promise<void> {
	await Promise.allSettled([sleep(milliseconds, cancelled)]);
}
