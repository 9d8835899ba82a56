// The second part: how long a run takes when it is not n8n that it waits for. Timed by the sandbox's clock, from the first
// request to the last client, so that the start of n8n is not in it.

import type { AgencySetup } from '../../sandbox/server.js';
import { type Ground, Runs } from './ground.mjs';
import { type Measured, measured, ratio } from './numbers.mjs';
import { OURS_MAPPED } from './ways.mjs';

const LATENCY_MS = 100;
/** Max Concurrency as it comes. */
const CONCURRENCY = 20;
const LIMIT = { perSecond: 50, burst: 20 } as const;

interface Api {
	readonly name: string;
	readonly setup: AgencySetup;
	/** In what time it could be done, with every request sent at the best moment; in seconds. */
	best(items: number): number;
}

const APIS: readonly Api[] = [
	{
		name: `every answer takes ${LATENCY_MS} ms`,
		setup: { faults: { seed: 1, share: 1, kinds: [{ kind: 'latency', ms: LATENCY_MS }] } },
		best: (items) => (Math.ceil(items / CONCURRENCY) * LATENCY_MS) / 1000,
	},
	{
		name: `${LIMIT.perSecond} requests a second, ${LIMIT.burst} at once`,
		setup: { limit: { ...LIMIT, retryAfter: 'seconds' } },
		best: (items) => (items - LIMIT.burst) / LIMIT.perSecond,
	},
];

/** So many items against one of the APIs. */
export interface WaitingRow {
	readonly api: string;
	readonly items: number;
	readonly bestSeconds: number;
	readonly seconds: Measured;
	/** Of all requests. */
	readonly rejected: Measured;
}

/** How often each of them runs. */
export const WAITING_ROUNDS = 3;

export async function measureWaiting(
	ground: Ground,
	sizes: readonly number[],
): Promise<WaitingRow[]> {
	const runs = await Runs.prepare(ground, [OURS_MAPPED], sizes);
	try {
		const rows: WaitingRow[] = [];
		for (const { name, setup, best } of APIS) {
			for (const task of runs.tasks) {
				const { items } = task;
				const seconds: number[] = [];
				const rejected: number[] = [];
				for (let round = 0; round < WAITING_ROUNDS; round++) {
					const tally = await runs.run(task, setup);
					seconds.push(tally.seconds);
					rejected.push(tally.rejected / tally.requests);
					console.log(
						`  ${items} items, ${name}: ${tally.seconds.toFixed(1)} s, ${tally.rejected} of ${tally.requests} requests rejected`,
					);
				}
				rows.push({
					api: name,
					items,
					bestSeconds: best(items),
					seconds: measured(seconds),
					rejected: measured(rejected),
				});
			}
		}
		return rows;
	} finally {
		runs.stop();
	}
}

/** The table, for the terminal and for the file. */
export const waitingTable = (rows: readonly WaitingRow[]): string =>
	[
		'| API | Clients | Best possible | To the last client | Ratio | least to most | Rejected |',
		'| --- | --: | --: | --: | --: | --: | --: |',
		...rows.map(({ api, items, bestSeconds, seconds: { median, least, most }, rejected }) => {
			const spread = `${ratio(least / bestSeconds)} – ${ratio(most / bestSeconds)}`;
			return `| ${api} | ${items.toLocaleString('en')} | ${bestSeconds.toFixed(1)} s | ${median.toFixed(1)} s | **${ratio(median / bestSeconds)}** | ${spread} | ${(100 * rejected.median).toFixed(1)} % |`;
		}),
	].join('\n');
