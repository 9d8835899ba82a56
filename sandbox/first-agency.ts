/*
 * The agency of `npm start` before its first run. Each kind of record is there, so that no list in n8n is empty, and the
 * examples have something to find.
 */
import { LEADS, QUALIFIER, RECEPTION, TAGS, conversationsUntil } from './first-conversations';
import type { AgencySetup } from './setup';

/** The client with a key of its own. */
export const CARTER = {
	_id: 'c4a71e5f00000000000000c1',
	apiKey: 'CD.CL.sandbox-client-key-for-this-machine-only',
};

const CUSTOMER = { id: `cus_${CARTER._id}`, email: 'ben.carter@example.com' };

/**
 * One deal of an example has the login ID of this agency's member, so the example shows what happens if a login ID is
 * taken. Likewise, one agent is already assigned. The others can be assigned to the clients that the examples create.
 *
 * @param now the time to which the conversations lead up
 */
export function firstAgency(now: Date): AgencySetup {
	return {
		clients: [
			{
				...CARTER,
				name: 'Carter Consulting',
				language: 'en',
				members: [
					{
						name: 'Ben Carter',
						loginId: 'ben.carter@example.com',
						email: 'ben.carter@example.com',
						isAdmin: true,
					},
				],
			},
		],
		agents: [
			{
				_id: RECEPTION,
				name: 'Carter Reception',
				platform: 'vapi',
				apiId: 'carter-reception',
				apiKey: 'test-vapi-key-for-the-sandbox',
				clientId: CARTER._id,
			},
			{
				name: 'Bakery Order Line',
				platform: 'retell',
				apiId: 'bakery-order-line',
				apiKey: 'test-retell-key-for-the-sandbox',
			},
			{
				name: 'Website Chat',
				platform: 'botpress',
				apiId: 'https://messaging.botpress.example/website-chat',
				apiKey: 'test-botpress-token-for-the-sandbox',
				platformCredentials: { botId: 'test-bot', workspaceId: 'test-workspace' },
			},
			{
				name: 'Booking Assistant',
				platform: 'voiceflow',
				apiId: 'booking-assistant',
				apiKey: 'test-voiceflow-key-for-the-sandbox',
			},
			{ _id: QUALIFIER, name: 'Lead Qualifier', platform: 'n8n' },
		],
		leads: [{ agentId: QUALIFIER, tags: Object.values(TAGS), leads: Object.values(LEADS) }],
		conversations: conversationsUntil(now),
		subscriptions: [
			{
				clientId: CARTER._id,
				agentId: RECEPTION,
				webhookUrl: 'https://hooks.example.com/chatdash',
				events: ['call.ended', 'call.missed'],
			},
		],
		accounts: [
			{
				accountId: 'acct_sandbox',
				products: [
					{ productId: 'prod_care', name: 'Care Plan', pricing_model: 'base', currency: 'usd' },
					{ productId: 'prod_setup', name: 'Setup', pricing_model: 'oneTime', currency: 'usd' },
				],
				coupons: [{ id: 'coupon_welcome', name: 'Welcome Offer', percent_off: 20 }],
				promotionCodes: [{ id: 'promo_welcome', coupon: 'coupon_welcome', code: 'WELCOME20' }],
				subscriptions: [
					{
						id: 'sub_carter',
						type: 'subscription',
						status: 'active',
						customer: CUSTOMER,
						product: { id: 'prod_care', name: 'Care Plan' },
						priceIds: ['price_prod_care'],
						agents: 'Carter Reception',
					},
				],
				invoices: [
					{
						id: 'in_carter',
						amount: 4900,
						currency: 'usd',
						status: 'open',
						number: 'CARTER-0001',
						customer: CUSTOMER,
						description: 'Setup',
					},
				],
				transactions: [
					{
						id: 'ch_carter',
						amount: 4900,
						currency: 'usd',
						status: 'succeeded',
						description: 'Care Plan',
						customer: CUSTOMER,
					},
				],
			},
		],
	};
}
