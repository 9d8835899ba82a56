// What is done is written down at once in the node's own data, which n8n keeps over *Retry On Fail* and *Retry*: n8n runs a
// failed node again with all its items, and a create must not be sent a second time because of that.
import { createHash } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { WriteItem } from './prepare';

/** A finished item: the digest of what it asked for, and the output it had. */
type Done = { request: string; output: IDataObject };

/** What an earlier try left open of an item: it was sent, and it's unknown whether ChatDash did the work. */
export interface Unresolved {
	readonly message: string;
	readonly status: number | undefined;
	/** Whether n8n tries again on its own; otherwise a user has decided to, knowing what was left open. */
	readonly inThisExecution: boolean;
	/** The earlier try, as long as this process remembers it. */
	readonly attempt: Attempt | undefined;
}

/** A request as it was sent, with the password that it carried. It's kept in memory only, never stored. */
export interface Attempt {
	readonly item: WriteItem;
	/** The IDs of the records that were there before it was sent; `undefined` if they couldn't be read. */
	readonly idsBefore: ReadonlySet<string> | undefined;
}

/** What the journal knows of one item, and is told of it. */
export interface Entry {
	/** The output that an earlier try had for the very same request of this item. */
	output(): IDataObject | undefined;
	/** Writes down that the item is done. */
	add(output: IDataObject): void;
	/** What an earlier try, of this execution or of the one that is retried, left open of the very same request. */
	open(): Unresolved | undefined;
	/** Writes down that it's open whether the item is done. */
	recordUnresolved(
		open: Pick<Unresolved, 'message' | 'status'>,
		attempt: Attempt | undefined,
	): void;
}

type StoredUnresolved = { message: string; status: number | null; execution: string | null };

type StoredRun = {
	/** The execution of the last try; a *Retry* is another one. */
	execution: string | null;
	/** How many times n8n has run the node for these items in that execution. */
	attempts: number;
	/** By item, counted from 0. */
	done: Record<string, Done>;
};

/** The journal as it lies in the node's data. */
type Stored = {
	/** By run index: each round of a loop, and each call of a tool, is a run of its own. */
	runs: Record<string, StoredRun>;
	/** By account and request, for each try of a tool has another run index. */
	open: Record<string, StoredUnresolved>;
};

/** What this process knows of a node in an execution, besides what is stored. */
interface Memory {
	readonly attempts: Map<string, Attempt>;
	/** Keys of the runs under way: an agent calls a tool several times at once. */
	readonly underWay: Set<string>;
}

const KEY = 'chatDash';

/** n8n hands out the same object for a node's data in all tries of an execution. */
const MEMORIES = new WeakMap<IDataObject, Memory>();

/** The part of n8n's context that the journal needs. */
export interface JournalContext extends Pick<IExecuteFunctions, 'getContext' | 'getNode'> {
	/** By n8n's types there's always one, but a tool that an MCP client calls has none. */
	getExecutionId(): string | undefined;
	getWorkflowDataProxy(item: number): Readonly<Record<string, unknown>>;
}

export class Journal {
	private readonly execution: string | null;
	private readonly memory: Memory;
	private readonly stored: Stored;
	private readonly run: StoredRun;
	private readonly runKey: string;
	/** What earlier tries left open; what this one leaves open is for the next one. */
	private readonly unresolvedBefore: Readonly<Record<string, StoredUnresolved>>;

	constructor(private readonly node: JournalContext) {
		this.execution = node.getExecutionId() ?? null;
		const context = contextOf(node);
		this.memory = memoryOf(context);
		this.stored = storedIn(context);
		this.unresolvedBefore = { ...this.stored.open };
		this.runKey = this.freeKey(runIndexOf(node));
		this.memory.underWay.add(this.runKey);
		const earlier = this.stored.runs[this.runKey];
		const tries = earlier?.execution === this.execution ? earlier.attempts : 0;
		this.run = { execution: this.execution, attempts: tries + 1, done: earlier?.done ?? {} };
		this.stored.runs[this.runKey] = this.run;
	}

