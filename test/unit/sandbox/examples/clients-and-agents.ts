import { acme } from '../calling';
import type { ExampleSet } from './example';

export const CLIENTS_AND_AGENTS: ExampleSet = {
	setup: {
		clients: [
			{
				_id: 'acme',
				name: 'Acme',
				members: [{ _id: 'ada', name: 'Ada', loginId: 'ada', email: 'ada@acme.example' }],
			},
		],
		agents: [
			{
				_id: 'desk',
				name: 'Front Desk',
				platform: 'botpress',
				apiId: 'https://messaging.botpress.example/desk',
				apiKey: 'test-token',
				platformCredentials: { botId: 'bot', workspaceId: 'space', other: 1 },
				clientId: 'acme',
			},
			{ _id: 'line', name: 'Order Line', platform: 'custom' },
		],
	},
	examples: {
		createClient: {
			method: 'POST',
			path: '/clients',
			body: acme(),
			refused: { body: acme('ADA'), status: 400 },
		},
		listClients: { method: 'GET', path: '/clients' },
		getClient: {
			method: 'GET',
			path: '/clients/acme',
			refused: { path: '/clients/gone', status: 404 },
		},
		updateClient: {
			method: 'PUT',
			path: '/clients/acme',
			body: { name: 'Acme Ltd' },
			refused: { path: '/clients/gone', status: 404 },
		},
		listMembers: {
			method: 'GET',
			path: '/clients/acme/members',
			refused: { path: '/clients/gone/members', status: 404 },
		},
		addMember: {
			method: 'POST',
			path: '/clients/acme/members',
			body: acme('bo').member,
			refused: { body: acme('ada').member, status: 400 },
		},
		updateMember: {
			method: 'PUT',
			path: '/clients/acme/members/ada',
			body: { isAdmin: true },
			refused: { path: '/clients/acme/members/gone', status: 404 },
		},
		listAgents: { method: 'GET', path: '/agents' },
		getAgent: {
			method: 'GET',
			path: '/agents/desk',
			refused: { path: '/agents/gone', status: 404 },
		},
		listClientAgents: {
			method: 'GET',
			path: '/clients/acme/agents',
			refused: { path: '/clients/gone/agents', status: 404 },
		},
		createAgent: { method: 'POST', path: '/agents', body: { name: 'Desk', platform: 'vapi' } },
		updateAgent: {
			method: 'PUT',
			path: '/agents/desk',
			body: { agentConfig: { isSaas: true } },
			refused: { path: '/agents/gone', status: 404 },
		},
		assignAgents: {
			method: 'PUT',
			path: '/agents/assign',
			body: { agentIds: ['line'], clientId: 'acme' },
			refused: { body: { agentIds: ['desk'], clientId: 'acme' }, status: 400 },
		},
		unassignAgent: {
			method: 'PUT',
			path: '/agents/desk/unassign',
			body: { clientId: 'acme' },
			refused: { path: '/agents/line/unassign', status: 400 },
		},
	},
};
