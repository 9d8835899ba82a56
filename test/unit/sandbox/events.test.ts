// The bodies of events: the documented keys, and whose data they have.
import { Conversations } from '../../../sandbox/conversations';
import type { SeedConversation } from '../../../sandbox/conversations';
import { newCall, payloadOf } from '../../../sandbox/events';
import { WEBHOOK_EVENTS } from '../../../sandbox/subscriptions';

const NOW = Date.parse('2026-03-05T12:00:00.000Z');

/** A call of an agent that has had these conversations. */
function callLike(...seeds: Array<Omit<SeedConversation, 'agentId'>>) {
	let taken = 0;
	const conversations = new Conversations(
		(wanted) => wanted ?? `id${++taken}`,
		() => true,
	);
	for (const seed of seeds) conversations.seed({ agentId: 'desk', ...seed });
	return newCall('desk', conversations, NOW);
}

const STARTED = [
	'platformId',
	'channel',
	'agentNumber',
	'customerNumber',
	'metadata',
	'startedAt',
].sort();
const MISSED = [...STARTED, '_id', 'endedReason', 'endedAt'].sort();
const ENDED = [
	...MISSED,
	'cost',
	'duration',
	'url',
	'noAnswer',
	'summary',
	'evaluation',
	'messages',
	'customAnalysis',
].sort();

const CONVERSATION = {
	_id: 'talk',
	phone: '+12025550141',
	phoneSecondary: '+12025550199',
	channel: 'inbound',
	duration: 3,
	summary: 'Asked for prices.',
	messages: [{ sender: 'user' as const, type: 'text', content: { text: 'Hi' } }],
};

it.each([
	['made up', callLike()],
	['like a conversation', callLike(CONVERSATION)],
	['like a conversation without anything', callLike({ phone: '' })],
])('has the documented keys if the call is %s', (_what, call) => {
	const keys = WEBHOOK_EVENTS.map((event) => {
		const { conversation, ...payload } = payloadOf(event, call);
		return { event, keys: Object.keys(payload), conversation: keysOf(conversation) };
	});
	expect(keys).toEqual([
		{ event: 'call.started', keys: ['event'], conversation: STARTED },
		{ event: 'call.missed', keys: ['event'], conversation: MISSED },
		{ event: 'call.ended', keys: ['event'], conversation: ENDED },
		{
			event: 'call.inbound',
			keys: ['event', 'agentNumber', 'customerNumber'],
			conversation: undefined,
		},
	]);
});

const keysOf = (value: unknown) =>
	typeof value === 'object' && value !== null ? Object.keys(value).sort() : undefined;

it('is about the latest conversation of the agent, but about a call that ends now', () => {
	const call = callLike({ _id: 'older', phone: '+12025550142' }, CONVERSATION);
	expect(payloadOf('call.ended', call)).toEqual({
		event: 'call.ended',
		conversation: expect.objectContaining({
			_id: 'talk',
			agentNumber: '+12025550199',
			customerNumber: '+12025550141',
			channel: 'inbound',
			startedAt: '2026-03-05T11:57:00.000Z',
			endedAt: '2026-03-05T12:00:00.000Z',
			duration: 3,
			summary: 'Asked for prices.',
			messages: CONVERSATION.messages,
		}),
	});
});

it('has numbers that are reserved for examples if it’s made up', () => {
	expect(payloadOf('call.inbound', callLike())).toEqual({
		event: 'call.inbound',
		agentNumber: expect.stringMatching(/^\+120255501\d\d$/),
		customerNumber: expect.stringMatching(/^\+120255501\d\d$/),
	});
});

it('has a platform ID that no other call has', () => {
	const calls = [callLike(), callLike(), callLike(CONVERSATION), callLike(CONVERSATION)];
	expect(new Set(calls.map(({ started }) => started.platformId)).size).toBe(calls.length);
});
