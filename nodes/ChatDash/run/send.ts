// The second step: every prepared item gets its outcome. Requests go out in input order, a bounded number at once.
import type { IDataObject } from 'n8n-workflow';

import type { Refusal } from '../../transport/answers';
import { isRecord } from '../../transport/record';
import type { Finding, ReadTask, WriteTask } from '../resources/operation';
import { type Answered, type Ask, type Line, asking } from './ask';
import { inOrder } from './inOrder';
import { type Notes, type Open, digestOf } from './notes';
import { type Outcome, isFailure } from './outcome';
import { Pace } from './pace';
import { type Prepared, type Ready, atFault } from './prepare';
import { type Followed, type Found, Reads } from './reads';

/** Why the rest of a run is not sent. */
type End = Extract<Outcome, { is: 'notSent' }>;

/** An error that says "canceled" leaves the execution what it is for n8n: canceled, not failed. */
const CANCELLED: End = {
	is: 'notSent',
	says: 'The execution was canceled before this item was sent',
	status: undefined,
};

/** What came of a run. */
export interface Sent {
	/** One an item, in input order. */
	readonly outcomes: readonly Outcome[];
	/** Whether a limit of ChatDash made the run wait. */
	readonly wasSlowed: boolean;
}

/**
 * Sends every item that is ready and that no earlier try of this run has finished.
 *
 * @param items in input order. They are taken over: once an item has its outcome, nothing else of it is kept
 * @param stopsAtFailure whether nothing more starts once an item has failed; what is under way is finished all the same
 * @param afterLostRun whether an earlier run may have sent the same items and left no notes
 */
export async function send(
	items: Array<Prepared | undefined>,
	line: Line,
	notes: Notes | undefined,
	stopsAtFailure: boolean,
	afterLostRun: boolean,
): Promise<Sent> {
	const { maxConcurrency } = line.settings;
	const pace = new Pace(line.clock, maxConcurrency, line.cancellation);
	const ask = asking(line, pace);
	const reads = new Reads(ask, line.clock, maxConcurrency);
	const outcomes: Outcome[] = [];
	const wanted = new Map<number, Finding>();
	let end: End | undefined;
	let unreachableInARow = 0;
	const run: Run = {
		ask,
		reads,
		line,
		mayBeOfLostRun: afterLostRun,
		isOver: () => end !== undefined,
	};

	const work = async ({ task, secrets }: Ready, index: number): Promise<void> => {
		const digest = notes && task.does === 'write' ? digestOf(task.asksFor(), secrets) : undefined;
		const noted = digest === undefined ? undefined : notes?.outputOf(index, digest);
		if (noted !== undefined) {
			outcomes[index] = { is: 'done', outputs: [noted], known: 'noted' };
			return;
		}
		const open = digest === undefined ? undefined : notes?.openOf(index, digest);
		if (end !== undefined) {
			outcomes[index] = open === undefined ? end : leftOpen(open);
			return;
		}
		const ended =
			task.does === 'read' ? await readFor(task, run) : await writtenFor(task, secrets, run, open);
		const outcome = ended.outcome ?? end ?? CANCELLED;
		outcomes[index] = outcome;
		if (digest !== undefined) {
			if (outcome.is === 'unknown') notes?.leaveOpen(index, digest, outcome);
			else if (outcome.is === 'done' || outcome.is === 'skipped') {
				const [output] = outcome.outputs;
				if (output !== undefined) notes?.add(index, digest, output);
			}
		}

		if (outcome.is === 'unreachable') unreachableInARow++;
		else if (outcome.is !== 'notSent') unreachableInARow = 0;
		end ??= endAfter(ended.answered, outcome, index, stopsAtFailure);
		if (unreachableInARow >= maxConcurrency && outcome.is === 'unreachable') {
			end ??= { is: 'notSent', says: outcome.says, status: undefined };
		}
	};

	const inTurn = takingTurns(work);
	await inOrder(items, maxConcurrency, async (item, index) => {
		if (item?.is === 'ready') {
			await inTurn(item, index);
			const { task } = item;
			const outcome = outcomes[index];
			if (outcome !== undefined && isFailure(outcome)) {
				outcomes[index] = { ...outcome, name: task.naming() };
			}
			const finding = task.does === 'write' ? task.finding : undefined;
			if (outcome?.is === 'done' && finding?.isWanted() === true) wanted.set(index, finding);
		} else if (item !== undefined) {
			outcomes[index] = item;
		}
		items[index] = undefined;
	});

	const failed = outcomes.some(isFailure);
	const complete =
		stopsAtFailure && failed
			? outcomes
			: await withRecords(
					wanted,
					outcomes,
					new Reads(ask, line.clock, maxConcurrency),
					maxConcurrency,
				);
	return { outcomes: complete, wasSlowed: pace.wasSlowed };
}

