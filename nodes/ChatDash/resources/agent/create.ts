import { omitUndefined } from '../../../transport/json';
import { additionalField } from '../../fields/collection';
import { defineWrite } from '../../operation/define';
import { agentConfig, agentName, credentialsOf, flags, platform, platformFields } from './fields';
import { messageOnly } from './record';

export const create = defineWrite({
	name: 'Create',
	value: 'create',
	action: 'Create an agent',
	description: 'Create a new agent',
	pastTense: 'created',
	// A lookup couldn't confirm the request, because agents' names aren't unique and nothing else identifies a new agent.
	retry: 'unsafe',
	operationId: 'createAgent',
	label: ({ agentName }) => `agent ${agentName}`,

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

	output: messageOnly,
});
