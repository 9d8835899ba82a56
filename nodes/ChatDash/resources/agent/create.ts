// Agent → Create. https://docs.chat-dash.com/api-reference/agents/pages/post-agents
import { added } from '../field';
import { defineWrite } from '../operation';
import {
	agentConfig,
	agentName,
	credentialsOf,
	definedOf,
	flags,
	forPlatform,
	platform,
} from './fields';
import { said } from './records';

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
		...forPlatform,
		isSaas: added(flags.isSaas),
		isTemplate: added(flags.isTemplate),
		useImportWebhook: added(flags.useImportWebhook),
		usingExternalWidget: added(flags.usingExternalWidget),
	},

	request: (values) => ({
		request: {
			method: 'POST',
			path: '/agents',
			body: {
				name: values.agentName,
				platform: values.platform,
				...definedOf({ apiId: values.apiId, apiKey: values.apiKey }),
				...credentialsOf(values),
				...agentConfig(values),
			},
			expects: 'message',
		},
	}),

	result: said,

	naming: ({ agentName }) => `agent ${agentName}`,
});
