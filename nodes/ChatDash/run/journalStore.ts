// Where the journal of a run is kept: in the node's data of the execution, which n8n stores, and in the memory of this
// process, for what must not be stored.
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { isObject } from '../../transport/json';
import type { ExistingIds } from '../operation/operation';
import type { Ready } from './prepare';

/** A digest of how the node was set up when it sent an item; none for a tool. */
export type StoredSetup = { setup?: string };

/** A finished item: the fingerprint of its request, and its outputs. */
export type StoredEntry = StoredSetup & { fingerprint: string; outputs: IDataObject[] };

export type StoredUnresolved = {
	message: string;
	status: number | null;
	/** The execution that left it unresolved. */
	execution: string | null;
};

export type StoredRun = {
	/** The execution of the last attempt; a *Retry* is another one. */
	execution: string | null;
	/** How many times n8n has run the node for these items in that execution. */
	attempts: number;
	/** By item, counted from 0. */
	done: Record<string, StoredEntry>;
	/** The keys in the journal's own `unresolved`, by item. */
	unresolved: Record<string, StoredSetup & { key: string }>;
};

/** The journal as it's stored in the node's data. */
export type StoredJournal = {
	/** By run index: each round of a loop, and each call of a tool, is a run of its own. */
	runs: Record<string, StoredRun>;
	/** By account and request, because each attempt of a tool has another run index. */
	unresolved: Record<string, StoredUnresolved>;
};

/** A request as it was sent, with its password. It's kept in memory only. */
export interface Attempt {
	readonly item: Ready;
	readonly existing: ExistingIds;
}

/** What this process knows of a node in an execution, besides what is stored. */
export interface JournalMemory {
	readonly attempts: Map<string, Attempt>;
	/** Keys of the runs in progress: an agent calls a tool several times at once. */
	readonly running: Set<string>;
}

/** The part of n8n's context that the journal needs. */
export interface JournalContext extends Pick<IExecuteFunctions, 'getContext' | 'getNode'> {
	/** By n8n's types there always is one, but a tool that an MCP client calls has none. */
	getExecutionId(): string | undefined;
	getWorkflowDataProxy(item: number): Readonly<Record<string, unknown>>;
}

const KEY = 'chatDash';

/** n8n returns the same object for a node's data in all attempts of an execution. */
const MEMORIES = new WeakMap<IDataObject, JournalMemory>();

/** The node's data in the execution; an object that nothing keeps if n8n has none. */
export function nodeData(node: JournalContext): IDataObject {
	try {
		return node.getContext('node');
	} catch {
		// n8n throws if an execution has no data. Then it retries nothing either.
		return {};
	}
}

export function memoryFor(data: IDataObject): JournalMemory {
	const known = MEMORIES.get(data);
	if (known !== undefined) return known;
	const memory: JournalMemory = { attempts: new Map(), running: new Set() };
	MEMORIES.set(data, memory);
	return memory;
}

/** The stored journal; a new one if the node has none. */
export function storedJournal(data: IDataObject): StoredJournal {
	const known = data[KEY];
	if (isStoredJournal(known)) return known;
	const stored: StoredJournal = { runs: {}, unresolved: {} };
	data[KEY] = stored;
	return stored;
}

/** Removes a journal that has nothing left in it, so that a successful execution stores nothing of it. */
export function removeIfEmpty(data: IDataObject, stored: StoredJournal): void {
	const { runs, unresolved } = stored;
	if (Object.keys(runs).length + Object.keys(unresolved).length > 0) return;
	if (data[KEY] === stored) delete data[KEY];
}

/** n8n's proxy has it without starting the evaluator, which an expression would do for this value alone. */
export function runIndexOf(node: JournalContext): number {
	const runIndex = Number(node.getWorkflowDataProxy(0)['$runIndex']);
	return Number.isNaN(runIndex) ? 0 : runIndex;
}

const isStoredJournal = (value: unknown): value is StoredJournal =>
	isObject(value) && isObject(value['runs']) && isObject(value['unresolved']);
