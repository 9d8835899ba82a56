import { defineRead } from '../../operation/define';
import { fetchUpTo, limit, returnAll } from '../../operation/paging';
import { clientId, clientIdFor } from './fields';
import { SUBSCRIPTIONS } from './record';

export const getAll = defineRead({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many webhook subscriptions',
	description: 'Retrieve a list of the webhook subscriptions of a client',
	pastTense: 'retrieved',
	operationId: 'listSubscriptions',
	credential: 'client',
	label: ({ clientId }) => `subscriptions${clientId === '' ? '' : ` of client ${clientId}`}`,

	fields: { clientId, returnAll, limit },

	async records({ clientId, limit }, api) {
		const query = { clientId: clientIdFor(clientId, api) };
		return await fetchUpTo(limit, SUBSCRIPTIONS, api, query);
	},

	advice: (_values, { status }) =>
		status === 404
			? "Check 'Client ID' in the node or in the ChatDash client credential."
			: undefined,
});
