// `npm run reliability`: sends the same deals to the same sandbox through n8n's HTTP Request node and through the
// ChatDash node, in one real n8n, and writes the results to docs/reliability.md. Every number in that file is computed.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { format, resolveConfig } from 'prettier';

import { N8N_VERSION } from '../sandbox/n8n/runtime.mjs';
import { whenNpmIsGone } from '../sandbox/npm-parents.mjs';
import { explain } from '../sandbox/problem.mjs';
import type { AgencySetup, Fault } from '../sandbox/server.js';
import type { Deal } from '../test/e2e/deals-workflow.mjs';
import { CHECKOUT, openStage, RUN_FOLDER, type Stage } from '../test/e2e/stage.mjs';
import { LONGEST_RUN_MS, type Measured, measure } from './measure.mjs';
import { type Condition, report } from './report.mjs';
import { OURS, PLAIN, WAYS } from './ways.mjs';

const DEALS: readonly Deal[] = Array.from({ length: 300 }, (_, number) => ({
	company: `Company ${number}`,
	contact: `Contact ${number}`,
	email: `contact${number}@example.com`,
}));

const LIMIT = { perSecond: 50, burst: 20 } as const;
const FAULT_SHARE = 0.14;
const FAULTS: readonly Fault[] = [
	{ kind: 'cutBefore' },
	{ kind: 'cutAfter' },
	{ kind: 'htmlBadGateway', afterWork: false },
	{ kind: 'htmlBadGateway', afterWork: true },
	{ kind: 'serverError', afterWork: false },
	{ kind: 'serverError', afterWork: true },
	{ kind: 'emptyBody' },
];

const badConnection = (kinds: readonly Fault[]): AgencySetup => ({
	faults: { seed: 7, share: FAULT_SHARE, kinds: [...kinds] },
});

const CONDITIONS: ReadonlyArray<Condition & { readonly setup: AgencySetup }> = [
	{
		title: 'Nothing goes wrong',
		text: 'No limit, no faults: what each way costs on a good day.',
		setup: {},
	},
	{
		title: 'ChatDash limits requests and says when to come back',
		text: `At most ${LIMIT.perSecond} requests a second, ${LIMIT.burst} of them at once. What comes too early is rejected (status 429), with the seconds to wait in \`Retry-After\`.`,
		setup: { limit: { ...LIMIT, retryAfter: 'seconds' } },
	},
	{
		title: 'ChatDash limits requests and does not say when to come back',
		text: 'The same limit, without `Retry-After`.',
		setup: { limit: { ...LIMIT, retryAfter: 'none' } },
	},
	{
		title: 'The connection to ChatDash is bad',
		text: `No limit, but ${Math.round(FAULT_SHARE * 100)} % of all requests go wrong, look-ups too: connections cut before or after the work, error pages of a proxy, ChatDash's own "unexpected error", empty answers. With some of these the client was created nevertheless. Which request by its number meets which fault is the same for every way.`,
		setup: badConnection(FAULTS),
	},
	{
		title: 'The connection is bad, and some answers end midway',
		text: `The same share of faults, among which are now answers whose connection ends halfway through. A run that had not ended after ${LONGEST_RUN_MS / 1000} seconds was stopped.`,
		setup: badConnection([...FAULTS, { kind: 'cutBody' }]),
	},
];

async function main(): Promise<void> {
	console.log('Packing the package, starting n8n and the sandbox …');
	const stage = await openStage([]);
	try {
		// The first run of each node loads and compiles code that later runs find ready, so it isn't measured.
		for (const way of [PLAIN, OURS]) await measure(stage, way, DEALS, newKey(), {});
		const tables: Array<Condition & { readonly rows: readonly Measured[] }> = [];
		for (const { title, text, setup } of CONDITIONS) {
			console.log(`\n${title}`);
			const rows: Measured[] = [];
			for (const way of WAYS) {
				const row = await measure(stage, way, DEALS, newKey(), setup);
				const { created, falseErrors, missing, seconds, ended } = row;
				console.log(
					`  ${way.name}: ${created} created, ${falseErrors} false errors, ${missing} missing, ${seconds.toFixed(1)} s${ended ? '' : ', did not end'}`,
				);
				rows.push(row);
			}
			tables.push({ title, text, rows });
		}
		const file = join(CHECKOUT, 'docs', 'reliability.md');
		const text = report({ deals: DEALS.length, machine: await machine(stage), tables });
		await writeFile(
			file,
			await format(text, { ...(await resolveConfig(file)), parser: 'markdown' }),
		);
		console.log('\nWritten: docs/reliability.md');
	} finally {
		await stage.close();
	}
}

let keys = 0;

/** Returns a new key, because each key opens an empty agency of its own. */
function newKey(): string {
	keys += 1;
	return `CD.key-of-the-benchmark-${keys}`;
}

async function machine({ n8n }: Stage): Promise<string> {
	const { stdout } = await promisify(execFile)(n8n.runtime.node, ['--version']);
	const gigabytes = Math.round(totalmem() / 1024 ** 3);
	return `${availableParallelism()} processor cores, ${gigabytes} GB of memory, n8n ${N8N_VERSION} on Node.js ${stdout.trim().slice(1)}; n8n and the sandbox share the machine`;
}

// All files are written to this folder, so that it can be removed even if there is no time for an orderly end. Running
// processes are killed at exit by process-group.mts. That happens before the folder is removed, because its exit
// handler was added first.
const folder = mkdtempSync(join(tmpdir(), 'chatdash-reliability-'));
process.env[RUN_FOLDER] = folder;
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 20 }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => process.exit(130));
}
await whenNpmIsGone(() => process.exit(130));

try {
	await main();
	process.exit(0);
} catch (error) {
	process.exit(explain(error));
}
