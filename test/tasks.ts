/** What an operation makes of the values of an item, for tests that need no engine; and its conversations, led by hand. */
import { UnexpectedError } from 'n8n-workflow';

import type {
	Finding,
	Operation,
	ReadTask,
	Sending,
	WriteTask,
} from '../nodes/ChatDash/operation/operation';
import type { Read, Reading } from '../nodes/ChatDash/resources/reading';

/** @throws if the values give nothing to do, or the operation only reads */
export function writeTask(
	operation: Operation,
	values: Readonly<Record<string, unknown>>,
): WriteTask {
	const task = operation.task(values);
	if (task.ok && task.value.does === 'write') return task.value;
	throw new UnexpectedError(task.ok ? 'This operation only reads' : task.message);
}

/** @throws if the operation writes */
export function readTask(
	operation: Operation,
	values: Readonly<Record<string, unknown>>,
): ReadTask {
	const task = operation.task(values);
	if (task.ok && task.value.does === 'read') return task.value;
	throw new UnexpectedError(task.ok ? 'This operation writes' : task.message);
}

/** @throws if the operation finds nothing */
export function findingOf({ finding }: WriteTask): Finding {
	if (finding === undefined) throw new UnexpectedError('This operation finds nothing');
	return finding;
}

/** What a conversation came to: its result or its fault, and the paths that it read, in order. */
export interface Led<Result> {
	readonly result?: Result;
	readonly message?: string;
	readonly advice?: string;
	readonly read: string[];
}

/** Leads a conversation, answering its reads by their paths; what has no answer there is `undefined`. */
export function lead<Result>(
	reading: Reading<Result>,
	answers: Readonly<Record<string, unknown>> = {},
): Led<Result> {
	const { reads, ...ended } = follow(reading, ({ path }) => answers[path]);
	return { ...ended, read: reads.map(({ path }) => path) };
}

/** As {@link lead}, with each read as it was said, and an answer for each of them. */
export function follow<Result>(
	reading: Reading<Result>,
	answerTo: (read: Read) => unknown,
): Omit<Led<Result>, 'read'> & { readonly reads: readonly Read[] } {
	const reads: Read[] = [];
	let step = reading.next([]);
	while (step.done !== true) {
		if ('message' in step.value) {
			const { message, advice } = step.value;
			return { message, advice, reads };
		}
		reads.push(...step.value);
		step = reading.next(step.value.map(answerTo));
	}
	return { result: step.value, reads };
}

/** The request that an item makes, with what it reads on the way. */
export function requestOf(
	task: WriteTask,
	answers: Readonly<Record<string, unknown>> = {},
): Led<Sending> {
	const begun = task.request();
	return 'request' in begun ? { result: begun, read: [] } : lead(begun, answers);
}
