// The first part: what an item costs n8n in processor time and memory on each way, with an API that answers at once.

import { type Cost, type Ground, Runs, type Task } from './ground.mjs';
import { type Measured, measured, median, ratio } from './numbers.mjs';
import { FLOOR, HTTP_REQUEST, type Way } from './ways.mjs';

/** One way with so many items. All figures are what came on top of the same workflow without the node. */
export interface CpuRow {
	readonly way: Way;
	readonly items: number;
	readonly cpuMsPerItem: number;
	readonly peakMb: number;
	/** HTTP Request = 1. */
	readonly cpuRatio: Measured;
	readonly memoryRatio: Measured;
}

/**
 * Runs every way in turn, and that several times over: what else the machine does then meets all of them alike.
 *
 * @param rounds how many times
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

/** Another one begins each round. */
const rotated = <Entry,>(entries: readonly Entry[], by: number): Entry[] => {
	const first = by % entries.length;
	return [...entries.slice(first), ...entries.slice(0, first)];
};

function rowsOf(
	tasks: readonly Task[],
	costs: ReadonlyMap<Task, readonly Cost[]>,
	items: number,
): CpuRow[] {
	const of = (way: Way) => {
		const task = tasks.find((one) => one.way === way && one.items === items);
		return (task && costs.get(task)) ?? [];
	};
	const floor = {
		cpuMs: median(of(FLOOR).map(({ cpuMs }) => cpuMs)),
		peakMb: median(of(FLOOR).map(({ peakMb }) => peakMb)),
	};
	const above = (way: Way, figure: keyof Cost) =>
		of(way).map((cost) => cost[figure] - floor[figure]);
	const against = (way: Way, figure: keyof Cost): Measured => {
		const yardstick = median(above(HTTP_REQUEST, figure));
		return measured(above(way, figure).map((value) => value / yardstick));
	};
	return tasks
		.filter((task) => task.items === items && task.way !== FLOOR)
		.map(({ way }) => ({
			way,
			items,
			cpuMsPerItem: median(above(way, 'cpuMs')) / items,
			peakMb: median(above(way, 'peakMb')),
			cpuRatio: against(way, 'cpuMs'),
			memoryRatio: against(way, 'peakMb'),
		}));
}

/** The table, for the terminal and for the file. */
export const cpuTable = (rows: readonly CpuRow[]): string =>
	[
		'| Items | Way | CPU, HTTP Request = 1 | least to most | Peak memory, HTTP Request = 1 | least to most | CPU an item, here | Peak, here |',
		'| --: | --- | --: | --: | --: | --: | --: | --: |',
		...rows.map(
			({ items, way, cpuRatio, memoryRatio, cpuMsPerItem, peakMb }) =>
				`| ${items.toLocaleString('en')} | ${way.name} | **${ratio(cpuRatio.median)}** | ${spread(cpuRatio)} | ${ratio(memoryRatio.median)} | ${spread(memoryRatio)} | ${cpuMsPerItem.toFixed(2)} ms | ${Math.round(peakMb)} MB |`,
		),
	].join('\n');

const spread = ({ least, most }: Measured) => `${ratio(least)} – ${ratio(most)}`;
