import { asRecords } from '../../../transport/json';
import { path } from '../../../transport/request';
import { defineRead } from '../../operation/define';
import { clientLocator, resolveClientId } from './record';

export const get = defineRead({
	name: 'Get',
	value: 'get',
	action: 'Get a client',
	description: 'Retrieve a client',
	pastTense: 'retrieved',
	operationId: 'getClient',
	target: 'clientId',

	fields: { clientId: clientLocator },

	async records({ clientId }, api) {
		const id = await resolveClientId(clientId, api);
		return asRecords([await api.get(path`/clients/${id}`, { expects: 'record' })]);
	},
});
