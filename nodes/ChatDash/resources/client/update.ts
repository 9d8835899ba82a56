// The API's page for this call is an old one, so which fields ChatDash takes today is inferred: see docs/api.md.
import { omitUndefined } from '../../../transport/json';
import { path } from '../../../transport/request';
import { updateField } from '../../fields/field';
import { defineWrite } from '../../operation/define';
import { clientName } from './fields';
import { languageToSet } from './language';
import { clientLocator, resolveClientId } from './record';

export const update = defineWrite({
	name: 'Update',
	value: 'update',
	action: 'Update a client',
	description: 'Change the name or the language of a client',
	pastTense: 'updated',
	operationId: 'updateClient',
	retry: 'idempotent',
	target: 'clientId',

	fields: {
		clientId: clientLocator,
		clientName: updateField(clientName),
		language: updateField(languageToSet),
	},

	async request({ clientId, clientName, language }, api) {
		const id = await resolveClientId(clientId, api);
		const body = omitUndefined({ name: clientName, language });
		return {
			request: { method: 'PUT', path: path`/clients/${id}`, body, expects: 'message' },
			ids: { clientId: id },
		};
	},
});
