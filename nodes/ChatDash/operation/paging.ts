// The two fields of every Get Many, and the limit for lists that ChatDash returns whole.
import type { IDataObject } from 'n8n-workflow';

import type { Api } from '../../transport/api';
import { asRecords } from '../../transport/json';
import type { Query } from '../../transport/request';
import { integerField } from '../fields/number';
import { booleanField } from '../fields/options';

export const returnAll = booleanField({
	displayName: 'Return All',
	description: 'Whether to return all results or only up to a given limit',
});

export const limit = integerField(
	{ displayName: 'Limit', default: 50, description: 'Max number of results to return' },
	{ minimum: 1 },
	{ showFor: { returnAll: [false] }, whenHidden: () => Infinity },
);

/** The first entries of a list; all of them if the limit is `Infinity`. */
export const take = <Entry>(list: readonly Entry[], limit: number): readonly Entry[] =>
	list.slice(0, limit);

/** Fetches a list that ChatDash returns whole, and returns its first records. */
export const fetchUpTo = async (
	limit: number,
	path: string,
	api: Api,
	query?: Query,
): Promise<readonly IDataObject[]> =>
	take(asRecords(await api.get(path, { ...(query && { query }) })), limit);
