// One request until its answer is final: it goes out when the pace lets it, and where the policy says so it goes out again.
import { type Meaning, meaningOf } from '../../transport/answers';
import type { Cancellation } from '../../transport/cancellation';
import type { ApiRequest, Exchange } from '../../transport/exchange';
import { Secrets } from '../../transport/secrets';
import type { Repeat } from '../resources/operation';
import type { Clock } from './clock';
import { Pace } from './pace';
import { LONGEST_PATIENCE, LONGEST_SILENCE, askedWait, backOff, measureFor } from './policy';
import type { Settings } from './settings';

/** What a run talks to ChatDash with. */
export interface Line {
	readonly exchange: Exchange;
	readonly apiKey: string;
	readonly baseUrl: string;
	readonly settings: Settings;
	readonly clock: Clock;
	readonly cancellation: Cancellation;
}

/** What a request came to. */
export interface Answered {
	/** Of the last answer; `unsent` if the run was over before the request went out, or before it could go out again. */
	readonly meaning: Meaning | { readonly is: 'unsent' };
	/** Whether an earlier answer left open if the work was done. */
	readonly wasUnclear: boolean;
	/** Whether every other request of the run would meet the same. */
	readonly endsRun: boolean;
}

/** A request, what must not be shown of it, and how it may be repeated. */
export interface Question {
	readonly request: ApiRequest;
	readonly secrets: readonly string[];
	readonly repeat: Repeat;
	/** Whether the run is over; what certainly did nothing is then not sent again. */
	readonly isOver: () => boolean;
	/** For an answer that the run can do without: a ChatDash that is in trouble isn't waited for, or not even a limit. */
	readonly optional?: Optional | undefined;
}

/** How much is waited for an answer that the run can do without. */
export interface Optional {
	readonly waitsForLimit: boolean;
}

export type Ask = (question: Question) => Promise<Answered>;

/** @returns a way to ask in which all requests of a run share one pace */
export function asking(line: Line, pace: Pace): Ask {
	const { exchange, apiKey, settings, clock, cancellation } = line;
	const key = new Secrets([apiKey]);

	const once = async ({ request, secrets }: Question, started: number): Promise<Meaning> => {
		const answer = await exchange(request);
		const meaning = meaningOf(answer, request.expects, key.and(secrets));
		if (meaning.is === 'busy') pace.refused(started, meaning.retryAfter);
		else if (answer.came) pace.carried(started, meaning.is !== 'unclear');
		else pace.lost();
		return meaning;
	};

	return async (question) => {
		let wasUnclear = false;
		let retries = 0;
		for (;;) {
			const started = await pace.start();
			if (cancellation.happened || (question.isOver() && !wasUnclear)) {
				pace.lost();
				return { meaning: { is: 'unsent' }, wasUnclear, endsRun: false };
			}
			const meaning = await once(question, started);
			if (meaning.is === 'unclear') {
				wasUnclear = true;
				// It was cut by the user: what the connection says about that is no word of the network's.
				if (cancellation.happened) continue;
			}
			const final = (endsRun: boolean) => ({ meaning, wasUnclear, endsRun });
			switch (measureFor(meaning, question.repeat)) {
				case 'settle':
					return final(isSilent(meaning, pace));
				case 'endRun':
					return final(true);
				case 'waitAll': {
					if (question.optional?.waitsForLimit === false) return final(false);
					const asked =
						meaning.is === 'busy' ? askedWait(meaning.retryAfter, clock.now()) : undefined;
					// Being told to wait says nothing against the item, however often, as long as the run gets anywhere at all.
					if ((asked ?? 0) > LONGEST_PATIENCE || pace.idleFor > LONGEST_PATIENCE) {
						return final(true);
					}
					break;
				}
				case 'again': {
					const wait = backOff(retries, clock.chance());
					const nextWouldEnd = pace.silentFor + wait + (clock.now() - started);
					const canDoWithout = question.optional !== undefined && 'status' in meaning;
					const most = canDoWithout
						? Math.min(RETRIES_OF_OPTIONAL, settings.maxRetries)
						: settings.maxRetries;
					if (++retries > most || nextWouldEnd > LONGEST_SILENCE) {
						return final(isSilent(meaning, pace));
					}
					await cancellation.during(async ({ signal }) => await clock.rest(wait, signal));
				}
			}
		}
	};
}

/** How often a request is sent again that the run can do without: for about a second. */
const RETRIES_OF_OPTIONAL = 2;

/** An item that met silence this long, in milliseconds, ends a run in which nothing has answered yet. */
const SILENCE_AT_START = 20_000;

/** Answers stopped coming in the midst of a run: how long the silence lasts until it ends the run, in milliseconds. */
const SILENCE_LATER = 150_000;

/** Whether this is one more request that nothing answers: then the rest of the run would wait for nothing, too. */
function isSilent(meaning: Meaning, pace: Pace): boolean {
	const hasAnswer = 'status' in meaning || meaning.is === 'done';
	return !hasAnswer && pace.silentFor >= (pace.wasAnswered ? SILENCE_LATER : SILENCE_AT_START);
}
