// Follows a look-up: an operation says what to read and what it makes of it, this sends the reads.
import type { IDataObject } from 'n8n-workflow';

import type { ApiRequest } from '../../transport/exchange';
import type { LookUp } from '../resources/operation';
import type { Ask } from './ask';

/** What a look-up came to; `failed` holds what was said instead of an answer. */
export type Finding =
	| { readonly is: 'found'; readonly record: IDataObject }
	| { readonly is: 'nothing' }
	| { readonly is: 'failed'; readonly says: string };

/** Follows look-ups; those that go through the same finder read each path once, however many items want it. */
export type Find = (lookUp: LookUp) => Promise<Finding>;

/** @returns a finder with a memory of its own: what it has read once it does not read again */
export function finding(ask: Ask): Find {
	const reads = new Map<string, ReturnType<Ask>>();
	const read = (request: ApiRequest) => {
		const known = reads.get(request.path) ?? ask(request, []);
		reads.set(request.path, known);
		return known;
	};

	return async (lookUp) => {
		let step = lookUp.next();
		while (step.done !== true) {
			const answer = await read(step.value);
			if (answer.is === 'cancelled') return { is: 'failed', says: 'The execution was stopped' };
			if (answer.is !== 'done') return { is: 'failed', says: answer.says };
			step = lookUp.next(answer.body);
		}
		return step.value === undefined ? { is: 'nothing' } : { is: 'found', record: step.value };
	};
}
