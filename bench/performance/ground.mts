// Where the ways are measured: an n8n with the packed package and with the nodes that it is compared with, and the
// sandbox as a process of its own. n8n itself does not run meanwhile: each run is an n8n of its own that executes one
// workflow from the command line and ends, so that what the system counted for it is the cost of that workflow alone.

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

const NEVER = new AbortController().signal;

/** A run in which not all items were done is repeated so often. */
const MOST_FAILURES = 2;

/** What one run of a workflow took, by the operating system's account of the whole process. */
export interface Cost {
	/** In user and system mode. */
	readonly cpuMs: number;
	/** The most memory that the process had. */
	readonly peakMb: number;
}

/** A folder in which everything lies that a measurement makes. */
export interface Ground {
	readonly runtime: Runtime;
	/** The packed package. */
	readonly packed: string;
	/** n8n's own folder with the package in it. */
	readonly folder: string;
	/** More of n8n's settings: where the nodes lie that the package is compared with. */
	readonly settings: Readonly<Record<string, string>>;
}

/** Installs, builds and packs what is needed. */
export async function prepareGround(): Promise<Ground> {
	const folder = await mkdtemp(join(tmpdir(), 'chatdash-performance-'));
	process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 20 }));
	const runtime = await step(
		`Install n8n ${N8N_VERSION}`,
		async (say) => await installRuntime(say, NEVER),
		() => `n8n ${N8N_VERSION} is installed`,
	);
	return await step(
		'Build and install the package, and the nodes that it is compared with',
		async () => {
			const packed = await packPackage(CHECKOUT, folder, NEVER);
			await installPackage(packed, folder, NEVER);
			return { runtime, packed, folder, settings: await buildOtherNodes(folder) };
		},
		() => 'The package and the nodes that it is compared with are installed',
	);
}

/**
 * The nodes of this folder, by the names that n8n knows them by. It wants a file of a node's name that ends in `.node.js`;
 * such a source file its linter would take for a part of the package.
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
		NEVER,
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

/** A workflow that n8n knows, and what is to come of it. */
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

	/** Puts a workflow for each way and each number of items into n8n. */
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
					// It would take its share of the processor, however little it has to do.
					await n8n.stop();
				}
			},
			({ tasks }) => `${tasks.length} workflows are in n8n`,
		);
	}

	/**
	 * Runs one workflow in an n8n of its own.
	 *
	 * @param setup of the agency, beside what the way itself starts with
	 * @param profileInto a folder that takes what Node.js's profiler says of it
	 * @throws Problem if not every item was done
	 */
	async run(task: Task, setup: AgencySetup, profileInto?: string): Promise<Cost & Tally> {
		for (let failures = 0; ; failures++) {
			try {
				return await this.runOnce(task, setup, profileInto);
			} catch (error) {
				// On a busy machine the ways that send everything at once do not always get through.
				if (!(error instanceof Problem) || failures >= MOST_FAILURES) throw error;
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

/** The settings with which an n8n leaves an account of itself, and the file that it writes it to. */
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

/** @throws Problem if it is no account */
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
