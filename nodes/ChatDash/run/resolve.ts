// Finds out whether a write took effect if its response doesn't show it: after an ambiguous response, and after a rejection
// that the item's own record may have caused.
import type { FindResult } from '../../transport/apiReader';
import type { IDataObject } from 'n8n-workflow';

import type { Rejection } from '../../transport/classify';
import { isRecord } from '../../transport/json';
import type { RetryMode } from '../../transport/retry';
import type {
	AlreadyDone,
	Confirm,
	DoneBy,
	ExistingIds,
	IfExists,
	ItemValues,
	WriteOperation,
} from '../operation/operation';
import { type AccountRun, LIST_LAGS_MS } from './accountRun';
import { type Outcome, rejected } from './outcome';

/** An item whose request was sent. */
export interface SentWrite {
	readonly operation: WriteOperation;
	readonly values: ItemValues;
	readonly retry: RetryMode;
	readonly account: AccountRun;
	/** Whether an earlier item of the run asks for the same thing. */
	readonly isRepeat: boolean;
	readonly existing: ExistingIds;
	/** Whether an earlier run or attempt may have sent the same and left no journal. */
	readonly mayHaveRunBefore: boolean;
	/** Whether a response to it was ambiguous, in this attempt or an earlier one. */
	readonly wasAmbiguous: boolean;
}

/** Looks whether the request took effect after all; otherwise the outcome is the given one. */
export async function confirmOr(sent: SentWrite, unknown: Outcome): Promise<Outcome> {
	const { confirm } = sent.operation;
	if (confirm === undefined || !['verify', 'confirm'].includes(sent.retry)) return unknown;
	const own = await untilListed(sent, true, async () => await findOwn(sent, confirm, true));
	return own.kind === 'found' ? confirmed(sent, confirm, own.value) : unknown;
}

/** A rejection is final, unless it's about the very record that the item asked for. */
export async function resolveRejection(sent: SentWrite, rejection: Rejection): Promise<Outcome> {
	const { operation, values, wasAmbiguous, mayHaveRunBefore, isRepeat } = sent;
	const { confirm, ifExists, alreadyDone } = operation;
	const { message, status } = rejection;
	const unknown: Outcome = { kind: 'unknown', message, status };

	const saysExists = ifExists?.matches(rejection) === true;
	if (!saysExists && alreadyDone?.matches(rejection) !== true) {
		// A rejection for another reason doesn't settle an earlier ambiguous response.
		return wasAmbiguous
			? await confirmOr(sent, unknown)
			: rejected(rejection, operation.advice(values, rejection));
	}
	// What a repeat finds is the record of the item that it repeats.
	if (confirm !== undefined && (wasAmbiguous || mayHaveRunBefore) && !isRepeat) {
		const find = async () => await findOwn(sent, confirm, wasAmbiguous);
		const own = await untilListed(sent, wasAmbiguous, find);
		if (own.kind === 'found') return confirmed(sent, confirm, own.value);
		// It may be this very request that took the login.
		if (wasAmbiguous && own.kind === 'failed') return unknown;
	}
	if (ifExists !== undefined && saysExists) {
		return await resolveExisting(sent, ifExists, rejection);
	}
	return alreadyDone === undefined
		? rejected(rejection, operation.advice(values, rejection))
		: await resolveDone(sent, alreadyDone, rejection);
}

/** Nothing is left to do: a lookup shows it, or the rejection itself if the request may have taken effect before. */
async function resolveDone(
	sent: SentWrite,
	{ isDone, output }: AlreadyDone<ItemValues>,
	rejection: Rejection,
): Promise<Outcome> {
	const { account, operation, values, wasAmbiguous } = sent;
	if (isDone === undefined) {
		return wasAmbiguous
			? { kind: 'done', outputs: [output(values)], source: 'response' }
			: rejected(rejection, operation.advice(values, rejection));
	}
	const found = await account.reader.find(
		async (api) => ((await isDone(values, api)) ? output(values) : undefined),
		account.conflictsSince(),
	);
	if (found.kind === 'found') return { kind: 'skipped', outputs: [found.value] };
	const advice =
		found.kind === 'failed' ? notLookedUp(found.message) : operation.advice(values, rejection);
	return rejected(rejection, advice);
}

