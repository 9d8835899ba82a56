// Part 3 of the benchmark: the size of the package, the cost of n8n's start with and without it, and how long a user
// waits for the node's panel.

import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { execa } from 'execa';
import { type INode, NodeConnectionTypes } from 'n8n-workflow';

import { installedFolder } from '../../sandbox/n8n/community-package.mjs';
import { EditorSession, type NewWorkflow } from '../../sandbox/n8n/editor-session.mjs';
import { N8nInstance } from '../../sandbox/n8n/instance.mjs';
import { OWNER } from '../../sandbox/workspace.mjs';
import { launchBrowser, openWindow } from '../../test/e2e/browser.mjs';
import { NODES, onlyDeals } from '../../test/e2e/deals-workflow.mjs';
import { Editor } from '../../test/e2e/editor.mjs';
import { type Cost, type Ground, accounted, costIn } from './ground.mjs';
import { type Measured, measured } from './numbers.mjs';
import { CREATE_ONLY, HTTP_REQUEST, OURS_MAPPED, type Way, itemsOf, workflowFor } from './ways.mjs';

const LOADS = 11;
const STARTS = 3;
const OPENINGS = 30;

export interface Weight {
	readonly packedKb: number;
	/** Loading all nodes and credentials of the package, in milliseconds. */
	readonly load: Measured;
	/** From n8n's start until it reports that it's ready. */
	readonly start: { readonly withIt: Start; readonly without: Start };
	/** From the double-click on a node to its parameters, in milliseconds. */
	readonly panel: ReadonlyArray<{ readonly way: Way; readonly ms: Measured }>;
}

interface Start {
	readonly seconds: Measured;
	readonly cpuSeconds: Measured;
}

export async function measureWeight(ground: Ground): Promise<Weight> {
	const packedKb = (await stat(ground.packed)).size / 1024;
	console.log(`  The packed package has ${packedKb.toFixed(0)} kB`);
	const load = await measureLoad(ground);
	console.log(`  Loading it takes ${load.median.toFixed(1)} ms`);
	const start = await measureStarts(ground);
	const panel = await measurePanels(ground);
	return { packedKb, load, start, panel };
}

/** Measured in a new Node.js process each time, with n8n-workflow loaded, as in n8n. */
async function measureLoad({ runtime, folder }: Ground): Promise<Measured> {
	const script = join(folder, 'load.cjs');
	await writeFile(
		script,
		`const { join } = require('node:path');
const { createRequire } = require('node:module');
const [, , n8n, folder] = process.argv;
const { Module } = require('node:module');
const workflow = createRequire(n8n).resolve('n8n-workflow');
const resolve = Module._resolveFilename;
Module._resolveFilename = (name, ...rest) => name === 'n8n-workflow' ? workflow : resolve(name, ...rest);
require('n8n-workflow');
const { n8n: { nodes, credentials } } = require(join(folder, 'package.json'));
const began = performance.now();
for (const file of [...nodes, ...credentials]) {
	for (const type of Object.values(require(join(folder, file)))) new type();
}
console.log(performance.now() - began);
`,
	);
	const times: number[] = [];
	while (times.length < LOADS) {
		const { stdout } = await execa(runtime.node, [script, runtime.n8n, installedFolder(folder)]);
		times.push(Number(stdout));
	}
	return measured(times);
}

async function measureStarts(ground: Ground): Promise<Weight['start']> {
	const withIt: Array<Cost & { seconds: number }> = [];
	const without: Array<Cost & { seconds: number }> = [];
	// The first start of each creates the database, so it isn't counted.
	for (let round = 0; round <= STARTS; round++) {
		const first = { ...(await startOnce(ground, ground.folder)) };
		const second = { ...(await startOnce(ground, join(ground.folder, 'without'))) };
		if (round === 0) continue;
		withIt.push(first);
		without.push(second);
		console.log(
			`  n8n started in ${first.seconds.toFixed(1)} s with the package, ${second.seconds.toFixed(1)} s without`,
		);
	}
	const figures = (starts: typeof withIt): Start => ({
		seconds: measured(starts.map(({ seconds }) => seconds)),
		cpuSeconds: measured(starts.map(({ cpuMs }) => cpuMs / 1000)),
	});
	return { withIt: figures(withIt), without: figures(without) };
}

