// Webhook subscriptions as ChatDash returns them, and the field that chooses one.
import type { IDataObject } from 'n8n-workflow';

import { type Api, SharedDecoder } from '../../../transport/api';
import { asRecords, asString, isId } from '../../../transport/json';
import { type ApiRequest, path } from '../../../transport/request';
import { CandidateIndex } from '../../fields/candidates';
import { locator } from '../../fields/locator';
import type { LocatorConfig } from '../../fields/locatorConfig';
import { CLIENT_ID, withoutSecrets } from './fields';
import { renameId } from '../../operation/renameId';

/** The path of the list, and of a new subscription. */
export const SUBSCRIPTIONS = '/webhooks/subscriptions';

/** The fields of a subscription that the node uses, and the whole record. */
export interface SubscriptionRecord {
	readonly _id: string;
	readonly agentIds: readonly string[];
	readonly events: readonly string[];
	readonly webhookUrl: string;
	readonly record: IDataObject;
}

/** ChatDash's pages show one agent a subscription, but a new one can be for several. */
export const decodeSubscriptions = (list: unknown): readonly SubscriptionRecord[] =>
	asRecords(list).flatMap((record) => {
		const { _id, agentId, agentIds, events, webhookUrl } = record;
		if (!isId(_id)) return [];
		const ids = [agentId, ...(Array.isArray(agentIds) ? agentIds : [])];
		return [
			{
				_id,
				agentIds: ids.filter(isId),
				events: textsIn(events),
				webhookUrl: asString(webhookUrl),
				record,
			},
		];
	});

const textsIn = (list: unknown): readonly string[] =>
	Array.isArray(list) ? list.filter((entry) => typeof entry === 'string') : [];

const SUBSCRIPTION_LIST = new SharedDecoder(decodeSubscriptions);

/** Fetches the subscriptions of a client once for all items of a run. */
export const listSubscriptions = async (
	clientId: string,
	api: Api,
): Promise<readonly SubscriptionRecord[]> =>
	await api.getShared(SUBSCRIPTIONS, SUBSCRIPTION_LIST, { clientId });

/** What makes two subscriptions the same, except for their agents. */
interface Delivery {
	readonly events: readonly string[];
	readonly webhookUrl: string;
}

/** The request that creates a subscription. */
export const createRequest = (
	body: Delivery & { readonly clientId: string; readonly agentIds: readonly string[] },
): ApiRequest => ({
	method: 'POST',
	path: SUBSCRIPTIONS,
	body: { ...body, agentIds: [...body.agentIds], events: [...body.events] },
	expects: 'record',
});

/** Events that a subscription gets, and events that it loses. */
export interface EventsChange {
	readonly add: readonly string[];
	readonly remove: readonly string[];
}

/** The request that changes the events of a subscription. */
export const eventsRequest = (
	subscriptionId: string,
	{ add, remove }: EventsChange,
): ApiRequest => ({
	method: 'PUT',
	path: path`/webhooks/subscriptions/${subscriptionId}/events`,
	body: {
		...(add.length > 0 && { add: [...add] }),
		...(remove.length > 0 && { remove: [...remove] }),
	},
	expects: 'record',
});

/** The same text for two subscriptions that send the same events to the same address. */
export const deliveryKey = ({ events, webhookUrl }: Delivery): string =>
	[normalizeUrl(webhookUrl), ...[...events].sort()].join(' ');

/** ChatDash may store an address in another form, such as with a slash after the host. */
const normalizeUrl = (url: string) => (URL.canParse(url) ? new URL(url).href : url);

/** The output of a subscription, with its ID by the name of the parameter. */
export const subscriptionOutput = (subscription: IDataObject): IDataObject =>
	renameId(subscription, 'subscriptionId');

export const SUBSCRIPTION: LocatorConfig<'clientId'> = {
	parameter: 'subscriptionId',
	noun: 'subscription',
	label: 'Subscription',
	idExample: '66f1c0a2b7e4d9035a8c1f24',
	credential: 'client',
	howToList: "Use 'Webhook Subscription: Get Many' to list the client's subscriptions.",
	parents: [CLIENT_ID],
	list: {
		searchListMethod: 'searchWebhookSubscriptions',
		load: async (api, { clientId }) =>
			new CandidateIndex((await listSubscriptions(clientId, api)).map(candidateFrom)),
	},
};

function candidateFrom({ _id, agentIds, events, webhookUrl }: SubscriptionRecord) {
	const key = withoutSecrets(webhookUrl);
	const detail = [
		events.length === 0 ? 'no events' : events.join(', '),
		...agentIds.map((id) => `agent ${id}`),
	].join(', ');
	return { id: _id, key, label: `${key} (${detail})`, detail };
}

/** A field that chooses a subscription of the client in the field before it, or of the credential. */
export const subscriptionLocator = locator(SUBSCRIPTION);
