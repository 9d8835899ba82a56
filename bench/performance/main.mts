// `npm run bench`: measures what the node costs n8n, compared with the HTTP Request and a declarative node, in a real
// n8n.

import { writeFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { execa } from 'execa';
import { format, resolveConfig } from 'prettier';

import { N8N_VERSION } from '../../sandbox/n8n/runtime.mjs';
import { whenNpmIsGone } from '../../sandbox/npm-parents.mjs';
import { explain, Problem } from '../../sandbox/problem.mjs';
import { findChromium } from '../../test/e2e/browser.mjs';
import { CHECKOUT } from '../../test/e2e/stage.mjs';
import { chart } from './chart.mjs';
import { cpuTable, measureCpu } from './cpu.mjs';
import { type Ground, prepareGround, Runs } from './ground.mjs';
import { ratio } from './numbers.mjs';
import { report } from './report.mjs';
import { measureTrigger, triggerTable } from './trigger.mjs';
import { measureWaiting, waitingTable } from './waiting.mjs';
import { COMPARED, OURS_MAPPED, type Way } from './ways.mjs';
import { measureWeight, weightTable } from './weight.mjs';

/** On a busy machine the ratio varies, so this check is meant to notice only a large regression. */
const QUICK_MAX_RATIO = 1.1;
const QUICK_ROUNDS = 3;

const CPU_SIZES = '1000,10000';
const WAITING_SIZES = '300,2000';
const ROUNDS = '5';

const HELP = `Measures the node in a real n8n and writes bench/RESULTS.md and docs/performance.svg.

  npm run bench                everything; about an hour on two processors
  npm run bench -- --quick     five fields mapped against HTTP Request, 1,000 items; fails above ${QUICK_MAX_RATIO} times

  --part PART       cpu, waiting, weight or trigger alone. Writes nothing
  --ways WAYS       of part cpu only these: ${COMPARED.map(({ id }) => id).join(',')}
  --sizes SIZES     how many items; ${CPU_SIZES} for part cpu, ${WAITING_SIZES} for part waiting
  --rounds ROUNDS   how often each way of part cpu runs; ${ROUNDS}
  --profile FOLDER  runs each way once and puts Node.js's CPU profile of it there. Writes nothing else
  --help            show this help`;

interface Options {
	readonly quick: boolean;
	readonly part: Part | undefined;
	readonly ways: readonly Way[];
	readonly sizes: readonly number[] | undefined;
	readonly rounds: number;
	readonly profile: string | undefined;
}

type Part = (typeof PARTS)[number];

const PARTS = ['cpu', 'waiting', 'weight', 'trigger'] as const;

async function main(args: readonly string[]): Promise<void> {
	const options = readOptions(args);
	if (options === 'help') {
		console.log(HELP);
		return;
	}
	if (options.quick) return await quick(await prepareGround());
	if (options.profile !== undefined) {
		return await profile(await prepareGround(), options, options.profile);
	}

	// A missing browser should be reported now, not after the first part.
	if (options.part === undefined || options.part === 'weight') findChromium();
	const ground = await prepareGround();

	const cpu = async () =>
		await measureCpu(ground, options.ways, options.sizes ?? numbers(CPU_SIZES), options.rounds);
	const waiting = async () => await measureWaiting(ground, options.sizes ?? numbers(WAITING_SIZES));
	const weight = async () => await measureWeight(ground);
	const trigger = async () => await measureTrigger(ground);
	if (options.part === 'cpu') return console.log(cpuTable(await cpu()));
	if (options.part === 'waiting') return console.log(waitingTable(await waiting()));
	if (options.part === 'weight') return console.log(weightTable(await weight()));
	if (options.part === 'trigger') return console.log(triggerTable(await trigger()));

	const results = {
		machine: await machine(ground),
		rounds: options.rounds,
		waiting: await waiting(),
		weight: await weight(),
		trigger: await trigger(),
		cpu: await cpu(),
	};
	const file = join(CHECKOUT, 'bench', 'RESULTS.md');
	const text = report(results);
	await writeFile(file, await format(text, { ...(await resolveConfig(file)), parser: 'markdown' }));
	const fewest = results.cpu.filter(({ items }) => items === results.cpu[0]?.items);
	await writeFile(
		join(CHECKOUT, 'docs', 'performance.svg'),
		chart(fewest, 'Processor time an item, HTTP Request = 1'),
	);
	console.log('\nWritten: bench/RESULTS.md, docs/performance.svg');
}

/** The check for continuous integration: one ratio with a wide margin. */
async function quick(ground: Ground): Promise<void> {
	const rows = await measureCpu(ground, [OURS_MAPPED], [1000], QUICK_ROUNDS);
	const ours = rows.find(({ way }) => way === OURS_MAPPED)?.cpuRatio.median ?? Infinity;
	const verdict = `An item costs ${ratio(ours)} of what it costs through HTTP Request`;
	if (ours > QUICK_MAX_RATIO)
		throw new Problem(`${verdict}; at most ${QUICK_MAX_RATIO} is allowed.`);
	console.log(`${verdict}.`);
}

async function profile(ground: Ground, { ways, sizes }: Options, folder: string): Promise<void> {
	const runs = await Runs.prepare(ground, ways, sizes ?? [1000]);
	for (const task of runs.tasks) {
		const into = join(folder, `${task.way.id}-${task.items}`);
		await runs.run(task, {}, into);
		console.log(`  ${into}`);
	}
	runs.stop();
}

function readOptions(args: readonly string[]): Options | 'help' {
	const values = parse(args);
	if (values.help === true) return 'help';
	const part = PARTS.find((name) => name === values.part);
	if (values.part !== undefined && part === undefined) {
		throw new Problem(`There is no part "${values.part}".\n\n${HELP}`);
	}
	const wanted = values.ways?.split(',');
	return {
		quick: values.quick === true,
		part,
		ways: COMPARED.filter(({ id }) => wanted === undefined || wanted.includes(id)),
		sizes: values.sizes === undefined ? undefined : numbers(values.sizes),
		rounds: numbers(values.rounds ?? ROUNDS)[0] ?? 1,
		profile: values.profile,
	};
}

function parse(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			options: {
				quick: { type: 'boolean' },
				part: { type: 'string' },
				ways: { type: 'string' },
				sizes: { type: 'string' },
				rounds: { type: 'string' },
				profile: { type: 'string' },
				help: { type: 'boolean' },
			},
		}).values;
	} catch (error) {
		// An unknown option, or one without its value. The message of `parseArgs` names the option.
		const words = error instanceof Error ? error.message : String(error);
		throw new Problem(`${words}\n\n${HELP}`);
	}
}

function numbers(text: string): number[] {
	const found = text.split(',').map(Number);
	if (found.every((number) => Number.isInteger(number) && number > 0)) return found;
	throw new Problem(`"${text}" is no list of whole numbers above 0.`);
}

async function machine({ runtime }: Ground): Promise<string> {
	const { stdout } = await execa(runtime.node, ['--version']);
	const gigabytes = Math.round(totalmem() / 1024 ** 3);
	return `${availableParallelism()} processor cores, ${gigabytes} GB of memory, n8n ${N8N_VERSION} on Node.js ${stdout.trim().slice(1)}, ${process.platform}; n8n and the sandbox share the machine`;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => process.exit(130));
}
await whenNpmIsGone(() => process.exit(130));
try {
	await main(process.argv.slice(2));
	process.exit(0);
} catch (error) {
	process.exit(explain(error));
}
