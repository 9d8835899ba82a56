// The environment of the measurements: an n8n with the packed package and the nodes that it's compared with, and the
// sandbox as a separate process. No n8n server runs during a measurement. Each run starts a new n8n that executes one
// workflow from the command line and ends, so the system's figures for that process are the cost of that workflow
// alone.

import { rmSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { installPackage, packPackage } from '../../sandbox/n8n/community-package.mjs';
import { EditorSession } from '../../sandbox/n8n/editor-session.mjs';
import { N8nInstance } from '../../sandbox/n8n/instance.mjs';
import { runToEnd } from '../../sandbox/n8n/process-group.mjs';
import { installRuntime, N8N_VERSION, type Runtime } from '../../sandbox/n8n/runtime.mjs';
import { Problem } from '../../sandbox/problem.mjs';
import { step } from '../../sandbox/progress.mjs';
import type { AgencySetup } from '../../sandbox/server.js';
import { OWNER } from '../../sandbox/workspace.mjs';
import { CHECKOUT, CREDENTIAL_TYPE } from '../../test/e2e/stage.mjs';
import { Api, type Tally } from './api.mjs';
import { type Account, itemsOf, type Way, workflowFor } from './ways.mjs';

const API_KEY = 'CD.key-of-the-benchmark';

const NO_ABORT = new AbortController().signal;

/** How often a run is repeated if not all of its items were processed. */
const MAX_FAILURES = 2;

/** The cost of one run of a workflow, as the operating system counted it for the whole process. */
export interface Cost {
	/** User and system time. */
	readonly cpuMs: number;
	/** The peak memory of the process. */
	readonly peakMb: number;
}

/** What a measurement needs. All files are in one folder. */
export interface Ground {
	readonly runtime: Runtime;
	/** The path of the packed package. */
	readonly packed: string;
	/** n8n's user folder with the package installed. */
	readonly folder: string;
	/** Additional settings for n8n: the folder of the nodes that the package is compared with. */
	readonly settings: Readonly<Record<string, string>>;
}

/** Installs, builds and packs everything that is needed. */
export async function prepareGround(): Promise<Ground> {
	const folder = await mkdtemp(join(tmpdir(), 'chatdash-performance-'));
	process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 20 }));
	const runtime = await step(
		`Install n8n ${N8N_VERSION}`,
		async (say) => await installRuntime(say, NO_ABORT),
		() => `n8n ${N8N_VERSION} is installed`,
	);
	return await step(
		'Build and install the package, and the nodes that it is compared with',
		async () => {
			const packed = await packPackage(CHECKOUT, folder, NO_ABORT);
			await installPackage(packed, folder, NO_ABORT);
			return { runtime, packed, folder, settings: await buildOtherNodes(folder) };
		},
		() => 'The package and the nodes that it is compared with are installed',
	);
}

/**
 * The nodes in `nodes/`, by the names that n8n knows them by. n8n requires a file with the node's name that ends in
 * `.node.js`. A source file with such a name would be linted as a part of the package.
 */
const OTHER_NODES = {
	ChatDash: 'whole',
	ChatDashBare: 'bare',
	ChatDashCreateOnly: 'createOnly',
	ChatDashDeclarative: 'declarative',
};

async function buildOtherNodes(folder: string): Promise<Readonly<Record<string, string>>> {
	const into = join(folder, 'others');
	const here = fileURLToPath(new URL('nodes', import.meta.url));
	const { ending, lastLines } = await runToEnd(
		join(CHECKOUT, 'node_modules', '.bin', 'tsc'),
		['--project', here, '--outDir', into],
		{ cwd: CHECKOUT, env: process.env, logFile: join(folder, 'build.log') },
		NO_ABORT,
	);
	if (ending.kind !== 'exited' || ending.code !== 0) {
		throw new Problem(['The nodes of the bench do not compile:', ...lastLines].join('\n'));
	}
	const built = join(into, 'bench', 'performance', 'nodes');
	for (const [node, file] of Object.entries(OTHER_NODES)) {
		const link = `module.exports = require(${JSON.stringify(`./${file}.js`)});`;
		await writeFile(join(built, `${node}.node.js`), link);
	}
	return { N8N_CUSTOM_EXTENSIONS: built };
}

/** A workflow in n8n, and how many items it processes. */
export interface Task {
	readonly way: Way;
	readonly items: number;
	readonly workflowId: string;
}

