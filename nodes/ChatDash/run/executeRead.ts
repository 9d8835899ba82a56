// One item of an operation that reads.
import type { ReadTask, WriteTask } from '../resources/operation';
import type { AccountRun } from './accountRun';
import type { Answered } from './ask';
import type { Outcome } from './outcome';
import { atFault } from './prepare';
import type { Followed } from './reads';

/** How an item ended: without an outcome if it was not sent because the run was over. */
export interface Ended {
	readonly outcome: Outcome | undefined;
	/** The answer that decided it; none for an invalid item. */
	readonly answered?: Answered;
}

export async function executeRead(task: ReadTask, { reads }: AccountRun): Promise<Ended> {
	const followed = await reads.follow(task.records());
	return followed.is === 'ended'
		? { outcome: { is: 'done', outputs: followed.result, known: 'said' } }
		: notRead(task, followed);
}

/** An item that needed to read something, and could not. */
export function notRead(
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
