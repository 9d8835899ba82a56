// What is done is noted at once in the node's own data, which n8n keeps over *Retry On Fail* and *Retry*: n8n runs a
// failed node again with all its items, and a create must not be sent a second time for that.
import { createHash } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

/** A finished item's note: what it asked for, and the output it had. */
interface Note {
	readonly request: string;
	readonly output: IDataObject;
}

/** What is left open of an item: it was sent, and nobody knows whether ChatDash did the work. */
export interface Open {
	readonly says: string;
	readonly status: number | undefined;
	/** Whether n8n tries again by itself; otherwise a user has decided to, knowing what was left open. */
	readonly inThisExecution: boolean;
}

type StoredOpen = { request: string; says: string; status: number | null; execution: string };

/** The notes as they lie in the node's data. */
type Stored = {
	/** Of the node in a loop; another round of it is another run. */
	runIndex: number;
	/** The execution of the last try; a *Retry* is another one. */
	execution: string;
	/** How many times n8n has run the node for these items in that execution. */
	tries: number;
	/** By item, counted from 0. */
	done: Record<string, Note>;
	/** By item as well. */
	open: Record<string, StoredOpen>;
};

const KEY = 'chatDash';

export class Notes {
	private readonly context: IDataObject;
	private readonly stored: Stored;

	constructor(private readonly node: IExecuteFunctions) {
		this.context = node.getContext('node');
		// As an expression it would be the only one of many a run, and n8n would start its evaluator for it.
		const runIndex = Number(node.getWorkflowDataProxy(0)['$runIndex']);
		const found = this.context[KEY];
		const earlier = isStored(found) && found.runIndex === runIndex ? found : undefined;
		const execution = node.getExecutionId();
		const tries = earlier?.execution === execution ? earlier.tries : 0;
		const { done = {}, open = {} } = earlier ?? {};
		this.stored = { runIndex, execution, tries: tries + 1, done, open };
		this.context[KEY] = this.stored;
	}

	/** @returns the output that an earlier try had for the very same request of this item */
	outputOf(item: number, request: string): IDataObject | undefined {
		const note = this.stored.done[item];
		return note?.request === request ? note.output : undefined;
	}

	/** Notes that an item is done. */
	add(item: number, request: string, output: IDataObject): void {
		this.stored.done[item] = { request, output };
	}

	/** @returns what an earlier try left open of the very same request of this item */
	openOf(item: number, request: string): Open | undefined {
		const note = this.stored.open[item];
		if (note?.request !== request) return undefined;
		const { says, status, execution } = note;
		const inThisExecution = execution === this.node.getExecutionId();
		return { says, status: status ?? undefined, inThisExecution };
	}

	/** Notes that it is open whether an item is done. */
	leaveOpen(item: number, request: string, { says, status }: Omit<Open, 'inThisExecution'>): void {
		const execution = this.node.getExecutionId();
		this.stored.open[item] = { request, says, status: status ?? null, execution };
	}

	/** Removes the notes, unless n8n is going to run the node once more for these items. */
	close(firstItemFailed: boolean): void {
		if (!(firstItemFailed && this.runsAgain())) delete this.context[KEY];
	}

	/** On *continue*, n8n tries again if the first output item is an error; between two and five times in all. */
	private runsAgain(): boolean {
		const { retryOnFail, maxTries } = this.node.getNode();
		return retryOnFail === true && this.stored.tries < Math.min(5, Math.max(2, maxTries || 3));
	}
}

/**
 * What makes an item the same one in a later try: what it asks for, but for its passwords. A generated one differs each
 * time, and of one that was given nothing may be stored, not even a digest.
 */
export function digestOf(
	asksFor: Readonly<Record<string, unknown>>,
	secrets: readonly string[],
): string {
	const open = JSON.stringify(asksFor, (_key, value: unknown) =>
		typeof value === 'string' && secrets.includes(value) ? undefined : value,
	);
	return createHash('sha256').update(open).digest('base64url').slice(0, 22);
}

const isStored = (value: unknown): value is Stored =>
	typeof value === 'object' &&
	value !== null &&
	'runIndex' in value &&
	typeof value.runIndex === 'number' &&
	'execution' in value &&
	typeof value.execution === 'string' &&
	'tries' in value &&
	typeof value.tries === 'number' &&
	'done' in value &&
	typeof value.done === 'object' &&
	value.done !== null &&
	'open' in value &&
	typeof value.open === 'object' &&
	value.open !== null;
