// The second step: every prepared item gets its outcome. Requests are sent in input order, a bounded number at a time.
import { forEachConcurrent } from '../../transport/concurrency';
import { type StopReason, StopState } from '../../transport/stop';
import { fingerprintedFields } from '../operation/define';
import type { Operation } from '../operation/operation';
import { AccountRun } from './accountRun';
import type { AccountContext } from './contexts';
import { type ToEnrich, enrich } from './enrich';
import { executeRead } from './executeRead';
import { type WriteResult, executeWrite, stillUnresolved } from './executeWrite';
import { type Journal, type JournalEntry, fingerprint } from './journal';
import { serializeByKey } from './keyedQueue';
import { type Outcome, isFailure } from './outcome';
import type { Prepared, Ready } from './prepare';

/** A message that says "canceled" leaves the execution what it is for n8n: canceled, not failed. */
const CANCELED: StopReason = {
	message: 'The execution was canceled before this item was sent',
	status: undefined,
	advice: 'Run this item again.',
};

export interface SendResult {
	/** One an item, in input order. */
	readonly outcomes: readonly Outcome[];
	/** Whether a limit of ChatDash made the run wait. */
	readonly wasThrottled: boolean;
}

export interface SendOptions {
	readonly journal?: Journal | undefined;
	/** Whether nothing more starts once an item has failed. Items in progress are finished all the same. */
	readonly stopsAtFailure: boolean;
	/** Whether an earlier run may have sent the same items and left no journal. */
	readonly mayHaveRunBefore: boolean;
}

/**
 * Sends every item that is ready and that no earlier attempt of this run has finished.
 *
 * @param items in input order. They are taken over: once an item has its outcome, nothing else of it is kept
 */
export async function send(
	operation: Operation,
	items: Array<Prepared | undefined>,
	options: SendOptions,
): Promise<SendResult> {
	const outcomes: Outcome[] = [];
	const indexesByContext = new Map<AccountContext, number[]>();
	items.forEach((item, index) => {
		if (item?.kind !== 'ready') {
			if (item !== undefined) outcomes[index] = item;
			return;
		}
		const indexes = indexesByContext.get(item.context);
		if (indexes === undefined) indexesByContext.set(item.context, [index]);
		else indexes.push(index);
	});

	const [first] = indexesByContext.keys();
	if (first === undefined) return { outcomes, wasThrottled: false };
	const runStop = new StopState(first.abort);
	// Each account has its own rate limiter, so one that has to wait doesn't delay the others.
	const accounts = await Promise.all(
		[...indexesByContext].map(async ([context, indexes]) => {
			const account = new AccountRun(context, {
				hasSeveralItems: indexes.length > 1,
				mayHaveRunBefore: options.mayHaveRunBefore,
				runStop,
			});
			await sendToAccount({ operation, items, indexes, outcomes, account, runStop, ...options });
			return account;
		}),
	);
	return { outcomes, wasThrottled: accounts.some(({ wasThrottled }) => wasThrottled) };
}

interface AccountItems extends Pick<SendOptions, 'journal' | 'stopsAtFailure'> {
	readonly operation: Operation;
	/** Of the whole run. */
	readonly items: Array<Prepared | undefined>;
	/** The items that go to this account, in input order. */
	readonly indexes: readonly number[];
	readonly outcomes: Outcome[];
	readonly account: AccountRun;
	readonly runStop: StopState;
}

