import type { Api } from '../../../transport/api';
import { path } from '../../../transport/request';
import { defineWrite } from '../../operation/define';
import { clientLocator } from '../client/record';
import { outputWithoutCredentials } from './output';
import { type Assignment, agentLocator, isAssigned, resolveAssignment } from './record';

const isFree = async (pair: Assignment, api: Api) => !(await isAssigned(pair, api));

export const unassign = defineWrite({
	name: 'Unassign From Client',
	value: 'unassign',
	action: 'Unassign an agent from a client',
	description: 'Remove an agent from a client',
	pastTense: 'unassigned',
	operationId: 'unassignAgent',
	retry: 'verify',
	target: 'agentId',

	fields: { agentId: agentLocator, clientId: clientLocator },

	async request(values, api) {
		const { agent, client } = await resolveAssignment(values, api);
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

	output: outputWithoutCredentials,

	confirm: {
		isDone: isFree,
		output: () => ({ message: 'Agent unassigned from client successfully', confirmed: true }),
	},

	// ChatDash doesn't document its message for an agent that isn't assigned to the client, so a lookup has to verify it.
	alreadyDone: {
		matches: ({ status }) => [400, 409, 422].includes(status),
		isDone: isFree,
		output: () => ({ skipped: true, message: "Agent isn't assigned to this client" }),
	},
});
