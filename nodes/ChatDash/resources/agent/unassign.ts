import { path } from '../../../transport/request';
import { defineWrite } from '../../operation/define';
import { clientLocator } from '../client/record';
import { agentLocator, isAssigned, messageOnly, resolvePair } from './record';

export const unassign = defineWrite({
	name: 'Unassign From Client',
	value: 'unassign',
	action: 'Unassign an agent from a client',
	description: 'Take an agent away from a client',
	pastTense: 'unassigned',
	operationId: 'unassignAgent',
	retry: 'verify',
	target: 'agentId',

	fields: { agentId: agentLocator, clientId: clientLocator },

	async request(values, api) {
		const { agent, client } = await resolvePair(values, api);
		return {
			request: {
				method: 'PUT',
				path: path`/agents/${agent}/unassign`,
				body: { clientId: client },
				expects: 'message',
			},
			ids: { agentId: agent, clientId: client },
		};
	},

	output: messageOnly,

	advice: (_values, { status }) =>
		[400, 409, 422].includes(status)
			? "Check that the agent is assigned to this client. 'Agent: Get Many' shows whose it is."
			: undefined,

	confirm: {
		isDone: async (values, api) => !(await isAssigned(values, api)),
		output: () => ({ message: 'Agent unassigned from client successfully', confirmed: true }),
	},
});
