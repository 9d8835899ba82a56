// Runs a program together with every process that it starts, and ends all of them together. n8n starts a task runner,
// npm starts compilers: ending only the program itself would leave the others running.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

import { execa } from 'execa';

import { Stopped } from '../problem.mjs';

/** How a program ended: with an exit code, by a signal, or not at all because it couldn't be started. */
export type Ending =
	| { readonly kind: 'exited'; readonly code: number }
	| { readonly kind: 'killed'; readonly signal: string }
	| { readonly kind: 'never started'; readonly why: string };

export interface ProcessGroupOptions {
	/** The working directory of the program. */
	readonly cwd: string;
	/** The whole environment of the program; nothing is added to it. */
	readonly env: NodeJS.ProcessEnv;
	/** The program's output is appended to this file. */
	readonly logFile: string;
	/** Receives each line of the output. */
	readonly onLine?: (line: string) => void;
}

const LAST_LINES = 30;
const GRACE_MS = 10_000;

/** Running groups. If this process ends without having stopped them, they are killed at its exit. */
const alive = new Set<ProcessGroup>();
process.on('exit', () => {
	for (const group of alive) group.kill();
});

/** A running program (the head) and every process that it started. */
export class ProcessGroup {
	/** Settles when the head has ended, for whatever reason, and its group is gone. Never rejects. */
	readonly ended: Promise<Ending>;
	readonly #headId: number | undefined;
	readonly #recent: string[] = [];

	/** Starts a program as the head of a new group, so that Ctrl+C in the terminal doesn't reach it directly. */
	constructor(command: string, args: readonly string[], options: ProcessGroupOptions) {
		const log = createWriteStream(options.logFile, { flags: 'a' });
		const head = execa(command, args, {
			cwd: options.cwd,
			env: withParentWatch(options.env),
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

		// Kill what the head leaves behind; the output ends only when all of the group has ended.
		head.once('exit', () => this.kill());

		const end = async (): Promise<Ending> => {
			const { exitCode, signal, shortMessage } = await head;
			await reading;
			log.end();
			await once(log, 'close');
			alive.delete(this);
			if (exitCode !== undefined) return { kind: 'exited', code: exitCode };
			if (signal !== undefined) return { kind: 'killed', signal };
			return { kind: 'never started', why: shortMessage ?? `${command} couldn't be started` };
		};
		this.ended = end();
	}

	/** The head's process ID; `undefined` if it couldn't be started. */
	get headId(): number | undefined {
		return this.#headId;
	}

	/** The last lines of the output, oldest first. */
	get lastLines(): readonly string[] {
		return this.#recent;
	}

	/**
	 * Asks the head to end, waits, and kills what is left of the group.
	 *
	 * @param graceMs how long the head may take to end before it's killed
	 */
	async stop(graceMs: number): Promise<void> {
		if (this.#headId === undefined || !alive.has(this)) return;
		signal(this.#headId, 'SIGTERM');
		const forced = setTimeout(() => this.kill(), graceMs);
		await this.ended;
		clearTimeout(forced);
	}

	/** Kills every process of the group at once. Does nothing when none is left. */
	kill(): void {
		if (this.#headId !== undefined) signal(-this.#headId, 'SIGKILL');
	}
}

/**
 * Runs a program to its end.
 *
 * @param stop ends the program early
 * @returns how the program ended, and the last lines of its output
 * @throws Stopped when the program was ended early
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
 * An environment in which a Node.js program and its group end when this process is gone, for whatever reason. A killed
 * process can't clean up, so the program itself watches the channel to this process. It uses SIGKILL, because an n8n
 * that is asked to end first writes to its log, which is gone as well.
 */
function withParentWatch(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
	// A program that it starts with its own channel inherits this code too, so the code also checks the parent.
	const watch = `if (process.ppid === ${process.pid} && process.channel) {
		process.once('disconnect', () => process.kill(0, 'SIGKILL'));
		process.channel.unref();
	}`;
	const preload = `--import=data:text/javascript,${encodeURIComponent(watch)}`;
	return { ...env, NODE_OPTIONS: [env['NODE_OPTIONS'], preload].filter(Boolean).join(' ') };
}

/** Whether a process with this ID exists, no matter who owns it. */
export function isRunning(processId: number): boolean {
	try {
		// Signal 0 isn't delivered; it only checks whether a signal could be.
		process.kill(processId, 0);
		return true;
	} catch (error) {
		// EPERM: the process exists, but belongs to someone else.
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

/** Sends a signal to a process, or to a group if the number is negative. Does nothing if the target is already gone. */
function signal(id: number, name: NodeJS.Signals): void {
	try {
		process.kill(id, name);
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
	}
}
