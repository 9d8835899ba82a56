import { path } from '../../../transport/request';
import { describeChoice } from '../../fields/locator';
import { defineRead } from '../../operation/define';
import { fetchUpTo, limit, returnAll } from '../../operation/paging';
import { CLIENT, clientLocator, resolveClientId } from '../client/record';

export const getAll = defineRead({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many members',
	description: 'Retrieve a list of members',
	pastTense: 'retrieved',
	operationId: 'listMembers',
	label: ({ clientId }) => `members of ${describeChoice(CLIENT, clientId)}`,

	fields: { clientId: clientLocator, returnAll, limit },

	async records({ clientId, limit }, api) {
		const id = await resolveClientId(clientId, api);
		return await fetchUpTo(limit, path`/clients/${id}/members`, api);
	},
});
