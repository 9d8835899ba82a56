// Records each finished item at once in the node's data, which n8n keeps over *Retry On Fail* and *Retry*. n8n runs a failed
// node again with all its items, and a create must not be sent a second time because of that.
import type { IDataObject, INode } from 'n8n-workflow';

import { shortDigest } from '../../transport/digest';
import type { Operation } from '../operation/operation';
import { isTool } from './errorPanel';
import {
	type Attempt,
	type JournalContext,
	type JournalMemory,
	type StoredJournal,
	type StoredRun,
	type StoredSetup,
	type StoredUnresolved,
	memoryFor,
	nodeData,
	removeIfEmpty,
	runIndexOf,
	storedJournal,
} from './journalStore';

export type { Attempt, JournalContext };

/** An item with an unknown outcome: its request was sent, but it's unknown whether ChatDash processed it. */
export interface Unresolved {
	readonly message: string;
	readonly status: number | undefined;
	/** Whether n8n retries on its own; otherwise a user has decided to, knowing what was unresolved. */
	readonly inThisExecution: boolean;
	/** The earlier attempt, as long as this process remembers it. */
	readonly attempt: Attempt | undefined;
}

/** What the journal knows of one item, and records of it. */
export interface JournalEntry {
	/** The outputs of an earlier attempt, if it sent the same request for this item. */
	completedOutputs(): readonly IDataObject[] | undefined;
	recordCompleted(outputs: readonly IDataObject[]): void;
	/** What an earlier attempt, of this execution or of the one that is retried, couldn't find out about the same request. */
	unresolved(): Unresolved | undefined;
	recordUnresolved(
		reason: Pick<Unresolved, 'message' | 'status'>,
		attempt: Attempt | undefined,
	): void;
}

export class Journal {
	private readonly execution: string | null;
	private readonly memory: JournalMemory;
	private readonly stored: StoredJournal;
	private readonly run: StoredRun;
	private readonly runKey: string;
	/** What earlier attempts left unresolved; what this one leaves unresolved is for the next one. */
	private readonly unresolvedBefore: Readonly<Record<string, StoredUnresolved>>;

	/** @param setup {@link setupDigest} of the node, if it has one */
	constructor(
		private readonly node: JournalContext,
		private readonly setup?: string,
	) {
		this.execution = node.getExecutionId() ?? null;
		const data = nodeData(node);
		this.memory = memoryFor(data);
		this.stored = storedJournal(data);
		this.unresolvedBefore = { ...this.stored.unresolved };
		this.runKey = this.freeKey(runIndexOf(node));
		this.memory.running.add(this.runKey);
		const earlier = this.stored.runs[this.runKey];
		const attempts = earlier?.execution === this.execution ? earlier.attempts : 0;
		this.run = {
			execution: this.execution,
			attempts: attempts + 1,
			done: earlier?.done ?? {},
			unresolved: earlier?.unresolved ?? {},
		};
		this.stored.runs[this.runKey] = this.run;
	}

	/**
	 * The entry of an item.
	 *
	 * @param item counted from 0
	 * @param fingerprint of what the item asks for
	 * @param account that it goes to; another account's identical request is another one
	 * @param occurrence how many items of the run before this one ask the account for the same
	 */
	entry(item: number, fingerprint: string, account: string, occurrence: number): JournalEntry {
		const { run, stored, memory, unresolvedBefore, execution } = this;
		const setup = this.setup === undefined ? undefined : { setup: this.setup };
		const isSameAs = (earlier: StoredSetup | undefined) =>
			setup !== undefined && earlier?.setup === setup.setup;
		const open = run.unresolved[item];
		const isOpen = open?.key.startsWith(`${account} `) === true && isSameAs(open);
		const key = isOpen ? open.key : `${account} ${fingerprint} ${occurrence}`;
		return {
			completedOutputs: () => {
				const done = run.done[item];
				return done?.fingerprint === fingerprint || isSameAs(done) ? done?.outputs : undefined;
			},
			recordCompleted: (outputs) => {
				run.done[item] = { fingerprint, ...setup, outputs: [...outputs] };
				delete run.unresolved[item];
				delete stored.unresolved[key];
				memory.attempts.delete(key);
			},
			unresolved: () => {
				const before = unresolvedBefore[key];
				if (before === undefined) return undefined;
				return {
					message: before.message,
					status: before.status ?? undefined,
					inThisExecution: before.execution === execution,
					attempt: memory.attempts.get(key),
				};
			},
			recordUnresolved: ({ message, status }, attempt) => {
				run.unresolved[item] = { key, ...setup };
				stored.unresolved[key] = { message, status: status ?? null, execution };
				if (attempt !== undefined) memory.attempts.set(key, attempt);
			},
		};
	}

	/** Removes the finished items, unless n8n is going to run the node again for these items. What is unresolved stays. */
	finish(firstItemFailed: boolean): void {
		if (firstItemFailed && this.willRetry()) return;
		delete this.stored.runs[this.runKey];
	}

	/** Ends this run's hold on its key, whether it went well or not. */
	release(): void {
		this.memory.running.delete(this.runKey);
		removeIfEmpty(nodeData(this.node), this.stored);
	}

	/** Two calls at the same moment may have the same run index; the second one gets a key of its own. */
	private freeKey(runIndex: number): string {
		const { running } = this.memory;
		let key = String(runIndex);
		for (let copy = 1; running.has(key); copy++) key = `${runIndex}.${copy}`;
		return key;
	}

	/** On *continue*, n8n retries if the first output item is an error; it runs the node two to five times in all. */
	private willRetry(): boolean {
		const { retryOnFail, maxTries } = this.node.getNode();
		return retryOnFail === true && this.run.attempts < Math.min(5, Math.max(2, maxTries || 3));
	}
}

/**
 * What makes an item the same one in a later attempt: what it asks for, without its passwords. A generated one differs each
 * time, and of a given one nothing may be stored, not even a digest.
 */
export function fingerprint(
	fields: Readonly<Record<string, unknown>>,
	secrets: readonly string[],
): string {
	const withoutSecrets = JSON.stringify(fields, (_key, value: unknown) =>
		typeof value === 'string' && secrets.includes(value) ? undefined : value,
	);
	return shortDigest(withoutSecrets);
}

/**
 * A digest of the node's parameters as they're stored, without its passwords. n8n runs a node again with the same input items.
 * So if the parameters are the same, too, each item asks for the same thing, even where an expression such as `{{ $now }}`
 * returns another value.
 *
 * @returns `undefined` for a tool, because what it does also depends on what the AI agent wants from each call
 */
export function setupDigest(
	node: INode,
	{ fields }: Pick<Operation, 'fields'>,
): string | undefined {
	if (isTool(node)) return undefined;
	const isSecret = (name: string) => fields[name]?.secrets !== undefined;
	return shortDigest(
		JSON.stringify(node.parameters, (name, value: unknown) => (isSecret(name) ? undefined : value)),
	);
}