/** What the items of one run share. */
interface Run {
	readonly ask: Ask;
	readonly reads: Reads;
	readonly line: Line;
	/** Whether an earlier run or try may have sent the same and left no word of how it ended. */
	readonly mayBeOfLostRun: boolean;
	readonly isOver: () => boolean;
}

/** How an item ended: without an outcome if it was not sent because the run was over. */
interface Ended {
	readonly outcome: Outcome | undefined;
	/** The answer that decided it; none for an item that was at fault. */
	readonly answered?: Answered;
}

/** Items that change the same record go one after another, for the last one in input order has the last word. */
function takingTurns(work: (item: Ready, index: number) => Promise<void>): typeof work {
	const turns = new Map<string, Promise<void>>();
	return async (item, index) => {
		const record = item.task.does === 'write' ? item.task.changes() : undefined;
		if (record === undefined) return await work(item, index);
		const before = turns.get(record);
		const turn = (async () => {
			await before;
			await work(item, index);
		})();
		turns.set(record, turn);
		await turn;
		if (turns.get(record) === turn) turns.delete(record);
	};
}

async function readFor(task: ReadTask, { reads }: Run): Promise<Ended> {
	const followed = await reads.follow(task.records());
	return followed.is === 'ended'
		? { outcome: { is: 'done', outputs: followed.result, known: 'said' } }
		: notRead(task, followed);
}

/** An item that needed to read something, and could not. */
function notRead(
	task: ReadTask | WriteTask,
	followed: Exclude<Followed<unknown>, { is: 'ended' }>,
): Ended {
	if (followed.is === 'atFault') return { outcome: atFault([followed.fault]) };
	const { answered } = followed;
	const { meaning } = answered;
	switch (meaning.is) {
		case 'unsent':
		case 'done':
			return { outcome: undefined, answered };
		case 'unreachable':
			return { outcome: { is: 'unreachable', says: meaning.says }, answered };
		case 'unclear':
			return { outcome: { is: 'unread', says: meaning.says, status: meaning.status }, answered };
		case 'refused':
		case 'lockedOut':
		case 'busy': {
			const { says, status } = meaning;
			return { outcome: { is: 'refused', says, status, advice: task.advice(meaning) }, answered };
		}
	}
}

/** An item of which an earlier try left open whether it is done, and this one finds out no more. */
const leftOpen = ({ says, status }: Open): Outcome => ({ is: 'unknown', says, status });

/** @param open what an earlier try of the run left open of the item */
async function writtenFor(
	task: WriteTask,
	secrets: readonly string[],
	run: Run,
	open: Open | undefined,
): Promise<Ended> {
	const { ask, reads, isOver } = run;
	// A user who has the item run again has looked; n8n, trying again by itself, has not.
	if (open?.inThisExecution === true && task.repeat === 'never') return { outcome: leftOpen(open) };
	const begun = task.request();
	const made =
		'request' in begun ? ({ is: 'ended', result: begun } as const) : await reads.follow(begun);
	if (made.is !== 'ended') {
		const ended = notRead(task, made);
		return open === undefined ? ended : { ...ended, outcome: leftOpen(open) };
	}

	const { request, ids = {}, secrets: read = [] } = made.result;
	const answered = await ask({
		request,
		secrets: [...secrets, ...read],
		repeat: task.repeat,
		isOver,
	});
	const outcome =
		open === undefined
			? await settledBy(task, answered, run)
			: await settledBy(task, { ...answered, wasUnclear: true }, { ...run, mayBeOfLostRun: true });
	return {
		outcome: outcome !== undefined && 'outputs' in outcome ? withIds(outcome, ids) : outcome,
		answered,
	};
}

const withIds = (outcome: Extract<Outcome, { outputs: unknown }>, ids: IDataObject): Outcome => ({
	...outcome,
	outputs: outcome.outputs.map((output) => ({ ...output, ...ids })),
});