const notLookedUp = (reason: string) =>
	`Couldn't check ChatDash's records: ${reason}. Run the item again later.`;

/**
 * Skips an item if its record exists and the user allows that. Otherwise rejects it, with advice that depends on whose the
 * record is.
 */
async function resolveExisting(
	sent: SentWrite,
	ifExists: IfExists<ItemValues>,
	rejection: Rejection,
): Promise<Outcome> {
	const { values } = sent;
	const found = await findExisting(sent, ifExists);
	if (found.kind === 'missing') return rejected(rejection, ifExists.advice(values, 'other'));
	if (found.kind === 'failed') {
		return rejected(
			rejection,
			`${notLookedUp(found.message)} ${ifExists.advice(values, 'unknown')}`,
		);
	}
	switch (ifExists.action(values)) {
		case 'error':
			return rejected(rejection, ifExists.advice(values, 'same'));
		case 'skip':
			return { kind: 'skipped', outputs: [ifExists.output(values, found.value, rejection)] };
		case 'omit':
			return { kind: 'skipped', outputs: [] };
	}
}

/**
 * Finds the record if this very request, or a lost run, created it.
 *
 * @param wasAmbiguous whether the request may have created it; then only a fresh list can show that there isn't one
 */
async function findOwn(
	sent: SentWrite,
	confirm: Confirm<ItemValues>,
	wasAmbiguous: boolean,
): Promise<FindResult<Own>> {
	const { account, operation, values, existing, mayHaveRunBefore, isRepeat } = sent;
	const since = wasAmbiguous ? account.context.clock.now() : undefined;
	const find = async (known: ExistingIds, by: DoneBy) =>
		await account.reader.find(async (api): Promise<Own | undefined> => {
			const found = await confirm.isDone(values, api, known);
			return found === false ? undefined : { by, ...(isRecord(found) && { record: found }) };
		}, since);

	// A record of this run and an older one look the same, unless it's known what was there before.
	const isCertain =
		wasAmbiguous && !isRepeat && (operation.existingIds === undefined || existing !== undefined);
	const own = await find(existing, isCertain ? 'thisRun' : 'earlierRun');
	return own.kind === 'missing' && mayHaveRunBefore && existing !== undefined
		? await find(undefined, 'earlierRun')
		: own;
}

/** Who created a record, and the record itself, if the operation's output needs it. */
interface Own {
	readonly by: DoneBy;
	readonly record?: IDataObject;
}

/** The output has this run's password only if no other run is known to have created the record. */
const confirmed = (
	{ values }: SentWrite,
	confirm: Confirm<ItemValues>,
	{ by, record }: Own,
): Outcome => ({ kind: 'done', outputs: [confirm.output(values, by, record)], source: 'lookup' });

/**
 * Finds the record that conflicts with the item. If an earlier item of the run created it, it must be there. Another execution may
 * have created it a moment ago, which matters if it is to be skipped.
 */
async function findExisting(sent: SentWrite, { find, action }: IfExists<ItemValues>) {
	const { account, isRepeat, values } = sent;
	const mayLag = isRepeat || (action(values) !== 'error' && account.isYoung);
	return await untilListed(sent, mayLag, async () => {
		const since = mayLag ? account.context.clock.now() : account.conflictsSince();
		return await account.reader.find(async (api) => await find(values, api), since);
	});
}

/**
 * Looks for a record, and again after a while if a list may lag behind what was just done.
 *
 * @param mayLag whether the record may have been created so recently
 */
async function untilListed<Value>(
	{ account }: SentWrite,
	mayLag: boolean,
	find: () => Promise<FindResult<Value>>,
): Promise<FindResult<Value>> {
	let found = await find();
	for (const wait of mayLag ? LIST_LAGS_MS : []) {
		if (found.kind !== 'missing' || account.context.abort.aborted) break;
		await account.sleep(wait);
		found = await find();
	}
	return found;
}
