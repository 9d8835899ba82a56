// Follows the conversations in which operations say what they have to read, and sends those reads. The items of a run
// share what may be shared, so that a list to choose from is read once a run, not once an item.
import type { IDataObject } from 'n8n-workflow';

import type { Err } from '../../transport/result';
import type { Read, Reading } from '../resources/reading';
import type { FinalResponse, Requester, OptionalRead } from '../../transport/requester';
import type { Clock } from '../../transport/clock';
import { forEachConcurrent } from './concurrency';

/** What a conversation came to. */
export type Followed<Result> =
	| {
			readonly kind: 'ended';
			readonly result: Result;
			/** When the oldest answer that it rests on was asked for; `Infinity` if it read nothing. */
			readonly oldest: number;
	  }
	| { readonly kind: 'invalid'; readonly message: Err }
	/** A read came to nothing; this is what came back for it. */
	| { readonly kind: 'failed'; readonly answered: FinalResponse };

/** What a look-up came to; `failed` holds what was said instead of an answer. */
export type Found =
	| { readonly kind: 'found'; readonly record: IDataObject }
	| { readonly kind: 'nothing' }
	| { readonly kind: 'failed'; readonly message: string };

interface Shared {
	readonly askedAt: number;
	readonly answer: Promise<FinalResponse>;
}

/** The reads of one run. */
export class Reads {
	private readonly shared = new Map<string, Shared>();

	constructor(
		private readonly ask: Requester,
		private readonly clock: Clock,
		/** How many reads of one conversation may be under way at once. */
		private readonly atOnce: number,
	) {}

	/**
	 * Leads a conversation to its end.
	 *
	 * @param since a time; shared answers that were asked for before it are read again
	 * @param optional for reads that the run can do without
	 */
	async follow<Result>(
		reading: Reading<Result>,
		since = -Infinity,
		optional?: OptionalRead,
	): Promise<Followed<Result>> {
		let oldest = Infinity;
		let step = reading.next([]);
		while (step.done !== true) {
			const { value } = step;
			if ('message' in value) return { kind: 'invalid', message: value };
			const bodies: unknown[] = [];
			let failed: FinalResponse | undefined;
			await forEachConcurrent(value, this.atOnce, async (read, index) => {
				// One that failed is enough to know.
				if (failed !== undefined) return;
				const { askedAt, answer } = this.read(read, since, optional);
				oldest = Math.min(oldest, askedAt);
				const answered = await answer;
				if (answered.meaning.kind === 'done') {
					bodies[index] = answered.meaning.body;
					return;
				}
				// The next item may fare better.
				this.shared.delete(read.path);
				failed ??= answered;
			});
			if (failed !== undefined) return { kind: 'failed', answered: failed };
			step = reading.next(bodies);
		}
		return { kind: 'ended', result: step.value, oldest };
	}

	/**
	 * Follows a look-up.
	 *
	 * @param lookUp begins it anew at each call
	 * @param since a time; that nothing was found is only believed of what was read after it. A find needs no such proof.
	 */
	async find(lookUp: () => Reading<IDataObject | undefined>, since = -Infinity): Promise<Found> {
		const first = await this.follow(lookUp());
		return first.kind === 'ended' && first.result === undefined && first.oldest < since
			? foundBy(await this.follow(lookUp(), since))
			: foundBy(first);
	}

	private read(read: Read, since: number, optional?: OptionalRead): Shared {
		const known = read.shared ? this.shared.get(read.path) : undefined;
		if (known !== undefined && known.askedAt >= since) return known;
		const answer = this.ask({
			request: { method: 'GET', path: read.path, expects: read.expects },
			secrets: [],
			retry: 'idempotent',
			isOver: () => false,
			optional,
		});
		const asked = { askedAt: this.clock.now(), answer };
		if (read.shared) this.shared.set(read.path, asked);
		return asked;
	}
}

function foundBy(followed: Followed<IDataObject | undefined>): Found {
	switch (followed.kind) {
		case 'ended':
			return followed.result === undefined
				? { kind: 'nothing' }
				: { kind: 'found', record: followed.result };
		case 'invalid':
			return { kind: 'failed', message: followed.message.message };
		case 'failed': {
			const { meaning } = followed.answered;
			return {
				kind: 'failed',
				message:
					meaning.kind === 'unsent' || meaning.kind === 'done'
						? 'the execution was canceled'
						: meaning.message,
			};
		}
	}
}
