// The sandbox of `npm start`: one agency, whose clients outlive a restart.
// The sandbox itself forgets everything when it ends; n8n's data does not, and both should tell the same story.

import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type Agency, type Sandbox, type SeedClient, startSandbox } from './server.js';

/** The key that the sandbox knows; like a real one it is sent in the Authorization header. */
export const SANDBOX_KEY = 'CD.sandbox-key-for-this-machine-only';

const FILE = 'sandbox-clients.json';
const SAVE_EVERY_MS = 2_000;

/**
 * What the agency has before the first run. The login ID is also in the example workflow, for another company:
 * so the example shows what happens to a deal whose login is taken.
 */
const FIRST_CLIENTS: readonly SeedClient[] = [
	{
		name: 'Carter Consulting',
		language: 'en',
		members: [
			{ name: 'Ben Carter', loginId: 'ben.carter@example.com', email: 'ben.carter@example.com' },
		],
	},
];

export interface KeptSandboxOptions {
	readonly port: number;
	/** Path of the API's description. */
	readonly description: string;
	/** The folder that the clients are kept in between two starts. */
	readonly dataFolder: string;
}

/** A running sandbox whose clients are kept. */
export class KeptSandbox {
	private saved = '';
	private saving: Promise<void> = Promise.resolve();
	private readonly timer: NodeJS.Timeout;

	private constructor(
		private readonly sandbox: Sandbox,
		private readonly agency: Agency,
		private readonly file: string,
	) {
		// Now and then, and not only at the end: an end by force leaves no time to save.
		this.timer = setInterval(() => this.save(), SAVE_EVERY_MS);
	}

	/** Starts the sandbox with the clients of the last time. */
	static async start(options: KeptSandboxOptions): Promise<KeptSandbox> {
		const file = join(options.dataFolder, FILE);
		const clients = existsSync(file) ? readClients(await readFile(file, 'utf8')) : FIRST_CLIENTS;
		const sandbox = await startSandbox({ port: options.port, description: options.description });
		const agency = sandbox.openAgency(SANDBOX_KEY, { clients: [...clients] });
		return new KeptSandbox(sandbox, agency, file);
	}

	/** Where the page is that shows what the agency holds. */
	get page(): string {
		return `${this.sandbox.origin}/`;
	}

	/** What the credential takes for the API's base. */
	get baseUrl(): string {
		return this.sandbox.baseUrl;
	}

	/** Saves the clients and ends the sandbox. */
	async close(): Promise<void> {
		clearInterval(this.timer);
		await this.sandbox.close();
		this.save();
		await this.saving;
	}

	/** Saves the clients if they have changed; one save after the other, each complete or not at all. */
	private save(): void {
		const text = JSON.stringify(this.clients(), null, 2);
		if (text === this.saved) return;
		this.saved = text;
		this.saving = this.saving.then(async () => {
			const draft = `${this.file}.draft`;
			await writeFile(draft, text);
			await rename(draft, this.file);
		});
	}

	private clients(): SeedClient[] {
		return this.agency.clients.map(({ _id, ...client }) => ({
			...client,
			members: (this.agency.membersOf(_id) ?? []).map(
				({ _id: _memberId, clientId: _clientId, ...member }) => member,
			),
		}));
	}
}

function readClients(text: string): readonly SeedClient[] {
	const clients: unknown = JSON.parse(text);
	if (isClients(clients)) return clients;
	throw new Error(`${FILE} holds no list of clients.`);
}

function isClients(value: unknown): value is SeedClient[] {
	return (
		Array.isArray(value) &&
		value.every((client) => typeof client === 'object' && client !== null && 'name' in client)
	);
}
