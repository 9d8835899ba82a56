// One running n8n: its own folder, its own ports, nothing fetched from outside.
// `npm start` runs one beside the sandbox; the end-to-end tests run as many as they need.

import { mkdir, realpath } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';

import { Problem, Stopped } from '../problem.mjs';
import { RELEASES } from './lines.mjs';
import { freePort, HOST } from './ports.mjs';
import { type Ending, ProcessGroup } from './process-group.mjs';
import type { Runtime } from './runtime.mjs';

export interface InstanceOptions {
	readonly runtime: Runtime;
	/**
	 * n8n's N8N_USER_FOLDER: database, encryption key and community packages live in `.n8n` in it. Made if missing.
	 * Install the package into it first (see community-package.mts).
	 */
	readonly userFolder: string;
	/** The port of editor and API. A free one is chosen if it is left out. */
	readonly port?: number;
	/** More of n8n's environment variables; they win over what is set here. */
	readonly settings?: Readonly<Record<string, string>>;
	/** Gives up the start, and ends n8n. */
	readonly stop?: AbortSignal;
}

/** Once it runs, n8n answers after 5 to 30 seconds; a machine under load is given more. */
const READY_WITHIN_MS = 180_000;
const READY_POLL_MS = 200;
/** n8n 1 calls itself ready when its database is; this is the line that it prints once everything is loaded. */
const LOADED_LINE = 'Editor is now accessible via:';
/** n8n finishes what it is at, then ends; what is left after this time is ended by force. */
const STOP_GRACE_MS = 15_000;

/**
 * What keeps n8n to itself and to this machine, in either line; lines.mts has what differs. The rest of n8n's settings
 * are as a user finds them.
 * Read in the configuration classes of n8n 2.41.1 and 1.123.81.
 */
const KEPT_LOCAL: Readonly<Record<string, string>> = {
	NODE_ENV: 'production',
	N8N_LISTEN_ADDRESS: HOST,
	N8N_HOST: HOST,
	N8N_SECURE_COOKIE: 'false',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	EXTERNAL_FRONTEND_HOOKS_URLS: '',
	// Settings → Community nodes asks npm for newer versions; here the package is the one of the checkout.
	npm_config_offline: 'true',
	// Reloads a community package whose files change; also, n8n does not pause for 10 seconds after it was killed.
	N8N_DEV_RELOAD: 'true',
	N8N_LOG_LEVEL: 'info',
	N8N_LOG_OUTPUT: 'console',
	NO_COLOR: '1',
};

/** Of this process's environment n8n sees only these: a user's own N8N_, DB_ or proxy settings are for another n8n. */
const INHERITED = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR'];

/** A running n8n. */
export class N8nInstance {
	private constructor(
		/** Where it answers: `http://127.0.0.1:PORT`. */
		readonly origin: string,
		/** What it prints goes into this file. */
		readonly logFile: string,
		readonly runtime: Runtime,
		private readonly group: ProcessGroup,
		private readonly environment: NodeJS.ProcessEnv,
		/** Its N8N_USER_FOLDER, with its database in it. */
		readonly folder: string,
	) {}

	/**
	 * Starts n8n and waits until it answers.
	 *
	 * @throws Problem with n8n's last words when it ends instead or does not answer in three minutes;
	 *   Stopped when `stop` came first
	 */
	static async start(options: InstanceOptions): Promise<N8nInstance> {
		await mkdir(options.userFolder, { recursive: true });
		// n8n finds changed files by their real path; a folder behind a link would never be reloaded.
		const folder = await realpath(options.userFolder);
		const port = options.port ?? (await freePort());
		const environment = {
			...inherited(),
			...KEPT_LOCAL,
			...RELEASES[options.runtime.line].settings,
			N8N_USER_FOLDER: folder,
			N8N_PORT: String(port),
			N8N_EDITOR_BASE_URL: `http://${HOST}:${port}/`,
			N8N_WEBHOOK_URL: `http://${HOST}:${port}/`,
			// n8n's channel to its task runner; two n8n on one machine need two.
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			EXTERNAL_HOOK_FILES: beside('list-community-package.mts'),
			...options.settings,
		};
		const logFile = join(folder, 'n8n.log');
		let loaded = options.runtime.line !== '1';
		const group = new ProcessGroup(options.runtime.node, [options.runtime.n8n, 'start'], {
			cwd: folder,
			env: environment,
			logFile,
			onLine: (line) => {
				if (line.includes(LOADED_LINE)) loaded = true;
			},
		});
		const instance = new N8nInstance(
			`http://${HOST}:${port}`,
			logFile,
			options.runtime,
			group,
			environment,
			folder,
		);
		try {
			await instance.untilReady(() => loaded, options.stop);
		} catch (error) {
			await instance.stop();
			throw error;
		}
		return instance;
	}

