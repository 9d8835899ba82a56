// Webhook subscriptions: what a request changes, and the response. They're requested with a client's key.
import type { ParsedRequest } from 'openapi-backend';
import type { Agency } from '../agency';
import { type Answer, type Served, answerTo, errorBody, orNoClient } from '../responses';
import type { EventsUpdate, SubscriptionInput, SubscriptionOutcome } from '../subscriptions';

interface OfSubscription {
	subscriptionId: string;
}

export const WEBHOOK_OPERATIONS: Served = {
	listSubscriptions: (agency, { query }, keyOf) => {
		const clientId = String(query['clientId']);
		return isOther(clientId, keyOf)
			? OTHER_CLIENT
			: orNoClient(
					agency.lists.show(
						`/webhooks/subscriptions?clientId=${clientId}`,
						agency.subscriptions.of(clientId),
					),
				);
	},

	createSubscription: (agency, { requestBody }: ParsedRequest<SubscriptionInput>, keyOf) =>
		isOther(requestBody.clientId, keyOf)
			? OTHER_CLIENT
			: answerWith(agency.subscriptions.create(requestBody)),

	getSubscription: (agency, { params }: ParsedRequest<undefined, OfSubscription>, keyOf) =>
		isVisible(agency, params, keyOf)
			? answerWith(agency.subscriptions.get(params.subscriptionId) ?? 'no such subscription')
			: answerWith('no such subscription'),

	updateSubscriptionEvents: (
		agency,
		{ params, requestBody }: ParsedRequest<EventsUpdate, OfSubscription>,
		keyOf,
	) =>
		isVisible(agency, params, keyOf)
			? answerWith(agency.subscriptions.updateEvents(params.subscriptionId, requestBody))
			: answerWith('no such subscription'),
};

/** No page shows how ChatDash rejects a request about another client than the key's. */
const OTHER_CLIENT: Answer = {
	status: 403,
	body: errorBody('This API key belongs to another client'),
};

/** @param keyOf the client whose key the request has, if that's known */
const isOther = (clientId: string, keyOf: string | undefined) =>
	keyOf !== undefined && keyOf !== clientId;

const isVisible = (
	{ subscriptions }: Agency,
	{ subscriptionId }: OfSubscription,
	keyOf: string | undefined,
) => !isOther(subscriptions.get(subscriptionId)?.clientId ?? '', keyOf);

function answerWith(outcome: SubscriptionOutcome): Answer {
	return typeof outcome === 'string' ? answerTo(outcome, '') : { status: 200, body: outcome };
}
