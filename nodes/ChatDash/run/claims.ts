// What only one item of a run can have: a login ID, or an agent that gets a client. An item that claims what an earlier
// one has is invalid, unless both ask for the very same thing.
import type { Err } from '../../transport/result';
import type { Claim } from '../operation/operation';

/** The result of a claim. */
export type Claimed =
	| { readonly kind: 'first' }
	/** An earlier item asks for the same thing. */
	| { readonly kind: 'repeat' }
	| { readonly kind: 'conflict'; readonly error: Err };

/** The claims of the items that go to one account. */
export class Claims {
	private readonly taken = new Map<string, { readonly item: number; readonly holder?: string }>();

	/**
	 * Claims something for an item.
	 *
	 * @param item counted from 0
	 */
	take({ key, holder, conflict }: Claim, item: number): Claimed {
		const keys = typeof key === 'string' ? [key] : key;
		const earlier = keys.map((each) => this.taken.get(each)).find((each) => each !== undefined);
		if (earlier === undefined) {
			for (const each of keys) {
				this.taken.set(each, { item, ...(holder !== undefined && { holder }) });
			}
			return { kind: 'first' };
		}
		return holder !== undefined && earlier.holder === holder
			? { kind: 'repeat' }
			: { kind: 'conflict', error: conflict(earlier.item) };
	}
}