	/** Settles when n8n has ended, for whatever reason. Never rejects. */
	get ended(): Promise<Ending> {
		return this.group.ended;
	}

	/** What n8n printed last, oldest line first. */
	get lastLines(): readonly string[] {
		return this.group.lastLines;
	}

	/** Ends n8n and everything it started; by force if it takes longer than 15 seconds. */
	async stop(): Promise<void> {
		await this.group.stop(STOP_GRACE_MS);
	}

	/** Ends n8n as `kill -9` does: it cannot save or close anything. Resolves when it is gone. */
	async kill(): Promise<void> {
		this.group.kill();
		await this.ended;
	}

	/**
	 * Runs a command of n8n beside the running one, or after it, on the same database:
	 * `['execute', '--id=…', '--rawOutput']`. Takes about 4 seconds.
	 *
	 * @param settings more environment variables for this command alone
	 * @returns exit code and what it printed; for `execute`, other lines of n8n come before the result
	 */
	async command(
		args: readonly string[],
		settings: Readonly<Record<string, string>> = {},
	): Promise<{ exitCode: number; output: string }> {
		const { exitCode, all, shortMessage } = await execa(
			this.runtime.node,
			[`--import=${beside('orderly-exit.mts')}`, this.runtime.n8n, ...args],
			{
				cwd: this.folder,
				env: {
					...this.environment,
					N8N_RUNNERS_BROKER_PORT: String(await freePort()),
					...settings,
				},
				extendEnv: false,
				reject: false,
				all: true,
			},
		);
		if (exitCode === undefined) throw new Problem(`n8n ${args.join(' ')}: ${shortMessage}`);
		return { exitCode, output: all };
	}

	private async untilReady(loaded: () => boolean, stop: AbortSignal | undefined): Promise<void> {
		let ending: Ending | undefined;
		void this.ended.then((how) => (ending = how));
		const deadline = Date.now() + READY_WITHIN_MS;
		while (!loaded() || !(await this.isReady())) {
			if (stop?.aborted === true) throw new Stopped('The start of n8n was interrupted.');
			if (ending !== undefined) throw new Problem(lastWords('n8n ended while it started', this));
			if (Date.now() > deadline) throw new Problem(lastWords('n8n does not answer', this));
			await pause(READY_POLL_MS);
		}
	}

	/** n8n 2's own word for "everything is loaded": before that, the port may be open already. */
	private async isReady(): Promise<boolean> {
		try {
			const { ok } = await fetch(`${this.origin}/healthz/readiness`);
			return ok;
		} catch {
			// Nothing listens yet. That n8n has ended instead is noticed by untilReady.
			return false;
		}
	}
}

/** A sentence followed by the last lines that an n8n printed. */
export function lastWords(sentence: string, instance: N8nInstance): string {
	return [
		`${sentence}. Its last words:`,
		...instance.lastLines.slice(-15).map((line) => `  ${line}`),
		`All of them are in ${instance.logFile}`,
	].join('\n');
}

/** The path of a file that lies beside this one. */
function beside(name: string): string {
	return fileURLToPath(new URL(name, import.meta.url));
}

function inherited(): NodeJS.ProcessEnv {
	const environment: NodeJS.ProcessEnv = { HOME: homedir(), TMPDIR: tmpdir() };
	for (const name of INHERITED) {
		const value = process.env[name];
		if (value !== undefined) environment[name] = value;
	}
	return environment;
}