async function startOnce({ runtime, folder }: Ground, userFolder: string) {
	const { settings, file } = accounted(folder);
	const began = performance.now();
	const n8n = await N8nInstance.start({ runtime, userFolder, settings });
	const seconds = (performance.now() - began) / 1000;
	await n8n.stop();
	return { ...costIn(await readFile(file, 'utf8')), seconds };
}

/** All nodes are in one workflow and are opened in turn, so that other load on the machine affects all alike. */
async function measurePanels({ runtime, folder, settings }: Ground): Promise<Weight['panel']> {
	const n8n = await N8nInstance.start({ runtime, userFolder: folder, settings });
	const browser = await launchBrowser();
	try {
		const session = await EditorSession.open(n8n, OWNER);
		const window = await openWindow(browser);
		const editor = new Editor(await window.newPage(), n8n.origin);
		await editor.logIn(OWNER);
		const id = await session.createWorkflow(workflowOf(PANELS));
		await editor.openWorkflow(session.workflowAddress(id));
		const times = new Map<Way, number[]>(PANELS.map((way) => [way, []]));
		// The first opening of a node loads code that later ones find ready.
		for (let opening = 0; opening <= OPENINGS; opening++) {
			for (const way of PANELS) {
				const began = performance.now();
				await editor.openNode(way.name);
				await editor.parameters.first().waitFor();
				if (opening > 0) times.get(way)?.push(performance.now() - began);
				await editor.closeNode();
			}
		}
		return PANELS.map((way) => {
			const ms = measured(times.get(way) ?? []);
			console.log(`  The panel of ${way.name} opens in ${ms.median.toFixed(0)} ms`);
			return { way, ms };
		});
	} finally {
		await browser.close();
		await n8n.stop();
	}
}

/** The whole node outside of an installed package, like the node with one operation that it's compared with. */
export const WHOLE: Way = {
	...OURS_MAPPED,
	name: 'ChatDash, outside the package',
	node: (account) => ({ ...OURS_MAPPED.node(account), type: 'CUSTOM.chatDash' }),
};

const PANELS = [HTTP_REQUEST, OURS_MAPPED, WHOLE, CREATE_ONLY];

/** Connects the nodes of all ways to the same items, one below the other. */
function workflowOf(ways: readonly Way[]): NewWorkflow {
	const account = { baseUrl: 'http://127.0.0.1', chatDash: '', header: '' };
	const whole = workflowFor(OURS_MAPPED, itemsOf(1), account);
	const { nodes, connections, ...workflow } = onlyDeals(whole);
	const nodesOfWays = ways.flatMap((way, index) =>
		workflowFor(way, itemsOf(1), account)
			.nodes.filter(({ name }) => name === NODES.chatDash)
			.map(
				({ credentials: _none, position: [x, y], ...node }): INode => ({
					...node,
					id: way.name,
					name: way.name,
					position: [x, y + 200 * index],
				}),
			),
	);
	return {
		...workflow,
		nodes: [...nodes, ...nodesOfWays],
		connections: {
			...connections,
			[NODES.items]: {
				main: [
					nodesOfWays.map(({ name }) => ({
						node: name,
						type: NodeConnectionTypes.Main,
						index: 0,
					})),
				],
			},
		},
	};
}

/** The table, for the terminal and for the file. */
export const weightTable = ({ packedKb, load, start, panel }: Weight): string =>
	[
		'| What | Median | least to most |',
		'| --- | --: | --: |',
		`| Size of the packed package | ${packedKb.toFixed(0)} kB | |`,
		line('Loading it, in a process that has n8n-workflow', load, 'ms', 1),
		line("n8n's start with it", start.withIt.seconds, 's', 2),
		line("n8n's start without it", start.without.seconds, 's', 2),
		line("CPU of n8n's start with it", start.withIt.cpuSeconds, 's', 2),
		line("CPU of n8n's start without it", start.without.cpuSeconds, 's', 2),
		...panel.map(({ way, ms }) =>
			line(`From the double-click to the parameters: ${way.name}`, ms, 'ms', 0),
		),
	].join('\n');

const line = (
	what: string,
	{ median: middle, least, most }: Measured,
	unit: string,
	digits: number,
) =>
	`| ${what} | ${middle.toFixed(digits)} ${unit} | ${least.toFixed(digits)} – ${most.toFixed(digits)} ${unit} |`;
