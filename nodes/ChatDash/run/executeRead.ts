// One item of an operation that reads.
import type { ReadTask, WriteTask } from '../operation/operation';
import type { AccountRun } from './accountRun';
import type { FinalResponse } from '../../transport/requester';
import type { Outcome } from './outcome';
import { invalid } from './prepare';
import type { Followed } from './reads';

/** How an item ended: without an outcome if it was not sent because the run was over. */
export interface Ended {
	readonly outcome: Outcome | undefined;
	/** The answer that decided it; none for an invalid item. */
	readonly answered?: FinalResponse;
}

export async function executeRead(task: ReadTask, { reads }: AccountRun): Promise<Ended> {
	const followed = await reads.follow(task.records());
	return followed.kind === 'ended'
		? { outcome: { kind: 'done', outputs: followed.result, source: 'response' } }
		: notRead(task, followed);
}

/** An item that needed to read something, and could not. */
export function notRead(
	task: ReadTask | WriteTask,
	followed: Exclude<Followed<unknown>, { kind: 'ended' }>,
): Ended {
	if (followed.kind === 'invalid') return { outcome: invalid([followed.message]) };
	const { answered } = followed;
	const { meaning } = answered;
	switch (meaning.kind) {
		case 'unsent':
		case 'done':
			return { outcome: undefined, answered };
		case 'unreachable':
			return { outcome: { kind: 'unreachable', message: meaning.message }, answered };
		case 'ambiguous':
			return {
				outcome: { kind: 'readFailed', message: meaning.message, status: meaning.status },
				answered,
			};
		case 'rejected':
		case 'unauthorized':
		case 'throttled': {
			const { message, status } = meaning;
			return {
				outcome: { kind: 'rejected', message, status, advice: task.advice(meaning) },
				answered,
			};
		}
	}
}
