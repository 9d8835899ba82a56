// Notices that the npm which runs this command is gone. npm passes Ctrl-C on only to the shell that it started, and a
// shell does not pass it further; told to end from outside, npm would leave the command, n8n and their ports behind.

import { readFile } from 'node:fs/promises';

import { execa } from 'execa';

import { isRunning } from './n8n/process-group.mjs';

const LOOK_EVERY_MS = 500;
/** npm, its shell, tsx: so many processes lie between npm and this one at most. */
const MOST_PARENTS = 4;

interface ProcessFacts {
	readonly parent: number;
	readonly name: string;
}

/**
 * Calls back once when npm, or a process between npm and this one, has ended. Does nothing when this command was not
 * started by npm.
 */
export async function whenNpmIsGone(callBack: () => void): Promise<void> {
	if (process.env['npm_lifecycle_event'] === undefined) return;
	const parents = await parentsUpToNpm();
	const looking = setInterval(() => {
		if (parents.every(isRunning)) return;
		clearInterval(looking);
		callBack();
	}, LOOK_EVERY_MS);
	looking.unref();
}

async function parentsUpToNpm(): Promise<readonly number[]> {
	const found: number[] = [];
	let next = process.ppid;
	while (found.length < MOST_PARENTS && next > 1) {
		found.push(next);
		const { parent, name } = await factsOf(next);
		if (name.startsWith('npm')) return found;
		next = parent;
	}
	// npm is not among them: some other program set its variables. The nearest parent is all that is known for sure.
	return found.slice(0, 1);
}

async function factsOf(id: number): Promise<ProcessFacts> {
	if (process.platform === 'linux') {
		const status = await readFile(`/proc/${id}/status`, 'utf8');
		return {
			parent: Number(/^PPid:\s*(\d+)/m.exec(status)?.[1] ?? 0),
			name: /^Name:\s*(.+)$/m.exec(status)?.[1] ?? '',
		};
	}
	const { stdout } = await execa('ps', ['-o', 'ppid=,command=', '-p', String(id)]);
	const [, parent = '0', name = ''] = /^\s*(\d+)\s+(.*)$/.exec(stdout) ?? [];
	return { parent: Number(parent), name };
}
