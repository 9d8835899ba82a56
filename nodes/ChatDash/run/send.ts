// The second step: every prepared item gets its outcome. Requests go out in input order, a bounded number at once.
import type { IDataObject } from 'n8n-workflow';

import type { Refusal } from '../../transport/answers';
import { type Answered, type Line, asking } from './ask';
import { type Finding, Finder } from './find';
import { type Notes, digestOf } from './notes';
import { type Outcome, isFailure } from './outcome';
import { Pace } from './pace';
import type { Prepared, Ready } from './prepare';

/** Why the rest of a run is not sent. */
type End = Extract<Outcome, { is: 'notSent' }>;

const CANCELLED: End = {
	is: 'notSent',
	says: 'The execution was stopped before this item was sent',
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
 * @param items in input order
 * @param stopsAtFailure whether nothing more starts once an item has failed; what is under way is finished all the same
 * @param afterLostRun whether an earlier run may have sent the same items and left no notes
 */
export async function send(
	items: readonly Prepared[],
	line: Line,
	notes: Notes | undefined,
	stopsAtFailure: boolean,
	afterLostRun: boolean,
): Promise<Sent> {
	const { maxConcurrency } = line.settings;
	const pace = new Pace(line.clock, maxConcurrency, line.cancellation);
	const ask = asking(line, pace);
	const finder = new Finder(ask, line.clock);
	const outcomes: Outcome[] = [];
	let end: End | undefined;
	let unreachableInARow = 0;

	const work = async (item: Ready, index: number): Promise<void> => {
		const request = item.task.request();
		const digest = notes && digestOf(request, item.secrets);
		const noted = digest === undefined ? undefined : notes?.outputOf(index, digest);
		if (noted !== undefined) {
			outcomes[index] = { is: 'done', output: noted, known: 'noted' };
			return;
		}
		if (end !== undefined) {
			outcomes[index] = end;
			return;
		}
		const { secrets, task } = item;
		const isOver = () => end !== undefined;
		const answered = await ask({ request, secrets, repeat: task.repeat, isOver });
		const outcome =
			(await settledBy(item, answered, finder, line, afterLostRun)) ?? end ?? CANCELLED;
		outcomes[index] = outcome;
		if (digest !== undefined && (outcome.is === 'done' || outcome.is === 'skipped')) {
			notes?.add(index, digest, outcome.output);
		}

		if (outcome.is === 'unreachable') unreachableInARow++;
		else if (outcome.is !== 'notSent') unreachableInARow = 0;
		end ??= endAfter(answered, outcome, index, stopsAtFailure);
		if (unreachableInARow >= maxConcurrency && outcome.is === 'unreachable') {
			end ??= { is: 'notSent', says: outcome.says, status: undefined };
		}
	};

	await inOrder(items, maxConcurrency, async (item, index) => {
		if (item.is === 'ready') await work(item, index);
		else outcomes[index] = item;
	});

	const failed = outcomes.some(isFailure);
	const complete =
		stopsAtFailure && failed
			? outcomes
			: await withRecords(items, outcomes, new Finder(ask, line.clock), maxConcurrency);
	return { outcomes: complete, wasSlowed: pace.wasSlowed };
}

/** @returns `undefined` for an item that was not sent because the run was over */
async function settledBy(
	item: Ready,
	{ meaning, wasUnclear }: Answered,
	finder: Finder,
	{ clock }: Line,
	afterLostRun: boolean,
): Promise<Outcome | undefined> {
	const { task } = item;
	switch (meaning.is) {
		case 'done':
			return { is: 'done', output: task.result(asRecord(meaning.body)), known: 'said' };
		case 'unreachable':
			return wasUnclear
				? await confirmed(item, finder, clock.now(), { says: meaning.says, status: undefined })
				: { is: 'unreachable', says: meaning.says };
		case 'unclear':
			return await confirmed(item, finder, clock.now(), {
				says: meaning.says,
				status: meaning.status,
			});
		case 'unsent':
			if (!wasUnclear) return undefined;
			return {
				is: 'unknown',
				says: 'The execution was stopped before ChatDash answered',
				status: undefined,
			};
		case 'refused':
		case 'lockedOut':
		case 'busy':
			return await refusedOrOwn(item, meaning, finder, clock.now(), {
				wasUnclear,
				afterLostRun,
			});
	}
}

/** What an answer left open, as far as a look-up can close it. */
async function confirmed(
	{ task }: Ready,
	finder: Finder,
	now: number,
	unclear: { readonly says: string; readonly status: number | undefined },
): Promise<Outcome> {
	const { finding } = task;
	if (task.repeat === 'confirm' && finding !== undefined) {
		const found = await finder.find(() => finding.lookUp('own'), now);
		if (found.is === 'found') {
			return { is: 'done', output: finding.confirmed('thisRun'), known: 'confirmed' };
		}
	}
	return { is: 'unknown', ...unclear };
}

/** A refusal: final, unless it is about the very record that the item asked for. */
async function refusedOrOwn(
	item: Ready,
	refusal: Refusal,
	finder: Finder,
	now: number,
	{ wasUnclear, afterLostRun }: { readonly wasUnclear: boolean; readonly afterLostRun: boolean },
): Promise<Outcome> {
	const { task } = item;
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
		return wasUnclear ? await confirmed(item, finder, now, { says, status }) : refused();
	}

	let found: Finding = { is: 'nothing' };
	if (wasUnclear || afterLostRun) {
		found = await finder.find(() => finding.lookUp('own'), wasUnclear ? now : undefined);
		if (found.is === 'found') {
			const output = finding.confirmed(wasUnclear ? 'thisRun' : 'earlierRun');
			return { is: 'done', output, known: 'confirmed' };
		}
		// It may be this very request that took the login.
		if (wasUnclear && found.is === 'failed') return { is: 'unknown', says, status };
	}
	if (finding.isSkipped()) {
		found = await finder.find(() => finding.lookUp('same'));
		if (found.is === 'found') {
			return { is: 'skipped', output: finding.skipped(refusal, found.record) };
		}
	}
	return found.is === 'failed'
		? refused(`Whose it is could not be looked up: ${found.says}.`)
		: refused();
}

