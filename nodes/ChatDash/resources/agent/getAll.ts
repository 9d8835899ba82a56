// Agent → Get Many: all of the agency, or those of one client.
// https://docs.chat-dash.com/api-reference/agents/pages/get-agents and …/get-client-agents
import { CLIENT, clientIdOf, noSuchClient } from '../client/record';
import { filterField } from '../../fields/field';
import { take, limit, returnAll } from '../../operation/paging';
import { describeChoice, locator } from '../../fields/locator';
import { defineRead } from '../../operation/operation';
import { now, path } from '../reading';
import { asRecords } from '../records';
import { includeCredentials, formatAgent, simplify } from './record';

export const getAll = defineRead({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many agents',
	description: 'Retrieve a list of agents',
	participle: 'retrieved',
	page: 'https://docs.chat-dash.com/api-reference/agents/pages/get-agents',

	fields: {
		returnAll,
		limit,
		simplify,
		clientId: filterField(locator(CLIENT, 'Only agents that are assigned to this client')),
		includeCredentials,
	},

	records: function* ({ clientId, limit, ...output }) {
		const list =
			clientId === undefined ? '/agents' : path`/clients/${yield* clientIdOf(clientId)}/agents`;
		const agents = asRecords(yield* now(list));
		return take(limit, agents).map((agent) => formatAgent(agent, output));
	},

	naming: ({ clientId }) =>
		clientId === undefined
			? 'the list of agents'
			: `the agents of ${describeChoice(CLIENT, clientId)}`,
	advice: noSuchClient,
});
