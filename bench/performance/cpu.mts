// Part 1 of the benchmark: the CPU time and the memory that an item costs n8n on each way, if the API answers at once.

import { type Cost, type Ground, Runs, type Task } from './ground.mjs';
import { type Measured, against, median, ratio } from './numbers.mjs';
import { FLOOR, HTTP_REQUEST, type Way } from './ways.mjs';

/** One way with one number of items. All figures are the cost above the same workflow without the node. */
export interface CpuRow {
	readonly way: Way;
	readonly items: number;
	/** One value per round. */
	readonly cpuMs: readonly number[];
	/** One value per round. */
	readonly peakMb: readonly number[];
	/** Relative to HTTP Request. */
	readonly cpuRatio: Measured;
	readonly memoryRatio: Measured;
}

/** The median of all rounds. */
export const cpuMsPerItem = ({ cpuMs, items }: CpuRow) => median(cpuMs) / items;

/**
 * Runs all ways in turn, several times, so that other load on the machine affects all ways alike.
 *
 * @param rounds how many times each way runs
 */
export async function measureCpu(
	ground: Ground,
	ways: readonly Way[],
	sizes: readonly number[],
	rounds: number,
): Promise<CpuRow[]> {
	const runs = await Runs.prepare(ground, [FLOOR, HTTP_REQUEST, ...ways], sizes);
	try {
		const costs = new Map<Task, Cost[]>(runs.tasks.map((task) => [task, []]));
		const total = rounds * runs.tasks.length;
		let done = 0;
		for (const items of sizes) {
			const tasks = runs.tasks.filter((task) => task.items === items);
			for (let round = 0; round < rounds; round++) {
				for (const task of rotated(tasks, round)) {
					const cost = await runs.run(task, {});
					costs.get(task)?.push(cost);
					done++;
					console.log(
						`  ${done} of ${total}: ${task.items} items, ${task.way.name}: ${(cost.cpuMs / 1000).toFixed(1)} s of CPU, ${Math.round(cost.peakMb)} MB at most`,
					);
				}
			}
		}
		return sizes.flatMap((items) => rowsOf(runs.tasks, costs, items));
	} finally {
		runs.stop();
	}
}

/** Each round begins with another way. */
const rotated = <Entry,>(entries: readonly Entry[], by: number): Entry[] => {
	const first = by % entries.length;
	return [...entries.slice(first), ...entries.slice(0, first)];
};

/**
 * Compares each round with its own floor and its own HTTP Request, because the machine may change speed between rounds.
 */
function rowsOf(
	tasks: readonly Task[],
	costs: ReadonlyMap<Task, readonly Cost[]>,
	items: number,
): CpuRow[] {
	const of = (way: Way, figure: keyof Cost) => {
		const task = tasks.find((one) => one.way === way && one.items === items);
		return ((task && costs.get(task)) ?? []).map((cost) => cost[figure]);
	};
	const above = (way: Way, figure: keyof Cost) => {
		const floor = of(FLOOR, figure);
		return of(way, figure).map((value, round) => value - (floor[round] ?? NaN));
	};
	return tasks
		.filter((task) => task.items === items && task.way !== FLOOR)
		.map(({ way }) => {
			const [cpuMs, peakMb] = [above(way, 'cpuMs'), above(way, 'peakMb')];
			return {
				way,
				items,
				cpuMs,
				peakMb,
				cpuRatio: against(cpuMs, above(HTTP_REQUEST, 'cpuMs')),
				memoryRatio: against(peakMb, above(HTTP_REQUEST, 'peakMb')),
			};
		});
}

/** The table, for the terminal and for the file. */
export const cpuTable = (rows: readonly CpuRow[]): string =>
	[
		'| Items | Way | CPU, HTTP Request = 1 | least to most | Peak memory, HTTP Request = 1 | least to most | CPU an item, here | Peak, here |',
		'| --: | --- | --: | --: | --: | --: | --: | --: |',
		...rows.map(
			(row) =>
				`| ${row.items.toLocaleString('en')} | ${row.way.name} | **${ratio(row.cpuRatio.median)}** | ${spread(row.cpuRatio)} | ${ratio(row.memoryRatio.median)} | ${spread(row.memoryRatio)} | ${cpuMsPerItem(row).toFixed(2)} ms | ${Math.round(median(row.peakMb))} MB |`,
		),
	].join('\n');

const spread = ({ least, most }: Measured) => `${ratio(least)} – ${ratio(most)}`;
