import type { Api } from '../../../transport/api';
import { asRecords, asString, isId } from '../../../transport/json';
import { path } from '../../../transport/request';
import { switchOption } from '../../fields/options';
import { defineRead } from '../../operation/define';
import { fetchUpTo, limit, returnAll } from '../../operation/paging';
import { withoutCredentials } from '../agent/output';
import { type AgentRecord, listAgents } from '../agent/record';

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
		includeAgents: switchOption({
			displayName: 'Include Agents',
			description:
				"Whether to add each client's agents to the output, in a field named agents. This takes one extra request in total.",
		}),
		includeMembers: switchOption({
			displayName: 'Include Members',
			description:
				"Whether to add each client's members to the output, in a field named members. This takes one extra request per client.",
		}),
	},

	async records({ limit, includeAgents, includeMembers }, api) {
		const clients = await fetchUpTo(limit, '/clients', api);
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

	label: () => 'list of clients',

	advice: ({ includeMembers }, { status }) =>
		includeMembers && status === 404
			? 'A client may have been deleted while its members were being read. Run the workflow again.'
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
