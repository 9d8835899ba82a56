// Client → Update. The page that is known is an old one, so which fields ChatDash takes today is inferred: see docs/api.md.
// https://docs.chat-dash.com/api-reference/clients/pages/put-clients
import { updated } from '../field';
import { languageToSet } from '../language';
import { called, recordKey } from '../locator';
import { defineWrite } from '../operation';
import { path } from '../reading';
import { clientName } from './fields';
import { CLIENT, clientField, clientIdOf, noSuchClient } from './records';

export const update = defineWrite({
	name: 'Update',
	value: 'update',
	action: 'Update a client',
	description: 'Change the name or the language of a client',
	participle: 'updated',
	retry: 'idempotent',
	page: 'https://docs.chat-dash.com/api-reference/clients/pages/put-clients',

	fields: {
		clientId: clientField,
		clientName: updated(clientName),
		language: updated(languageToSet),
	},

	request: function* ({ clientId, clientName, language }) {
		const id = yield* clientIdOf(clientId);
		return {
			request: {
				method: 'PUT',
				path: path`/clients/${id}`,
				body: {
					...(clientName !== undefined && { name: clientName }),
					...(language !== undefined && { language }),
				},
				expects: 'message',
			},
			ids: { clientId: id },
		};
	},

	changes: ({ clientId }) => recordKey(clientId),
	naming: ({ clientId }) => called(CLIENT, clientId),
	advice: noSuchClient,
});
