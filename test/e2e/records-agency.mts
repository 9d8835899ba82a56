// The agency of records.test.mts: one client with its key, an agent with conversations and lead tags, and a Stripe account
// with more products than one page of ChatDash's list has.

import type { AgencySetup } from '../../sandbox/setup.js';
import { CLIENT_WITH_KEY } from './stage.mjs';

export const AGENT = '66f1c0a2b7e4d9035a8c1f21';
export const OTHER_AGENT = '66f1c0a2b7e4d9035a8c1f22';
export const TAGS = { hotLead: '66f1c0a2b7e4d9035a8c1f51', callBack: '66f1c0a2b7e4d9035a8c1f52' };
export const ACCOUNT = 'acct_1NvRecords';

/** The oldest product, which comes last in the list. */
export const OLDEST_PRODUCT = 'Legacy Care';

/** The names of all products, oldest first. ChatDash returns at most 100 of them at a time. */
const PRODUCTS = [
	OLDEST_PRODUCT,
	...Array.from({ length: 129 }, (_, index) => `Plan ${index + 1}`),
];

export const RECORDS_AGENCY: AgencySetup = {
	clients: [
		{
			...CLIENT_WITH_KEY,
			members: [{ name: 'Ada', loginId: 'ada@acme.example', isAdmin: true }],
		},
	],
	agents: [
		{
			_id: AGENT,
			name: 'Front Desk',
			platform: 'vapi',
			apiId: 'assistant-1',
			apiKey: 'key-of-front-desk',
			clientId: CLIENT_WITH_KEY._id,
		},
		{
			_id: OTHER_AGENT,
			name: 'Night Shift',
			platform: 'retell',
			apiId: 'agent-2',
			apiKey: 'key-of-night-shift',
			clientId: CLIENT_WITH_KEY._id,
		},
	],
	conversations: [
		{
			agentId: AGENT,
			_id: '66f1c0a2b7e4d9035a8c1f41',
			platformId: 'call_first',
			name: 'Nathan Smith',
			phone: '+1 555 0100',
			createdAt: '2026-03-01T09:00:00.000Z',
			record: true,
			interacted: true,
			messages: [
				{
					sender: 'user',
					type: 'text',
					content: { text: 'Do you have time on Friday?' },
					createdAt: '2026-03-01T09:00:10.000Z',
				},
				{
					sender: 'bot',
					type: 'text',
					content: { text: 'Yes, at ten.' },
					createdAt: '2026-03-01T09:00:20.000Z',
				},
			],
		},
		{
			agentId: AGENT,
			_id: '66f1c0a2b7e4d9035a8c1f42',
			platformId: 'call_second',
			phone: '+1 555 0101',
			createdAt: '2026-03-03T16:30:00.000Z',
			record: true,
			interacted: true,
		},
		{
			agentId: AGENT,
			_id: '66f1c0a2b7e4d9035a8c1f43',
			platformId: 'call_third',
			name: 'Olga Braun',
			createdAt: '2026-03-02T12:15:00.000Z',
			record: false,
			interacted: false,
		},
	],
	leads: [
		{
			agentId: AGENT,
			tags: [
				{ _id: TAGS.hotLead, label: 'Hot Lead' },
				{ _id: TAGS.callBack, label: 'Call Back' },
			],
		},
	],
	accounts: [
		{
			accountId: ACCOUNT,
			products: PRODUCTS.map((name, index) => ({ productId: `prod_${index + 1}`, name })),
		},
	],
};
