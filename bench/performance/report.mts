// Writes down what was measured. The sentences are fixed, every number in them is computed.

import { type CpuRow, cpuMsPerItem, cpuTable } from './cpu.mjs';
import { against, ratio } from './numbers.mjs';
import { WAITING_ROUNDS, type WaitingRow, waitingTable } from './waiting.mjs';
import { BARE, CREATE_ONLY, OURS_MAPPED, type Way, type WayId } from './ways.mjs';
import { WHOLE, type Weight, weightTable } from './weight.mjs';

export interface Results {
	readonly machine: string;
	readonly rounds: number;
	readonly cpu: readonly CpuRow[];
	readonly waiting: readonly WaitingRow[];
	readonly weight: Weight;
}

/** A figure that the node is to keep within. */
interface Goal {
	readonly what: string;
	readonly most: number;
	readonly kind: number;
}

/** @returns the whole of bench/RESULTS.md */
export function report(results: Results): string {
	return `# What the node costs n8n

<!-- Written by \`npm run bench\`. Do not edit: the next run replaces it. -->

The same items became clients of the [sandbox](../sandbox) on several ways, in a real n8n: through nothing, which is the floor, through n8n's HTTP Request node with one expression an item, through a [declarative node](performance/nodes/declarative.ts) with the same fields, and through this node. How the figures came about, and what was done for them, is in [docs/performance.md](../docs/performance.md).

- Measured on ${new Date().toISOString().slice(0, 10)}: ${results.machine}.
- Repeat it with \`npm run bench\`.

## Processor time and memory

Each run is an n8n of its own (\`n8n execute\`) that runs one workflow and ends; what the operating system has counted for that process by then, user and system time and peak memory, is its cost. The sandbox is another process and not in it. The ways took turns, ${results.rounds} times. Figures are what a run took above the same workflow without the node in the same round; ratios are of one round each, and then the median of all rounds. Ratios hold on other machines too; the times in the last columns do not.

${cpuTable(results.cpu)}

| Goal | At most | Measured |
| --- | --: | --: |
${goalsOf(results)
	.map(
		({ what, most, kind }) =>
			`| ${what} | ${ratio(most)} | ${ratio(kind)}${kind <= most ? '' : ' (missed)'} |`,
	)
	.join('\n')}

## Waiting for ChatDash

This node with five fields mapped and options as they come; beside it, where the API has no limit, a [bare node](performance/nodes/bare.ts) that does nothing but hand the items to n8n's request helper, twenty at once. Timed by the sandbox, from the first request to the last client. The best that is possible is twenty requests under way all the time, each for as long as the sandbox took to answer it on an average, and for the limit what it lets through. Each ran ${WAITING_ROUNDS} times; figures are medians.

${waitingTable(results.waiting)}

## Weight

${weightTable(results.weight)}
`;
}

function goalsOf({ cpu, waiting, weight }: Results): Goal[] {
	const row = (way: WayId, items: number) =>
		cpu.find((one) => one.way.id === way && one.items === items);
	const sizes = [...new Set(cpu.map(({ items }) => items))];
	const goals = sizes.flatMap((items): Goal[] => {
		const within = (way: WayId, most: number, figure: 'cpuRatio' | 'memoryRatio' = 'cpuRatio') => {
			const found = row(way, items);
			if (found === undefined) return [];
			const what = figure === 'cpuRatio' ? 'CPU' : 'Peak memory';
			return [
				{
					what: `${what}, ${items.toLocaleString('en')} items: ${found.way.name}`,
					most,
					kind: found[figure].median,
				},
			];
		};
		const mapped = row('mapped', items);
		const declarative = row('declarative', items);
		const assign = row('assign', items);
		return [
			...within('mapped', 0.3),
			...within('computed', 0.4),
			...within('templates', 0.4),
			...within('autoMapped', 0.25),
			...(mapped === undefined || declarative === undefined
				? []
				: [
						{
							what: `CPU, ${items.toLocaleString('en')} items: mapped, the declarative twin = 1`,
							most: 0.1,
							kind: against(mapped.cpuMs, declarative.cpuMs).median,
						},
					]),
			...(mapped === undefined || assign === undefined
				? []
				: [
						{
							what: `CPU, ${items.toLocaleString('en')} items: an agent assigned by name, a client created = 1`,
							most: 1,
							kind: against(assign.cpuMs, mapped.cpuMs).median,
						},
					]),
			...within('mapped', 0.5, 'memoryRatio'),
			...within('computed', 0.5, 'memoryRatio'),
			...within('autoMapped', 0.5, 'memoryRatio'),
		];
	});
	const [few, many] = [row('mapped', Math.min(...sizes)), row('mapped', Math.max(...sizes))];
	return [
		...goals,
		...(few === undefined || many === undefined
			? []
			: [
					{
						what: `CPU an item with ${many.items.toLocaleString('en')} items, with ${few.items.toLocaleString('en')} = 1`,
						most: 1.05,
						kind: cpuMsPerItem(many) / cpuMsPerItem(few),
					},
				]),
		...waiting
			.filter(({ way, isGoal }) => way === OURS_MAPPED && isGoal)
			.flatMap(({ api, items, ratio: toBest, seconds }): Goal[] => {
				const what = `Time, ${items.toLocaleString('en')} items, ${api}`;
				const bare = waiting.find(
					(one) => one.way === BARE && one.api === api && one.items === items,
				);
				return [
					{ what: `${what}: the best possible = 1`, most: 1.1, kind: toBest.median },
					...(bare === undefined
						? []
						: [
								{
									what: `${what}: the bare node = 1`,
									most: 1,
									kind: seconds.median / bare.seconds.median,
								},
							]),
				];
			}),
		{
			what: "Time to the node's parameters: with all operations, with one = 1",
			most: 1,
			kind: panelOf(weight, WHOLE) / panelOf(weight, CREATE_ONLY),
		},
	];
}

const panelOf = ({ panel }: Weight, way: Way) =>
	panel.find((one) => one.way === way)?.ms.median ?? NaN;
