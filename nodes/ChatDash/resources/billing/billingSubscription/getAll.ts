import type { IDataObject } from 'n8n-workflow';

import type { Api } from '../../../../transport/api';
import { asRecords, isRecord } from '../../../../transport/json';
import type { Query } from '../../../../transport/request';
import { err } from '../../../../transport/result';
import { filterField } from '../../../fields/collection';
import { requiredEmail } from '../../../fields/email';
import { optionsField } from '../../../fields/options';
import { defineRead } from '../../../operation/define';
import { limit, returnAll, take } from '../../../operation/paging';
import { simplify } from '../../../operation/simplify';
import { accountId } from '../account';
import { customerFilter } from '../filters';
import { formatSubscription, subscriptionsPath } from './record';

export const getAll = defineRead({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many billing subscriptions',
	description: 'Retrieve a list of the subscriptions of a connected Stripe account',
	pastTense: 'retrieved',
	operationId: 'listBillingSubscriptions',
	label: ({ accountId, customerId, email }) =>
		`subscriptions of ${customerId ?? email ?? `account ${accountId}`}`,

	fields: {
		accountId,
		returnAll,
		limit,
		simplify,
		customerId: customerFilter,
		email: filterField(
			requiredEmail({
				displayName: 'Email',
				placeholder: 'e.g. nathan@example.com',
				description: 'Only those of the customer with this email address in Stripe',
			}),
		),
		status: filterField(
			optionsField({
				displayName: 'Status',
				options: [
					{ name: 'Active', value: 'active' },
					{ name: 'Canceled', value: 'canceled' },
					{ name: 'Incomplete', value: 'incomplete' },
					{ name: 'Incomplete (Expired)', value: 'incomplete_expired' },
					{ name: 'Past Due', value: 'past_due' },
					{ name: 'Paused', value: 'paused' },
					{ name: 'Scheduled', value: 'scheduled' },
					{ name: 'Trialing', value: 'trialing' },
					{ name: 'Unpaid', value: 'unpaid' },
				],
				default: 'active',
				description:
					"Only those with this status. Without a filter, only active ones are returned. It can't be combined with a customer.",
			}),
		),
	},

	check({ customerId, email, status }) {
		if (customerId !== undefined && email !== undefined) {
			return err("'Customer ID' and 'Email' are both set", 'Remove one of the two filters.');
		}
		const filter = customerId === undefined ? 'Email' : 'Customer ID';
		return (customerId ?? email) !== undefined && status !== undefined
			? err(
					`'Status' can't be combined with '${filter}'`,
					"ChatDash can't filter a customer's subscriptions by status. Remove 'Status', and use a Filter node after this one.",
				)
			: undefined;
	},

	async records({ accountId, customerId, email, limit, simplify, status }, api) {
		const path = subscriptionsPath(accountId);
		const subscriptions =
			(customerId ?? email) === undefined
				? await api.getPages(path, { list: LIST, limit, query: { status } })
				: take(await readOfCustomer(path, { customerId, email }, api), limit);
		return subscriptions.map((each) => formatSubscription(each, simplify));
	},
});

/** The property of a response that has the subscriptions. */
const LIST = 'subscriptions';

/** ChatDash has a separate operation for a customer's subscriptions, without pages: `listBillingSubscriptionsByCustomer`. */
async function readOfCustomer(path: string, query: Query, api: Api): Promise<IDataObject[]> {
	const body = await api.get(`${path}/by-customer`, { expects: 'record', list: LIST, query });
	return isRecord(body) ? asRecords(body[LIST]) : [];
}
