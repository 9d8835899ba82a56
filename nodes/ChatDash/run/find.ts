// Follows a look-up: an operation says what to read and what it makes of it, this sends the reads.
import type { IDataObject } from 'n8n-workflow';

import type { ApiRequest } from '../../transport/exchange';
import type { LookUp } from '../resources/operation';
import type { Answered, Ask } from './ask';
import type { Clock } from './clock';

/** What a look-up came to; `failed` holds what was said instead of an answer. */
export type Finding =
	| { readonly is: 'found'; readonly record: IDataObject }
	| { readonly is: 'nothing' }
	| { readonly is: 'failed'; readonly says: string };

interface Read {
	readonly askedAt: number;
	readonly answer: Promise<Answered>;
}

/** Follows the look-ups of one run; the items share what was read, so that the list of clients is read once, not once an item. */
export class Finder {
	private readonly reads = new Map<string, Read>();

	constructor(
		private readonly ask: Ask,
		private readonly clock: Clock,
	) {}

	/**
	 * @param lookUp begins the look-up anew at each call
	 * @param since a time; that nothing was found is only believed of what was read after it. A find needs no such proof.
	 */
	async find(lookUp: () => LookUp, since = -Infinity): Promise<Finding> {
		const { finding, oldest } = await this.follow(lookUp(), -Infinity);
		return finding.is === 'found' || oldest >= since
			? finding
			: (await this.follow(lookUp(), since)).finding;
	}

	private async follow(
		lookUp: LookUp,
		since: number,
	): Promise<{ finding: Finding; oldest: number }> {
		let oldest = Infinity;
		let step = lookUp.next();
		while (step.done !== true) {
			const { askedAt, answer } = this.read(step.value, since);
			oldest = Math.min(oldest, askedAt);
			const { meaning } = await answer;
			if (meaning.is !== 'done') {
				// The next item may fare better.
				this.reads.delete(step.value.path);
				const says = meaning.is === 'unsent' ? 'the execution was stopped' : meaning.says;
				return { finding: { is: 'failed', says }, oldest };
			}
			step = lookUp.next(meaning.body);
		}
		const record = step.value;
		return { finding: record === undefined ? { is: 'nothing' } : { is: 'found', record }, oldest };
	}

	private read(request: ApiRequest, since: number): Read {
		const known = this.reads.get(request.path);
		if (known !== undefined && known.askedAt >= since) return known;
		const answer = this.ask({ request, secrets: [], repeat: 'safe', isOver: () => false });
		const read = { askedAt: this.clock.now(), answer };
		this.reads.set(request.path, read);
		return read;
	}
}
