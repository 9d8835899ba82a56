// Agent → Assign to Client. ChatDash takes several agents at once; here it is one an item, as everything else is.
// https://docs.chat-dash.com/api-reference/agents/pages/put-agents-assign
import type { Rejection } from '../../../transport/classify';
import { err } from '../../../transport/result';
import { clientField, clientIdOf } from '../client/record';
import { describeChoice, recordKey } from '../../fields/locator';
import { type Claim, defineWrite } from '../../operation/operation';
import {
	AGENT,
	agentField,
	agentIdOf,
	agentOfClient,
	noSuchAgentOrClient,
	omitCredentialsFrom,
} from './record';

/** No page has ChatDash's words for an agent that is assigned already; whether it is so is looked up, whatever they are. */
const mayMeanAlreadyAssigned = ({ status }: Rejection) => [400, 409, 422].includes(status);

/** An agent can get one client in a run. Of two, the second would take it from the first, and both would read "assigned". */
const claimAgent = (agent: string, client: string): Claim => ({
	key: agent,
	holder: client,
	conflict: (item) =>
		err(
			`'Agent' is the same as that of item ${item}, which has another client`,
			'An agent belongs to one client at a time, so only the first of these items is sent. Give each client an agent of its own.',
		),
});

export const assign = defineWrite({
	name: 'Assign to Client',
	value: 'assign',
	action: 'Assign an agent to a client',
	description: 'Give an agent to a client; an agent belongs to one client at a time',
	participle: 'assigned',
	retry: 'verify',
	page: 'https://docs.chat-dash.com/api-reference/agents/pages/put-agents-assign',

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
				path: '/agents/assign',
				body: { agentIds: [agent], clientId: client },
				expects: 'message',
			},
			ids: { agentIds: [agent], clientId: client },
			claim: claimAgent(agent, client),
		};
	},

	result: omitCredentialsFrom,

	changes: ({ agentId }) => recordKey(agentId),
	// Whether a client's name and another one's ID are the same client is only known once both are looked up, and so is
	// which agents and clients are meant by names that only look the same.
	claim: ({ agentId, clientId }) =>
		claimAgent(`${agentId.by} ${agentId.text}, client by ${clientId.by}`, recordKey(clientId)),
	naming: ({ agentId }) => describeChoice(AGENT, agentId),

	advice: (values, refusal) =>
		mayMeanAlreadyAssigned(refusal)
			? "An agent belongs to one client at a time. If it has another client, take it away from that one first with 'Agent: Unassign From Client'."
			: noSuchAgentOrClient(values, refusal),

	finding: {
		lookUp: ({ agentId, clientId }) => agentOfClient(agentId, clientId),
		confirmed: () => ({ message: 'Agent assigned to client successfully', confirmed: true }),
		conflict: {
			matches: mayMeanAlreadyAssigned,
			isSkipped: () => true,
			skipped: () => ({ skipped: true, message: 'The agent is assigned to this client already' }),
		},
	},
});
