// Writes the report of the benchmark. The sentences are fixed; every number in them is computed.

import { type CpuRow, cpuMsPerItem, cpuTable } from './cpu.mjs';
import { against, ratio } from './numbers.mjs';
import { type TriggerResults, triggerTable } from './trigger.mjs';
import { WAITING_ROUNDS, type WaitingRow, waitingTable } from './waiting.mjs';
import { BARE, CREATE_ONLY, OURS_MAPPED, type Way, type WayId } from './ways.mjs';
import { WHOLE, type Weight, weightTable } from './weight.mjs';

export interface Results {
	readonly machine: string;
	readonly rounds: number;
	readonly cpu: readonly CpuRow[];
	readonly waiting: readonly WaitingRow[];
	readonly weight: Weight;
	readonly trigger: TriggerResults;
}

/** An upper limit for a figure. */
interface Goal {
	readonly what: string;
	readonly most: number;
	readonly value: number;
}

/** @returns the whole of bench/RESULTS.md */
export function report(results: Results): string {
	return `# What the node costs n8n

<!-- Written by \`npm run bench\`. Do not edit: the next run replaces it. -->

The same items became clients of the [sandbox](../sandbox) in several ways, in a real n8n: without any node, which is the floor, with n8n's HTTP Request node and one expression per item, with a [declarative node](performance/nodes/declarative.ts) that has the same fields, and with this node. Each way sends one request an item, so *Include Client ID* is off in this node. [docs/performance.md](../docs/performance.md) explains how the figures were measured, and what was done to improve them.

- Measured on ${new Date().toISOString().slice(0, 10)}: ${results.machine}.
- Repeat it with \`npm run bench\`.

## Processor time and memory

Each run starts a new n8n (\`n8n execute\`) that runs one workflow and ends. Its cost is what the operating system has counted for that process: user and system time, and peak memory. The sandbox is another process, so its work isn't included. The ways took turns, ${results.rounds} times. Figures are the cost above the same workflow without the node in the same round. Ratios are computed for each round; the table shows their median. Ratios also apply to other machines; the times in the last columns don't.

${cpuTable(results.cpu)}

| Goal | At most | Measured |
| --- | --: | --: |
${goalsOf(results)
	.map(
		({ what, most, value }) =>
			`| ${what} | ${ratio(most)} | ${ratio(value)}${value <= most ? '' : ' (missed)'} |`,
	)
	.join('\n')}

## Waiting for ChatDash

The time that this node takes with five fields mapped, *Include Client ID* off, and otherwise default options. Where the API has no limit, it is compared with a [bare node](performance/nodes/bare.ts) that only passes the items to n8n's request helper, twenty at once. The sandbox's clock measures the time from the first request to the last client. The best possible time is that of twenty requests in progress all the time, each for the average time that the sandbox took to answer, or, with a limit, that of all the requests that the limit lets through. Each ran ${WAITING_ROUNDS} times; figures are medians.

${waitingTable(results.waiting)}

## Weight

${weightTable(results.weight)}

## The trigger

How long ChatDash waits for the response to a call, compared with a call to n8n's own Webhook node that responds immediately. The two took turns. In a burst, all calls are sent at the same moment, and n8n is busy with the executions that they start.

${triggerTable(results.trigger)}
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
					value: found[figure].median,
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
							value: against(mapped.cpuMs, declarative.cpuMs).median,
						},
					]),
			...(mapped === undefined || assign === undefined
				? []
				: [
						{
							what: `CPU, ${items.toLocaleString('en')} items: an agent assigned by name, a client created = 1`,
							most: 1,
							value: against(assign.cpuMs, mapped.cpuMs).median,
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
						value: cpuMsPerItem(many) / cpuMsPerItem(few),
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
					{ what: `${what}: the best possible = 1`, most: 1.1, value: toBest.median },
					...(bare === undefined
						? []
						: [
								{
									what: `${what}: the bare node = 1`,
									most: 1,
									value: seconds.median / bare.seconds.median,
								},
							]),
				];
			}),
		{
			what: "Time to the node's parameters: with all operations, with one = 1",
			most: 1,
			value: panelOf(weight, WHOLE) / panelOf(weight, CREATE_ONLY),
		},
	];
}

const panelOf = ({ panel }: Weight, way: Way) =>
	panel.find((one) => one.way === way)?.ms.median ?? NaN;
