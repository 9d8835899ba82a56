// Follows the conversations in which operations say what they have to read, and sends those reads. The items of a run
// share what may be shared, so that a list to choose from is read once a run, not once an item.
import type { IDataObject } from 'n8n-workflow';

import type { Fault } from '../../transport/checked';
import type { Read, Reading } from '../resources/reading';
import type { Answered, Ask, Optional } from './ask';
import type { Clock } from './clock';
import { inOrder } from './inOrder';

/** What a conversation came to. */
export type Followed<Result> =
	| {
			readonly is: 'ended';
			readonly result: Result;
			/** When the oldest answer that it rests on was asked for; `Infinity` if it read nothing. */
			readonly oldest: number;
	  }
	| { readonly is: 'atFault'; readonly fault: Fault }
	/** A read came to nothing; this is what came back for it. */
	| { readonly is: 'failed'; readonly answered: Answered };

/** What a look-up came to; `failed` holds what was said instead of an answer. */
export type Found =
	| { readonly is: 'found'; readonly record: IDataObject }
	| { readonly is: 'nothing' }
	| { readonly is: 'failed'; readonly says: string };

interface Shared {
	readonly askedAt: number;
	readonly answer: Promise<Answered>;
}

/** The reads of one run. */
export class Reads {
	private readonly shared = new Map<string, Shared>();

	constructor(
		private readonly ask: Ask,
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
		optional?: Optional,
	): Promise<Followed<Result>> {
		let oldest = Infinity;
		let step = reading.next([]);
		while (step.done !== true) {
			const { value } = step;
			if ('fault' in value) return { is: 'atFault', fault: value };
			const bodies: unknown[] = [];
			let failed: Answered | undefined;
			await inOrder(value, this.atOnce, async (read, index) => {
				// One that failed is enough to know.
				if (failed !== undefined) return;
				const { askedAt, answer } = this.read(read, since, optional);
				oldest = Math.min(oldest, askedAt);
				const answered = await answer;
				if (answered.meaning.is === 'done') {
					bodies[index] = answered.meaning.body;
					return;
				}
				// The next item may fare better.
				this.shared.delete(read.path);
				failed ??= answered;
			});
			if (failed !== undefined) return { is: 'failed', answered: failed };
			step = reading.next(bodies);
		}
		return { is: 'ended', result: step.value, oldest };
	}

	/**
	 * Follows a look-up.
	 *
	 * @param lookUp begins it anew at each call
	 * @param since a time; that nothing was found is only believed of what was read after it. A find needs no such proof.
	 */
	async find(lookUp: () => Reading<IDataObject | undefined>, since = -Infinity): Promise<Found> {
		const first = await this.follow(lookUp());
		return first.is === 'ended' && first.result === undefined && first.oldest < since
			? foundBy(await this.follow(lookUp(), since))
			: foundBy(first);
	}

	private read(read: Read, since: number, optional?: Optional): Shared {
		const known = read.shared ? this.shared.get(read.path) : undefined;
		if (known !== undefined && known.askedAt >= since) return known;
		const answer = this.ask({
			request: { method: 'GET', path: read.path, expects: read.expects },
			secrets: [],
			repeat: 'safe',
			isOver: () => false,
			optional,
		});
		const asked = { askedAt: this.clock.now(), answer };
		if (read.shared) this.shared.set(read.path, asked);
		return asked;
	}
}

function foundBy(followed: Followed<IDataObject | undefined>): Found {
	switch (followed.is) {
		case 'ended':
			return followed.result === undefined
				? { is: 'nothing' }
				: { is: 'found', record: followed.result };
		case 'atFault':
			return { is: 'failed', says: followed.fault.fault };
		case 'failed': {
			const { meaning } = followed.answered;
			return {
				is: 'failed',
				says:
					meaning.is === 'unsent' || meaning.is === 'done'
						? 'the execution was canceled'
						: meaning.says,
			};
		}
	}
}
