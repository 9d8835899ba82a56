// One item of an operation that changes something: what has to be known first, the request, and what its answer means.
// Where the answer leaves open whether the work was done, a lookup decides.
import type { IDataObject } from 'n8n-workflow';

import type { Refusal } from '../../transport/answers';
import { isRecord } from '../../transport/record';
import type { DoneBy, WriteTask } from '../resources/operation';
import { type AccountRun, LIST_LAGS } from './accountRun';
import type { Answered } from './ask';
import { type Ended, notRead } from './executeRead';
import type { Attempt, Open } from './journal';
import type { Outcome } from './outcome';
import { type WriteItem, atFault } from './prepare';
import type { Found } from './reads';

/** What is known of an item that is being sent. */
interface Sent {
	readonly account: AccountRun;
	readonly task: WriteTask;
	readonly isRepeat: boolean;
	readonly idsBefore: ReadonlySet<string> | undefined;
	/** Whether an earlier run or try may have sent the same and left no word of how it ended. */
	readonly mayBeOfLostRun: boolean;
}

/** How a write ended, and what a later try has to know of it. */
export interface WriteEnded extends Ended {
	readonly attempt?: Attempt;
}

/**
 * Sends one item.
 *
 * @param item with a task that writes
 * @param open what an earlier try of the run left open of the item
 */
export async function executeWrite(
	{ task, ...item }: WriteItem,
	index: number,
	account: AccountRun,
	open: Open | undefined,
): Promise<WriteEnded> {
	// A user who has the item run again has looked; n8n, trying again on its own, has not.
	if (open?.inThisExecution === true && task.repeat === 'never') return { outcome: leftOpen(open) };
	const giveUp = (ended: Ended): Ended =>
		open === undefined ? ended : { ...ended, outcome: leftOpen(open) };

	const before = await idsBefore(task, account, open);
	if (before !== undefined && 'is' in before) return giveUp(notRead(task, before));
	const begun = task.request();
	const made =
		'request' in begun
			? ({ is: 'ended', result: begun } as const)
			: await account.reads.follow(begun);
	if (made.is !== 'ended') return giveUp(notRead(task, made));

	const { request, ids = {}, secrets = [], claim } = made.result;
	const claimed = claim && account.claims.take(claim, index);
	if (claimed?.is === 'conflict') return giveUp({ outcome: atFault([claimed.fault]) });

	const answered = await account.ask({
		request,
		secrets: [...item.secrets, ...secrets],
		repeat: task.repeat,
		isOver: () => account.isOver,
	});
	const outcome = await outcomeOf(
		{
			account,
			task,
			isRepeat: item.isRepeat,
			idsBefore: before,
			mayBeOfLostRun: account.mayBeOfLostRun || (open !== undefined && open.attempt === undefined),
		},
		open === undefined ? answered : { ...answered, wasUnclear: true },
	);
	return {
		outcome: outcome !== undefined && 'outputs' in outcome ? withIds(outcome, ids) : outcome,
		answered,
		attempt: { item: { task, ...item }, idsBefore: before },
	};
}

/** What was there before the item was first sent: an earlier try knows that better than this one. */
const idsBefore = async (task: WriteTask, account: AccountRun, open: Open | undefined) =>
	open?.attempt === undefined
		? await account.idsBefore(task.finding?.idsBefore)
		: open.attempt.idsBefore;

/** An earlier try left open whether the item is done, and this one finds out no more. */
export const leftOpen = ({ says, status }: Open): Outcome => ({ is: 'unknown', says, status });

const withIds = (outcome: Extract<Outcome, { outputs: unknown }>, ids: IDataObject): Outcome => ({
	...outcome,
	outputs: outcome.outputs.map((output) => ({ ...output, ...ids })),
});

/** @returns `undefined` for an item that was not sent because the run was over */
async function outcomeOf(
	sent: Sent,
	{ meaning, wasUnclear }: Answered,
): Promise<Outcome | undefined> {
	switch (meaning.is) {
		case 'done':
			// A record by the table of answers; anything else has no place in an item's output.
			return {
				is: 'done',
				outputs: [sent.task.result(isRecord(meaning.body) ? meaning.body : {})],
				known: 'said',
			};
		case 'unreachable':
			return wasUnclear
				? await confirmedOr(sent, { is: 'unknown', says: meaning.says, status: undefined })
				: { is: 'unreachable', says: meaning.says };
		case 'unclear':
			return await confirmedOr(sent, {
				is: 'unknown',
				says: meaning.says,
				status: meaning.status,
			});
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
			return await refusedOrOwn(sent, meaning, wasUnclear);
	}
}