async function sendToAccount(run: AccountItems): Promise<void> {
	const { operation, items, indexes, outcomes, account, runStop, journal } = run;
	const toEnrich = new Map<number, ToEnrich>();

	const processItem = async (item: Ready, index: number, entry: JournalEntry | undefined) => {
		const { outcome = notSent(account), attempt } = await sendItem(run, item, index, entry);
		outcomes[index] = isFailure(outcome) ? { ...outcome, ...namesOf(operation, item) } : outcome;
		if (operation.kind === 'write' && outcome.kind === 'done') {
			if (operation.enrich?.enabled(item.values) === true) {
				toEnrich.set(index, { values: item.values, existing: attempt?.existing });
			}
		}
		stopAfter(run, outcome, index);
	};

	const inTurn = serializeByKey();
	await forEachConcurrent(indexes, account.context.settings.maxConcurrency, async (index) => {
		const item = items[index];
		if (item?.kind === 'ready') {
			// Counted before the item waits for its turn, so that the same request has the same number in each attempt.
			const entry = entryFor(operation, item, index, account, journal);
			const key = operation.kind === 'write' ? operation.lockKey(item.values) : undefined;
			await inTurn(key, async () => await processItem(item, index, entry));
		}
		items[index] = undefined;
	});
	if (operation.kind === 'write' && operation.enrich !== undefined && !runStop.isStopped) {
		await enrich(operation.enrich, toEnrich, outcomes, account);
	}
}

/** What a message about an item says besides what happened. */
const namesOf = (operation: Operation, { values }: Ready) => ({
	name: operation.label(values),
	...(operation.kind === 'write' &&
		operation.whereToCheck !== undefined && { whereToCheck: operation.whereToCheck }),
});

const notSent = ({ stop }: AccountRun): Outcome => ({
	kind: 'notSent',
	...(stop.reason ?? CANCELED),
});

function entryFor(
	operation: Operation,
	{ values, secrets }: Ready,
	index: number,
	account: AccountRun,
	journal: Journal | undefined,
): JournalEntry | undefined {
	if (journal === undefined || operation.kind === 'read') return undefined;
	const request = fingerprint(fingerprintedFields(operation, values), secrets);
	return journal.entry(index, request, account.id, account.nextOccurrence(request));
}

/** Sends one item, unless an earlier attempt has finished it or the run has stopped. */
async function sendItem(
	{ operation, account }: AccountItems,
	item: Ready,
	index: number,
	entry: JournalEntry | undefined,
): Promise<WriteResult> {
	if (operation.kind === 'read') {
		return {
			outcome: account.stop.isStopped ? undefined : await executeRead(operation, item, account),
		};
	}
	const outputs = entry?.completedOutputs();
	if (outputs !== undefined) return { outcome: { kind: 'done', outputs, source: 'journal' } };
	const unresolved = entry?.unresolved();
	if (account.stop.isStopped) return { outcome: unresolved && stillUnresolved(unresolved) };

	// The earlier attempt's request is the one that may have taken effect, so that's the one to send again.
	const toSend = unresolved?.attempt?.item ?? item;
	const result = await executeWrite(operation, toSend, index, account, unresolved);
	if (entry !== undefined) record(entry, result);
	return result;
}

function record(entry: JournalEntry, { outcome, attempt }: WriteResult): void {
	if (outcome?.kind === 'unknown') entry.recordUnresolved(outcome, attempt);
	else if (outcome?.kind === 'done' || outcome?.kind === 'skipped') {
		entry.recordCompleted(outcome.outputs);
	}
}

/** Stops the account if nothing reaches ChatDash any more, and the run if the node stops at the first failure. */
function stopAfter(
	{ account, runStop, stopsAtFailure }: AccountItems,
	outcome: Outcome,
	index: number,
): void {
	if (outcome.kind === 'unreachable') {
		account.unreachableInARow++;
		if (account.unreachableInARow >= account.context.settings.maxConcurrency) {
			account.stop.stop({ message: outcome.message, status: undefined });
		}
	} else if (outcome.kind !== 'notSent') {
		account.unreachableInARow = 0;
	}
	if (stopsAtFailure && isFailure(outcome)) {
		runStop.stop({
			message: `Not sent, because the node stopped at item ${index}`,
			status: undefined,
			advice: `Fix item ${index}, then run the workflow again.`,
		});
	}
}
