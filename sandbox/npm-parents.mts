// Detects that the npm that runs this command has ended. npm passes Ctrl+C on only to the shell that it started, and
// the shell doesn't pass it on. So if npm is ended from outside, the command and n8n would keep running.

import { readFile } from 'node:fs/promises';

import { execa } from 'execa';

import { isRunning } from './n8n/process-group.mjs';

const POLL_MS = 500;
/** npm, its shell, tsx: at most this many processes are between npm and this one. */
const MAX_PARENTS = 4;

interface ProcessInfo {
	readonly parent: number;
	readonly name: string;
}

/**
 * Calls back once when npm, or a process between npm and this one, has ended. Does nothing if npm didn't start this
 * command.
 */
export async function whenNpmIsGone(callBack: () => void): Promise<void> {
	if (process.env['npm_lifecycle_event'] === undefined) return;
	const parents = await parentsUpToNpm();
	const timer = setInterval(() => {
		if (parents.every(isRunning)) return;
		clearInterval(timer);
		callBack();
	}, POLL_MS);
	timer.unref();
}

async function parentsUpToNpm(): Promise<readonly number[]> {
	const found: number[] = [];
	let next = process.ppid;
	while (found.length < MAX_PARENTS && next > 1) {
		found.push(next);
		const { parent, name } = await readProcess(next);
		if (name.startsWith('npm')) return found;
		next = parent;
	}
	// npm isn't among them: another program set its variables. Only the nearest parent is certain.
	return found.slice(0, 1);
}

async function readProcess(id: number): Promise<ProcessInfo> {
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
