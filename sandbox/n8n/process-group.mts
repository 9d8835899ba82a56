// Runs a program together with everything that program starts, and ends all of it together.
// n8n starts a task runner, npm starts compilers: ending only the first of them would leave the others behind.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

import { execa } from 'execa';

import { Stopped } from '../problem.mjs';

/** How a program ended: with its exit code, by a signal, or not at all because it could not be started. */
export type Ending =
	| { readonly kind: 'exited'; readonly code: number }
	| { readonly kind: 'killed'; readonly signal: string }
	| { readonly kind: 'never started'; readonly why: string };

export interface ProcessGroupOptions {
	/** The folder it works in. */
	readonly cwd: string;
	/** The whole environment it sees; nothing is added to it. */
	readonly env: NodeJS.ProcessEnv;
	/** What it prints is added to this file. */
	readonly logFile: string;
	/** Sees each line that it prints. */
	readonly onLine?: (line: string) => void;
}

const LAST_LINES = 30;
const GRACE_MS = 10_000;

/** Groups that are alive. Should this process end without having stopped them, they are ended in its last moment. */
const alive = new Set<ProcessGroup>();
process.on('exit', () => {
	for (const group of alive) group.kill();
});

/** A running program (the head) and all that it started. */
export class ProcessGroup {
	/** Settles when the head has ended, for whatever reason, and nothing of its group is left. Never rejects. */
	readonly ended: Promise<Ending>;
	readonly #headId: number | undefined;
	readonly #recent: string[] = [];

	/** Starts a program as the head of a group of its own, so that Ctrl-C in the terminal does not reach it directly. */
	constructor(command: string, args: readonly string[], options: ProcessGroupOptions) {
		const log = createWriteStream(options.logFile, { flags: 'a' });
		const head = execa(command, args, {
			cwd: options.cwd,
			env: endingWithThis(options.env),
			extendEnv: false,
			detached: true,
			cleanup: false,
			reject: false,
			buffer: false,
			all: true,
			stdin: 'ignore',
			ipc: true,
		});
		this.#headId = head.pid;
		alive.add(this);

		const read = async () => {
			for await (const line of head.iterable({ from: 'all' })) {
				log.write(`${line}\n`);
				this.#recent.push(line);
				if (this.#recent.length > LAST_LINES) this.#recent.shift();
				options.onLine?.(line);
			}
		};
		const reading = read();

		// Whatever the head leaves behind ends with it; only then does its output end as well.
		head.once('exit', () => this.kill());

		const end = async (): Promise<Ending> => {
			const { exitCode, signal, shortMessage } = await head;
			await reading;
			log.end();
			await once(log, 'close');
			alive.delete(this);
			if (exitCode !== undefined) return { kind: 'exited', code: exitCode };
			if (signal !== undefined) return { kind: 'killed', signal };
			return { kind: 'never started', why: shortMessage ?? `${command} could not be started` };
		};
		this.ended = end();
	}

	/** The last lines that it printed, oldest first. */
	get lastLines(): readonly string[] {
		return this.#recent;
	}

	/**
	 * Asks the head to end, waits, and ends by force what is left of the group.
	 *
	 * @param graceMs how long it may take to end by itself, in milliseconds
	 */
	async stop(graceMs: number): Promise<void> {
		if (this.#headId === undefined || !alive.has(this)) return;
		signal(this.#headId, 'SIGTERM');
		const forced = setTimeout(() => this.kill(), graceMs);
		await this.ended;
		clearTimeout(forced);
	}

	/** Ends every process of the group at once and by force. Does nothing when none is left. */
	kill(): void {
		if (this.#headId !== undefined) signal(-this.#headId, 'SIGKILL');
	}
}

/**
 * Runs a program to its end.
 *
 * @param stop ends it early
 * @returns how it ended, and the last lines that it printed
 * @throws Stopped when it was ended early
 */
export async function runToEnd(
	command: string,
	args: readonly string[],
	options: ProcessGroupOptions,
	stop: AbortSignal,
): Promise<{ readonly ending: Ending; readonly lastLines: readonly string[] }> {
	const interrupted = () => new Stopped(`${command} was interrupted.`);
	if (stop.aborted) throw interrupted();
	const program = new ProcessGroup(command, args, options);
	const onAbort = () => void program.stop(GRACE_MS);
	stop.addEventListener('abort', onAbort);
	const ending = await program.ended;
	stop.removeEventListener('abort', onAbort);
	if (stop.aborted) throw interrupted();
	return { ending, lastLines: program.lastLines };
}

/**
 * An environment in which a Node.js program, and its group with it, ends when this process is gone, however it went:
 * who is killed outright cannot clean up. The program notices it by the channel that is opened to it. By force, because
 * n8n, told to end politely, wants to write to its log first, which is gone as well.
 */
function endingWithThis(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	// A program that it starts with a channel of its own inherits this, too; hence the look at the parent.
	const watch = `if (process.ppid === ${process.pid} && process.channel) {
		process.once('disconnect', () => process.kill(0, 'SIGKILL'));
		process.channel.unref();
	}`;
	const preload = `--import=data:text/javascript,${encodeURIComponent(watch)}`;
	return { ...env, NODE_OPTIONS: [env['NODE_OPTIONS'], preload].filter(Boolean).join(' ') };
}

/** Whether there is a process of this id, whoever it belongs to. */
export function isRunning(processId: number): boolean {
	try {
		// Signal 0 is not delivered; it only asks whether it could be.
		process.kill(processId, 0);
		return true;
	} catch (error) {
		// Not allowed to signal it: then it runs, and is somebody else's.
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

/** Sends a signal to a process, or, with a negative number, to a group. That it is gone already is as good. */
function signal(id: number, name: NodeJS.Signals): void {
	try {
		process.kill(id, name);
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
	}
}
