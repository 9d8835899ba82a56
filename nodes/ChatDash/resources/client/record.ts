// Clients as ChatDash returns them, and the field that chooses one.
import { type Api, SharedDecoder } from '../../../transport/api';
import { asRecords, groupBy, isId } from '../../../transport/json';
import { CandidateIndex } from '../../fields/candidates';
import { comparisonKey } from '../../fields/comparisonKey';
import { type LocatorValue, locator } from '../../fields/locator';
import type { LocatorConfig } from '../../fields/locatorConfig';
import { byName } from '../../fields/lookupModes';
import { resolveId } from '../../fields/resolveLocator';

/** A client as `GET /clients` returns it. */
export type ClientRecord = {
	readonly _id: string;
	readonly name: string;
	readonly language: string;
	readonly isSaasClient: boolean;
};

/** The agency's clients. An index is built when it's first used. */
class ClientList {
	readonly ids: ReadonlySet<string>;
	readonly candidates: CandidateIndex;
	private namesById: ReadonlyMap<string, string> | undefined;
	private byAppearance: ReadonlyMap<string, readonly ClientRecord[]> | undefined;

	constructor(private readonly clients: readonly ClientRecord[]) {
		this.ids = new Set(clients.map(({ _id }) => _id));
		this.candidates = new CandidateIndex(
			clients.map(({ _id, name, language }) => ({
				id: _id,
				key: name,
				label: name,
				detail: language,
			})),
		);
	}

	/** The name of the client with this ID. */
	nameOf(id: string): string | undefined {
		this.namesById ??= new Map(this.clients.map(({ _id, name }) => [_id, name]));
		return this.namesById.get(id);
	}

	/** Finds the clients whose names look the same as this one. */
	namesakes(name: string): readonly ClientRecord[] {
		this.byAppearance ??= groupBy(this.clients, (client) => comparisonKey(client.name));
		return this.byAppearance.get(comparisonKey(name)) ?? [];
	}
}

/** Ignores entries without an ID or a name. Other missing fields get the documented defaults. */
const CLIENT_LIST = new SharedDecoder(
	(body) =>
		new ClientList(
			asRecords(body).flatMap(({ _id, name, language, isSaasClient }) =>
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
		),
);

export const listClients = async (api: Api): Promise<ClientList> =>
	await api.getShared('/clients', CLIENT_LIST);

export const CLIENT: LocatorConfig<never> = {
	parameter: 'clientId',
	noun: 'client',
	label: 'Client',
	idExample: '66f1c0a2b7e4d9035a8c1f20',
	howToList: "Use 'Client: Get Many' to list all clients.",
	list: {
		searchListMethod: 'searchClients',
		load: async (api) => (await listClients(api)).candidates,
	},
	lookupMode: byName('Acme Dental'),
};

/** A field that chooses a client. */
export const clientLocator = locator(CLIENT);

export const resolveClientId = async (chosen: LocatorValue, api: Api): Promise<string> =>
	await resolveId(CLIENT, chosen, api, {});