/** Workflows in n8n, ready to be run one after the other. */
export class Runs {
	private constructor(
		private readonly n8n: N8nInstance,
		private readonly api: Api,
		readonly tasks: readonly Task[],
		private readonly folder: string,
	) {}

	/** Creates a workflow in n8n for each way and each number of items. */
	static async prepare(
		ground: Ground,
		ways: readonly Way[],
		sizes: readonly number[],
	): Promise<Runs> {
		return await step(
			'Put the workflows into n8n',
			async () => {
				const api = await Api.start();
				const { runtime, folder, settings } = ground;
				const n8n = await N8nInstance.start({ runtime, userFolder: folder, settings });
				try {
					const session = await EditorSession.open(n8n, OWNER);
					const account = await accountIn(session, api.baseUrl);
					const tasks: Task[] = [];
					for (const items of sizes) {
						for (const way of ways.filter(({ most = Infinity }) => items <= most)) {
							const workflow = workflowFor(way, itemsOf(items), account);
							const workflowId = await session.createWorkflow(workflow);
							tasks.push({ way, items, workflowId });
						}
					}
					return new Runs(n8n, api, tasks, folder);
				} finally {
					// A running n8n would use CPU time, even when idle.
					await n8n.stop();
				}
			},
			({ tasks }) => `${tasks.length} workflows are in n8n`,
		);
	}

	/**
	 * Runs one workflow in a new n8n.
	 *
	 * @param setup of the agency, in addition to the way's own setup
	 * @param profileInto a folder for the output of Node.js's profiler
	 * @throws Problem if not every item was processed
	 */
	async run(task: Task, setup: AgencySetup, profileInto?: string): Promise<Cost & Tally> {
		for (let failures = 0; ; failures++) {
			try {
				return await this.runOnce(task, setup, profileInto);
			} catch (error) {
				// On a busy machine, the ways that send everything at once don't always succeed.
				if (!(error instanceof Problem) || failures >= MAX_FAILURES) throw error;
				console.log(`  Once more: ${error.message}`);
			}
		}
	}

	private async runOnce(
		task: Task,
		setup: AgencySetup,
		profileInto: string | undefined,
	): Promise<Cost & Tally> {
		await this.api.open(API_KEY, { ...task.way.setup?.(task.items), ...setup });
		const { settings, file } = accounted(this.folder, profileInto);
		const command = ['execute', `--id=${task.workflowId}`];
		const { exitCode, output } = await this.n8n.command(command, settings);
		const tally = await this.api.tally();
		const { makes, name } = task.way;
		const done = makes === undefined ? task.items : tally[makes];
		if (exitCode !== 0 || done !== task.items) {
			const words = output.slice(0, 500).replaceAll(/\s+/g, ' ');
			throw new Problem(`${name}: ${done} of ${task.items} items were done; n8n said: ${words}`);
		}
		return { ...costIn(await readFile(file, 'utf8')), ...tally };
	}

	stop(): void {
		this.api.stop();
	}
}

async function accountIn(session: EditorSession, baseUrl: string): Promise<Account> {
	return {
		baseUrl,
		chatDash: await session.createCredential({
			name: 'ChatDash',
			type: CREDENTIAL_TYPE,
			data: { apiKey: API_KEY, baseUrl },
		}),
		header: await session.createCredential({
			name: 'ChatDash',
			type: 'httpHeaderAuth',
			data: { name: 'Authorization', value: API_KEY },
		}),
	};
}

/** The settings that make an n8n write its cost to a file, and that file. */
export function accounted(
	folder: string,
	profileInto?: string,
): { readonly settings: Readonly<Record<string, string>>; readonly file: string } {
	const file = join(folder, 'account.json');
	const settings = {
		NODE_OPTIONS: [
			`--import=${new URL('account.mts', import.meta.url).href}`,
			...(profileInto === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileInto}`]),
		].join(' '),
		ACCOUNT_FILE: file,
		ACCOUNT_FOR: String(process.pid),
	};
	return { settings, file };
}

/** @throws Problem if the text has no cost */
export function costIn(text: string): Cost {
	const account: unknown = JSON.parse(text);
	if (
		typeof account === 'object' &&
		account !== null &&
		'cpuMs' in account &&
		'peakMb' in account
	) {
		const { cpuMs, peakMb } = account;
		if (typeof cpuMs === 'number' && typeof peakMb === 'number') return { cpuMs, peakMb };
	}
	throw new Problem('n8n ended without an account of what it took.');
}
