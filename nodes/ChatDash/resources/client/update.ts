// Client → Update. The page that is known is an old one, so which fields ChatDash takes today is inferred: see docs/api.md.
// https://docs.chat-dash.com/api-reference/clients/pages/put-clients
import { updateField } from '../../fields/field';
import { languageToSet } from './language';
import { describeChoice, recordKey } from '../../fields/locator';
import { defineWrite } from '../../operation/operation';
import { path } from '../reading';
import { clientName } from './fields';
import { CLIENT, clientField, clientIdOf, noSuchClient } from './record';

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
		clientName: updateField(clientName),
		language: updateField(languageToSet),
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
	naming: ({ clientId }) => describeChoice(CLIENT, clientId),
	advice: noSuchClient,
});
