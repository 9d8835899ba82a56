// Starts the sandbox ChatDash as a process of its own, and asks it what it has seen.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { Problem } from '../../sandbox/problem.mjs';
import type { AgencySetup } from '../../sandbox/server.js';

/** What the program is asked. */
export type RequestJob =
	| { readonly ask: 'open'; readonly apiKey: string; readonly setup: AgencySetup }
	| { readonly ask: 'tally' };

/** What an agency has seen since it was opened. */
export interface Tally {
	readonly clients: number;
	/** How many agents are assigned to a client. */
	readonly assigned: number;
	readonly requests: number;
	/** Of those, answered with 429. */
	readonly rejected: number;
	/** From the arrival of the first request to the end of the last good answer. */
	readonly seconds: number;
	/** From the arrival of a request to its answer, on an average. */
	readonly answerSeconds: number;
	/** The first request that was not as the API's description wants it. */
	readonly violation?: string;
}

/** What the items of a way make. */
export type Made = 'clients' | 'assigned';

/** Of the agency that is there before one is opened. */
export const WARM_UP_KEY = 'CD.key-of-nobody';

const isTally = (value: unknown): value is Tally =>
	typeof value === 'object' && value !== null && 'clients' in value && 'rejected' in value;

/** A sandbox that runs beside this process. It holds one agency at a time. */
export class Api {
	private constructor(
		private readonly program: ChildProcess,
		readonly baseUrl: string,
	) {}

	static async start(): Promise<Api> {
		const program = fork(fileURLToPath(new URL('api-program.mts', import.meta.url)));
		const [told] = await answerOf(program);
		if (typeof told !== 'object' || told === null || !('baseUrl' in told)) {
			throw new Problem('The sandbox did not say where it answers.');
		}
		const api = new Api(program, String(told.baseUrl));
		await api.warmUp();
		return api;
	}

	/** The first request of all takes a tenth of a second, in which the program gets to know the API's description. */
	private async warmUp(): Promise<void> {
		const answer = await fetch(`${this.baseUrl}/clients`, {
			method: 'POST',
			headers: { Authorization: WARM_UP_KEY, 'Content-Type': 'application/json' },
			body: JSON.stringify({
				client: { name: 'Warm Up', language: 'en' },
				member: { name: 'Warm Up', loginId: 'warm-up@example.com', password: 'of nobody' },
			}),
		});
		if (!answer.ok) throw new Problem(`The sandbox does not create: ${await answer.text()}`);
	}

	/** Empties the agency of a key, and sets it up anew. */
	async open(apiKey: string, setup: AgencySetup): Promise<void> {
		await this.ask({ ask: 'open', apiKey, setup });
	}

	/**
	 * What the agency has seen.
	 *
	 * @throws Problem if a request was not as the API's description wants it
	 */
	async tally(): Promise<Tally> {
		const told = await this.ask({ ask: 'tally' });
		if (!isTally(told)) throw new Problem('The sandbox did not say what it has seen.');
		if (told.violation !== undefined) throw new Problem(`A wrong request: ${told.violation}`);
		return told;
	}

	stop(): void {
		this.program.kill();
	}

	private async ask(question: RequestJob): Promise<unknown> {
		const answer = answerOf(this.program);
		this.program.send(question);
		const [told] = await answer;
		return told;
	}
}

/** The next thing that the program says, unless it ends before. */
async function answerOf(program: ChildProcess): Promise<unknown[]> {
	const given = new AbortController();
	try {
		return await Promise.race([
			once(program, 'message', { signal: given.signal }),
			once(program, 'exit', { signal: given.signal }).then(() => {
				throw new Problem('The sandbox ended by itself.');
			}),
		]);
	} finally {
		given.abort();
	}
}
