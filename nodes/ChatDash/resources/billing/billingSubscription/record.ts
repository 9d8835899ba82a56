// Subscriptions as ChatDash returns them, and the field that chooses one.
import type { IDataObject } from 'n8n-workflow';

import { asString, isId, isRecord, omitUndefined } from '../../../../transport/json';
import { path } from '../../../../transport/request';
import { locator } from '../../../fields/locator';
import type { LocatorConfig } from '../../../fields/locatorConfig';
import { simplifyRecord } from '../../../operation/simplify';
import { ACCOUNT, accountPath, candidatePage, candidateWith } from '../account';
import { idIn } from '../output';

export const subscriptionsPath = (account: string) => `${accountPath(account)}/subscriptions`;

export const subscriptionPath = (account: string, subscription: string) =>
	subscriptionsPath(account) + path`/${subscription}`;

export const SUBSCRIPTION: LocatorConfig<'accountId'> = {
	parameter: 'subscriptionId',
	noun: 'subscription',
	label: 'Subscription',
	idExample: 'sub_1PgafTB1VxjDhG2B0nW2Ybkl',
	howToList: "Use 'Billing Subscription: Get Many' to list the account's subscriptions.",
	parents: [ACCOUNT],
	list: {
		searchListMethod: 'searchBillingSubscriptions',
		page: async (api, { accountId }, cursor) =>
			await candidatePage(
				api,
				subscriptionsPath(accountId),
				{ list: 'subscriptions' },
				toCandidate,
				cursor,
			),
	},
};

/** A subscription has no name, so its line has the customer, the product, the agents, and the status. */
function toCandidate({ id, customer, product, agents, status }: IDataObject) {
	if (!isId(id)) return undefined;
	const email = isRecord(customer) ? asString(customer['email']) : '';
	const productName = isRecord(product) ? asString(product['name']) : '';
	return candidateWith(id, email, [productName, asString(agents), asString(status)]);
}

/** A field that chooses a subscription of the account in the field before it. */
export const subscriptionLocator = locator(
	SUBSCRIPTION,
	"Choose an active subscription from the list, or enter the ID of any subscription or schedule. A schedule is a subscription that hasn't started yet.",
);

/** The most useful fields of a subscription. */
const SIMPLIFIED = [
	'id',
	'type',
	'status',
	'customerId',
	'customerEmail',
	'productId',
	'productName',
	'agents',
	'current_period_end',
	'cancel_at_period_end',
];

export function formatSubscription(record: IDataObject, simplify: boolean): IDataObject {
	if (!simplify) return record;
	const { customer, product } = record;
	return simplifyRecord(
		omitUndefined({
			...record,
			customerId: idIn(customer),
			customerEmail: isRecord(customer) ? customer['email'] : undefined,
			productId: idIn(product),
			productName: isRecord(product) ? product['name'] : undefined,
		}),
		SIMPLIFIED,
	);
}
