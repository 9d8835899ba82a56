// The second step: every prepared item gets its outcome. Requests go out in input order, a bounded number at once.
import type { IDataObject } from 'n8n-workflow';

import type { Meaning } from '../../transport/answers';
import { type Ask, type Line, asking } from './ask';
import { type Find, finding } from './find';
import { type Outcome, isFailure } from './outcome';
import { POLICY } from './policy';
import type { Prepared, Ready } from './prepare';

/** Why the rest of a run is not sent. */
type End = Extract<Outcome, { is: 'notSent' }>;

const CANCELLED: End = {
	is: 'notSent',
	says: 'The execution was stopped before this item was sent',
	status: undefined,
};

/**
 * Sends every item that is ready.
 *
 * @param items in input order
 * @param stopsAtFailure whether nothing more starts once an item has failed; what is under way is finished all the same
 * @returns one outcome an item, in input order
 */
export async function send(
	items: readonly Prepared[],
	line: Line,
	stopsAtFailure: boolean,
): Promise<Outcome[]> {
	const ask = asking(line);
	const find = finding(ask);
	const outcomes: Outcome[] = [];
	let end: End | undefined;

	await inOrder(items, line.settings.maxConcurrency, async (item, index) => {
		if (end !== undefined) {
			outcomes[index] = item.is === 'ready' ? end : item;
			return;
		}
		if (item.is !== 'ready') {
			outcomes[index] = item;
			return;
		}
		const answer = await ask(item.task.request(), item.secrets);
		const outcome = await outcomeOf(item, answer, find);
		outcomes[index] = outcome;
		end ??= endAfter(answer, outcome, index, stopsAtFailure);
	});

	const finished = items.map((_item, index) => outcomes[index] ?? CANCELLED);
	return stopsAtFailure && finished.some(isFailure)
		? finished
		: await withRecords(items, finished, ask, line.settings.maxConcurrency);
}

async function outcomeOf(
	{ task }: Ready,
	answer: Awaited<ReturnType<Ask>>,
	find: Find,
): Promise<Outcome> {
	switch (answer.is) {
		case 'done':
			return { is: 'done', output: task.result(asRecord(answer.body)) };
		case 'refused':
		case 'lockedOut':
		case 'busy': {
			const { says, status } = answer;
			if (task.finding?.looksInto(answer) !== true) {
				return { is: 'refused', says, status, advice: task.advice(answer) };
			}
			const found = await find(task.finding.lookUp(false));
			if (found.is === 'found') {
				return { is: 'skipped', output: task.finding.skipped(answer, found.record) };
			}
			const advice =
				found.is === 'nothing'
					? task.advice(answer)
					: `Whether it is the same client could not be looked up: ${found.says}.`;
			return { is: 'refused', says, status, advice };
		}
		case 'unreachable':
			return { is: 'unreachable', says: answer.says };
		case 'unclear':
			return { is: 'unknown', says: answer.says, status: answer.status };
		case 'cancelled':
			return CANCELLED;
	}
}

/** The body of a finished write is a record by the table of answers; anything else has no place in an item's output. */
const asRecord = (body: unknown): IDataObject =>
	typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {};

function endAfter(
	answer: Meaning | { readonly is: 'cancelled' },
	outcome: Outcome,
	index: number,
	stopsAtFailure: boolean,
): End | undefined {
	if (answer.is === 'cancelled') return CANCELLED;
	if (answer.is === 'lockedOut' && POLICY[answer.is] === 'endRun') {
		return { is: 'notSent', says: answer.says, status: answer.status };
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
	ask: Ask,
	maxConcurrency: number,
): Promise<Outcome[]> {
	// The lists read while items were sent are older than the records made since.
	const find = finding(ask);
	const complete = [...outcomes];
	await inOrder(items, maxConcurrency, async (item, index) => {
		const outcome = outcomes[index];
		if (item.is !== 'ready' || outcome?.is !== 'done') return;
		const { finding: wanted } = item.task;
		if (wanted?.isWanted() !== true) return;
		const found = await find(wanted.lookUp(true));
		const record = found.is === 'found' ? found.record : undefined;
		complete[index] = { is: 'done', output: wanted.added(outcome.output, record) };
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
