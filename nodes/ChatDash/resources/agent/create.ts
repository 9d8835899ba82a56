import { defineWrite } from '../../operation/define';
import { agentName, newAgentBody, newAgentFields, platform } from './fields';
import { newAgent } from './newAgent';
import { findNewAgent } from './record';

export const create = defineWrite({
	name: 'Create',
	value: 'create',
	action: 'Create an agent',
	description: 'Create a new agent',
	pastTense: 'created',
	operationId: 'createAgent',
	...newAgent.operation,

	fields: {
		agentName,
		platform,
		...newAgentFields,
		includeAgentId: newAgent.includeAgentId,
	},

	request: (values) => ({
		request: { method: 'POST', path: '/agents', body: newAgentBody(values), expects: 'message' },
	}),

	echo: ({ agentName, platform }) => ({ agentName, platform }),
	enrich: { ...newAgent.enrich, find: findNewAgent },
});
