// One item of an operation that changes something: what has to be known first, the request, and what its answer means.
// Where the answer leaves open whether the work was done, a lookup decides.
import type { IDataObject } from 'n8n-workflow';

import type { Rejection } from '../../transport/classify';
import { isRecord } from '../../transport/json';
import type { DoneBy, WriteTask } from '../operation/operation';
import { type AccountRun, LIST_LAGS } from './accountRun';
import type { FinalResponse } from '../../transport/requester';
import { type Ended, notRead } from './executeRead';
import type { Attempt, Unresolved } from './journal';
import type { Outcome } from './outcome';
import { type WriteItem, invalid } from './prepare';
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
	open: Unresolved | undefined,
): Promise<WriteEnded> {
	// A user who has the item run again has looked; n8n, trying again on its own, has not.
	if (open?.inThisExecution === true && task.retry === 'unsafe')
		return { outcome: stillUnresolved(open) };
	const giveUp = (ended: Ended): Ended =>
		open === undefined ? ended : { ...ended, outcome: stillUnresolved(open) };

	const before = await idsBefore(task, account, open);
	if (before !== undefined && 'kind' in before) return giveUp(notRead(task, before));
	const begun = task.request();
	const made =
		'request' in begun
			? ({ kind: 'ended', result: begun } as const)
			: await account.reads.follow(begun);
	if (made.kind !== 'ended') return giveUp(notRead(task, made));

	const { request, ids = {}, secrets = [], claim } = made.result;
	const claimed = claim && account.claims.take(claim, index);
	if (claimed?.kind === 'conflict') return giveUp({ outcome: invalid([claimed.message]) });

	const answered = await account.ask({
		request,
		secrets: [...item.secrets, ...secrets],
		retry: task.retry,
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
		open === undefined ? answered : { ...answered, wasAmbiguous: true },
	);
	return {
		outcome: outcome !== undefined && 'outputs' in outcome ? withIds(outcome, ids) : outcome,
		answered,
		attempt: { item: { task, ...item }, idsBefore: before },
	};
}

/** What was there before the item was first sent: an earlier try knows that better than this one. */
const idsBefore = async (task: WriteTask, account: AccountRun, open: Unresolved | undefined) =>
	open?.attempt === undefined
		? await account.idsBefore(task.finding?.idsBefore)
		: open.attempt.idsBefore;

/** An earlier try left open whether the item is done, and this one finds out no more. */
export const stillUnresolved = ({ message, status }: Unresolved): Outcome => ({
	kind: 'unknown',
	message,
	status,
});

const withIds = (outcome: Extract<Outcome, { outputs: unknown }>, ids: IDataObject): Outcome => ({
	...outcome,
	outputs: outcome.outputs.map((output) => ({ ...output, ...ids })),
});

/** @returns `undefined` for an item that was not sent because the run was over */
async function outcomeOf(
	sent: Sent,
	{ meaning, wasAmbiguous }: FinalResponse,
): Promise<Outcome | undefined> {
	switch (meaning.kind) {
		case 'done':
			// A record by the table of answers; anything else has no place in an item's output.
			return {
				kind: 'done',
				outputs: [sent.task.result(isRecord(meaning.body) ? meaning.body : {})],
				source: 'response',
			};
		case 'unreachable':
			return wasAmbiguous
				? await confirmedOr(sent, { kind: 'unknown', message: meaning.message, status: undefined })
				: { kind: 'unreachable', message: meaning.message };
		case 'ambiguous':
			return await confirmedOr(sent, {
				kind: 'unknown',
				message: meaning.message,
				status: meaning.status,
			});
		case 'unsent':
			if (!wasAmbiguous) return undefined;
			return {
				kind: 'unknown',
				message: 'The execution was canceled before ChatDash answered',
				status: undefined,
			};
		case 'rejected':
		case 'unauthorized':
		case 'throttled':
			return await refusedOrOwn(sent, meaning, wasAmbiguous);
	}
}

/** What an answer left open, as far as a lookup can close it. */
async function confirmedOr(sent: Sent, unclear: Outcome): Promise<Outcome> {
	if (sent.task.retry !== 'verify') return unclear;
	const own = await untilListed(sent, true, async () => await findOwn(sent, true));
	return own.kind === 'found' ? confirmedBy(sent, own.by) : unclear;
}

type Own = { readonly kind: 'found'; readonly by: DoneBy } | Exclude<Found, { kind: 'found' }>;

/**
 * Looks for the record of this very request, or of a run that was lost.
 *
 * @param wasUnclear whether the request may have made it; then only a fresh list can show that there isn't one
 */
async function findOwn(sent: Sent, wasAmbiguous: boolean): Promise<Own> {
	const { account, idsBefore: before, mayBeOfLostRun, isRepeat } = sent;
	const { finding } = sent.task;
	if (finding === undefined) return { kind: 'nothing' };
	const since = wasAmbiguous ? account.line.clock.now() : undefined;
	const find = async (known: typeof before) =>
		await account.reads.find(() => finding.lookUp('own', known), since);

	// What was made by this run can't be told from what was there before, unless it's known what was there.
	const isCertain =
		wasAmbiguous && !isRepeat && (finding.idsBefore === undefined || before !== undefined);
	const found = await find(before);
	if (found.kind === 'found') return { kind: 'found', by: isCertain ? 'thisRun' : 'earlierRun' };
	if (found.kind === 'failed' || !mayBeOfLostRun || before === undefined) return found;
	const lost = await find(undefined);
	return lost.kind === 'found' ? { kind: 'found', by: 'earlierRun' } : lost;
}

/** The output has this run's password only if no other run is known to have created the member. */
const confirmedBy = ({ task: { finding } }: Sent, by: DoneBy): Outcome => ({
	kind: 'done',
	outputs: finding === undefined ? [] : [finding.confirmed(by)],
	source: 'lookup',
});

/** A refusal: final, unless it is about the very record that the item asked for. */
async function refusedOrOwn(
	sent: Sent,
	refusal: Rejection,
	wasAmbiguous: boolean,
): Promise<Outcome> {
	const { task, mayBeOfLostRun, isRepeat } = sent;
	const { message, status } = refusal;
	const refused = (advice = task.advice(refusal)): Outcome => ({
		kind: 'rejected',
		message,
		status,
		advice,
	});
	const { finding } = task;
	if (finding?.isConflict(refusal) !== true) {
		// What an earlier answer left open, a refusal for another reason does not close.
		return wasAmbiguous ? await confirmedOr(sent, { kind: 'unknown', message, status }) : refused();
	}

	// What a repeat finds is the client of the item that it repeats.
	if ((wasAmbiguous || mayBeOfLostRun) && !isRepeat) {
		const own = await untilListed(
			sent,
			wasAmbiguous,
			async () => await findOwn(sent, wasAmbiguous),
		);
		if (own.kind === 'found') return confirmedBy(sent, own.by);
		// It may be this very request that took the login.
		if (wasAmbiguous && own.kind === 'failed') return { kind: 'unknown', message, status };
	}
	const found = await findSame(sent);
	if (found.kind === 'found' && finding.isSkipped()) {
		return { kind: 'skipped', outputs: [finding.skipped(refusal, found.record)] };
	}
	if (found.kind === 'failed') {
		const lines = [
			`Whose it is couldn't be looked up: ${found.message}.`,
			finding.conflictAdvice('unknown'),
		];
		return refused(lines.filter((line) => line !== undefined).join(' '));
	}
	return refused(finding.conflictAdvice(found.kind === 'found' ? 'same' : 'other'));
}

/**
 * Looks for the record in the item's way. If an earlier item of the run created it, it must be there. Another execution
 * may have created it a moment ago, which matters if it is to be skipped.
 */
async function findSame(sent: Sent): Promise<Found> {
	const { account, task, isRepeat } = sent;
	const { finding } = task;
	if (finding === undefined) return { kind: 'nothing' };
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
async function untilListed<Result extends { readonly kind: string }>(
	{ account }: Sent,
	mayBeBehind: boolean,
	find: () => Promise<Result>,
): Promise<Result> {
	let found = await find();
	for (const wait of mayBeBehind ? LIST_LAGS : []) {
		if (found.kind !== 'nothing' || account.line.abort.aborted) break;
		await account.rest(wait);
		found = await find();
	}
	return found;
}
