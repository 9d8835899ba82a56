// Agent → Update. https://docs.chat-dash.com/api-reference/agents/pages/put-agents
import { isRecord } from '../../../transport/json';
import { stringsIn, updateField } from '../../fields/field';
import { describeChoice, recordKey } from '../../fields/locator';
import { defineWrite } from '../../operation/operation';
import { now, path } from '../reading';
import {
	agentConfig,
	agentName,
	credentialsOf,
	omitUndefined,
	flags,
	allPlatformFields,
} from './fields';
import { AGENT, agentField, agentIdOf, noSuchAgent, omitCredentialsFrom } from './record';

export const update = defineWrite({
	name: 'Update',
	value: 'update',
	action: 'Update an agent',
	description: "Change an agent's name, its keys or its settings",
	participle: 'updated',
	retry: 'idempotent',
	page: 'https://docs.chat-dash.com/api-reference/agents/pages/put-agents',

	fields: {
		agentId: agentField,
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

	request: function* (values) {
		const id = yield* agentIdOf(values.agentId);
		const changesGroup = [agentConfig(values), credentialsOf(values)].some(
			(part) => Object.keys(part).length > 0,
		);
		// ChatDash documents false for a setting that is not sent; so what is to stay in a group has to be sent again.
		const agent = changesGroup ? yield* now(path`/agents/${id}`, 'record') : {};
		const before = (part: string) => {
			const inside = isRecord(agent) ? agent[part] : undefined;
			return isRecord(inside) ? inside : {};
		};
		return {
			request: {
				method: 'PUT',
				path: path`/agents/${id}`,
				body: {
					...omitUndefined({ name: values.agentName, apiId: values.apiId, apiKey: values.apiKey }),
					...credentialsOf(values, before('platformCredentials')),
					...agentConfig(values, before('agentConfig')),
				},
				expects: 'message',
			},
			ids: { agentId: id },
			secrets: stringsIn(before('platformCredentials')),
		};
	},

	result: omitCredentialsFrom,

	changes: ({ agentId }) => recordKey(agentId),
	naming: ({ agentId }) => describeChoice(AGENT, agentId),
	advice: noSuchAgent,
});
