import type { ExampleSet } from './example';

const HELLO = { sender: 'user', type: 'text', content: { text: 'Hello' } } as const;

const DESK = '/agents/desk/conversations';

export const CONVERSATIONS: ExampleSet = {
	setup: {
		agents: [{ _id: 'desk', name: 'Front Desk', platform: 'custom' }],
		conversations: [
			{
				_id: 'nathan',
				agentId: 'desk',
				platformId: 'call-1',
				name: 'Nathan',
				record: true,
				interacted: true,
				evaluation: { isSuccess: true, reason: 'Booked' },
				mistunderstoodQueries: [{ question: 'When?' }],
				metadata: { any: 1 },
				messages: [HELLO],
			},
		],
	},
	examples: {
		listConversations: {
			method: 'GET',
			path: DESK,
			refused: { path: '/agents/gone/conversations', status: 404 },
		},
		createConversation: {
			method: 'POST',
			path: DESK,
			body: { name: 'Nathan', status: 'human', cost: 0.5 },
			refused: { path: '/agents/gone/conversations', status: 404 },
		},
		getConversation: {
			method: 'GET',
			path: `${DESK}/nathan`,
			refused: { path: `${DESK}/nathan?isPlatformId=true`, status: 404 },
		},
		updateConversation: {
			method: 'PUT',
			path: `${DESK}/nathan`,
			body: { read: true },
			refused: { path: `${DESK}/gone`, status: 404 },
		},
		deleteConversation: {
			method: 'DELETE',
			path: `${DESK}/nathan`,
			refused: { path: `${DESK}/gone`, status: 404 },
		},
		analyzeConversation: {
			method: 'POST',
			path: `${DESK}/nathan/autoTag`,
			refused: { path: `${DESK}/gone/summarize`, status: 404 },
		},
		listMessages: {
			method: 'GET',
			path: `${DESK}/nathan/messages`,
			refused: { path: `${DESK}/gone/messages`, status: 404 },
		},
		addMessages: {
			method: 'POST',
			path: `${DESK}/nathan/messages`,
			body: { messages: [HELLO] },
			refused: { path: `${DESK}/gone/messages`, status: 404 },
		},
		replaceMessages: {
			method: 'PUT',
			path: `${DESK}/nathan/messages`,
			body: { messages: [HELLO] },
			refused: { path: `${DESK}/gone/messages`, status: 404 },
		},
		deleteMessages: {
			method: 'DELETE',
			path: `${DESK}/nathan/messages`,
			refused: { path: `${DESK}/gone/messages`, status: 404 },
		},
	},
};
