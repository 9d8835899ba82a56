import { path } from '../../../transport/request';
import { additionalField } from '../../fields/collection';
import { defineWrite } from '../../operation/define';
import { agentLocator, resolveAgentId } from '../agent/record';
import { customFields, leadBody, leadOutput, optionalValue, phone, tags } from './fields';

/** ChatDash accepts several leads in a request. Here, each item creates one, like in other operations. */
export const create = defineWrite({
	name: 'Create',
	value: 'create',
	action: 'Create a lead',
	description: 'Create a lead for an agent',
	pastTense: 'created',
	operationId: 'createLeads',
	// ChatDash doesn't list leads, so a lookup couldn't confirm the request.
	retry: 'unsafe',
	label: ({ phone }) => `phone ${phone}`,

	fields: {
		agentId: agentLocator,
		phone,
		customFields: additionalField(customFields(optionalValue)),
		tags: additionalField(tags),
	},

	async request({ agentId, ...lead }, api) {
		const agent = await resolveAgentId(agentId, api);
		return {
			request: {
				method: 'POST',
				path: path`/agents/${agent}/leads`,
				body: [await leadBody(lead, agent, api)],
				expects: 'list',
			},
			ids: { agentId: agent },
		};
	},

	output: (_values, body) => leadOutput(body),
	echo: ({ phone }) => ({ phone }),
});
