// `npm run test:e2e`: the packed package in a real n8n, from the command line, over n8n's API and in a real browser.
// `npm run test:e2e -- editor` runs only the files with one of the words in their name; `--n8n 1` runs them in n8n 1.
// The last line shows how many tests passed and how many failed. The exit code is 0 only if all of them passed.

import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { packPackage } from '../../sandbox/n8n/community-package.mjs';
import { DEFAULT_LINE, isN8nLine, type N8nLine, RELEASES } from '../../sandbox/n8n/lines.mjs';
import { installRuntime } from '../../sandbox/n8n/runtime.mjs';
import { explain, Problem, Stopped } from '../../sandbox/problem.mjs';
import { step } from '../../sandbox/progress.mjs';
import { findChromium } from './browser.mjs';
import { CHECKOUT, N8N_LINE, PACKED_PACKAGE, RUN_FOLDER } from './stage.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));

const USAGE = `  npm run test:e2e                       all files but the pictures, in n8n ${RELEASES[DEFAULT_LINE].version}
  npm run test:e2e -- editor resume      the files with one of these words in their name
  npm run test:e2e -- --n8n 1 [words]    the same in n8n ${RELEASES['1'].version}`;

/** `npm start` always runs n8n 2, and the documentation shows n8n 2, so their tests don't apply to another major version. */
const ONLY_DEFAULT_LINE = ['pictures.test.mts', 'start.test.mts'];

/** How many files run at the same time. */
const CONCURRENCY = 2;

/** Takes pictures for the documentation of what other files test. It only runs if it's named. */
const ONLY_IF_NAMED = ['pictures.test.mts'];

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => stopping.abort());
}
process.exitCode = await main(process.argv.slice(2));

/** @returns the exit code */
async function main(args: readonly string[]): Promise<number> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-chatdash-e2e-'));
	try {
		const { line, words } = readArguments(args);
		const files = await testFiles(words, line);
		await prepare(folder, line);
		const { passed, failed } = await runTests(files);
		console.log(`${passed} passed, ${failed} failed`);
		return failed === 0 && passed > 0 ? 0 : 1;
	} catch (reason) {
		return reason instanceof Stopped ? 130 : explain(reason);
	} finally {
		await rm(folder, { recursive: true, force: true, maxRetries: 5 });
	}
}

/**
 * @returns n8n's line, and the words that select files
 * @throws Problem with the usage if there is an unknown option or an unknown line
 */
function readArguments(args: readonly string[]): { line: N8nLine; words: readonly string[] } {
	const { values, positionals } = parse(args);
	const line = values.n8n ?? DEFAULT_LINE;
	if (isN8nLine(line)) return { line, words: positionals };
	throw new Problem(`--n8n takes 1 or 2, not "${line}".\n\n${USAGE}`);
}

function parse(args: readonly string[]) {
	try {
		const options = { n8n: { type: 'string' } } as const;
		return parseArgs({ args: [...args], options, allowPositionals: true });
	} catch (error) {
		// For an unknown option, or one without its value, parseArgs explains which one.
		const words = error instanceof Error ? error.message : String(error);
		throw new Problem(`${words}\n\n${USAGE}`);
	}
}

async function testFiles(words: readonly string[], line: N8nLine): Promise<string[]> {
	const names = (await readdir(HERE)).filter((name) => name.endsWith('.test.mts')).sort();
	const wanted =
		words.length === 0
			? names.filter((name) => !ONLY_IF_NAMED.includes(name))
			: names.filter((name) => words.some((word) => name.includes(word)));
	const skipped = wanted.filter(
		(name) => line !== DEFAULT_LINE && ONLY_DEFAULT_LINE.includes(name),
	);
	for (const name of skipped)
		console.log(`${name} is left out: it only supports n8n ${DEFAULT_LINE}`);
	return wanted.filter((name) => !skipped.includes(name)).map((name) => join(HERE, name));
}

/** Prepares once what every file needs, and passes its location to the files in environment variables. */
async function prepare(folder: string, line: N8nLine): Promise<void> {
	const { version } = RELEASES[line];
	findChromium();
	await step(
		`Install n8n ${version}`,
		async (say) => await installRuntime(say, stopping.signal, line),
		(runtime) => `n8n ${version} is installed in ${runtime.folder}`,
	);
	const packed = await step(
		'Build and pack the package',
		async () => await packPackage(CHECKOUT, folder, stopping.signal),
		(file) => `${basename(file)} is packed`,
	);
	process.env[N8N_LINE] = line;
	process.env[RUN_FOLDER] = folder;
	process.env[PACKED_PACKAGE] = packed;
}

/** Runs two files at a time: each has its own n8n, which is large, but often waits. */
async function runTests(files: string[]): Promise<{ passed: number; failed: number }> {
	if (files.length === 0) return { passed: 0, failed: 0 };
	const counts = new Map<string, number>();
	let filesWithoutTests = 0;
	let failures = 0;
	const results = run({ files, concurrency: CONCURRENCY, signal: stopping.signal })
		.on('test:pass', ({ name }) => {
			// A file without a single test is reported as a test that passed, under the file's own name.
			if (files.includes(name)) filesWithoutTests += 1;
		})
		.on('test:fail', () => {
			failures += 1;
		})
		.on('test:diagnostic', ({ message }) => {
			// The runner's own counts at the end: "tests 12", "pass 11", "fail 1".
			const [, what, count] = /^(\w+) (\d+)$/.exec(message) ?? [];
			if (what !== undefined) counts.set(what, Number(count));
		});
	const report = results.compose(new spec());
	report.pipe(process.stdout, { end: false });
	await once(report, 'end');
	if (stopping.signal.aborted) throw new Stopped('The tests were interrupted.');

	// Count every test that did not pass as failed, even if it was skipped, canceled or missing. Otherwise the suite
	// could shrink unnoticed.
	const passed = (counts.get('pass') ?? 0) - filesWithoutTests;
	const notPassed = (counts.get('tests') ?? 0) - passed;
	// Failures around the tests, for example when a file cleans up, aren't in any count.
	return { passed, failed: notPassed > 0 ? notPassed : failures };
}
