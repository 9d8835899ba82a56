// `npm run dev`, next to a running `npm start`: when a source file changes, builds the package, copies the result into
// the package folder of the running n8n, and reports when n8n has loaded it.

import { once } from 'node:events';
import { watch } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { holder } from './n8n/claim.mjs';
import { installedFolder, PACKAGE_NAME } from './n8n/community-package.mjs';
import { ProcessGroup, runToEnd } from './n8n/process-group.mjs';
import { whenNpmIsGone } from './npm-parents.mjs';
import { explain, Problem, Stopped } from './problem.mjs';

const CHECKOUT = fileURLToPath(new URL('..', import.meta.url));
const BUILT = join(CHECKOUT, 'dist');
const PROGRAMS = join(CHECKOUT, 'node_modules', '.bin');

const HELP = `Builds the package whenever a source file changes. The n8n of a running npm start then reloads it.

  npm run dev

  --data FOLDER   the data folder of npm start (.n8n-data)
  --help          show this help

It picks up new files too. After a change to package.json, the sandbox, or the API description, restart npm start.`;

/** Editors write a file in several steps; changes within this time are handled as one. */
const DEBOUNCE_MS = 100;
const GRACE_MS = 5_000;
const N8N_POLL_MS = 1_000;
const RELOAD_TIMEOUT_MS = 15_000;
const LOG_POLL_MS = 100;
/** n8n logs the start and the failure of a reload, but not its success. A failure follows within this time. */
const FAILURE_TIMEOUT_MS = 1_000;

const stopping = new AbortController();

/** @returns the exit code */
async function main(args: readonly string[]): Promise<number> {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => stopping.abort());
	}
	process.once('disconnect', () => stopping.abort());
	process.channel?.unref();
	let compiler: ProcessGroup | undefined;
	try {
		const dataFolder = readDataFolder(args);
		if (dataFolder === undefined) {
			console.log(HELP);
			return 0;
		}
		await whenNpmIsGone(() => stopping.abort());
		const origin = await findN8n(dataFolder);
		console.log('Watching nodes and credentials. Press Ctrl+C to stop.');
		await runGulp('clean', dataFolder);
		const handover = new Handover(dataFolder, origin);
		compiler = startCompiler(dataFolder, handover);
		watchStaticFiles(handover);
		await Promise.race([
			once(stopping.signal, 'abort'),
			handover.failed,
			failWhenCompilerEnds(compiler),
			failWhenN8nEnds(dataFolder),
		]);
		return 0;
	} catch (reason) {
		return reason instanceof Stopped ? 130 : explain(reason);
	} finally {
		stopping.abort();
		await compiler?.stop(GRACE_MS);
	}
}

