// One running n8n with its own folder and its own ports, which fetches nothing from outside. `npm start` runs one next
// to the sandbox; the end-to-end tests run as many as they need.

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
	 * n8n's N8N_USER_FOLDER: its `.n8n` folder has the database, the encryption key and the community packages. Created
	 * if missing. Install the package into it first (see community-package.mts).
	 */
	readonly userFolder: string;
	/** The port of the editor and the API. A free one if left out. */
	readonly port?: number;
	/** Additional environment variables for n8n; they override those set here. */
	readonly settings?: Readonly<Record<string, string>>;
	/** Cancels the start and ends n8n. */
	readonly stop?: AbortSignal;
}

/** n8n usually answers after 5 to 30 seconds; a machine under load gets more time. */
const READY_TIMEOUT_MS = 180_000;
const READY_POLL_MS = 200;
/** n8n 1 reports that it's ready when its database is. It prints this line when everything is loaded. */
const LOADED_LINE = 'Editor is now accessible via:';
/** n8n finishes its current work, then ends. It's killed after this time. */
const STOP_GRACE_MS = 15_000;

/**
 * Settings that keep n8n local and offline, for both lines; lines.mts has the differences. All other settings have
 * their defaults. Found in the configuration classes of n8n 2.41.1 and 1.123.81.
 */
const LOCAL_SETTINGS: Readonly<Record<string, string>> = {
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
	// Settings → Community nodes asks npm for newer versions; here the package comes from the checkout.
	npm_config_offline: 'true',
	// Reloads a community package when its files change. Also, n8n doesn't pause for 10 seconds after it was killed.
	N8N_DEV_RELOAD: 'true',
	N8N_LOG_LEVEL: 'info',
	N8N_LOG_OUTPUT: 'console',
	NO_COLOR: '1',
};

/** n8n inherits only these variables. A user's own N8N_, DB_ or proxy settings are for another n8n. */
const INHERITED_VARIABLES = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR'];

/** A running n8n. */
export class N8nInstance {
	private constructor(
		/** Where it answers: `http://127.0.0.1:PORT`. */
		readonly origin: string,
		/** n8n's output goes into this file. */
		readonly logFile: string,
		readonly runtime: Runtime,
		private readonly group: ProcessGroup,
		private readonly environment: NodeJS.ProcessEnv,
		/** Its N8N_USER_FOLDER, which contains its database. */
		readonly folder: string,
	) {}

	/**
	 * Starts n8n and waits until it answers.
	 *
	 * @throws Problem with n8n's last output when n8n ends or doesn't answer within three minutes; Stopped when `stop`
	 *   was aborted first
	 */
	static async start(options: InstanceOptions): Promise<N8nInstance> {
		await mkdir(options.userFolder, { recursive: true });
		// n8n finds changed files by their real path; a folder behind a symbolic link would never be reloaded.
		const folder = await realpath(options.userFolder);
		const port = options.port ?? (await freePort());
		const environment = {
			...inheritedVariables(),
			...LOCAL_SETTINGS,
			...RELEASES[options.runtime.line].settings,
			N8N_USER_FOLDER: folder,
			N8N_PORT: String(port),
			N8N_EDITOR_BASE_URL: `http://${HOST}:${port}/`,
			N8N_WEBHOOK_URL: `http://${HOST}:${port}/`,
			// n8n's channel to its task runner; each n8n on a machine needs its own.
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			EXTERNAL_HOOK_FILES: siblingFile('list-community-package.mts'),
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

	/** The ID of n8n's main process. */
	get processId(): number | undefined {
		return this.group.headId;
	}

	/** The last lines of n8n's output, oldest first. */
	get lastLines(): readonly string[] {
		return this.group.lastLines;
	}

	/** Ends n8n and every process it started; kills them if that takes longer than 15 seconds. */
	async stop(): Promise<void> {
		await this.group.stop(STOP_GRACE_MS);
	}

	/** Ends n8n as `kill -9` does: n8n can't save or close anything. Resolves when it's gone. */
	async kill(): Promise<void> {
		this.group.kill();
		await this.ended;
	}

	/**
	 * Runs a command of n8n on the same database, while this n8n runs or after it: `['execute', '--id=…',
	 * '--rawOutput']`. Takes about 4 seconds.
	 *
	 * @param settings additional environment variables for this command only
	 * @returns exit code and output; for `execute`, other lines of n8n come before the result
	 */
	async command(
		args: readonly string[],
		settings: Readonly<Record<string, string>> = {},
	): Promise<{ exitCode: number; output: string }> {
		const { exitCode, all, shortMessage } = await execa(
			this.runtime.node,
			[`--import=${siblingFile('orderly-exit.mts')}`, this.runtime.n8n, ...args],
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
		const deadline = Date.now() + READY_TIMEOUT_MS;
		while (!loaded() || !(await this.isReady())) {
			if (stop?.aborted === true) throw new Stopped('The start of n8n was interrupted.');
			if (ending !== undefined)
				throw new Problem(withLastLines('n8n stopped during startup', this));
			if (Date.now() > deadline) throw new Problem(withLastLines("n8n isn't responding", this));
			await pause(READY_POLL_MS);
		}
	}

	/** n8n 2 reports here that everything is loaded. Its port may be open before that. */
	private async isReady(): Promise<boolean> {
		try {
			const { ok } = await fetch(`${this.origin}/healthz/readiness`);
			return ok;
		} catch {
			// Nothing listens yet. If n8n has ended instead, `untilReady` notices that.
			return false;
		}
	}
}

/** A sentence followed by the last lines of an n8n's output. */
export function withLastLines(sentence: string, instance: N8nInstance): string {
	return [
		`${sentence}. Last lines of the log:`,
		...instance.lastLines.slice(-15).map((line) => `  ${line}`),
		`Full log: ${instance.logFile}`,
	].join('\n');
}

/** The path of a file in the folder of this file. */
function siblingFile(name: string): string {
	return fileURLToPath(new URL(name, import.meta.url));
}

function inheritedVariables(): NodeJS.ProcessEnv {
	const environment: NodeJS.ProcessEnv = { HOME: homedir(), TMPDIR: tmpdir() };
	for (const name of INHERITED_VARIABLES) {
		const value = process.env[name];
		if (value !== undefined) environment[name] = value;
	}
	return environment;
}
