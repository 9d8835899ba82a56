// `npm start`: starts a real n8n with this package installed, and a ChatDash sandbox. Everything is set up so that the
// user only has to press "Execute workflow". Ctrl+C stops both. Before it downloads n8n, it shows a demo that needs no
// n8n. `npm start -- --help` lists the options.

import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { createsClient, dealOutcomes, reportLines } from './deal-report.mjs';
import { showDemo } from './demo.mjs';
import { CARTER } from './first-agency.js';
import { RECEPTION } from './first-conversations.js';
import { KeptSandbox, SANDBOX_KEY } from './kept-sandbox.mjs';
import { claim } from './n8n/claim.mjs';
import { installPackage, PACKAGE_NAME, packPackage } from './n8n/community-package.mjs';
import { EditorSession, type FinishedExecution, type Named } from './n8n/editor-session.mjs';
import { N8nInstance, withLastLines } from './n8n/instance.mjs';
import { HOST, requireFreePorts } from './n8n/ports.mjs';
import { installRuntime, N8N_VERSION, needsInstallation } from './n8n/runtime.mjs';
import { whenNpmIsGone } from './npm-parents.mjs';
import { explain, Problem, Stopped } from './problem.mjs';
import { step, withClock } from './progress.mjs';
import { resultLines } from './result-lines.mjs';
import { CHATDASH_NODE, OWNER, prepareWorkspace, TRIGGER_NODE } from './workspace.mjs';

const CHECKOUT = fileURLToPath(new URL('..', import.meta.url));
const DESCRIPTION = join(CHECKOUT, 'api', 'chatdash-openapi.yaml');

/** The example workflows that a user finds in n8n, in the order in which `--once` runs them. A call starts the last one. */
const EXAMPLES = [
	'won-deals-to-chatdash-clients.json',
	'onboard-won-deals.json',
	'weekly-report.json',
	'tag-interested-leads.json',
	'call-ended-to-crm-note.json',
].map((file) => join(CHECKOUT, 'examples', file));

/** What `--fresh` removes from the data folder: only what a start creates there. */
const REMOVED_BY_FRESH = [
	'.n8n',
	'.cache',
	'sandbox-agency.json',
	'package',
	'n8n.log',
	'build.log',
];

const HELP = `Starts n8n ${N8N_VERSION} with this package installed, and a ChatDash sandbox.

  npm start                            start both (press Ctrl+C to stop)
  npm start -- --once                  run each example workflow once, print its results, and exit
  npm start -- --demo                  run the first example without n8n's server and editor, and exit

  --fresh               start fresh: delete n8n's data and the sandbox's agency
  --n8n-port PORT       n8n's port (5678)
  --sandbox-port PORT   the sandbox's port (5680)
  --data FOLDER         where n8n's data is stored (.n8n-data)
  --help                show this help

The first start shows the demo, then installs n8n into a cache folder (about 3 GB, some minutes):
$N8N_CHATDASH_CACHE, or n8n-nodes-chatdash in $XDG_CACHE_HOME or ~/.cache.`;

const DEMO_ALONE = "The first example, in n8n's own engine and against a ChatDash sandbox:";
const DEMO_FIRST = `n8n isn't installed yet. Before the download, see what the node does. ${DEMO_ALONE}`;
const DEMO_FAILED = "The demo didn't work, but n8n may. The start goes on.\n";

/** From the start of the process to its first response, on a small machine. */
const USUAL_N8N_START_SECONDS = 20;
const END_KNOWN_TIMEOUT_MS = 2_000;
const CALL_TIMEOUT_MS = 30_000;
const CALL_POLL_MS = 100;

interface Options {
	readonly demo: boolean;
	readonly once: boolean;
	readonly fresh: boolean;
	readonly n8nPort: number;
	readonly sandboxPort: number;
	readonly dataFolder: string;
}

/** Everything that runs after the start. */
interface Running {
	readonly n8n: N8nInstance;
	readonly sandbox: KeptSandbox;
	readonly session: EditorSession;
	readonly workflows: readonly Named[];
}

/** Functions to call when the command ends, in reverse order. */
type Cleanup = Array<() => Promise<void>>;

const stopping = new AbortController();

/** @returns the exit code */
async function main(args: readonly string[]): Promise<number> {
	const cleanup: Cleanup = [];
	try {
		const options = readOptions(args);
		if (options === 'help') {
			console.log(HELP);
			return 0;
		}
		await listenForTheEnd();
		if (options.demo) return (await demo(DEMO_ALONE)) ? 0 : 1;
		await requireFreePorts([
			{ port: options.n8nPort, owner: 'n8n', option: '--n8n-port' },
			{ port: options.sandboxPort, owner: 'the sandbox', option: '--sandbox-port' },
		]);
		await occupy(options, cleanup);
		if (needsInstallation() && !(await demo(DEMO_FIRST))) console.error(DEMO_FAILED);
		const running = await startAll(options, cleanup);
		return options.once ? await runOnce(running) : await keepRunning(running);
	} catch (reason) {
		if (!(reason instanceof Stopped)) return explain(reason);
		// Ended before its work was done, as requested. The exit code means "by a signal", as in shells.
		console.error('Stopped. The next start continues where this one left off.');
		return 130;
	} finally {
		for (const end of cleanup.reverse()) await end();
	}
}

