import type { Api } from '../../../transport/api';
import { asRecords, asString, isId } from '../../../transport/json';
import { path } from '../../../transport/request';
import { booleanField } from '../../fields/options';
import { defineRead } from '../../operation/define';
import { limit, returnAll, take } from '../../operation/paging';
import { type AgentRecord, listAgents, withoutCredentials } from '../agent/record';

export const getAll = defineRead({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many clients',
	description: 'Retrieve a list of clients',
	pastTense: 'retrieved',
	operationId: 'listClients',

	fields: {
		returnAll,
		limit,
		includeAgents: booleanField(
			{
				displayName: 'Include Agents',
				description:
					'Whether to put out the agents of each client with it, in a field named agents. It takes one more request for all clients together.',
			},
			{ collection: 'options' },
		),
		includeMembers: booleanField(
			{
				displayName: 'Include Members',
				description:
					'Whether to put out the members of each client with it, in a field named members. It takes one more request for each client.',
			},
			{ collection: 'options' },
		),
	},

	async records({ limit, includeAgents, includeMembers }, api) {
		const clients = take(asRecords(await api.get('/clients')), limit);
		const agents = includeAgents ? await listAgents(api) : [];
		const members = await membersOf(
			includeMembers ? clients.map(({ _id }) => _id).filter(isId) : [],
			api,
		);
		return clients.map((client) => ({
			...client,
			...(includeAgents && { agents: agentsOf(client['_id'], agents) }),
			...(includeMembers && { members: members.get(asString(client['_id'])) ?? [] }),
		}));
	},

	label: () => 'the list of clients',

	advice: ({ includeMembers }, { status }) =>
		includeMembers && status === 404
			? 'A client of the list may have been removed while its members were read. Run the workflow again.'
			: undefined,
});

async function membersOf(clientIds: readonly string[], api: Api) {
	const lists = await api.getEach(clientIds.map((id) => path`/clients/${id}/members`));
	return new Map(clientIds.map((id, index) => [id, asRecords(lists[index])]));
}

const agentsOf = (clientId: unknown, agents: readonly AgentRecord[]) =>
	agents
		.filter((agent) => agent.clientId !== undefined && agent.clientId === clientId)
		.map(({ record }) => withoutCredentials(record));
