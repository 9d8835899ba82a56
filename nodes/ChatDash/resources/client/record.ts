// Clients as ChatDash lists them, and how one is chosen.
import type { Rejection } from '../../../transport/classify';
import { comparisonKey } from '../../fields/comparisonKey';
import {
	type LocatorConfig,
	type Candidate,
	type LocatorValue,
	idOf,
	locator,
} from '../../fields/locator';
import { type Reading, once } from '../reading';
import { groupBy, isId, asRecords, remembered } from '../records';

/** A client as `GET /clients` gives it. */
export type ClientRecord = {
	readonly _id: string;
	readonly name: string;
	readonly language: string;
	readonly isSaasClient: boolean;
};

/** The clients in a list; an entry without an ID or a name is none. Missing fields get the documented defaults. */
export const decodeClients = remembered((list): readonly ClientRecord[] =>
	asRecords(list).flatMap(({ _id, name, language, isSaasClient }) =>
		isId(_id) && typeof name === 'string'
			? [
					{
						_id,
						name,
						language: typeof language === 'string' ? language : 'en',
						isSaasClient: isSaasClient === true,
					},
				]
			: [],
	),
);

/** The IDs of the clients in a list. */
export const idsIn = remembered(
	(list): ReadonlySet<string> => new Set(decodeClients(list).map(({ _id }) => _id)),
);

/** The clients whose names look the same as this one. */
export const namesakesIn = (
	clients: readonly ClientRecord[],
	name: string,
): readonly ClientRecord[] => byAppearance(clients).get(comparisonKey(name)) ?? [];

/** Made once a list, because a key for each client at each item of a migration would add up. */
const byAppearance = remembered((clients: readonly ClientRecord[]) =>
	groupBy(clients, ({ name }) => comparisonKey(name)),
);

export const CLIENT: LocatorConfig = {
	noun: 'client',
	label: 'Client',
	searchListMethod: 'searchClients',
	idExample: '66f1c0a2b7e4d9035a8c1f20',
	known: { by: 'name', label: 'Name', example: 'Acme Dental' },
};

/** A field that chooses a client. */
export const clientField = locator(CLIENT);

/** The clients of the agency, to choose from. */
export function* clientChoices(): Reading<readonly Candidate[]> {
	return choicesIn(yield* once('/clients'));
}

const choicesIn = remembered((list): readonly Candidate[] =>
	decodeClients(list).map(({ _id, name, language }) => ({
		_id,
		known: name,
		label: name,
		detail: language,
	})),
);

/** What to do when ChatDash knows no such client. */
export const noSuchClient = (_values: unknown, { status }: Rejection): string | undefined =>
	status === 404
		? "Check 'Client': ChatDash may have no client of this ID any more. 'Client: Get Many' lists those it has."
		: undefined;

/** The ID of the client that was chosen. */
export const clientIdOf = (client: LocatorValue): Reading<string> =>
	idOf(CLIENT, client, clientChoices);
