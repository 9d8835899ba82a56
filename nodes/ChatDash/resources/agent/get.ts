import { asRecords } from '../../../transport/json';
import { path } from '../../../transport/request';
import { defineRead } from '../../operation/define';
import { simplify } from '../../operation/simplify';
import { formatAgent, includeCredentials } from './output';
import { agentLocator, resolveAgentId } from './record';

export const get = defineRead({
	name: 'Get',
	value: 'get',
	action: 'Get an agent',
	description: 'Retrieve an agent',
	pastTense: 'retrieved',
	operationId: 'getAgent',
	target: 'agentId',

	fields: { agentId: agentLocator, simplify, includeCredentials },

	async records({ agentId, ...output }, api) {
		const id = await resolveAgentId(agentId, api);
		const agent = await api.get(path`/agents/${id}`, { expects: 'record' });
		return asRecords([agent]).map((record) => formatAgent(record, output));
	},
});
