// Member → Get Many. https://docs.chat-dash.com/api-reference/clients/pages/get-client-members
import { CLIENT, clientField, clientIdOf, noSuchClient } from '../client/records';
import { atMost, limit, returnAll } from '../list';
import { called } from '../locator';
import { defineRead } from '../operation';
import { now, path } from '../reading';
import { recordsIn } from '../records';

export const getAll = defineRead({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many members',
	description: 'Retrieve a list of members',
	participle: 'retrieved',
	page: 'https://docs.chat-dash.com/api-reference/clients/pages/get-client-members',

	fields: { clientId: clientField, returnAll, limit },

	records: function* ({ clientId, limit }) {
		const id = yield* clientIdOf(clientId);
		return [...atMost(limit, recordsIn(yield* now(path`/clients/${id}/members`)))];
	},

	naming: ({ clientId }) => `the members of ${called(CLIENT, clientId)}`,
	advice: noSuchClient,
});
