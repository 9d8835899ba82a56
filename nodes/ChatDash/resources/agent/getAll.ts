// Agent → Get Many: all of the agency, or those of one client.
// https://docs.chat-dash.com/api-reference/agents/pages/get-agents and …/get-client-agents
import { CLIENT, clientIdOf, noSuchClient } from '../client/records';
import { filter } from '../field';
import { atMost, limit, returnAll } from '../list';
import { called, locator } from '../locator';
import { defineRead } from '../operation';
import { now, path } from '../reading';
import { recordsIn } from '../records';
import { includeCredentials, shownAgent, simplify } from './records';

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
		clientId: filter(locator(CLIENT, 'Only agents that are assigned to this client')),
		includeCredentials,
	},

	records: function* ({ clientId, limit, ...wish }) {
		const list =
			clientId === undefined ? '/agents' : path`/clients/${yield* clientIdOf(clientId)}/agents`;
		const agents = recordsIn(yield* now(list));
		return atMost(limit, agents).map((agent) => shownAgent(agent, wish));
	},

	naming: ({ clientId }) =>
		clientId === undefined ? 'the list of agents' : `the agents of ${called(CLIENT, clientId)}`,
	advice: noSuchClient,
});