	/**
	 * The entry of an item.
	 *
	 * @param item counted from 0
	 * @param request the digest of what the item asks for
	 * @param account that it goes to; another account's identical request is another one
	 * @param occurrence how many items of the run before this one ask the account for the very same
	 */
	entry(item: number, request: string, account: string, occurrence: number): Entry {
		const { run, stored, memory, unresolvedBefore, execution } = this;
		const key = shortDigest([account, request, occurrence]);
		return {
			output: () => {
				const done = run.done[item];
				return done?.request === request ? done.output : undefined;
			},
			add: (output) => {
				run.done[item] = { request, output };
				delete stored.open[key];
				memory.attempts.delete(key);
			},
			open: () => {
				const open = unresolvedBefore[key];
				if (open === undefined) return undefined;
				return {
					message: open.message,
					status: open.status ?? undefined,
					inThisExecution: open.execution === execution,
					attempt: memory.attempts.get(key),
				};
			},
			recordUnresolved: ({ message, status }, attempt) => {
				stored.open[key] = { message, status: status ?? null, execution };
				if (attempt !== undefined) memory.attempts.set(key, attempt);
			},
		};
	}

	/** Removes what is done, unless n8n is going to run the node once more for these items. What is open stays. */
	close(firstItemFailed: boolean): void {
		if (firstItemFailed && this.willRetry()) return;
		delete this.stored.runs[this.runKey];
	}

	/** Ends this run's hold on its key, whether it went well or not. */
	release(): void {
		this.memory.underWay.delete(this.runKey);
		const { runs, open } = this.stored;
		if (Object.keys(runs).length + Object.keys(open).length > 0) return;
		// A successful execution stores nothing of it.
		const context = contextOf(this.node);
		if (context[KEY] === this.stored) delete context[KEY];
	}

	/** Two calls at the same moment may have the same run index; the second one gets a key of its own. */
	private freeKey(runIndex: number): string {
		const { underWay } = this.memory;
		let key = String(runIndex);
		for (let copy = 1; underWay.has(key); copy++) key = `${runIndex}.${copy}`;
		return key;
	}

	/** On *continue*, n8n tries again if the first output item is an error; between two and five times in all. */
	private willRetry(): boolean {
		const { retryOnFail, maxTries } = this.node.getNode();
		return retryOnFail === true && this.run.attempts < Math.min(5, Math.max(2, maxTries || 3));
	}
}

/** The node's data in the execution; an object that nothing keeps where n8n has none. */
function contextOf(node: JournalContext): IDataObject {
	try {
		return node.getContext('node');
	} catch {
		// n8n throws where an execution has no data. Then it runs nothing again either.
		return {};
	}
}

function memoryOf(context: IDataObject): Memory {
	const known = MEMORIES.get(context);
	if (known !== undefined) return known;
	const memory: Memory = { attempts: new Map(), underWay: new Set() };
	MEMORIES.set(context, memory);
	return memory;
}

function storedIn(context: IDataObject): Stored {
	const found = context[KEY];
	if (isStored(found)) return found;
	const stored: Stored = { runs: {}, open: {} };
	context[KEY] = stored;
	return stored;
}

/** As an expression it would be the only one of many a run, and n8n would start its evaluator for it. */
function runIndexOf(node: JournalContext): number {
	const runIndex = Number(node.getWorkflowDataProxy(0)['$runIndex']);
	return Number.isNaN(runIndex) ? 0 : runIndex;
}

/**
 * What makes an item the same one in a later try: what it asks for, but for its passwords. A generated one differs each
 * time, and of one that was given nothing may be stored, not even a digest.
 */
export function fingerprint(
	asksFor: Readonly<Record<string, unknown>>,
	secrets: readonly string[],
): string {
	const open = JSON.stringify(asksFor, (_key, value: unknown) =>
		typeof value === 'string' && secrets.includes(value) ? undefined : value,
	);
	return shortDigest(open);
}

/** A digest of a value, as text. */
export const shortDigest = (value: unknown): string =>
	createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isStored = (value: unknown): value is Stored =>
	isObject(value) &&
	'runs' in value &&
	isObject(value.runs) &&
	'open' in value &&
	isObject(value.open);
