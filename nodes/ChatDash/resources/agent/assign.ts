import type { Rejection } from '../../../transport/classify';
import { err } from '../../../transport/result';
import { recordKey } from '../../fields/locator';
import { defineWrite } from '../../operation/define';
import type { Claim } from '../../operation/operation';
import { clientLocator } from '../client/record';
import { outputWithoutCredentials } from './output';
import { agentLocator, isAssigned, resolveAssignment } from './record';

/** ChatDash doesn't document its message for an agent that is already assigned, so a lookup has to verify it. */
const mayMeanAlreadyAssigned = ({ status }: Rejection) => [400, 409, 422].includes(status);

/**
 * Lets a run assign an agent to one client only. A second item would take the agent from the first client, and both
 * items would be reported as assigned.
 */
const claimAgent = (agent: string, client: string): Claim => ({
	key: agent,
	holder: client,
	conflict: (item) =>
		err(
			`'Agent' is the same as in item ${item}, which has a different client`,
			'An agent can only belong to one client at a time, so only the first of these items is sent. Give each client its own agent.',
		),
});

/** ChatDash accepts several agents in a request. Here, each item assigns one, like in other operations. */
export const assign = defineWrite({
	name: 'Assign to Client',
	value: 'assign',
	action: 'Assign an agent to a client',
	description: 'Assign an agent to a client (an agent can only belong to one client at a time)',
	pastTense: 'assigned',
	operationId: 'assignAgents',
	retry: 'verify',
	target: 'agentId',

	fields: { agentId: agentLocator, clientId: clientLocator },

	// Only compares choices that were made in the same mode. Whether a name and an ID are the same record is known after
	// the lookup, so `request` claims the agent again by its ID.
	claim: ({ agentId, clientId }) =>
		claimAgent(`${agentId.mode} ${agentId.value}, client by ${clientId.mode}`, recordKey(clientId)),

	async request(values, api) {
		const { agent, client } = await resolveAssignment(values, api);
		return {
			request: {
				method: 'PUT',
				path: '/agents/assign',
				body: { agentIds: [agent], clientId: client },
				expects: 'message',
			},
			ids: { agentId: agent, clientId: client },
			claim: claimAgent(agent, client),
		};
	},

	output: outputWithoutCredentials,

	advice: (_values, rejection) =>
		mayMeanAlreadyAssigned(rejection)
			? "An agent can only belong to one client at a time. If it's assigned to another client, unassign it first with 'Agent: Unassign From Client'."
			: undefined,

	confirm: {
		isDone: isAssigned,
		output: () => ({ message: 'Agent assigned to client successfully', confirmed: true }),
	},

	alreadyDone: {
		matches: mayMeanAlreadyAssigned,
		isDone: isAssigned,
		output: () => ({ skipped: true, message: 'Agent already assigned to this client' }),
	},
});