function readOptions(args: readonly string[]): Options | 'help' {
	const values = parse(args);
	if (values.help === true) return 'help';
	const n8nPort = portNumber('--n8n-port', values['n8n-port'] ?? '5678');
	const sandboxPort = portNumber('--sandbox-port', values['sandbox-port'] ?? '5680');
	if (n8nPort === sandboxPort) {
		throw new Problem(`n8n and the sandbox can't both use port ${n8nPort}. Change one of them.`);
	}
	return {
		demo: values.demo === true,
		once: values.once === true,
		fresh: values.fresh === true,
		n8nPort,
		sandboxPort,
		dataFolder: resolve(values.data ?? join(CHECKOUT, '.n8n-data')),
	};
}

function parse(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			options: {
				demo: { type: 'boolean' },
				once: { type: 'boolean' },
				fresh: { type: 'boolean' },
				'n8n-port': { type: 'string' },
				'sandbox-port': { type: 'string' },
				data: { type: 'string' },
				help: { type: 'boolean' },
			},
		}).values;
	} catch (error) {
		// An unknown option, or one without its value. The message of `parseArgs` names the option.
		const words = error instanceof Error ? error.message : String(error);
		throw new Problem(`${words}\n\n${HELP}`);
	}
}

function portNumber(option: string, text: string): number {
	const port = Number(text);
	if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
	throw new Problem(`${option} takes a port number from 1 to 65535, not "${text}".`);
}

/**
 * Stops on Ctrl+C, when the terminal closes, when the system shuts down, or when the program that started this one
 * ends.
 */
async function listenForTheEnd(): Promise<void> {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		// More than one signal may arrive (npm also passes on what the terminal sends); the first is enough.
		process.on(signal, () => stopping.abort());
	}
	process.once('disconnect', () => stopping.abort());
	process.channel?.unref();
	await whenNpmIsGone(() => stopping.abort());
	// When the terminal is gone, messages reach no one, but the processes still have to be ended.
	for (const stream of [process.stdout, process.stderr]) {
		stream.on('error', () => stopping.abort());
	}
}

/** Claims the data folder for this start, and empties it if the user asked for that. */
async function occupy({ dataFolder, fresh, n8nPort }: Options, cleanup: Cleanup): Promise<void> {
	await mkdir(dataFolder, { recursive: true });
	const claimFile = join(dataFolder, 'running.json');
	const turn = await claim(claimFile, `http://${HOST}:${n8nPort}`);
	if (turn.kind === 'theirs') {
		const { processId, note } = turn.claim;
		throw new Problem(
			`Another \`npm start\` (process ${processId}, n8n at ${note}) is using the data folder ${dataFolder}. ` +
				'Stop it first, or choose another folder with --data. ' +
				`(If it's no longer running, delete ${claimFile}.)`,
		);
	}
	cleanup.push(turn.release);
	if (!fresh) return;
	for (const name of REMOVED_BY_FRESH) {
		await rm(join(dataFolder, name), { recursive: true, force: true });
	}
}

/** @returns whether it worked */
async function demo(heading: string): Promise<boolean> {
	console.log(`\n${heading}\n`);
	const works = await showDemo(stopping.signal);
	console.log();
	return works;
}

async function startAll(options: Options, cleanup: Cleanup): Promise<Running> {
	const { dataFolder } = options;
	const stop = stopping.signal;
	const runtime = await step(
		`Install n8n ${N8N_VERSION}`,
		async (say) => await installRuntime(say, stop),
		({ folder }) => `n8n ${N8N_VERSION} is installed in ${folder}`,
	);
	await step(
		`Build and install ${PACKAGE_NAME}`,
		async () => {
			const packed = await packPackage(CHECKOUT, dataFolder, stop);
			await installPackage(packed, dataFolder, stop);
			return packed;
		},
		(packed) => `${basename(packed)} is installed as a community package`,
	);
	const sandbox = await step(
		'Start the ChatDash sandbox',
		async () => {
			const started = await KeptSandbox.start({
				port: options.sandboxPort,
				description: DESCRIPTION,
				dataFolder,
			});
			cleanup.push(async () => await started.close());
			return started;
		},
		({ page }) => `ChatDash sandbox is running at ${page}`,
	);
	const n8n = await step(
		'Start n8n',
		async (say) => {
			const start = async () =>
				await N8nInstance.start({ runtime, userFolder: dataFolder, port: options.n8nPort, stop });
			const started = await withClock(say, USUAL_N8N_START_SECONDS, () => 'n8n is starting', start);
			cleanup.push(async () => await started.stop());
			return started;
		},
		({ origin }) => `n8n is running at ${origin}`,
	);
	const { session, workflows } = await step(
		'Set up the owner, credentials, and workflows',
		async () => {
			const opened = await EditorSession.open(n8n, OWNER);
			const client = { ...CARTER, agentIds: [RECEPTION] };
			const access = { apiKey: SANDBOX_KEY, baseUrl: sandbox.baseUrl, client };
			return { session: opened, workflows: await prepareWorkspace(opened, access, EXAMPLES) };
		},
		() => 'Owner, credentials, and workflows are ready',
	);
	if (stop.aborted) throw new Stopped('The start was interrupted.');
	return { n8n, sandbox, session, workflows };
}

