// Client → Get Many. https://docs.chat-dash.com/api-reference/clients/pages/get-clients
import { decodeAgents, withoutCredentials } from '../agent/record';
import { booleanField } from '../../fields/field';
import { take, limit, returnAll } from '../../operation/paging';
import { defineRead } from '../../operation/operation';
import { allNow, now, path } from '../reading';
import { isId, asRecords, textOf } from '../records';

export const getAll = defineRead({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many clients',
	description: 'Retrieve a list of clients',
	participle: 'retrieved',
	page: 'https://docs.chat-dash.com/api-reference/clients/pages/get-clients',

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

	records: function* ({ limit, includeAgents, includeMembers }) {
		const clients = take(limit, asRecords(yield* now('/clients')));
		const agents = includeAgents ? decodeAgents(yield* now('/agents')) : [];
		const ids = includeMembers ? clients.map(({ _id }) => _id).filter(isId) : [];
		const lists = yield* allNow(ids.map((id) => path`/clients/${id}/members`));
		const members = new Map(ids.map((id, index) => [id, asRecords(lists[index])]));
		return clients.map((client) => ({
			...client,
			...(includeAgents && {
				agents: agents
					.filter(({ clientId }) => clientId !== undefined && clientId === client['_id'])
					.map(({ record }) => withoutCredentials(record)),
			}),
			...(includeMembers && { members: members.get(textOf(client['_id'])) ?? [] }),
		}));
	},

	naming: () => 'the list of clients',

	advice: ({ includeMembers }, { status }) =>
		includeMembers && status === 404
			? 'A client of the list may have been removed while its members were read. Run the workflow again.'
			: undefined,
});
