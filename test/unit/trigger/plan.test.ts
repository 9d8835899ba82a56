/** Which subscriptions the trigger creates, changes and empties. */
import fc from 'fast-check';

import { addressFor } from '../../../nodes/ChatDashTrigger/address';
import { type Change, type Wanted, planChanges } from '../../../nodes/ChatDashTrigger/plan';
import {
	type SubscriptionRecord,
	decodeSubscriptions,
} from '../../../nodes/ChatDash/resources/webhookSubscription/record';
import { WEBHOOK_URL } from '../../fake-trigger';

const TOKEN = 'current';
const STALE = 'stale';

const WANTED: Wanted = {
	agentIds: ['a', 'b'],
	events: ['call.ended', 'call.missed'],
	webhookUrl: WEBHOOK_URL,
	token: TOKEN,
};

/** A subscription of an agent as ChatDash lists it, with changes. */
const record = (_id: string, agentId: string, changes: object = {}) => ({
	_id,
	agentId,
	clientId: 'acme',
	events: [...WANTED.events],
	webhookUrl: addressFor(WEBHOOK_URL, TOKEN, agentId),
	...changes,
});

const plan = (records: readonly unknown[], wanted: Partial<Wanted> = {}) =>
	planChanges(decodeSubscriptions(records), { ...WANTED, ...wanted });

const empty = (subscriptionId: string, remove: readonly string[] = WANTED.events): Change => ({
	kind: 'empty',
	subscriptionId,
	add: [],
	remove,
});

const RIGHT = [record('1', 'a'), record('2', 'b')];

test('Nothing is missing if each agent has its subscription', () => {
	expect(plan(RIGHT)).toEqual([]);
	expect(plan([...RIGHT].reverse())).toEqual([]);
	expect(
		plan([record('1', 'a', { events: ['call.missed', 'call.ended', 'call.ended'] }), RIGHT[1]]),
	).toEqual([]);
});

test('An agent without a subscription gets one', () => {
	expect(plan([])).toEqual([
		{ kind: 'create', agentId: 'a' },
		{ kind: 'create', agentId: 'b' },
	]);
	expect(plan([RIGHT[0]])).toEqual([{ kind: 'create', agentId: 'b' }]);
});

test.each<[string, readonly string[], object]>([
	['no events', [], { add: ['call.ended', 'call.missed'], remove: [] }],
	['too few events', ['call.ended'], { add: ['call.missed'], remove: [] }],
	['too many events', [...WANTED.events, 'call.inbound'], { add: [], remove: ['call.inbound'] }],
	[
		'other events, one of them twice',
		['call.started', 'call.started'],
		{ add: ['call.ended', 'call.missed'], remove: ['call.started'] },
	],
])('A subscription with %s is changed', (_name, events, change) => {
	expect(plan([record('1', 'a', { events }), RIGHT[1]])).toEqual([
		{ kind: 'update', subscriptionId: '1', ...change },
	]);
});

test('A subscription with another token is replaced and emptied', () => {
	const stale = { webhookUrl: addressFor(WEBHOOK_URL, STALE, 'a') };
	expect(plan([record('1', 'a', stale), RIGHT[1]])).toEqual([
		{ kind: 'create', agentId: 'a' },
		empty('1'),
	]);
	expect(plan([record('1', 'a', { ...stale, events: [] }), ...RIGHT])).toEqual([]);
	for (const webhookUrl of [WEBHOOK_URL, `${WEBHOOK_URL}?agent=a`, `${WEBHOOK_URL}?token=`]) {
		expect(plan([record('0', 'a', { webhookUrl }), ...RIGHT])).toEqual([empty('0')]);
	}
});

test('The subscription of an agent that isn’t wanted any more is emptied', () => {
	expect(plan(RIGHT, { agentIds: ['b'] })).toEqual([empty('1')]);
	expect(plan([record('1', 'a', { events: [] }), RIGHT[1]], { agentIds: ['b'] })).toEqual([]);
});

test('Of duplicates, the one with the right events stays', () => {
	expect(plan([...RIGHT, record('3', 'a')])).toEqual([empty('3')]);
	expect(plan([record('0', 'a', { events: ['call.ended'] }), ...RIGHT])).toEqual([
		empty('0', ['call.ended']),
	]);
	expect(plan([record('0', 'a', { events: [] }), ...RIGHT])).toEqual([]);
	// Without a right one, the first is changed.
	expect(
		plan([
			record('1', 'a', { events: [] }),
			record('2', 'a', { events: ['call.ended'] }),
			record('3', 'b'),
		]),
	).toEqual([
		{ kind: 'update', subscriptionId: '1', add: ['call.ended', 'call.missed'], remove: [] },
		empty('2', ['call.ended']),
	]);
});

test('A subscription that is listed twice keeps its events', () => {
	expect(plan([...RIGHT, ...RIGHT])).toEqual([]);
	const twice = [record('1', 'a', { events: ['call.ended'] }), RIGHT[1]];
	expect(plan([...twice, ...twice])).toEqual([
		{ kind: 'update', subscriptionId: '1', add: ['call.missed'], remove: [] },
	]);
});

