// Builds this package, packs it as it would be published, and installs the packed file into an n8n the way n8n installs
// a community package for a user: same folder, same files, same `package.json` that lists them.

import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Problem } from '../problem.mjs';
import { runToEnd } from './process-group.mjs';

/** The package's name on npm, and the first part of its node types ("n8n-nodes-chatdash.chatDash"). */
export const PACKAGE_NAME = 'n8n-nodes-chatdash';

/** The folder where n8n stores the community packages of a user folder. */
export function communityFolder(userFolder: string): string {
	return join(userFolder, '.n8n', 'nodes');
}

/** The folder where this package is installed in a user folder. */
export function installedFolder(userFolder: string): string {
	return join(communityFolder(userFolder), 'node_modules', PACKAGE_NAME);
}

/**
 * Builds the package from the sources and packs it.
 *
 * @param checkout the folder of this repository
 * @param into the folder for the packed file; an older one there is replaced
 * @param stop ends the build early
 * @returns the path of the packed file
 * @throws Problem with the compiler's output when the build fails
 */
export async function packPackage(
	checkout: string,
	into: string,
	stop: AbortSignal,
): Promise<string> {
	const folder = join(into, 'package');
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	const logFile = join(into, 'build.log');
	await run('npm', ['run', 'build'], {
		cwd: checkout,
		logFile,
		stop,
		what: 'The package does not build',
	});
	await run('npm', ['pack', '--pack-destination', folder], {
		cwd: checkout,
		logFile,
		stop,
		what: "The package can't be packed",
	});
	const [packed] = await readdir(folder);
	if (packed === undefined)
		throw new Problem(`npm pack didn't create a file. Full log: ${logFile}`);
	return join(folder, packed);
}

/**
 * Installs a packed package into a user folder and replaces an earlier one. n8n must not be running on that folder.
 *
 * @param packed the file that `packPackage` returned
 * @param userFolder n8n's N8N_USER_FOLDER
 * @param stop ends the installation early
 */
export async function installPackage(
	packed: string,
	userFolder: string,
	stop: AbortSignal,
): Promise<void> {
	const folder = installedFolder(userFolder);
	const unpacking = join(communityFolder(userFolder), 'unpacking');
	const logFile = join(userFolder, 'build.log');
	await rm(unpacking, { recursive: true, force: true });
	await mkdir(unpacking, { recursive: true });
	await run('tar', ['-xzf', packed, '-C', unpacking, '--strip-components=1'], {
		cwd: userFolder,
		logFile,
		stop,
		what: "The packed package can't be unpacked",
	});

	// n8n removes what only developers need, then lets npm install the package's dependencies (this one has none).
	const manifestFile = join(unpacking, 'package.json');
	const manifest = await readObject(manifestFile);
	for (const part of ['devDependencies', 'peerDependencies', 'optionalDependencies']) {
		delete manifest[part];
	}
	await writeFile(manifestFile, JSON.stringify(manifest, null, 2));
	await run(
		'npm',
		[
			'install',
			'--audit=false',
			'--fund=false',
			'--bin-links=false',
			'--install-strategy=shallow',
			'--ignore-scripts=true',
			'--package-lock=false',
		],
		{ cwd: unpacking, logFile, stop, what: "The package's dependencies can't be installed" },
	);

	await rm(folder, { recursive: true, force: true });
	await mkdir(join(folder, '..'), { recursive: true });
	await rename(unpacking, folder);
	await addToInstalledPackages(userFolder, manifest['version']);
}

/** How to run a program during the build, and the sentence to report if it fails. */
interface CommandOptions {
	readonly cwd: string;
	readonly logFile: string;
	readonly stop: AbortSignal;
	readonly what: string;
}

/** Adds this package to n8n's list of the community packages in a user folder. */
async function addToInstalledPackages(userFolder: string, version: unknown): Promise<void> {
	const installedPackagesFile = join(communityFolder(userFolder), 'package.json');
	const earlier = existsSync(installedPackagesFile) ? await readObject(installedPackagesFile) : {};
	const others = earlier['dependencies'];
	const installedPackages = {
		name: 'installed-nodes',
		private: true,
		dependencies: { ...(isObject(others) ? others : {}), [PACKAGE_NAME]: version },
	};
	await writeFile(installedPackagesFile, JSON.stringify(installedPackages, null, 2));
}

async function readObject(file: string): Promise<Record<string, unknown>> {
	const value: unknown = JSON.parse(await readFile(file, 'utf8'));
	if (!isObject(value)) throw new Error(`${file} doesn't contain a JSON object.`);
	return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function run(
	command: string,
	args: readonly string[],
	{ cwd, logFile, stop, what }: CommandOptions,
): Promise<void> {
	const { ending, lastLines } = await runToEnd(
		command,
		args,
		{ cwd, env: process.env, logFile },
		stop,
	);
	if (ending.kind === 'exited' && ending.code === 0) return;
	const words = ending.kind === 'never started' ? [ending.why] : lastLines;
	throw new Problem(
		[`${what}:`, ...words.map((line) => `  ${line}`), `Full log: ${logFile}`].join('\n'),
	);
}