/** @returns `undefined` for an item that was not sent because the run was over */
async function settledBy(
	task: WriteTask,
	{ meaning, wasUnclear }: Answered,
	run: Run,
): Promise<Outcome | undefined> {
	switch (meaning.is) {
		case 'done':
			// A record by the table of answers; anything else has no place in an item's output.
			return {
				is: 'done',
				outputs: [task.result(isRecord(meaning.body) ? meaning.body : {})],
				known: 'said',
			};
		case 'unreachable':
			return wasUnclear
				? await confirmed(task, run, { says: meaning.says, status: undefined })
				: { is: 'unreachable', says: meaning.says };
		case 'unclear':
			return await confirmed(task, run, { says: meaning.says, status: meaning.status });
		case 'unsent':
			if (!wasUnclear) return undefined;
			return {
				is: 'unknown',
				says: 'The execution was canceled before ChatDash answered',
				status: undefined,
			};
		case 'refused':
		case 'lockedOut':
		case 'busy':
			return await refusedOrOwn(task, meaning, run, wasUnclear);
	}
}

/** What an answer left open, as far as a look-up can close it. */
async function confirmed(
	{ repeat, finding }: WriteTask,
	{ reads, line, mayBeOfLostRun }: Run,
	unclear: { readonly says: string; readonly status: number | undefined },
): Promise<Outcome> {
	if (repeat === 'confirm' && finding !== undefined) {
		const found = await reads.find(() => finding.lookUp('own'), line.clock.now());
		if (found.is === 'found') {
			const output = finding.confirmed(doneBy(mayBeOfLostRun));
			return { is: 'done', outputs: [output], known: 'confirmed' };
		}
	}
	return { is: 'unknown', ...unclear };
}

/** A password that this run made is only put out if no other run can have made the member. */
const doneBy = (mayBeOfLostRun: boolean) => (mayBeOfLostRun ? 'earlierRun' : 'thisRun');

/** A refusal: final, unless it is about the very record that the item asked for. */
async function refusedOrOwn(
	task: WriteTask,
	refusal: Refusal,
	run: Run,
	wasUnclear: boolean,
): Promise<Outcome> {
	const { reads, line, mayBeOfLostRun } = run;
	const { says, status } = refusal;
	const refused = (advice = task.advice(refusal)): Outcome => ({
		is: 'refused',
		says,
		status,
		advice,
	});
	const { finding } = task;
	if (finding?.isConflict(refusal) !== true) {
		// What an earlier answer left open, a refusal for another reason does not close.
		return wasUnclear ? await confirmed(task, run, { says, status }) : refused();
	}

	let found: Found = { is: 'nothing' };
	if (wasUnclear || mayBeOfLostRun) {
		const since = wasUnclear ? line.clock.now() : undefined;
		found = await reads.find(() => finding.lookUp('own'), since);
		if (found.is === 'found') {
			const output = finding.confirmed(doneBy(mayBeOfLostRun));
			return { is: 'done', outputs: [output], known: 'confirmed' };
		}
		// It may be this very request that took the login.
		if (wasUnclear && found.is === 'failed') return { is: 'unknown', says, status };
	}
	if (finding.isSkipped()) {
		found = await reads.find(() => finding.lookUp('same'));
		if (found.is === 'found') {
			return { is: 'skipped', outputs: [finding.skipped(refusal, found.record)] };
		}
	}
	return found.is === 'failed'
		? refused(`Whose it is could not be looked up: ${found.says}.`)
		: refused();
}

function endAfter(
	answered: Answered | undefined,
	outcome: Outcome,
	index: number,
	stopsAtFailure: boolean,
): End | undefined {
	if (answered !== undefined) {
		const { meaning, endsRun } = answered;
		if (meaning.is === 'unsent') return CANCELLED;
		if (endsRun && 'says' in meaning) {
			const status = 'status' in meaning ? meaning.status : undefined;
			return { is: 'notSent', says: meaning.says, status };
		}
	}
	if (stopsAtFailure && isFailure(outcome)) {
		return { is: 'notSent', says: `Item ${index} failed before this one`, status: undefined };
	}
	return undefined;
}

/**
 * Looks up the records that the user wants to see beside ChatDash's words; one list serves all items of the run.
 *
 * @param wanted how each is found, by the item
 */
async function withRecords(
	wanted: ReadonlyMap<number, Finding>,
	outcomes: readonly Outcome[],
	reads: Reads,
	maxConcurrency: number,
): Promise<Outcome[]> {
	const complete = [...outcomes];
	await inOrder([...wanted], maxConcurrency, async ([index, finding]) => {
		const outcome = outcomes[index];
		if (outcome?.is !== 'done') return;
		const found = await reads.find(() => finding.lookUp('new'));
		const record = found.is === 'found' ? found.record : undefined;
		const outputs = outcome.outputs.map((output) => finding.added(output, record));
		complete[index] = { ...outcome, outputs };
	});
	return complete;
}