/** The body of a finished write is a record by the table of answers; anything else has no place in an item's output. */
const asRecord = (body: unknown): IDataObject =>
	typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {};

function endAfter(
	{ meaning, endsRun }: Answered,
	outcome: Outcome,
	index: number,
	stopsAtFailure: boolean,
): End | undefined {
	if (meaning.is === 'unsent') return CANCELLED;
	if (endsRun && 'says' in meaning) {
		const status = 'status' in meaning ? meaning.status : undefined;
		return { is: 'notSent', says: meaning.says, status };
	}
	if (stopsAtFailure && isFailure(outcome)) {
		return { is: 'notSent', says: `Item ${index} failed before this one`, status: undefined };
	}
	return undefined;
}

/** Looks up the records that the user wants to see beside ChatDash's words; one list serves all items of the run. */
async function withRecords(
	items: readonly Prepared[],
	outcomes: readonly Outcome[],
	finder: Finder,
	maxConcurrency: number,
): Promise<Outcome[]> {
	const complete = [...outcomes];
	await inOrder(items, maxConcurrency, async (item, index) => {
		const outcome = outcomes[index];
		if (item.is !== 'ready' || outcome?.is !== 'done') return;
		const { finding } = item.task;
		if (finding?.isWanted() !== true) return;
		const found = await finder.find(() => finding.lookUp('new'));
		const record = found.is === 'found' ? found.record : undefined;
		complete[index] = { ...outcome, output: finding.added(outcome.output, record) };
	});
	return complete;
}

/** Works through a list in its order, with at most so many entries under way at once. */
async function inOrder<Entry>(
	entries: readonly Entry[],
	atOnce: number,
	work: (entry: Entry, index: number) => Promise<void>,
): Promise<void> {
	const rest = entries.entries();
	const lane = async () => {
		for (const [index, entry] of rest) await work(entry, index);
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, entries.length) }, lane));
}
