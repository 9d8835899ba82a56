// Agents: what a request changes in the agency, and the response.
import type { ParsedRequest } from 'openapi-backend';
import type { AgentInput, AgentUpdate } from '../agents';
import { type OfClient, type Served, answerTo, orNoAgent, orNoClient } from '../responses';

interface OfAgent {
	agentId: string;
}

export const AGENT_OPERATIONS: Served = {
	listAgents: (agency) => ({ status: 200, body: agency.lists.show('/agents', agency.agents.all) }),

	getAgent: (agency, { params }: ParsedRequest<undefined, OfAgent>) =>
		orNoAgent(agency.agents.get(params.agentId)),

	listClientAgents: (agency, { params }: ParsedRequest<undefined, OfClient>) =>
		orNoClient(
			agency.lists.show(`/clients/${params.clientId}/agents`, agency.agents.of(params.clientId)),
		),

	createAgent: (agency, { requestBody }: ParsedRequest<AgentInput>) =>
		answerTo(agency.agents.create(requestBody), 'Agent created successfully'),

	updateAgent: (agency, { params, requestBody }: ParsedRequest<AgentUpdate, OfAgent>) =>
		answerTo(agency.agents.update(params.agentId, requestBody), 'Agent updated successfully'),

	assignAgents: (
		agency,
		{ requestBody }: ParsedRequest<{ agentIds: string[]; clientId: string }>,
	) =>
		answerTo(
			agency.agents.assign(requestBody.agentIds, requestBody.clientId),
			'Agent assigned to client successfully',
		),

	unassignAgent: (agency, { params, requestBody }: ParsedRequest<OfClient, OfAgent>) =>
		answerTo(
			agency.agents.unassign(params.agentId, requestBody.clientId),
			'Agent unassigned from client successfully',
		),
};
