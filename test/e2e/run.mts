// `npm run test:e2e`: the packed package in a real n8n, from the command line, over n8n's API and in a real browser.
// `npm run test:e2e -- editor` runs only the files with one of the words in their name. The last line says how many tests
// passed and how many did not; the exit code is 0 only if every one of them passed.

import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

import { packPackage } from '../../sandbox/n8n/community-package.mjs';
import { installRuntime, N8N_VERSION } from '../../sandbox/n8n/runtime.mjs';
import { explain, Stopped } from '../../sandbox/problem.mjs';
import { step } from '../../sandbox/progress.mjs';
import { findChromium } from './browser.mjs';
import { CHECKOUT, PACKED_PACKAGE, RUN_FOLDER } from './stage.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => stopping.abort());
}
process.exitCode = await main(process.argv.slice(2));

/** @returns the exit code */
async function main(words: readonly string[]): Promise<number> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-chatdash-e2e-'));
	try {
		const files = await testFiles(words);
		await prepare(folder);
		const { passed, failed } = await runTests(files);
		console.log(`${passed} passed, ${failed} failed`);
		return failed === 0 && passed > 0 ? 0 : 1;
	} catch (reason) {
		return reason instanceof Stopped ? 130 : explain(reason);
	} finally {
		await rm(folder, { recursive: true, force: true, maxRetries: 5 });
	}
}

async function testFiles(words: readonly string[]): Promise<string[]> {
	const names = (await readdir(HERE)).filter((name) => name.endsWith('.test.mts')).sort();
	const wanted =
		words.length === 0 ? names : names.filter((name) => words.some((word) => name.includes(word)));
	return wanted.map((name) => join(HERE, name));
}

/** Does once what every file needs, and tells the files by their environment where it is. */
async function prepare(folder: string): Promise<void> {
	findChromium();
	await step(
		`Install n8n ${N8N_VERSION}`,
		async (say) => await installRuntime(say, stopping.signal),
		(runtime) => `n8n ${N8N_VERSION} is installed in ${runtime.folder}`,
	);
	const packed = await step(
		'Build and pack the package',
		async () => await packPackage(CHECKOUT, folder, stopping.signal),
		(file) => `${basename(file)} is packed`,
	);
	process.env[RUN_FOLDER] = folder;
	process.env[PACKED_PACKAGE] = packed;
}

/** Runs the files one after the other, for each of them has an n8n of its own, and n8n is large. */
async function runTests(files: string[]): Promise<{ passed: number; failed: number }> {
	if (files.length === 0) return { passed: 0, failed: 0 };
	const counts = new Map<string, number>();
	let filesWithoutTests = 0;
	let failures = 0;
	const results = run({ files, concurrency: 1, signal: stopping.signal })
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

	// What did not pass has failed, be it skipped, cancelled or missing: the suite is not to shrink in silence.
	const passed = (counts.get('pass') ?? 0) - filesWithoutTests;
	const notPassed = (counts.get('tests') ?? 0) - passed;
	// What goes wrong around the tests, when a file cleans up for instance, is in no count.
	return { passed, failed: notPassed > 0 ? notPassed : failures };
}
