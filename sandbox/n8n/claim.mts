// A file that says "in use, by this process". It keeps two starts from working in one folder at the same time,
// and tells `npm run dev` where n8n runs. A claim of a process that is gone (killed, say) counts for nothing.

import { link, readFile, rm, writeFile } from 'node:fs/promises';

import { isRunning } from './process-group.mjs';

/** Who holds a file, and what it says about itself. */
export interface Claim {
	readonly processId: number;
	/** For other programs: what this process offers, for example n8n's address. */
	readonly note: string;
}

export type ClaimResult =
	| { readonly kind: 'mine'; readonly release: () => Promise<void> }
	| { readonly kind: 'theirs'; readonly claim: Claim };

/** Claims the file for this process, unless another process that is still running holds it. */
export async function claim(file: string, note: string): Promise<ClaimResult> {
	const draft = `${file}.${process.pid}`;
	const mine: Claim = { processId: process.pid, note };
	await writeFile(draft, JSON.stringify(mine));
	try {
		for (;;) {
			// A link appears whole or not at all, and only if there is none: nobody ever reads half a claim.
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

/** Who holds the file at this moment, if anybody does. */
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
