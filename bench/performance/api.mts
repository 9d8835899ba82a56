// Starts the sandbox ChatDash as a separate process, and asks it about the requests that it received.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { Problem } from '../../sandbox/problem.mjs';
import type { AgencySetup } from '../../sandbox/server.js';

/** A message to the sandbox process. */
export type RequestJob =
	| { readonly ask: 'open'; readonly apiKey: string; readonly setup: AgencySetup }
	| { readonly ask: 'tally' };

/** What an agency has received since it was opened. */
export interface Tally {
	readonly clients: number;
	/** How many agents are assigned to a client. */
	readonly assigned: number;
	readonly requests: number;
	/** Requests that were answered with 429. */
	readonly rejected: number;
	/** From the arrival of the first request to the end of the last successful response. */
	readonly seconds: number;
	/** The average time from the arrival of a request to its response. */
	readonly answerSeconds: number;
	/** The first request that didn't match the API description. */
	readonly violation?: string;
}

/** What each item of a way results in: a new client or an assigned agent. */
export type Made = 'clients' | 'assigned';

/** The key of the agency that exists before another one is opened. */
export const WARM_UP_KEY = 'CD.key-for-the-warm-up';

const isTally = (value: unknown): value is Tally =>
	typeof value === 'object' && value !== null && 'clients' in value && 'rejected' in value;

/** A sandbox that runs in another process. It has one agency at a time. */
export class Api {
	private constructor(
		private readonly program: ChildProcess,
		readonly baseUrl: string,
	) {}

	static async start(): Promise<Api> {
		const program = fork(fileURLToPath(new URL('api-program.mts', import.meta.url)));
		const [reply] = await nextMessage(program);
		if (typeof reply !== 'object' || reply === null || !('baseUrl' in reply)) {
			throw new Problem('The sandbox did not say where it answers.');
		}
		const api = new Api(program, String(reply.baseUrl));
		await api.warmUp();
		return api;
	}

	/** The first request takes a tenth of a second, because the sandbox compiles the schemas of its operation. */
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

	/** Empties the agency of a key, and sets it up again. */
	async open(apiKey: string, setup: AgencySetup): Promise<void> {
		await this.ask({ ask: 'open', apiKey, setup });
	}

	/**
	 * What the agency has received.
	 *
	 * @throws Problem if a request didn't match the API description
	 */
	async tally(): Promise<Tally> {
		const reply = await this.ask({ ask: 'tally' });
		if (!isTally(reply)) throw new Problem('The sandbox did not return its counts.');
		if (reply.violation !== undefined) throw new Problem(`A wrong request: ${reply.violation}`);
		return reply;
	}

	stop(): void {
		this.program.kill();
	}

	private async ask(question: RequestJob): Promise<unknown> {
		const answer = nextMessage(this.program);
		this.program.send(question);
		const [reply] = await answer;
		return reply;
	}
}

/** The next message of the process. Throws if the process ends first. */
async function nextMessage(program: ChildProcess): Promise<unknown[]> {
	const settled = new AbortController();
	try {
		return await Promise.race([
			once(program, 'message', { signal: settled.signal }),
			once(program, 'exit', { signal: settled.signal }).then(() => {
				throw new Problem('The sandbox ended unexpectedly.');
			}),
		]);
	} finally {
		settled.abort();
	}
}
