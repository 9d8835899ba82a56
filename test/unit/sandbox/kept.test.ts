// The agency of `npm start`: it has something in each list, and a later start has the same records.
import { Agency } from '../../../sandbox/agency';
import { describeState } from '../../../sandbox/control';
import { EventSender } from '../../../sandbox/event-sender';
import { CARTER, firstAgency } from '../../../sandbox/first-agency';
import { setupOf } from '../../../sandbox/kept';
import { listsOf } from '../../../sandbox/lag';
import type { AgencySetup } from '../../../sandbox/setup';
import { WEBHOOK_EVENTS } from '../../../sandbox/subscriptions';

const NOW = new Date('2026-03-05T12:00:00.000Z');

const open = (setup: AgencySetup) => new Agency('CD.test', setup, () => 0);

/** The agency after a restart: files have no `undefined`. */
const reopened = (agency: Agency) => open(JSON.parse(JSON.stringify(setupOf(agency))));

const recordsOf = (agency: Agency) => ({
	lists: listsOf(agency),
	leads: agency.agents.all.map(({ _id }) => agency.leads.of(_id)),
	invoices: [...agency.billing.values()].map(({ invoices }) => invoices),
	state: describeState([agency], []),
});

const agentNamed = ({ agents }: Agency, name: string) =>
	agents.all.find((agent) => agent.name === name)?._id ?? '';

test('The first agency has something in each list', () => {
	const agency = open(firstAgency(NOW));
	const agents = ['Lead Qualifier', 'Carter Reception'].map((name) => agentNamed(agency, name));
	for (const agentId of agents) {
		const conversations = agency.conversations.of(agentId) ?? [];
		expect(conversations.some(({ record }) => record === true)).toBe(true);
		expect(conversations.some(({ record }) => record === false)).toBe(true);
		for (const { createdAt } of conversations) {
			const hours = (NOW.getTime() - Date.parse(createdAt)) / 3_600_000;
			expect(hours).toBeGreaterThan(0);
			expect(hours).toBeLessThan(7 * 24);
		}
	}
	const [qualifier = ''] = agents;
	const labels = agency.leads.tagsOf(qualifier)?.map(({ label }) => label);
	expect(labels).toEqual(['Answered Call', 'Interested', 'Call Back']);
	expect(agency.leads.of(qualifier)).not.toEqual([]);
	expect(agency.clientWithKey(CARTER.apiKey)).toBe(CARTER._id);
	expect(agency.subscriptions.of(CARTER._id)).toHaveLength(1);
	const account = agency.billing.get('acct_sandbox');
	expect(account?.catalog).toMatchObject({
		products: { length: 2 },
		coupons: { length: 1 },
		promotionCodes: { length: 1 },
	});
	expect(account).toMatchObject({
		subscriptions: { length: 1 },
		invoices: { length: 1 },
		transactions: { length: 1 },
	});
});

test('The first agency sends nothing to an address outside of this machine', async () => {
	const agency = open(firstAgency(NOW));
	const sender = new EventSender(new Map([['CD.test', agency]]));
	const deliveries = await sender.send({ event: [...WEBHOOK_EVENTS] });
	expect(deliveries).toMatchObject([{ error: 'not sent' }, { error: 'not sent' }]);
	expect(recordsOf(reopened(agency)).state).toMatchObject({
		agencies: [{ subscriptions: [{ deliveries: [] }] }],
	});
});

test('A later start has the records of the first agency', () => {
	const agency = open(firstAgency(NOW));
	const again = reopened(agency);
	expect(recordsOf(again)).toEqual(recordsOf(agency));
	expect(again.clientWithKey(CARTER.apiKey)).toBe(CARTER._id);
});

test('A later start has what was changed', () => {
	const agency = open(firstAgency(NOW));
	const qualifier = agentNamed(agency, 'Lead Qualifier');
	const reception = agentNamed(agency, 'Carter Reception');
	agency.directory.create({ name: 'Bolt', language: 'de' }, { name: 'Bo', loginId: 'bo' });
	agency.agents.create({ name: 'Chat', platform: 'custom' });
	const hook = agency.subscriptions.all[0]?._id ?? '';
	agency.subscriptions.updateEvents(hook, { remove: ['call.ended', 'call.missed'] });
	// The client loses the agent, but not the subscription for it.
	agency.agents.unassign(reception, CARTER._id);
	const [conversation, ...others] = agency.conversations.of(qualifier) ?? [];
	agency.conversations.setMessages(qualifier, conversation?._id ?? '', [
		{ content: { text: 'Hi' } },
	]);
	agency.conversations.delete(qualifier, others[0]?._id ?? '');
	const tag = agency.leads.createTag(qualifier, 'Hot');
	agency.leads.create(qualifier, [
		{
			phone: '1',
			customFields: { Company: 'Acme' },
			tags: typeof tag === 'string' ? [] : [tag._id],
		},
	]);
	const account = agency.billing.get('acct_sandbox');
	account?.catalog.createProduct({ name: 'Plan', pricing_model: 'base', currency: 'eur' });
	account?.catalog.updateProduct('prod_care', { name: 'Care', description: 'All of it' });
	const coupon = account?.catalog.createCoupon({ amount_off: 500, currency: 'eur' });
	account?.catalog.createPromotionCode({ coupon: coupon?.id ?? '', expires_at: 1_800_000_000 });
	account?.cancelSubscription('sub_carter');
	account?.createInvoice({ clientId: CARTER._id, productId: 'prod_setup' });

	const again = reopened(agency);
	expect(recordsOf(again)).toEqual(recordsOf(agency));
	expect(recordsOf(reopened(again))).toEqual(recordsOf(agency));
	const invoice = again.billing
		.get('acct_sandbox')
		?.createInvoice({ clientId: CARTER._id, productId: 'prod_setup' });
	expect(invoice).toMatchObject({ description: 'Setup' });
});
