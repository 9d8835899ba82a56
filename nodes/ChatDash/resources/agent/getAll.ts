import { path } from '../../../transport/request';
import { filterField } from '../../fields/collection';
import { describeChoice, locator } from '../../fields/locator';
import { defineRead } from '../../operation/define';
import { fetchUpTo, limit, returnAll } from '../../operation/paging';
import { simplify } from '../../operation/simplify';
import { CLIENT, resolveClientId } from '../client/record';
import { formatAgent, includeCredentials } from './output';

export const getAll = defineRead({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many agents',
	description: 'Retrieve a list of agents',
	pastTense: 'retrieved',
	operationId: 'listAgents',
	label: ({ clientId }) =>
		clientId === undefined ? 'list of agents' : `agents of ${describeChoice(CLIENT, clientId)}`,

	fields: {
		returnAll,
		limit,
		simplify,
		clientId: filterField(locator(CLIENT, 'Only agents that are assigned to this client')),
		includeCredentials,
	},

	/** ChatDash has a separate operation for the agents of a client: `listClientAgents`. */
	async records({ clientId, limit, ...output }, api) {
		const list =
			clientId === undefined
				? '/agents'
				: path`/clients/${await resolveClientId(clientId, api)}/agents`;
		const agents = await fetchUpTo(limit, list, api);
		return agents.map((agent) => formatAgent(agent, output));
	},
});
