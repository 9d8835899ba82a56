// Client → Get. https://docs.chat-dash.com/api-reference/clients/pages/get-client
import { describeChoice } from '../../fields/locator';
import { defineRead } from '../../operation/operation';
import { now, path } from '../reading';
import { asRecords } from '../records';
import { CLIENT, clientField, clientIdOf, noSuchClient } from './record';

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
		return asRecords([yield* now(path`/clients/${id}`, 'record')]);
	},

	naming: ({ clientId }) => describeChoice(CLIENT, clientId),
	advice: noSuchClient,
});
