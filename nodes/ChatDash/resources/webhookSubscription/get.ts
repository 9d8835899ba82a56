import { asRecords } from '../../../transport/json';
import { path } from '../../../transport/request';
import { resolveId } from '../../fields/resolveLocator';
import { defineRead } from '../../operation/define';
import { clientId } from './fields';
import { SUBSCRIPTION, subscriptionLocator } from './record';

export const get = defineRead({
	name: 'Get',
	value: 'get',
	action: 'Get a webhook subscription',
	description: 'Retrieve a webhook subscription',
	pastTense: 'retrieved',
	operationId: 'getSubscription',
	credential: 'client',
	target: 'subscriptionId',

	fields: { clientId, subscriptionId: subscriptionLocator },

	async records({ clientId, subscriptionId }, api) {
		const id = await resolveId(SUBSCRIPTION, subscriptionId, api, { clientId });
		return asRecords([await api.get(path`/webhooks/subscriptions/${id}`, { expects: 'record' })]);
	},
});
