// A lock file that names the process that uses a folder. It keeps two starts from working in one folder at the same
// time, and tells `npm run dev` where n8n runs. The lock of a process that is gone (killed, for example) doesn't count.

import { link, readFile, rm, writeFile } from 'node:fs/promises';

import { isRunning } from './process-group.mjs';

/** The process that has the lock, and its note. */
export interface Claim {
	readonly processId: number;
	/** Information for other programs, for example n8n's address. */
	readonly note: string;
}

export type ClaimResult =
	| { readonly kind: 'mine'; readonly release: () => Promise<void> }
	| { readonly kind: 'theirs'; readonly claim: Claim };

/** Takes the lock for this process, unless another running process has it. */
export async function claim(file: string, note: string): Promise<ClaimResult> {
	const draft = `${file}.${process.pid}`;
	const mine: Claim = { processId: process.pid, note };
	await writeFile(draft, JSON.stringify(mine));
	try {
		for (;;) {
			// A link is created completely or not at all, and only if none exists, so no one ever reads half a claim.
			if (await linked(draft, file))
				return { kind: 'mine', release: () => rm(file, { force: true }) };
			const theirs = await holder(file);
			if (theirs !== undefined) return { kind: 'theirs', claim: theirs };
			await rm(file, { force: true });
		}
	} finally {
		await rm(draft, { force: true });
	}
}

/** The process that has the lock at this moment, if any. */
export async function holder(file: string): Promise<Claim | undefined> {
	let text: string;
	try {
		text = await readFile(file, 'utf8');
	} catch (error) {
		if (hasCode(error, 'ENOENT')) return undefined;
		throw error;
	}
	const found: unknown = JSON.parse(text);
	return isClaim(found) && isRunning(found.processId) ? found : undefined;
}

async function linked(from: string, to: string): Promise<boolean> {
	try {
		await link(from, to);
		return true;
	} catch (error) {
		if (hasCode(error, 'EEXIST')) return false;
		throw error;
	}
}

function isClaim(value: unknown): value is Claim {
	return (
		typeof value === 'object' &&
		value !== null &&
		'processId' in value &&
		typeof value.processId === 'number' &&
		'note' in value &&
		typeof value.note === 'string'
	);
}

function hasCode(error: unknown, code: string): boolean {
	return error instanceof Error && 'code' in error && error.code === code;
}
