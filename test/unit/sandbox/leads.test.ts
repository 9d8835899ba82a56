// The leads of the sandbox, their tags, and the analytics.
import { Agency } from '../../../sandbox/agency';
import { analyticsOf } from '../../../sandbox/analytics';

const open = () =>
	new Agency(
		'CD.test',
		{
			agents: [
				{ _id: 'desk', name: 'Desk', platform: 'custom' },
				{ _id: 'line', name: 'Line', platform: 'custom' },
			],
			leads: [{ agentId: 'desk', tags: [{ _id: 'hot', label: 'Hot' }] }],
			lag: { reads: 1 },
		},
		() => 0,
	);

const SYSTEM = { label: 'Answered Call', system: true, systemLabel: 'answeredCall' };

test('Each agent has tags of its own, and the system tag', () => {
	const { leads } = open();
	expect(leads.tagsOf('desk')).toEqual([
		{ _id: 'answered-call-of-desk', ...SYSTEM },
		{ _id: 'hot', label: 'Hot', system: false },
	]);
	expect(leads.tagsOf('line')).toEqual([{ _id: 'answered-call-of-line', ...SYSTEM }]);
	expect(leads.tagsOf('gone')).toBeUndefined();
});

test('Leads are created together or not at all, and an update keeps what it leaves out', () => {
	const { leads } = open();
	const phones = () => leads.of('desk')?.map(({ phone }) => phone);
	expect(leads.create('desk', [{ phone: '1' }, { phone: '2', tags: ['gone'] }])).toBe(
		'no such tag',
	);
	expect(phones()).toEqual([]);
	expect(leads.create('desk', [{ phone: '1', tags: ['hot'] }, { phone: '1' }])).toHaveLength(2);
	expect(phones()).toEqual(['1', '1']);
	const [first] = leads.of('desk') ?? [];
	leads.update('desk', first?._id ?? '', { customFields: { Company: 'Acme' } });
	expect(first).toMatchObject({ phone: '1', tags: ['hot'], customFields: { Company: 'Acme' } });
});

test('The list of tags lags behind, and labels may repeat', () => {
	const { leads, lists } = open();
	const show = () => lists.show('/agents/desk/leads/tags', leads.tagsOf('desk'))?.length;
	leads.createTag('desk', 'Hot');
	expect([show(), show()]).toEqual([2, 3]);
});

test('A setup with leads of a missing agent is rejected', () => {
	const setup = { leads: [{ agentId: 'gone' }] };
	expect(() => new Agency('CD.test', setup, () => 0)).toThrow(/no such agent/);
});

test('The analytics have a count for each day, and are the same each time', () => {
	const filter = { startTime: '2026-03-01T00:00:00Z', endTime: '2026-03-04T23:59:59Z' };
	const query = () => analyticsOf('desk', ['conversations', 'unknown', 'toString'], filter);
	expect(query()).toEqual({
		conversations: {
			counts: [1, 2, 3, 4].map(() => expect.any(Number)),
			total: expect.any(Number),
		},
	});
	expect(query()).toEqual(query());
});

test('The analytics count the conversations of an agency that has some', () => {
	const { conversations } = open();
	const talk = (createdAt: string, more: object = {}) =>
		conversations.seed({ agentId: 'desk', createdAt, ...more });
	talk('2026-02-28T23:59:59.000Z', { topic: 'Prices', cost: 9 });
	talk('2026-03-01T00:00:00.000Z', { topic: 'Prices', cost: 0.1 });
	talk('2026-03-02T10:00:00.000Z', { topic: 'Booking', cost: 0.2 });
	talk('2026-03-02T11:00:00.000Z', { topic: 'Booking' });
	talk('2026-03-03T23:59:59.999Z');
	talk('2026-03-04T00:00:00.000Z', { topic: 'Prices', cost: 9 });
	const filter = { startTime: '2026-03-01T00:00:00Z', endTime: '2026-03-03T23:59:59.999Z' };
	const metrics = ['conversations', 'totalCost', 'averageCost', 'topTopics', 'uniqueIps'];
	expect(analyticsOf('desk', metrics, filter, conversations.of('desk'))).toEqual({
		conversations: { counts: [1, 2, 1], total: 4 },
		totalCost: { counts: [0.1, 0.2, 0], total: 0.3, currency: 'USD' },
		averageCost: { counts: [0.1, 0.1, 0], average: 0.075, currency: 'USD' },
		topTopics: [
			{ id: 'Booking', label: 'Booking', count: 2 },
			{ id: 'Prices', label: 'Prices', count: 1 },
		],
		uniqueIps: expect.any(Object),
	});
	expect(analyticsOf('line', ['conversations'], filter, conversations.of('line'))).toEqual({
		conversations: { counts: [0, 0, 0], total: 0 },
	});
});
