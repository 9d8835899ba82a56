// The second step: every prepared item gets its outcome. Requests go out in input order, a bounded number at once.
import { type End, AccountRun } from './accountRun';
import type { FinalResponse, RequestContext } from '../../transport/requester';
import { type Wanted, completed } from './complete';
import { executeRead } from './executeRead';
import { type WriteEnded, executeWrite, stillUnresolved } from './executeWrite';
import { forEachConcurrent } from './concurrency';
import { type Entry, type Journal, fingerprint } from './journal';
import { type Outcome, isFailure } from './outcome';
import type { Prepared, Ready } from './prepare';

/** An error that says "canceled" leaves the execution what it is for n8n: canceled, not failed. */
const CANCELLED: End = {
	kind: 'notSent',
	message: 'The execution was canceled before this item was sent',
	status: undefined,
};

/** What came of a run. */
export interface Sent {
	/** One an item, in input order. */
	readonly outcomes: readonly Outcome[];
	/** Whether a limit of ChatDash made the run wait. */
	readonly wasThrottled: boolean;
}

/** How a run is sent. */
export interface SendOptions {
	readonly journal?: Journal | undefined;
	/** Whether nothing more starts once an item has failed; what is under way is finished all the same. */
	readonly stopsAtFailure: boolean;
	/** Whether an earlier run may have sent the same items and left no journal. */
	readonly afterLostRun: boolean;
}

/**
 * Sends every item that is ready and that no earlier try of this run has finished.
 *
 * @param items in input order. They are taken over: once an item has its outcome, nothing else of it is kept
 */
export async function send(
	items: Array<Prepared | undefined>,
	{ journal, stopsAtFailure, afterLostRun }: SendOptions,
): Promise<Sent> {
	const outcomes: Outcome[] = [];
	let failed: End | undefined;

	const sendTo = async (line: RequestContext, indexes: readonly number[]): Promise<AccountRun> => {
		const { maxConcurrency } = line.settings;
		const account = new AccountRun(
			line,
			indexes.length > 1,
			afterLostRun,
			() => failed !== undefined,
		);
		const wanted = new Map<number, Wanted>();

		const work = async (ready: Ready, index: number, entry: Entry | undefined): Promise<void> => {
			const sent = await sendItem(ready, entry, index, account, failed);
			const { task } = ready;
			const { answered, attempt } = sent;
			const outcome = sent.outcome ?? account.end ?? failed ?? CANCELLED;
			outcomes[index] = isFailure(outcome) ? { ...outcome, name: task.naming() } : outcome;
			const finding = task.does === 'write' ? task.finding : undefined;
			if (outcome.kind === 'done' && finding?.isWanted() === true) {
				wanted.set(index, { finding, idsBefore: attempt?.idsBefore });
			}

			account.end ??= endAfter(answered, outcome, account);
			if (stopsAtFailure && isFailure(outcome)) {
				failed ??= {
					kind: 'notSent',
					message: `Item ${index} failed before this one`,
					status: undefined,
				};
			}
		};

		const inTurn = takingTurns(work);
		await forEachConcurrent(indexes, maxConcurrency, async (index) => {
			const item = items[index];
			// Counted before the item waits for its turn, so that the same request has the same number in each try.
			if (item?.kind === 'ready') await inTurn(item, index, entryOf(item, index, account, journal));
			items[index] = undefined;
		});
		if (failed === undefined) await completed(wanted, outcomes, account);
		return account;
	};

	const byLine = new Map<RequestContext, number[]>();
	items.forEach((item, index) => {
		if (item?.kind !== 'ready') {
			if (item !== undefined) outcomes[index] = item;
			return;
		}
		const same = byLine.get(item.line);
		if (same === undefined) byLine.set(item.line, [index]);
		else same.push(index);
	});
	// Each account at its own limiter: one that has to wait doesn't delay the others.
	const accounts = await Promise.all(
		[...byLine].map(async ([line, indexes]) => await sendTo(line, indexes)),
	);
	return { outcomes, wasThrottled: accounts.some(({ limiter }) => limiter.wasThrottled) };
}

function entryOf(
	{ task, secrets }: Ready,
	index: number,
	account: AccountRun,
	journal: Journal | undefined,
): Entry | undefined {
	if (journal === undefined || task.does === 'read') return undefined;
	const request = fingerprint(task.asksFor(), secrets);
	return journal.entry(index, request, account.id, account.occurrence(request));
}

/** Sends one item, unless an earlier try has done it or the run is over. */
async function sendItem(
	ready: Ready,
	entry: Entry | undefined,
	index: number,
	account: AccountRun,
	failed: End | undefined,
): Promise<WriteEnded> {
	const { task } = ready;
	const isOver = failed !== undefined || account.end !== undefined;
	if (task.does === 'read') {
		return isOver ? { outcome: undefined } : await executeRead(task, account);
	}
	const output = entry?.output();
	if (output !== undefined)
		return { outcome: { kind: 'done', outputs: [output], source: 'journal' } };
	const open = entry?.open();
	if (isOver) return { outcome: open && stillUnresolved(open) };

	// The earlier try's request is the one that may have done its work, so that's the one to repeat.
	const sent = await executeWrite(open?.attempt?.item ?? { ...ready, task }, index, account, open);
	noteIn(entry, sent);
	return sent;
}

function noteIn(entry: Entry | undefined, { outcome, attempt }: WriteEnded): void {
	if (outcome?.kind === 'unknown') entry?.recordUnresolved(outcome, attempt);
	else if (outcome?.kind === 'done' || outcome?.kind === 'skipped') {
		const [output] = outcome.outputs;
		if (output !== undefined) entry?.add(output);
	}
}

/** Items that change the same record go one after another, for the last one in input order has the last word. */
function takingTurns(
	work: (item: Ready, index: number, entry: Entry | undefined) => Promise<void>,
): typeof work {
	const turns = new Map<string, Promise<void>>();
	return async (item, index, entry) => {
		const record = item.task.does === 'write' ? item.task.changes() : undefined;
		if (record === undefined) return await work(item, index, entry);
		const before = turns.get(record);
		const turn = (async () => {
			await before;
			await work(item, index, entry);
		})();
		turns.set(record, turn);
		await turn;
		if (turns.get(record) === turn) turns.delete(record);
	};
}

/** Why nothing more is sent to an account after this item, if so. */
function endAfter(
	answered: FinalResponse | undefined,
	outcome: Outcome,
	account: AccountRun,
): End | undefined {
	if (outcome.kind === 'unreachable') account.unreachableInARow++;
	else if (outcome.kind !== 'notSent') account.unreachableInARow = 0;

	if (answered !== undefined) {
		const { meaning, endsRun } = answered;
		if (meaning.kind === 'unsent') return account.line.abort.aborted ? CANCELLED : undefined;
		if (endsRun && 'message' in meaning) {
			const status = 'status' in meaning ? meaning.status : undefined;
			return { kind: 'notSent', message: meaning.message, status };
		}
	}
	return outcome.kind === 'unreachable' &&
		account.unreachableInARow >= account.line.settings.maxConcurrency
		? { kind: 'notSent', message: outcome.message, status: undefined }
		: undefined;
}
