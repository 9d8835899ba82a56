import type { ExampleSet } from './example';

const SUBSCRIPTION = {
	clientId: 'acme',
	agentIds: ['desk'],
	webhookUrl: 'https://n8n.example/webhook/calls',
	events: ['call.ended'],
};

export const WEBHOOKS: ExampleSet = {
	apiKey: 'CD.CL.test-contract-acme',
	setup: {
		clients: [
			{ _id: 'acme', name: 'Acme', apiKey: 'CD.CL.test-contract-acme' },
			{ _id: 'bolt', name: 'Bolt' },
		],
		agents: [
			{ _id: 'desk', name: 'Front Desk', platform: 'custom', clientId: 'acme' },
			{ _id: 'line', name: 'Order Line', platform: 'custom', clientId: 'bolt' },
		],
		subscriptions: [
			{
				_id: 'calls',
				clientId: 'acme',
				agentId: 'desk',
				webhookUrl: 'https://n8n.example/webhook/calls',
				events: ['call.started', 'call.ended'],
			},
			{
				_id: 'of-bolt',
				clientId: 'bolt',
				agentId: 'line',
				webhookUrl: 'https://n8n.example/webhook/calls',
				events: ['call.ended'],
			},
		],
	},
	examples: {
		listSubscriptions: {
			method: 'GET',
			path: '/webhooks/subscriptions?clientId=acme',
			refused: { path: '/webhooks/subscriptions?clientId=bolt', status: 403 },
		},
		createSubscription: {
			method: 'POST',
			path: '/webhooks/subscriptions',
			body: SUBSCRIPTION,
			refused: { body: { ...SUBSCRIPTION, agentIds: ['desk', 'line'] }, status: 404 },
		},
		getSubscription: {
			method: 'GET',
			path: '/webhooks/subscriptions/calls',
			refused: { path: '/webhooks/subscriptions/of-bolt', status: 404 },
		},
		updateSubscriptionEvents: {
			method: 'PUT',
			path: '/webhooks/subscriptions/calls/events',
			body: { add: ['call.missed'], remove: ['call.started'] },
			refused: { path: '/webhooks/subscriptions/of-bolt/events', status: 404 },
		},
	},
};
