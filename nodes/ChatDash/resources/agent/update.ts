import { omitUndefined } from '../../../transport/json';
import { path } from '../../../transport/request';
import { stringsIn } from '../../fields/json';
import { defineWrite } from '../../operation/define';
import { agentConfigBody, agentUpdateFields, platformCredentialsBody } from './fields';
import { outputWithoutCredentials } from './output';
import { agentLocator, groupOf, resolveAgentId } from './record';

export const update = defineWrite({
	name: 'Update',
	value: 'update',
	action: 'Update an agent',
	description: "Update an agent's name, keys, or settings",
	pastTense: 'updated',
	retry: 'idempotent',
	operationId: 'updateAgent',
	target: 'agentId',

	fields: { agentId: agentLocator, ...agentUpdateFields },

	async request(values, api) {
		const id = await resolveAgentId(values.agentId, api);
		const needsAgent = [agentConfigBody(values), platformCredentialsBody(values)].some(
			(group) => Object.keys(group).length > 0,
		);
		// ChatDash sets a setting to false if an update omits it, so the request has to repeat the settings that don't
		// change.
		const agent = needsAgent ? await api.get(path`/agents/${id}`, { expects: 'record' }) : {};
		const credentials = groupOf(agent, 'platformCredentials');
		return {
			request: {
				method: 'PUT',
				path: path`/agents/${id}`,
				body: {
					...omitUndefined({ name: values.agentName, apiId: values.apiId, apiKey: values.apiKey }),
					...platformCredentialsBody(values, credentials),
					...agentConfigBody(values, groupOf(agent, 'agentConfig')),
				},
				expects: 'message',
			},
			ids: { agentId: id },
			secrets: stringsIn(credentials),
		};
	},

	output: outputWithoutCredentials,
	echo: ({ agentName }) => omitUndefined({ agentName }),
});
