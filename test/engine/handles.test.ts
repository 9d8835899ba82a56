/**
 * Whatever a run waits for, nothing is left over when it ends: no timer that keeps n8n awake, no socket that keeps
 * ChatDash busy. The tests count both in this process, before and after a run.
 */
import { sleep } from 'n8n-workflow';

import { openHandles } from '../open-handles';
import {
	changesAt,
	closeHosts,
	createHost,
	CREATED,
	deals,
	opened,
	parametersOf,
	type Host,
	type Reply,
} from './fixtures';
import { runNode } from './harness';

afterEach(closeHosts);

/** How long closing may take. Every wait in these runs takes longer. */
const SOON = 1000;

/** The handles that were opened since then. */
function openedSince(before: readonly string[]): string[] {
	const known = [...before];
	return openHandles().filter((handle) => {
		const index = known.indexOf(handle);
		if (index >= 0) known.splice(index, 1);
		return index < 0;
	});
}

/** The handles that are still open after all had time to close. */
async function leftOpenSince(before: readonly string[]): Promise<string[]> {
	const deadline = Date.now() + SOON;
	for (;;) {
		await sleep(1);
		const left = openedSince(before);
		if (left.length === 0 || Date.now() > deadline) return left;
	}
}

const never = async () => await new Promise<Reply>(() => undefined);

interface Case {
	answer: () => Reply | Promise<Reply>;
	/** When the user presses *Stop*, or n8n's own timeout ends the run. Without it, the run ends on its own. */
	stop?: (host: Host, open: () => readonly string[]) => boolean;
	options?: { maxRetries?: number; timeout?: number };
	status?: 'success' | 'error';
}

const CASES: Record<string, Case> = {
	'after it succeeded': { answer: () => ({ body: CREATED }), status: 'success' },
	'after no response came in time': {
		answer: never,
		options: { maxRetries: 0, timeout: 250 },
		status: 'error',
	},
	'after a response started but did not end in time': {
		answer: () => ({ trickles: true }),
		options: { maxRetries: 0, timeout: 250 },
		status: 'error',
	},
	'after Stop, with running requests': {
		answer: never,
		stop: (host) => changesAt(host).length === 4,
	},
	'after Stop, while responses trickle in': {
		answer: () => ({ trickles: true }),
		stop: (host) => changesAt(host).length === 4,
	},
	'after Stop, while ChatDash makes it wait for a minute': {
		answer: () => ({ status: 429, headers: { 'retry-after': '60' } }),
		// All requests have their response, and none is running.
		stop: (host, open) =>
			changesAt(host).length > 0 && !open().some((handle) => handle.includes('TCP')),
	},
	'after Stop, while requests wait for their retry': {
		answer: () => ({ cut: true }),
		options: { maxRetries: 10 },
		// The wait before the fourth attempt takes at least 1.7 seconds.
		stop: (host) => changesAt(host).length === 12,
	},
};

const run = async (
	chatDash: Host,
	{ stop, options }: Case,
	open: () => readonly string[] = () => [],
	onStop = () => {},
) =>
	await runNode({
		items: deals(8),
		...opened(chatDash),
		parameters: parametersOf({ options: { maxConcurrency: 4, ...options } }),
		cancelWhen: () => {
			if (stop?.(chatDash, open) !== true) return false;
			onStop();
			return true;
		},
	});

beforeAll(async () => {
	// The first run loads the package and the engine, which sometimes opens something.
	const answer = () => ({ body: CREATED });
	await run(await createHost(answer), { answer });
});

test.each(Object.entries(CASES))(
	'A run leaves no timer and no socket open %s',
	async (_when, example) => {
		const chatDash = await createHost(example.answer);
		await sleep(1);
		const before = openHandles();
		let atStop: string[] | undefined;
		const open = () => openedSince(before);
		const ran = await run(chatDash, example, open, () => (atStop = open()));

		expect(ran.status).toBe(example.status ?? 'canceled');
		expect(changesAt(chatDash)).not.toEqual([]);
		expect(atStop).not.toEqual([]);
		expect(await leftOpenSince(before)).toEqual([]);
	},
	20_000,
);