/** Runs the example workflows in the running n8n and reports. A deal that needs attention isn't a failure. */
async function runOnce(running: Running): Promise<number> {
	for (const { id, name } of running.workflows) {
		const nodes = await running.session.nodesOf(id);
		const chatDash = nodes.filter(({ type }) => type === CHATDASH_NODE);
		const isCalled = nodes.some(({ type }) => type === TRIGGER_NODE);
		if (chatDash.length === 0 && !isCalled)
			throw new Problem(`The workflow “${name}” in n8n no longer has a ChatDash node.`);
		const execution = await whileRunning(
			running,
			isCalled ? receiveCall(running, id) : running.session.run(id),
		);
		if (execution === undefined) {
			console.log(
				`\n${name}\nno call reaches it: publish it, and if n8n's port has changed, unpublish it first`,
			);
			continue;
		}
		const lines = chatDash.some(createsClient)
			? reportLines(dealOutcomes(execution, chatDash))
			: resultLines(execution, chatDash);
		console.log(['', name, ...lines].join('\n'));
		if (execution.status !== 'success') {
			const { error } = execution.data.resultData;
			throw new Problem(
				`The workflow “${name}” ended as "${execution.status}": ${error?.message ?? 'no reason'}`,
			);
		}
	}
	return 0;
}

/**
 * Sends a call to the workflow, and waits for the execution that it starts.
 *
 * @returns `undefined` if the call doesn't get there, because the user has unpublished the workflow
 */
async function receiveCall(
	{ sandbox, session }: Running,
	workflowId: string,
): Promise<FinishedExecution | undefined> {
	const before = await session.executionIds(workflowId);
	if (!(await sandbox.sendEndedCall(RECEPTION))) return undefined;
	const deadline = Date.now() + CALL_TIMEOUT_MS;
	while (Date.now() < deadline) {
		const ids = await session.executionIds(workflowId);
		const started = ids.find((id) => !before.includes(id));
		if (started !== undefined) return await session.untilEnded(started);
		await pause(CALL_POLL_MS);
	}
	throw new Problem('n8n received a call, but started no workflow for it. See its log.');
}

/** Waits for work in n8n, as long as n8n runs and the user doesn't stop this start. */
async function whileRunning<Value>({ n8n }: Running, work: Promise<Value>): Promise<Value> {
	return await Promise.race([
		work.catch(async (reason: unknown) => {
			// If n8n dies, its response breaks off a moment before the end of the process is known. That end explains more.
			await Promise.race([failWhenEnded(n8n), pause(END_KNOWN_TIMEOUT_MS)]);
			throw reason;
		}),
		failWhenEnded(n8n),
		failWhenStopped(),
	]);
}

/** Waits for Ctrl+C, or for n8n to end unexpectedly. */
async function keepRunning({ n8n, sandbox, session, workflows }: Running): Promise<number> {
	const addresses = workflows.map(
		({ id, name }) => `${session.workflowAddress(id)}\n             ${name}`,
	);
	console.log(`
  Workflows  ${addresses.join('\n             ')}
             sign in as ${OWNER.email} with the password ${OWNER.password},
             then press "Execute workflow" (the last one is published and waits for a call)
  Sandbox    ${sandbox.page}
             shows its clients, agents, and other records, and every request;
             "Send" on a webhook subscription is such a call
  n8n's log  ${relative(process.cwd(), n8n.logFile)}

  Press Ctrl+C to stop both.
`);
	await Promise.race([untilStopped(), failWhenEnded(n8n)]);
	console.log('Stopping n8n and the sandbox …');
	return 0;
}

async function untilStopped(): Promise<void> {
	if (!stopping.signal.aborted) await once(stopping.signal, 'abort');
}

async function failWhenStopped(): Promise<never> {
	await untilStopped();
	throw new Stopped('The run was interrupted.');
}

async function failWhenEnded(n8n: N8nInstance): Promise<never> {
	const ending = await n8n.ended;
	if (stopping.signal.aborted) throw new Stopped('n8n was stopped.');
	const how =
		ending.kind === 'exited'
			? `exit code ${ending.code}`
			: ending.kind === 'killed'
				? `signal ${ending.signal}`
				: ending.why;
	throw new Problem(withLastLines(`n8n stopped unexpectedly (${how})`, n8n));
}

process.exitCode = await main(process.argv.slice(2));
