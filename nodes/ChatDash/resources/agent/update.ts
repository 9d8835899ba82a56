// Agent → Update. https://docs.chat-dash.com/api-reference/agents/pages/put-agents
import { isRecord } from '../../../transport/json';
import { textsIn, updated } from '../field';
import { called, recordKey } from '../locator';
import { defineWrite } from '../operation';
import { now, path } from '../reading';
import { agentConfig, agentName, credentialsOf, definedOf, flags, forAnyPlatform } from './fields';
import { AGENT, agentField, agentIdOf, noSuchAgent, said } from './records';

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
		agentName: updated(agentName),
		apiId: updated(forAnyPlatform.apiId, ''),
		apiKey: updated(forAnyPlatform.apiKey, ''),
		botId: updated(forAnyPlatform.botId, ''),
		isSaas: updated(flags.isSaas),
		isTemplate: updated(flags.isTemplate),
		platformCredentials: updated(forAnyPlatform.platformCredentials),
		useImportWebhook: updated(flags.useImportWebhook),
		usingExternalWidget: updated(flags.usingExternalWidget),
		workspaceId: updated(forAnyPlatform.workspaceId, ''),
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
					...definedOf({ name: values.agentName, apiId: values.apiId, apiKey: values.apiKey }),
					...credentialsOf(values, before('platformCredentials')),
					...agentConfig(values, before('agentConfig')),
				},
				expects: 'message',
			},
			ids: { agentId: id },
			secrets: textsIn(before('platformCredentials')),
		};
	},

	result: said,

	changes: ({ agentId }) => recordKey(agentId),
	naming: ({ agentId }) => called(AGENT, agentId),
	advice: noSuchAgent,
});