/** What an answer left open, as far as a lookup can close it. */
async function confirmedOr(sent: Sent, unclear: Outcome): Promise<Outcome> {
	if (sent.task.repeat !== 'confirm') return unclear;
	const own = await untilListed(sent, true, async () => await findOwn(sent, true));
	return own.is === 'found' ? confirmedBy(sent, own.by) : unclear;
}

type Own = { readonly is: 'found'; readonly by: DoneBy } | Exclude<Found, { is: 'found' }>;

/**
 * Looks for the record of this very request, or of a run that was lost.
 *
 * @param wasUnclear whether the request may have made it; then only a fresh list can show that there isn't one
 */
async function findOwn(sent: Sent, wasUnclear: boolean): Promise<Own> {
	const { account, idsBefore: before, mayBeOfLostRun, isRepeat } = sent;
	const { finding } = sent.task;
	if (finding === undefined) return { is: 'nothing' };
	const since = wasUnclear ? account.line.clock.now() : undefined;
	const find = async (known: typeof before) =>
		await account.reads.find(() => finding.lookUp('own', known), since);

	// What was made by this run can't be told from what was there before, unless it's known what was there.
	const isCertain =
		wasUnclear && !isRepeat && (finding.idsBefore === undefined || before !== undefined);
	const found = await find(before);
	if (found.is === 'found') return { is: 'found', by: isCertain ? 'thisRun' : 'earlierRun' };
	if (found.is === 'failed' || !mayBeOfLostRun || before === undefined) return found;
	const lost = await find(undefined);
	return lost.is === 'found' ? { is: 'found', by: 'earlierRun' } : lost;
}

/** The output has this run's password only if no other run is known to have created the member. */
const confirmedBy = ({ task: { finding } }: Sent, by: DoneBy): Outcome => ({
	is: 'done',
	outputs: finding === undefined ? [] : [finding.confirmed(by)],
	known: 'confirmed',
});

/** A refusal: final, unless it is about the very record that the item asked for. */
async function refusedOrOwn(sent: Sent, refusal: Refusal, wasUnclear: boolean): Promise<Outcome> {
	const { task, mayBeOfLostRun, isRepeat } = sent;
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
		return wasUnclear ? await confirmedOr(sent, { is: 'unknown', says, status }) : refused();
	}

	// What a repeat finds is the client of the item that it repeats.
	if ((wasUnclear || mayBeOfLostRun) && !isRepeat) {
		const own = await untilListed(sent, wasUnclear, async () => await findOwn(sent, wasUnclear));
		if (own.is === 'found') return confirmedBy(sent, own.by);
		// It may be this very request that took the login.
		if (wasUnclear && own.is === 'failed') return { is: 'unknown', says, status };
	}
	const found = await findSame(sent);
	if (found.is === 'found' && finding.isSkipped()) {
		return { is: 'skipped', outputs: [finding.skipped(refusal, found.record)] };
	}
	if (found.is === 'failed') {
		const lines = [
			`Whose it is couldn't be looked up: ${found.says}.`,
			finding.conflictAdvice('unknown'),
		];
		return refused(lines.filter((line) => line !== undefined).join(' '));
	}
	return refused(finding.conflictAdvice(found.is === 'found' ? 'same' : 'other'));
}

/**
 * Looks for the record in the item's way. If an earlier item of the run created it, it must be there. Another execution
 * may have created it a moment ago, which matters if it is to be skipped.
 */
async function findSame(sent: Sent): Promise<Found> {
	const { account, task, isRepeat } = sent;
	const { finding } = task;
	if (finding === undefined) return { is: 'nothing' };
	const mayBeBehind = isRepeat || (finding.isSkipped() && account.isYoung);
	return await untilListed(sent, mayBeBehind, async () => {
		const since = mayBeBehind ? account.line.clock.now() : account.conflictsSince();
		return await account.reads.find(() => finding.lookUp('same', undefined), since);
	});
}

/**
 * Looks for a record, and again after a while if a list may be a moment behind what this run did.
 *
 * @param mayBeBehind whether the record may have been made so recently
 */
async function untilListed<Result extends { readonly is: string }>(
	{ account }: Sent,
	mayBeBehind: boolean,
	find: () => Promise<Result>,
): Promise<Result> {
	let found = await find();
	for (const wait of mayBeBehind ? LIST_LAGS : []) {
		if (found.is !== 'nothing' || account.line.cancellation.happened) break;
		await account.rest(wait);
		found = await find();
	}
	return found;
}
