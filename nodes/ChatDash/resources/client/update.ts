// ChatDash's page for this operation is outdated. docs/api.md explains why the node sends these fields.
import { omitUndefined } from '../../../transport/json';
import { path } from '../../../transport/request';
import { updateField } from '../../fields/collection';
import { defineWrite } from '../../operation/define';
import { clientName } from './fields';
import { languageUpdate } from './language';
import { clientLocator, resolveClientId } from './record';

export const update = defineWrite({
	name: 'Update',
	value: 'update',
	action: 'Update a client',
	description: "Update a client's name or language",
	pastTense: 'updated',
	operationId: 'updateClient',
	retry: 'idempotent',
	target: 'clientId',

	fields: {
		clientId: clientLocator,
		clientName: updateField(clientName),
		language: updateField(languageUpdate),
	},

	async request({ clientId, clientName, language }, api) {
		const id = await resolveClientId(clientId, api);
		const body = omitUndefined({ name: clientName, language });
		return {
			request: { method: 'PUT', path: path`/clients/${id}`, body, expects: 'message' },
			ids: { clientId: id },
		};
	},

	echo: ({ clientName, language }) => omitUndefined({ clientName, language }),
});
