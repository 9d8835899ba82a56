// Member → Get Many. https://docs.chat-dash.com/api-reference/clients/pages/get-client-members
import { CLIENT, clientField, clientIdOf, noSuchClient } from '../client/record';
import { take, limit, returnAll } from '../../operation/paging';
import { describeChoice } from '../../fields/locator';
import { defineRead } from '../../operation/operation';
import { now, path } from '../reading';
import { asRecords } from '../records';

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
		return [...take(limit, asRecords(yield* now(path`/clients/${id}/members`)))];
	},

	naming: ({ clientId }) => `the members of ${describeChoice(CLIENT, clientId)}`,
	advice: noSuchClient,
});