test('A subscription for several agents is replaced by one for each', () => {
	const shared = record('1', 'a', { agentId: undefined, agentIds: ['a', 'b'] });
	expect(plan([shared])).toEqual([
		{ kind: 'create', agentId: 'a' },
		{ kind: 'create', agentId: 'b' },
		empty('1'),
	]);
});

test.each<[string, object]>([
	['in a list', { agentId: undefined, agentIds: ['a'] }],
	['in both fields', { agentId: 'a', agentIds: ['a'] }],
	['only in its address', { agentId: undefined }],
	['as null', { agentId: null, agentIds: [] }],
])('A subscription that names its agent %s is right', (_name, changes) => {
	expect(plan([record('1', 'a', changes), RIGHT[1]])).toEqual([]);
});

test('A subscription whose agent isn’t that of its address is emptied', () => {
	const wrong = record('1', 'a', { agentId: 'c' });
	expect(plan([wrong, RIGHT[1]])).toEqual([{ kind: 'create', agentId: 'a' }, empty('1')]);
});

test('Other addresses are left alone: a copy of the workflow, the test address, other services', () => {
	const others = [
		WEBHOOK_URL.replace('5f0c', '77aa'),
		WEBHOOK_URL.replace('/webhook/', '/webhook-test/'),
		WEBHOOK_URL.replace('n8n.', 'old.'),
		'https://hooks.example.com/x',
	].map((url, index) => record(`other-${index}`, 'a', { webhookUrl: addressFor(url, TOKEN, 'a') }));
	expect(plan([...others, ...RIGHT])).toEqual([]);
	expect(plan([...others, RIGHT[1]])).toEqual([{ kind: 'create', agentId: 'a' }]);
	expect(plan([record('x', 'a', { webhookUrl: 'no address' }), ...RIGHT])).toEqual([]);
	expect(plan([record('x', 'a', { webhookUrl: null }), ...RIGHT])).toEqual([]);
});

test('What isn’t a subscription is left out', () => {
	for (const list of [null, {}, 'x', [null, 5, 'x', [], {}, { _id: 5 }, { _id: '..' }]]) {
		expect(planChanges(decodeSubscriptions(list), { ...WANTED, agentIds: ['a'] })).toEqual([
			{ kind: 'create', agentId: 'a' },
		]);
	}
});

/** ChatDash after the changes. */
function apply(
	all: readonly SubscriptionRecord[],
	changes: readonly Change[],
	events: readonly string[],
): readonly SubscriptionRecord[] {
	const changed = all.map((one) => {
		const change = changes.find(
			(each) => each.kind !== 'create' && each.subscriptionId === one._id,
		);
		if (change === undefined || change.kind === 'create') return one;
		const left = one.events.filter((event) => !change.remove.includes(event));
		return { ...one, events: [...left, ...change.add] };
	});
	const created = changes.flatMap((change, index) =>
		change.kind === 'create'
			? decodeSubscriptions([record(`new-${index}`, change.agentId, { events })])
			: [],
	);
	return [...changed, ...created];
}

test('Whatever is there, after the changes nothing is missing', () => {
	const events = fc.subarray(['call.ended', 'call.missed', 'call.started', 'call.inbound']);
	const agent = fc.constantFrom('a', 'b', 'c');
	const subscriptions = fc.array(
		fc.record({
			agentId: fc.option(agent, { nil: undefined }),
			agentIds: fc.option(fc.uniqueArray(agent), { nil: undefined }),
			events,
			webhookUrl: fc
				.tuple(
					fc.constantFrom(TOKEN, STALE),
					agent,
					fc.constantFrom(WEBHOOK_URL, `${WEBHOOK_URL}2`),
				)
				.map(([token, agentId, url]) => addressFor(url, token, agentId)),
		}),
		{ maxLength: 6 },
	);
	fc.assert(
		fc.property(
			subscriptions,
			fc.subarray(['a', 'b', 'c'], { minLength: 1 }),
			events,
			(list, agentIds, chosen) => {
				fc.pre(chosen.length > 0);
				const all = decodeSubscriptions(list.map((one, index) => ({ _id: `s${index}`, ...one })));
				const wanted = { ...WANTED, agentIds, events: chosen };
				const after = apply(all, planChanges(all, wanted), chosen);
				expect(planChanges(after, wanted)).toEqual([]);
				const own = after.filter(
					(one) =>
						one.events.length > 0 &&
						new URL(one.webhookUrl).pathname === new URL(WEBHOOK_URL).pathname,
				);
				expect(own).toHaveLength(agentIds.length);
				const others = all.filter((one) => one.webhookUrl.startsWith(`${WEBHOOK_URL}2`));
				expect(after).toEqual(expect.arrayContaining([...others]));
			},
		),
	);
});
