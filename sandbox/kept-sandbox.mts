// The sandbox of `npm start`: one agency, whose clients and agents outlive a restart.
// The sandbox itself forgets everything when it ends; n8n's data does not, and both should tell the same story. So the
// ids are kept as well: a workflow that was saved with an agent picked from a list holds that agent's id.

import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type Agency, type AgencySetup, type Sandbox, startSandbox } from './server.js';

/** The key that the sandbox knows; like a real one it is sent in the Authorization header. */
export const SANDBOX_KEY = 'CD.sandbox-key-for-this-machine-only';

const FILE = 'sandbox-agency.json';
const SAVE_EVERY_MS = 2_000;

type Kept = Pick<AgencySetup, 'clients' | 'agents'>;

/**
 * What the agency has before the first run. The login ID is also in the example workflow, for another company:
 * so the example shows what happens to a deal whose login is taken. Likewise one agent is taken, and the others can be
 * assigned to the clients that the example creates.
 */
const AT_FIRST: Kept = {
	clients: [
		{
			_id: 'c4a71e5f00000000000000c1',
			name: 'Carter Consulting',
			language: 'en',
			members: [
				{ name: 'Ben Carter', loginId: 'ben.carter@example.com', email: 'ben.carter@example.com' },
			],
		},
	],
	agents: [
		{
			name: 'Carter Reception',
			platform: 'vapi',
			apiId: 'carter-reception',
			apiKey: 'test-vapi-key-of-nobody',
			clientId: 'c4a71e5f00000000000000c1',
		},
		{
			name: 'Bakery Order Line',
			platform: 'retell',
			apiId: 'bakery-order-line',
			apiKey: 'test-retell-key-of-nobody',
		},
		{
			name: 'Website Chat',
			platform: 'botpress',
			apiId: 'https://messaging.botpress.example/website-chat',
			apiKey: 'test-botpress-token-of-nobody',
			platformCredentials: { botId: 'test-bot', workspaceId: 'test-workspace' },
		},
		{
			name: 'Booking Assistant',
			platform: 'voiceflow',
			apiId: 'booking-assistant',
			apiKey: 'test-voiceflow-key-of-nobody',
		},
		{ name: 'Lead Qualifier', platform: 'n8n' },
	],
};

export interface KeptSandboxOptions {
	readonly port: number;
	/** Path of the API's description. */
	readonly description: string;
	/** The folder that the agency is kept in between two starts. */
	readonly dataFolder: string;
}

/** A running sandbox whose agency is kept. */
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

	/** Starts the sandbox with the agency of the last time. */
	static async start(options: KeptSandboxOptions): Promise<KeptSandbox> {
		const file = join(options.dataFolder, FILE);
		const kept = existsSync(file) ? readKept(await readFile(file, 'utf8')) : AT_FIRST;
		const sandbox = await startSandbox({ port: options.port, description: options.description });
		const agency = sandbox.openAgency(SANDBOX_KEY, kept);
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

	/** Saves the agency and ends the sandbox. */
	async close(): Promise<void> {
		clearInterval(this.timer);
		await this.sandbox.close();
		this.save();
		await this.saving;
	}

	/** Saves the agency if it has changed; one save after the other, each complete or not at all. */
	private save(): void {
		const text = JSON.stringify(this.toKeep(), null, 2);
		if (text === this.saved) return;
		this.saved = text;
		this.saving = this.saving.then(async () => {
			const draft = `${this.file}.draft`;
			// Somebody may try an agent with a real key of its platform.
			await writeFile(draft, text, { mode: 0o600 });
			await rename(draft, this.file);
		});
	}

	private toKeep(): Kept {
		return {
			clients: this.agency.clients.map((client) => ({
				...client,
				members: [...(this.agency.membersOf(client._id) ?? [])],
			})),
			agents: [...this.agency.agents.all],
		};
	}
}

function readKept(text: string): Kept {
	const kept: unknown = JSON.parse(text);
	if (isKept(kept)) return kept;
	throw new Error(`${FILE} holds no clients and agents.`);
}

function isKept(value: unknown): value is Kept {
	return (
		typeof value === 'object' &&
		value !== null &&
		'clients' in value &&
		isListOfNamed(value.clients) &&
		'agents' in value &&
		isListOfNamed(value.agents)
	);
}

function isListOfNamed(value: unknown): boolean {
	return (
		Array.isArray(value) &&
		value.every((each) => typeof each === 'object' && each !== null && 'name' in each)
	);
}