/** @returns undefined if the user only asked for help */
function readDataFolder(args: readonly string[]): string | undefined {
	try {
		const { values } = parseArgs({
			args: [...args],
			options: { data: { type: 'string' }, help: { type: 'boolean' } },
		});
		if (values.help === true) return undefined;
		return resolve(values.data ?? join(CHECKOUT, '.n8n-data'));
	} catch (error) {
		// An unknown option, or one without its value. The message of `parseArgs` names the option.
		throw new Problem(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
	}
}

/** @returns where the running n8n answers */
async function findN8n(dataFolder: string): Promise<string> {
	const running = await holder(join(dataFolder, 'running.json'));
	if (running !== undefined && (await answers(running.note))) return running.note;
	throw new Problem(
		running === undefined
			? `npm start isn't running with the data folder ${dataFolder}. Run npm start in another terminal first.`
			: `npm start (process ${running.processId}) isn't ready yet. Try again when it has printed n8n's address.`,
	);
}

async function answers(origin: string): Promise<boolean> {
	try {
		return (await fetch(`${origin}/healthz/readiness`)).ok;
	} catch {
		// Nothing listens there, because n8n is still starting. The caller explains that.
		return false;
	}
}

/** Copies build results to n8n, one change after the other. */
class Handover {
	/** Rejects after an error that the next change can't fix. */
	readonly failed: Promise<never>;
	private readonly fail: (reason: unknown) => void;
	private work: Promise<void> = Promise.resolve();
	private waiting = false;

	constructor(
		private readonly dataFolder: string,
		private readonly origin: string,
	) {
		const { promise, reject } = promiseWithReject();
		this.failed = promise;
		this.fail = reject;
	}

	/** Requests a handover. Requests before it begins are handled as one. */
	ask(): void {
		if (this.waiting) return;
		this.waiting = true;
		this.work = this.work
			.then(async () => {
				await pause(DEBOUNCE_MS);
				this.waiting = false;
				await this.handOver();
			})
			.catch(this.fail);
	}

	private async handOver(): Promise<void> {
		await runGulp('copy', this.dataFolder);
		const changed = await mirror(BUILT, join(installedFolder(this.dataFolder), 'dist'));
		if (changed === 0) {
			console.log('Built. Nothing changed for n8n.');
			return;
		}
		const logFile = join(this.dataFolder, 'n8n.log');
		const { length: before } = await readFile(logFile, 'utf8');
		const files = changed === 1 ? 'file' : 'files';
		console.log(`Built. ${changed} ${files} sent to n8n (${await reloaded(logFile, before)}).`);
		console.log(`The editor at ${this.origin} shows the change automatically.`);
	}
}

/** A promise that never resolves, and the function that rejects it. */
function promiseWithReject(): { promise: Promise<never>; reject: (reason: unknown) => void } {
	let reject: (reason: unknown) => void = () => undefined;
	const promise = new Promise<never>((_resolve, rejectIt) => (reject = rejectIt));
	return { promise, reject };
}

/** @returns a phrase about the reload, based on n8n's log */
async function reloaded(logFile: string, from: number): Promise<string> {
	const news = async () => (await readFile(logFile, 'utf8')).slice(from);
	const began = Date.now();
	const appears = async (text: string, withinMs: number) => {
		const deadline = Date.now() + withinMs;
		while (!(await news()).includes(text)) {
			if (Date.now() > deadline || stopping.signal.aborted) return false;
			await pause(LOG_POLL_MS);
		}
		return true;
	};
	if (!(await appears(`Hot reload triggered for ${PACKAGE_NAME}`, RELOAD_TIMEOUT_MS))) {
		return `but n8n hasn't noticed; see ${logFile}, or restart npm start`;
	}
	const seconds = ((Date.now() - began) / 1_000).toFixed(1);
	if (await appears(`Hot reload failed for ${PACKAGE_NAME}`, FAILURE_TIMEOUT_MS)) {
		return `but n8n couldn't load the package:\n${(await news()).trim()}\n`;
	}
	return `loaded after ${seconds} s`;
}

/** The compiler in watch mode: it compiles changed files and those that depend on them, in about a second. */
function startCompiler(dataFolder: string, handover: Handover): ProcessGroup {
	return new ProcessGroup(
		join(PROGRAMS, 'tsc'),
		['--project', 'tsconfig.build.json', '--watch', '--noEmitOnError', '--pretty', 'false'],
		{
			cwd: CHECKOUT,
			env: process.env,
			logFile: join(dataFolder, 'dev.log'),
			onLine: (line) => {
				const found = /Found (\d+) errors?\. Watching/.exec(line)?.[1];
				if (found === '0') handover.ask();
				else if (found !== undefined)
					console.log("Doesn't compile. n8n keeps the previous version.");
				// Prints the compiler's errors, but not its time stamps.
				else if (/error TS\d+/.test(line)) console.log(line);
			},
		},
	);
}

/** Icons, the codex and the output previews are copied, not compiled, so the compiler doesn't watch them. */
function watchStaticFiles(handover: Handover): void {
	const watcher = watch(
		join(CHECKOUT, 'nodes'),
		{ recursive: true, signal: stopping.signal },
		(_event, name) => {
			if (name !== null && !name.endsWith('.ts')) handover.ask();
		},
	);
	watcher.unref();
}

async function runGulp(task: 'clean' | 'copy', dataFolder: string): Promise<void> {
	const logFile = join(dataFolder, 'dev.log');
	const { ending, lastLines } = await runToEnd(
		join(PROGRAMS, 'gulp'),
		[task],
		{ cwd: CHECKOUT, env: process.env, logFile },
		stopping.signal,
	);
	if (ending.kind === 'exited' && ending.code === 0) return;
	throw new Problem([`gulp ${task} failed:`, ...lastLines].join('\n'));
}

/**
 * Makes a folder identical to another one. Equal files aren't written, because n8n reloads on every write.
 *
 * @returns how many files were written or removed
 */
async function mirror(from: string, to: string): Promise<number> {
	const [wanted, present] = await Promise.all([filesIn(from), filesIn(to)]);
	let changed = 0;
	for (const file of wanted) {
		if (present.has(file) && (await areEqual(join(from, file), join(to, file)))) continue;
		await mkdir(dirname(join(to, file)), { recursive: true });
		await copyFile(join(from, file), join(to, file));
		changed += 1;
	}
	for (const file of present) {
		if (wanted.has(file)) continue;
		await rm(join(to, file));
		changed += 1;
	}
	return changed;
}

async function filesIn(folder: string): Promise<ReadonlySet<string>> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const files = entries.filter((entry) => entry.isFile());
	return new Set(
		files.map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1)),
	);
}

async function areEqual(one: string, other: string): Promise<boolean> {
	const [left, right] = await Promise.all([readFile(one), readFile(other)]);
	return left.equals(right);
}

async function failWhenCompilerEnds(compiler: ProcessGroup): Promise<never> {
	await compiler.ended;
	if (stopping.signal.aborted) throw new Stopped('The compiler was stopped.');
	throw new Problem(['The compiler stopped unexpectedly:', ...compiler.lastLines].join('\n'));
}

async function failWhenN8nEnds(dataFolder: string): Promise<never> {
	while ((await holder(join(dataFolder, 'running.json'))) !== undefined) {
		await pause(N8N_POLL_MS, undefined, { ref: false });
	}
	throw new Problem('n8n has stopped, so this stops too.');
}

process.exitCode = await main(process.argv.slice(2));
