// The environment of the tests in this folder: a real n8n with the packed package installed as a user would, and a
// sandbox ChatDash with one agency. Each test file has its own, in its own folder, and leaves nothing behind.

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

/** n8n's major version, if one was passed to the runner. */
export const N8N_LINE = 'CHATDASH_E2E_N8N';

/** The n8n version under test. Only what n8n itself does differently may depend on it. */
export const LINE: N8nLine = lineToTest();

/** The packed package, if the runner has already packed it for all files. */
export const PACKED_PACKAGE = 'CHATDASH_E2E_PACKAGE';

/** The folder of all data of a run, if the runner has created one. It is removed at the end of the run. */
export const RUN_FOLDER = 'CHATDASH_E2E_FOLDER';

/** The key of the agency. No message, no log and no output may contain it. */
export const AGENCY_KEY = 'CD.7Qm-the-key-that-no-one-may-see';

/** The type of the credential, as workflows save it. */
export const CREDENTIAL_TYPE = 'chatDashApi';

/** How n8n names a new credential of this type, and the name in all screenshots. */
export const CREDENTIAL_NAME = 'ChatDash account';

/** The key of a client, which no one may see, either. */
export const CLIENT_KEY = 'CD.CL.test-the-client-key-that-no-one-may-see';

/** The type of the credential with a client's key. */
export const CLIENT_CREDENTIAL_TYPE = 'chatDashClientApi';

/** The client with that key. */
export const CLIENT_WITH_KEY = { _id: 'acme', name: 'Acme Dental', apiKey: CLIENT_KEY };

/** A running n8n and its environment. */
export interface Stage {
	readonly n8n: N8nInstance;
	/** The owner's session in n8n. */
	readonly session: EditorSession;
	readonly sandbox: Sandbox;
	/** What ChatDash actually contains; the tests compare outputs with it. */
	readonly agency: Agency;
	/** Stops both and removes their data. */
	readonly close: () => Promise<void>;
}

/**
 * @param clients the clients that the agency already has
 * @param agents the agents that it already has
 * @param settings returns more environment variables for n8n, given the folder of all its data
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
		// n8n doesn't have to save anything, because its data is removed next.
		cleanup.push(async () => await n8n.kill());
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
	throw new Error(`${N8N_LINE} is "${line}", and there is no such version of n8n.`);
}

/** Prints only what is new, because a running step repeats the same message. */
function sayOnce(): (text: string) => void {
	let said = '';
	return (text) => {
		if (text !== said) console.error(text);
		said = text;
	};
}
