// The sandbox of `npm start`: one agency whose records survive a restart. The sandbox itself forgets everything when it
// ends, but n8n's data stays, and both must match. IDs are saved too, because a workflow with an agent picked from a list
// contains the ID of that agent.

import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { firstAgency } from './first-agency.js';
import { setupOf } from './kept.js';
import { type Agency, type AgencySetup, type Sandbox, startSandbox } from './server.js';

/** The API key of the agency. Like a real key, it's sent in the Authorization header. */
export const SANDBOX_KEY = 'CD.sandbox-key-for-this-machine-only';

const FILE = 'sandbox-agency.json';
const SAVE_EVERY_MS = 2_000;

export interface KeptSandboxOptions {
	readonly port: number;
	/** Path of the API description. */
	readonly description: string;
	/** The folder where the agency is stored between starts. */
	readonly dataFolder: string;
}

/** A running sandbox whose agency is saved to disk. */
export class KeptSandbox {
	private saved = '';
	private saving: Promise<void> = Promise.resolve();
	private readonly timer: NodeJS.Timeout;

	private constructor(
		private readonly sandbox: Sandbox,
		private readonly agency: Agency,
		private readonly file: string,
	) {
		// Saves regularly, not only at the end, because a killed process has no time to save.
		this.timer = setInterval(() => this.save(), SAVE_EVERY_MS);
	}

	/** Starts the sandbox with the saved agency. */
	static async start(options: KeptSandboxOptions): Promise<KeptSandbox> {
		const file = join(options.dataFolder, FILE);
		const kept = existsSync(file)
			? readKept(await readFile(file, 'utf8'))
			: firstAgency(new Date());
		const sandbox = await startSandbox({ port: options.port, description: options.description });
		const agency = sandbox.openAgency(SANDBOX_KEY, kept);
		return new KeptSandbox(sandbox, agency, file);
	}

	/** The address of the page that shows the agency. */
	get page(): string {
		return `${this.sandbox.origin}/`;
	}

	/** The base URL for the credential. */
	get baseUrl(): string {
		return this.sandbox.baseUrl;
	}

	/**
	 * Sends the end of a new call of an agent to everyone who wants it.
	 *
	 * @returns whether someone received it
	 */
	async sendEndedCall(agentId: string): Promise<boolean> {
		const deliveries = await this.sandbox.sendEvent({
			apiKey: SANDBOX_KEY,
			agentId,
			event: 'call.ended',
			// n8n may still be about to listen.
			retryUntilOk: true,
		});
		return deliveries.some(({ status }) => status === 200);
	}

	/** Saves the agency and stops the sandbox. */
	async close(): Promise<void> {
		clearInterval(this.timer);
		await this.sandbox.close();
		this.save();
		await this.saving;
	}

	/**
	 * Saves the agency if it has changed. Saves run one after the other, and each is written completely or not at all.
	 */
	private save(): void {
		const text = JSON.stringify(setupOf(this.agency), null, 2);
		if (text === this.saved) return;
		this.saved = text;
		this.saving = this.saving.then(async () => {
			const draft = `${this.file}.draft`;
			// Users may try an agent with a real key of its platform, so only they may read the file.
			await writeFile(draft, text, { mode: 0o600 });
			await rename(draft, this.file);
		});
	}
}

/** A file of an earlier version has clients and agents only. */
function readKept(text: string): AgencySetup {
	const kept: unknown = JSON.parse(text);
	if (isKept(kept)) return kept;
	throw new Error(`${FILE} doesn't contain an agency. Delete it, or start with --fresh.`);
}

const LATER_LISTS = ['leads', 'conversations', 'subscriptions', 'accounts'];

function isKept(value: unknown): value is AgencySetup {
	if (typeof value !== 'object' || value === null) return false;
	const lists = new Map(Object.entries(value));
	return (
		['clients', 'agents'].every((name) => isRecordList(lists.get(name))) &&
		LATER_LISTS.every((name) => !lists.has(name) || isRecordList(lists.get(name)))
	);
}

function isRecordList(value: unknown): boolean {
	return Array.isArray(value) && value.every((each) => typeof each === 'object' && each !== null);
}
