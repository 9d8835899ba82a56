// Part 2 of the benchmark: how long a run takes when it waits for the API instead of n8n. The sandbox's clock measures
// the time from the first request to the last client, so the start of n8n isn't included.

import type { AgencySetup } from '../../sandbox/server.js';
import type { Tally } from './api.mjs';
import { type Ground, Runs } from './ground.mjs';
import { type Measured, measured, ratio } from './numbers.mjs';
import { BARE, OURS_MAPPED, type Way } from './ways.mjs';

const LATENCY_MS = 100;
/** The default of *Max Simultaneous Requests*. */
const CONCURRENCY = 20;
const LIMIT = { perSecond: 50, burst: 20 } as const;

interface Api {
	readonly name: string;
	readonly setup: AgencySetup;
	readonly ways: readonly Way[];
	/** The fewest items for a meaningful comparison. With fewer, the run mostly consists of finding out the limit. */
	readonly goalFrom: number;
	/**
	 * The shortest possible time, in seconds, with every request sent at the best moment.
	 *
	 * @param answerSeconds the average response time: the simulated latency plus the sandbox's own work
	 */
	best(items: number, answerSeconds: number): number;
}

const APIS: readonly Api[] = [
	{
		name: `every answer takes ${LATENCY_MS} ms`,
		setup: { faults: { seed: 1, share: 1, kinds: [{ kind: 'latency', ms: LATENCY_MS }] } },
		ways: [OURS_MAPPED, BARE],
		goalFrom: 300,
		best: (items, answerSeconds) => Math.ceil(items / CONCURRENCY) * answerSeconds,
	},
	{
		name: `${LIMIT.perSecond} requests a second, ${LIMIT.burst} at once`,
		setup: { limit: { ...LIMIT, retryAfter: 'seconds' } },
		ways: [OURS_MAPPED],
		goalFrom: 2000,
		best: (items) => (items - LIMIT.burst) / LIMIT.perSecond,
	},
];

/** The results of one way with one API and one number of items. */
export interface WaitingRow {
	readonly api: string;
	readonly way: Way;
	readonly items: number;
	/** Whether the ratio to the best possible time has a goal. */
	readonly isGoal: boolean;
	readonly bestSeconds: Measured;
	readonly seconds: Measured;
	/** The time relative to the best possible one. */
	readonly ratio: Measured;
	/** The share of all requests. */
	readonly rejected: Measured;
}

/** How often each of them runs. */
export const WAITING_ROUNDS = 3;

export async function measureWaiting(
	ground: Ground,
	sizes: readonly number[],
): Promise<WaitingRow[]> {
	const runs = await Runs.prepare(ground, [OURS_MAPPED, BARE], sizes);
	try {
		const rows: WaitingRow[] = [];
		for (const api of APIS) {
			for (const items of sizes) rows.push(...(await measureOne(runs, api, items)));
		}
		return rows;
	} finally {
		runs.stop();
	}
}

/** The ways take turns, because the speed of the machine varies. */
async function measureOne(
	runs: Runs,
	{ name, setup, ways, goalFrom, best }: Api,
	items: number,
): Promise<WaitingRow[]> {
	const compared = runs.tasks
		.filter((task) => task.items === items && ways.includes(task.way))
		.map((task) => ({ task, tallies: new Array<Tally>() }));
	for (let round = 0; round < WAITING_ROUNDS; round++) {
		for (const { task, tallies } of compared) {
			const tally = await runs.run(task, setup);
			tallies.push(tally);
			console.log(
				`  ${task.way.name}, ${items} items, ${name}: ${tally.seconds.toFixed(1)} s, ${tally.rejected} of ${tally.requests} requests rejected`,
			);
		}
	}
	return compared.map(({ task: { way }, tallies }) => {
		const figure = (of: (tally: Tally) => number) => measured(tallies.map(of));
		const bestFor = ({ answerSeconds }: Tally) => best(items, answerSeconds);
		return {
			api: name,
			way,
			items,
			isGoal: items >= goalFrom,
			bestSeconds: figure(bestFor),
			seconds: figure(({ seconds }) => seconds),
			ratio: figure((tally) => tally.seconds / bestFor(tally)),
			rejected: figure(({ rejected, requests }) => rejected / requests),
		};
	});
}

/** The table, for the terminal and for the file. */
export const waitingTable = (rows: readonly WaitingRow[]): string =>
	[
		'| API | Way | Clients | Best possible | To the last client | Ratio | least to most | Rejected |',
		'| --- | --- | --: | --: | --: | --: | --: | --: |',
		...rows.map((row) => {
			const spread = `${ratio(row.ratio.least)} – ${ratio(row.ratio.most)}`;
			return `| ${row.api} | ${row.way.name} | ${row.items.toLocaleString('en')} | ${row.bestSeconds.median.toFixed(2)} s | ${row.seconds.median.toFixed(2)} s | **${ratio(row.ratio.median)}** | ${spread} | ${(100 * row.rejected.median).toFixed(1)} % |`;
		}),
	].join('\n');
