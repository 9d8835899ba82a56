// What the tests of this folder play on: a real n8n that holds the packed package as a user's n8n would, and beside it
// a sandbox ChatDash with one agency. Each test file has its own, in a folder of its own, and leaves nothing behind.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { installPackage, packPackage } from '../../sandbox/n8n/community-package.mjs';
import { EditorSession } from '../../sandbox/n8n/editor-session.mjs';
import { N8nInstance } from '../../sandbox/n8n/instance.mjs';
import { DEFAULT_LINE, isN8nLine, type N8nLine } from '../../sandbox/n8n/lines.mjs';
import { installRuntime } from '../../sandbox/n8n/runtime.mjs';
import {
	type Agency,
	type Sandbox,
	type SeedAgent,
	type SeedClient,
	startSandbox,
} from '../../sandbox/server.js';
import { OWNER } from '../../sandbox/workspace.mjs';

/** The folder of this repository. */
export const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));

/** n8n's major version, if the runner was asked for one. */
export const N8N_LINE = 'CHATDASH_E2E_N8N';

/** The n8n that this run of the tests is about. Only what n8n itself does differently may depend on it. */
export const LINE: N8nLine = lineToTest();

/** The packed package, if the runner has packed it already for all files. */
export const PACKED_PACKAGE = 'CHATDASH_E2E_PACKAGE';

/** The folder that all data of a run lie in, if the runner has made one; it is then removed at the end of the run. */
export const RUN_FOLDER = 'CHATDASH_E2E_FOLDER';

/** The key of the agency. No message, no log and no output may hold it. */
export const AGENCY_KEY = 'CD.7Qm-the-key-that-nobody-may-see';

/** The type of the credential, as workflows save it. */
export const CREDENTIAL_TYPE = 'chatDashApi';

/** A running n8n and what stands around it. */
export interface Stage {
	readonly n8n: N8nInstance;
	/** The owner's login to it. */
	readonly session: EditorSession;
	readonly sandbox: Sandbox;
	/** What ChatDash really holds: the truth that outputs are compared with. */
	readonly agency: Agency;
	/** Ends both and removes their data. */
	readonly close: () => Promise<void>;
}

/**
 * @param clients whom the agency has already
 * @param agents what it has built already
 * @param settings more of n8n's environment variables, for the folder in which all of it lies
 */
export async function openStage(
	clients: SeedClient[],
	agents: SeedAgent[] = [],
	settings?: (folder: string) => Promise<Readonly<Record<string, string>>>,
): Promise<Stage> {
	const never = new AbortController().signal;
	const folder = await mkdtemp(join(process.env[RUN_FOLDER] ?? tmpdir(), 'n8n-nodes-chatdash-'));
	const cleanup = [async () => await rm(folder, { recursive: true, force: true, maxRetries: 5 })];
	const close = async () => {
		for (const end of cleanup.reverse()) await end();
	};
	try {
		const runtime = await installRuntime(sayOnce(), never, LINE);
		const packed = process.env[PACKED_PACKAGE] ?? (await packPackage(CHECKOUT, folder, never));
		await installPackage(packed, folder, never);
		const sandbox = await startSandbox({
			description: join(CHECKOUT, 'api', 'chatdash-openapi.yaml'),
		});
		cleanup.push(async () => await sandbox.close());
		const n8n = await N8nInstance.start({
			runtime,
			userFolder: folder,
			settings: (await settings?.(folder)) ?? {},
		});
		cleanup.push(async () => await n8n.stop());
		return {
			n8n,
			session: await EditorSession.open(n8n, OWNER),
			sandbox,
			agency: sandbox.openAgency(AGENCY_KEY, { clients, agents }),
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

function lineToTest(): N8nLine {
	const line = process.env[N8N_LINE] ?? DEFAULT_LINE;
	if (isN8nLine(line)) return line;
	throw new Error(`${N8N_LINE} is "${line}", and there is no such line of n8n.`);
}

/** Prints what is new, for a step at work says the same thing again and again. */
function sayOnce(): (text: string) => void {
	let said = '';
	return (text) => {
		if (text !== said) console.error(text);
		said = text;
	};
}
