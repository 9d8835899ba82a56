// Client → Get. https://docs.chat-dash.com/api-reference/clients/pages/get-client
import { called } from '../locator';
import { defineRead } from '../operation';
import { now, path } from '../reading';
import { recordsIn } from '../records';
import { CLIENT, clientField, clientIdOf, noSuchClient } from './records';

export const get = defineRead({
	name: 'Get',
	value: 'get',
	action: 'Get a client',
	description: 'Retrieve a client',
	participle: 'retrieved',
	page: 'https://docs.chat-dash.com/api-reference/clients/pages/get-client',

	fields: { clientId: clientField },

	records: function* ({ clientId }) {
		const id = yield* clientIdOf(clientId);
		return recordsIn([yield* now(path`/clients/${id}`, 'record')]);
	},

	naming: ({ clientId }) => called(CLIENT, clientId),
	advice: noSuchClient,
});
