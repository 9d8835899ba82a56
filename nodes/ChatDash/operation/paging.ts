// The two fields of every Get Many. ChatDash gives whole lists, so the limit is kept here.
import { booleanField, integerField } from '../fields/field';

export const returnAll = booleanField({
	displayName: 'Return All',
	description: 'Whether to return all results or only up to a given limit',
});

export const limit = integerField(
	{ displayName: 'Limit', default: 50, description: 'Max number of results to return' },
	1,
	{ showFor: { returnAll: [false] }, whenHidden: () => Infinity },
);

/** The beginning of a list, as long as the user wants it; all of it for `Infinity`. */
export const take = <Entry>(limit: number, list: readonly Entry[]): readonly Entry[] =>
	list.slice(0, limit);
