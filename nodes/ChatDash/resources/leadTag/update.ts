import { path } from '../../../transport/request';
import { resolveId } from '../../fields/resolveLocator';
import { defineWrite } from '../../operation/define';
import { agentLocator, resolveAgentId } from '../agent/record';
import { LEAD_TAG, leadTagLocator, leadTagOutput, tagLabel } from './record';

export const update = defineWrite({
	name: 'Update',
	value: 'update',
	action: 'Update a lead tag',
	description: 'Rename a lead tag',
	pastTense: 'updated',
	operationId: 'updateLeadTag',
	retry: 'idempotent',
	target: 'tagId',

	fields: { agentId: agentLocator, tagId: leadTagLocator, label: tagLabel("The tag's new name") },

	async request({ agentId, tagId, label }, api) {
		const agent = await resolveAgentId(agentId, api);
		const tag = await resolveId(LEAD_TAG, tagId, api, { agentId: agent });
		return {
			request: {
				method: 'PUT',
				path: path`/agents/${agent}/leads/tags/${tag}`,
				body: { label },
				expects: 'record',
			},
			ids: { agentId: agent, tagId: tag },
		};
	},

	output: (_values, body) => leadTagOutput(body),
});
