// Agent → Unassign From Client. https://docs.chat-dash.com/api-reference/agents/pages/put-agents-unassign
import { clientField, clientIdOf } from '../client/record';
import { describeChoice, recordKey } from '../../fields/locator';
import { defineWrite } from '../../operation/operation';
import { path } from '../reading';
import {
	AGENT,
	agentField,
	agentIdOf,
	agentOfClient,
	noSuchAgentOrClient,
	omitCredentialsFrom,
} from './record';

export const unassign = defineWrite({
	name: 'Unassign From Client',
	value: 'unassign',
	action: 'Unassign an agent from a client',
	description: 'Take an agent away from a client',
	participle: 'unassigned',
	retry: 'verify',
	page: 'https://docs.chat-dash.com/api-reference/agents/pages/put-agents-unassign',

	fields: {
		agentId: agentField,
		clientId: clientField,
	},

	request: function* ({ agentId, clientId }) {
		const agent = yield* agentIdOf(agentId);
		const client = yield* clientIdOf(clientId);
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

	result: omitCredentialsFrom,

	changes: ({ agentId }) => recordKey(agentId),
	naming: ({ agentId }) => describeChoice(AGENT, agentId),

	advice: (values, refusal) =>
		[400, 409, 422].includes(refusal.status)
			? "Check that the agent is assigned to this client. 'Agent: Get Many' shows whose it is."
			: noSuchAgentOrClient(values, refusal),

	finding: {
		lookUp: function* ({ agentId, clientId }) {
			return (yield* agentOfClient(agentId, clientId)) === undefined ? {} : undefined;
		},
		confirmed: () => ({ message: 'Agent unassigned from client successfully', confirmed: true }),
	},
});
