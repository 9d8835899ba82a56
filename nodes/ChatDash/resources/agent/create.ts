// Agent → Create. https://docs.chat-dash.com/api-reference/agents/pages/post-agents
import { additionalField } from '../../fields/field';
import { defineWrite } from '../../operation/operation';
import {
	agentConfig,
	agentName,
	credentialsOf,
	omitUndefined,
	flags,
	platformFields,
	platform,
} from './fields';
import { omitCredentialsFrom } from './record';

export const create = defineWrite({
	name: 'Create',
	value: 'create',
	action: 'Create an agent',
	description: 'Create a new agent',
	participle: 'created',
	// Names of agents are not unique, and nothing else tells a new agent from another one.
	retry: 'unsafe',
	page: 'https://docs.chat-dash.com/api-reference/agents/pages/post-agents',

	fields: {
		agentName,
		platform,
		...platformFields,
		isSaas: additionalField(flags.isSaas),
		isTemplate: additionalField(flags.isTemplate),
		useImportWebhook: additionalField(flags.useImportWebhook),
		usingExternalWidget: additionalField(flags.usingExternalWidget),
	},

	request: (values) => ({
		request: {
			method: 'POST',
			path: '/agents',
			body: {
				name: values.agentName,
				platform: values.platform,
				...omitUndefined({ apiId: values.apiId, apiKey: values.apiKey }),
				...credentialsOf(values),
				...agentConfig(values),
			},
			expects: 'message',
		},
	}),

	result: omitCredentialsFrom,

	naming: ({ agentName }) => `agent ${agentName}`,
});
