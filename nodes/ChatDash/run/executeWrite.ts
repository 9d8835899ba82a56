// One item of an operation that changes something: what has to be known first, the request, and what its response means.
import type { IDataObject } from 'n8n-workflow';

import { isRecord, omitUndefined } from '../../transport/json';
import type { FinalResponse } from '../../transport/requester';
import type { ExistingIds, WriteOperation } from '../operation/operation';
import { retryModeOf } from '../operation/retryMode';
import type { AccountRun } from './accountRun';
import { readFailure } from './executeRead';
import type { Attempt, Unresolved } from './journal';
import type { Outcome } from './outcome';
import { arrange } from './arrange';
import { type Ready, invalid } from './prepare';
import { type SentWrite, confirmOr, resolveRejection } from './resolve';

/** How a write ended, and what a later attempt has to know of it. */
export interface WriteResult {
	/** `undefined` if the item was not sent because the run had stopped. */
	readonly outcome: Outcome | undefined;
	readonly attempt?: Attempt;
}

/**
 * Sends one item.
 *
 * @param unresolved what an earlier attempt of the run couldn't find out about the item
 */
export async function executeWrite(
	operation: WriteOperation,
	item: Ready,
	index: number,
	account: AccountRun,
	unresolved: Unresolved | undefined,
): Promise<WriteResult> {
	const { values } = item;
	const retry = retryModeOf(operation, values);
	// A user who retries the execution has checked ChatDash first; n8n's automatic retry has not.
	const isRetriedUnchecked = unresolved?.inThisExecution === true;
	if (isRetriedUnchecked && retry === 'unsafe') return { outcome: stillUnresolved(unresolved) };
	const withoutRequest = (outcome: Outcome | undefined): WriteResult =>
		unresolved === undefined
			? { outcome }
			: {
					outcome: stillUnresolved(unresolved),
					...(unresolved.attempt && { attempt: unresolved.attempt }),
				};

	const before = await existingIds(operation, item, account, unresolved);
	if (before.kind !== 'ok') return withoutRequest(readFailure(operation, values, before));
	const made = await account.reader.lookup(async (api) => await operation.request(values, api));
	if (made.kind !== 'ok') return withoutRequest(readFailure(operation, values, made));

	const { request, ids = {}, secrets = [], claim } = made.value;
	const claimed = claim && account.claims.take(claim, index);
	if (claimed?.kind === 'conflict') return withoutRequest(invalid([claimed.error]));

	const written: SentWrite = {
		operation,
		values,
		retry,
		account,
		isRepeat: item.isRepeat,
		existing: before.ids,
		mayHaveRunBefore:
			account.mayHaveRunBefore || (unresolved !== undefined && unresolved.attempt === undefined),
		wasAmbiguous: unresolved !== undefined,
	};
	const attempt = { item, existing: before.ids };
	const toResult = (outcome: Outcome | undefined): WriteResult => {
		const echo = outcome?.kind === 'done' ? operation.echo(values) : {};
		const arranged =
			outcome !== undefined && 'outputs' in outcome
				? { ...outcome, outputs: outcome.outputs.map((output) => arrange(output, ids, echo)) }
				: outcome;
		return { outcome: arranged, attempt };
	};
	// ChatDash might accept the request a second time, so the earlier one is looked up first.
	if (unresolved !== undefined && retry === 'confirm') {
		const found = await confirmOr(written, stillUnresolved(unresolved));
		if (found.kind === 'done' || isRetriedUnchecked) return toResult(found);
	}

	const final = await account.request({
		request,
		retry,
		role: 'work',
		secrets: [...item.secrets, ...secrets],
	});
	// The request wasn't sent this time, so only an earlier attempt may have taken effect.
	if (final.response.kind === 'notSent' && !final.wasAmbiguous) return withoutRequest(undefined);
	const wasAmbiguous = written.wasAmbiguous || final.wasAmbiguous;
	return toResult(await toOutcome({ ...written, wasAmbiguous }, final.response));
}

/** The records that were there before the item was first sent: an earlier attempt knows that better than this one. */
async function existingIds(
	operation: WriteOperation,
	{ values }: Ready,
	account: AccountRun,
	unresolved: Unresolved | undefined,
) {
	const known = (ids: ExistingIds) => ({ kind: 'ok', ids }) as const;
	if (unresolved?.attempt !== undefined) return known(unresolved.attempt.existing);
	const { existingIds: read } = operation;
	return read === undefined
		? known(undefined)
		: await account.existingIds(async (api) => await read(values, api));
}

/** An earlier attempt couldn't find out whether the item is done, and neither can this one. */
export const stillUnresolved = ({ message, status }: Unresolved): Outcome => ({
	kind: 'unknown',
	message,
	status,
});

/** @returns `undefined` if the request was not sent because the run had stopped */
async function toOutcome(
	sent: SentWrite,
	response: FinalResponse['response'],
): Promise<Outcome | undefined> {
	const { operation, values, wasAmbiguous } = sent;
	switch (response.kind) {
		case 'success': {
			const outputs = toRecords(response.body).map((record) => operation.output(values, record));
			return { kind: 'done', outputs, source: 'response' };
		}
		case 'unreachable':
			return wasAmbiguous
				? await confirmOr(sent, { kind: 'unknown', message: response.message, status: undefined })
				: { kind: 'unreachable', message: response.message };
		case 'ambiguous':
			return await confirmOr(sent, {
				kind: 'unknown',
				message: response.message,
				status: response.status,
			});
		case 'notSent':
			return {
				kind: 'unknown',
				message: 'The execution was canceled before ChatDash responded',
				status: undefined,
			};
		case 'rejected':
		case 'unauthorized':
		case 'throttled':
			return await resolveRejection(sent, response);
	}
}

/** The records in a response. There's always at least one, so that the item has an output. */
function toRecords(body: unknown): IDataObject[] {
	if (isRecord(body)) return [body];
	const entries: unknown[] = Array.isArray(body) ? body : [];
	const records = entries.map((entry) =>
		isRecord(entry) ? entry : omitUndefined({ value: entry }),
	);
	return records.length === 0 ? [{}] : records;
}
