import type { ExampleSet } from './example';

export const LEADS: ExampleSet = {
	setup: {
		agents: [{ _id: 'desk', name: 'Front Desk', platform: 'custom' }],
		leads: [
			{
				agentId: 'desk',
				tags: [{ _id: 'hot', label: 'Hot Lead' }],
				leads: [
					{ _id: 'lead', phone: '+15550100199', customFields: { Company: 'Acme' }, tags: ['hot'] },
				],
			},
		],
	},
	examples: {
		createLeads: {
			method: 'POST',
			path: '/agents/desk/leads',
			body: [{ phone: '+15550100100', tags: ['hot'] }],
			refused: { body: [{ phone: '+15550100100', tags: ['gone'] }], status: 404 },
		},
		updateLead: {
			method: 'PUT',
			path: '/agents/desk/leads/lead',
			body: { customFields: {}, tags: [] },
			refused: { path: '/agents/desk/leads/gone', status: 404 },
		},
		listLeadTags: {
			method: 'GET',
			path: '/agents/desk/leads/tags',
			refused: { path: '/agents/gone/leads/tags', status: 404 },
		},
		createLeadTag: {
			method: 'POST',
			path: '/agents/desk/leads/tags',
			body: { label: 'Cold Lead' },
			status: 201,
			refused: { path: '/agents/gone/leads/tags', status: 404 },
		},
		updateLeadTag: {
			method: 'PUT',
			path: '/agents/desk/leads/tags/hot',
			body: { label: 'Very Hot Lead' },
			refused: { path: '/agents/desk/leads/tags/gone', status: 404 },
		},
		queryAnalytics: {
			method: 'POST',
			path: '/agents/desk/analytics/query',
			body: {
				query: {
					metrics: ['conversations', 'conversationByCountry', 'averageCost', 'endedReason'],
					filter: { startTime: '2026-03-01T00:00:00.000Z', endTime: '2026-03-08T00:00:00.000Z' },
				},
			},
			refused: { path: '/agents/gone/analytics/query', status: 404 },
		},
	},
};
