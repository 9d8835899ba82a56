import { describeChoice } from '../../fields/locator';
import { defineRead } from '../../operation/define';
import { fetchUpTo, limit, returnAll } from '../../operation/paging';
import { AGENT, agentLocator, resolveAgentId } from '../agent/record';
import { leadTagsPath } from './record';

export const getAll = defineRead({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many lead tags',
	description: "Retrieve a list of the tags that an agent's leads can have",
	pastTense: 'retrieved',
	operationId: 'listLeadTags',
	label: ({ agentId }) => `lead tags of ${describeChoice(AGENT, agentId)}`,

	fields: { agentId: agentLocator, returnAll, limit },

	async records({ agentId, limit }, api) {
		const agent = await resolveAgentId(agentId, api);
		return await fetchUpTo(limit, leadTagsPath(agent), api);
	},
});
