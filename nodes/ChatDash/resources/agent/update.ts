import type { IDataObject } from 'n8n-workflow';

import { isRecord, omitUndefined } from '../../../transport/json';
import { path } from '../../../transport/request';
import { updateField } from '../../fields/collection';
import { stringsIn } from '../../fields/json';
import { defineWrite } from '../../operation/define';
import { agentConfig, agentName, allPlatformFields, credentialsOf, flags } from './fields';
import { agentLocator, messageOnly, resolveAgentId } from './record';

export const update = defineWrite({
	name: 'Update',
	value: 'update',
	action: 'Update an agent',
	description: "Change an agent's name, its keys or its settings",
	pastTense: 'updated',
	retry: 'idempotent',
	operationId: 'updateAgent',
	target: 'agentId',

	fields: {
		agentId: agentLocator,
		agentName: updateField(agentName),
		apiId: updateField(allPlatformFields.apiId, ''),
		apiKey: updateField(allPlatformFields.apiKey, ''),
		botId: updateField(allPlatformFields.botId, ''),
		isSaas: updateField(flags.isSaas),
		isTemplate: updateField(flags.isTemplate),
		platformCredentials: updateField(allPlatformFields.platformCredentials),
		useImportWebhook: updateField(flags.useImportWebhook),
		usingExternalWidget: updateField(flags.usingExternalWidget),
		workspaceId: updateField(allPlatformFields.workspaceId, ''),
	},

	async request(values, api) {
		const id = await resolveAgentId(values.agentId, api);
		const needsAgent = [agentConfig(values), credentialsOf(values)].some(
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
					...credentialsOf(values, credentials),
					...agentConfig(values, groupOf(agent, 'agentConfig')),
				},
				expects: 'message',
			},
			ids: { agentId: id },
			secrets: stringsIn(credentials),
		};
	},

	output: messageOnly,
});

function groupOf(agent: unknown, name: string): IDataObject {
	const group = isRecord(agent) ? agent[name] : undefined;
	return isRecord(group) ? group : {};
}
