import { switchOption } from '../../fields/options';
import { defineWrite } from '../../operation/define';
import { agentName, newAgentBody, newAgentFields, platform } from './fields';
import { outputWithoutCredentials } from './output';
import { findNewAgent, listAgentIds } from './record';

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
		...newAgentFields,
		includeAgentId: switchOption(
			{
				displayName: 'Include Agent ID',
				description:
					"Whether to add the new agent's ID to the output. ChatDash doesn't return it, so the agents are listed before and after, which takes two extra requests per execution.",
			},
			true,
		),
	},

	request: (values) => ({
		request: { method: 'POST', path: '/agents', body: newAgentBody(values), expects: 'message' },
	}),

	output: outputWithoutCredentials,
	echo: ({ agentName, platform }) => ({ agentName, platform }),

	existingIds: async ({ includeAgentId }, api) =>
		includeAgentId ? await listAgentIds(api) : undefined,

	enrich: {
		idName: 'agentId',
		enabled: ({ includeAgentId }) => includeAgentId,
		find: findNewAgent,
	},
});
