// Runs n8n's own scanner on the source and on what npm would publish. A verified node has to pass it. Here it also has
// to pass without a single warning, and the tarball must contain only the expected files.
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
	SOURCE_FILE_PATTERNS,
	analyzePackage,
	buildScanConfig,
} from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';
import { execa } from 'execa';

const packageFolder = resolve(fileURLToPath(import.meta.url), '../../..');

/** What is published: the build, the entry point, and what npm always adds. */
const BELONGS = [
	/^package\.json$/,
	/^index\.js$/,
	/^(README|LICENSE)\.md$/,
	/^dist\/(credentials|nodes)\/.+\.(js|svg)$/,
	/^dist\/nodes\/.+\/__schema__\/.+\.json$/,
	/^dist\/nodes\/.+\.node\.json$/,
];

/** In bytes, unpacked. The limit keeps the package small enough to review before an installation. */
const LARGEST = 600_000;

/** @returns the problems, one line each */
async function scan(folder: string, patterns: string[]): Promise<string[]> {
	const verdict = await analyzePackage(folder, patterns);
	// The scanner's verdict ignores warnings, and it passes if there is no file to check.
	const eslint = new ESLint({
		cwd: folder,
		allowInlineConfig: false,
		overrideConfigFile: true,
		errorOnUnmatchedPattern: false,
		overrideConfig: await buildScanConfig(),
	});
	const results = await eslint.lintFiles(patterns);
	return [
		...(verdict.passed ? [] : [`The scanner says: ${verdict.message}`]),
		...(results.length === 0 ? ['There was no file to check'] : []),
		...results.flatMap(({ filePath, messages }) =>
			messages.map(
				({ line, message, ruleId }) => `${filePath}:${line} ${message} (${ruleId ?? 'no rule'})`,
			),
		),
	];
}

async function filesIn(folder: string): Promise<Array<{ path: string; bytes: number }>> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const files = entries.filter((entry) => entry.isFile());
	return await Promise.all(
		files.map(async ({ parentPath, name }) => {
			const path = join(parentPath, name);
			return { path: path.slice(folder.length + 1), bytes: (await stat(path)).size };
		}),
	);
}

const scratch = await mkdtemp(join(tmpdir(), 'n8n-nodes-chatdash-scan-'));
try {
	const { stdout } = await execa('npm', ['pack', '--json', '--pack-destination', scratch], {
		cwd: packageFolder,
	});
	const tarball = (await readdir(scratch)).find((name) => name.endsWith('.tgz'));
	if (tarball === undefined) throw new Error(`npm packed nothing: ${stdout}`);
	await execa('tar', ['-xzf', tarball], { cwd: scratch });
	const unpacked = join(scratch, 'package');

	const files = await filesIn(unpacked);
	files.sort((one, other) => one.path.localeCompare(other.path));
	for (const { path, bytes } of files) console.log(`${String(bytes).padStart(8)}  ${path}`);
	const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
	console.log(`${String(total).padStart(8)}  in ${files.length} files`);

	const manifest: unknown = JSON.parse(await readFile(join(unpacked, 'package.json'), 'utf8'));
	const declared = JSON.stringify(manifest).match(/dist\/[\w./]+\.js/g) ?? [];
	const wrong = [
		...files
			.filter(({ path }) => !BELONGS.some((pattern) => pattern.test(path)))
			.map(({ path }) => `${path} does not belong in the package`),
		...declared
			.filter((entry) => !files.some(({ path }) => path === entry))
			.map((entry) => `${entry} is declared in package.json, but missing in the package`),
		...(total > LARGEST ? [`The package has grown over ${LARGEST} bytes`] : []),
		...(await scan(packageFolder, SOURCE_FILE_PATTERNS)),
		...(await scan(unpacked, ['**/*.js', '**/*.ts', '**/*.json'])),
	];
	wrong.forEach((line) => console.error(line));
	console.log(
		wrong.length === 0
			? "n8n's scanner: no problems in the source and the package"
			: `n8n's scanner: ${wrong.length} to fix`,
	);
	process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
	await rm(scratch, { recursive: true, force: true });
}
