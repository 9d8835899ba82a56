import { asRecords } from '../../../../transport/json';
import { resolveId } from '../../../fields/resolveLocator';
import { defineRead } from '../../../operation/define';
import { simplify } from '../../../operation/simplify';
import { accountId } from '../account';
import { SUBSCRIPTION, formatSubscription, subscriptionLocator, subscriptionPath } from './record';

export const get = defineRead({
	name: 'Get',
	value: 'get',
	action: 'Get a billing subscription',
	description: 'Retrieve a subscription of a connected Stripe account',
	pastTense: 'retrieved',
	operationId: 'getBillingSubscription',
	target: 'subscriptionId',

	fields: { accountId, subscriptionId: subscriptionLocator, simplify },

	async records({ accountId, subscriptionId, simplify }, api) {
		const id = await resolveId(SUBSCRIPTION, subscriptionId, api, { accountId });
		const record = await api.get(subscriptionPath(accountId, id), { expects: 'record' });
		return asRecords([record]).map((each) => formatSubscription(each, simplify));
	},
});
