/** The item that starts the workflow. */
import type { IDataObject } from 'n8n-workflow';
import fc from 'fast-check';

import { type Reception, toItem } from '../../../nodes/ChatDashTrigger/output';
import { type CallPayload, parsePayload } from '../../../nodes/ChatDashTrigger/payload';
import { PAYLOADS } from './payloads';

const RECEPTION: Reception = {
	agentId: 'a0',
	receivedAt: '2026-03-01T10:01:00.000Z',
	rawOutput: false,
};

/** @throws if the body isn't a call */
function parse(body: unknown): CallPayload {
	const payload = parsePayload(body);
	if (typeof payload === 'string') throw new TypeError(payload);
	return payload;
}

const itemOf = (body: unknown, changes: Partial<Reception> = {}) =>
	toItem(parse(body), { ...RECEPTION, ...changes });

/** The item of an ended call with this conversation. */
const ended = (conversation: IDataObject) => itemOf({ event: 'call.ended', conversation });

const AT_START = [
	'event',
	'platformId',
	'agentId',
	'channel',
	'agentNumber',
	'customerNumber',
	'startedAt',
	'metadata',
	'receivedAt',
];

const MISSED = [...AT_START, 'conversationId', 'endedAt', 'endedReason'];

test.each<[keyof typeof PAYLOADS, readonly string[]]>([
	['call.started', AT_START],
	['call.missed', MISSED],
	[
		'call.ended',
		[
			...MISSED,
			'cost',
			'duration',
			'recordingUrl',
			'noAnswer',
			'summary',
			'isSuccess',
			'messages',
			'transcript',
			'customAnalysis',
		],
	],
	['call.inbound', ['event', 'agentId', 'agentNumber', 'customerNumber', 'receivedAt']],
])('%s has what ChatDash documents for it, and nothing else', (event, keys) => {
	expect(Object.keys(itemOf(PAYLOADS[event])).sort()).toEqual([...keys].sort());
});

test('The values are as ChatDash sends them, in words of n8n', () => {
	expect(itemOf(PAYLOADS['call.ended'])).toEqual({
		event: 'call.ended',
		conversationId: '66f1c0a2b7e4d9035a8c1f20',
		platformId: 'vapi-1',
		agentId: 'a0',
		channel: 'phone',
		agentNumber: '+15550100',
		customerNumber: '+15550101',
		startedAt: '2026-03-01T10:00:00.000Z',
		endedAt: '2026-03-01T10:00:45.500Z',
		duration: 45.5,
		cost: 0.12,
		endedReason: 'customer-did-not-answer',
		noAnswer: false,
		summary: 'Asked for an appointment',
		isSuccess: true,
		recordingUrl: 'https://recordings.example.com/1.mp3',
		transcript: 'Agent: Hello\nUser: Hi',
		messages: [
			{ sender: 'agent', type: 'text', text: 'Hello', sentAt: '2026-03-01T10:00:01Z' },
			{ sender: 'user', type: 'text', text: 'Hi', sentAt: '2026-03-01T10:00:02Z' },
		],
		customAnalysis: { mood: 'good' },
		metadata: { campaign: 'spring' },
		receivedAt: '2026-03-01T10:01:00.000Z',
	});
	expect(ended({ evaluation: { isSuccess: false, reason: 'No date' } })).toMatchObject({
		isSuccess: false,
		evaluationReason: 'No date',
	});
	expect(itemOf(PAYLOADS['call.inbound'])).toMatchObject({
		agentNumber: '+15550100',
		customerNumber: '+15550101',
	});
});

test('The order of the names is the same for all events', () => {
	const all = Object.keys(
		itemOf(
			{
				...PAYLOADS['call.ended'],
				conversation: {
					...PAYLOADS['call.ended'].conversation,
					evaluation: { isSuccess: true, reason: 'x' },
				},
			},
			{ rawOutput: true },
		),
	);
	for (const payload of Object.values(PAYLOADS)) {
		const keys = Object.keys(itemOf(payload));
		expect(keys).toEqual(all.filter((key) => keys.includes(key)));
	}
});

test.each<[string, unknown]>([
	['null', null],
	['an empty text', ''],
	['a list', [1]],
	['an object', { a: 1 }],
	['a number', 7],
	['true', true],
])('A value of another type is left out: %s', (_name, value) => {
	const kinds: Readonly<Record<string, readonly string[]>> = {
		text: [
			'_id',
			'platformId',
			'channel',
			'agentNumber',
			'customerNumber',
			'startedAt',
			'endedAt',
			'endedReason',
			'summary',
			'url',
		],
		amount: ['duration', 'cost'],
		flag: ['noAnswer'],
		record: ['evaluation', 'customAnalysis', 'metadata'],
		list: ['messages'],
	};
	const fits: Readonly<Record<string, boolean>> = {
		text: false,
		amount: typeof value === 'number',
		flag: typeof value === 'boolean',
		record: typeof value === 'object' && value !== null && !Array.isArray(value),
		list: Array.isArray(value),
	};
	for (const [kind, names] of Object.entries(kinds)) {
		if (fits[kind] === true) continue;
		for (const name of names) {
			const item = itemOf({ event: 'call.ended', conversation: { [name]: value } });
			expect([name, Object.keys(item)]).toEqual([name, ['event', 'agentId', 'receivedAt']]);
		}
	}
	for (const name of ['isSuccess', 'reason']) {
		if (name === 'isSuccess' && value === true) continue;
		const item = itemOf({ event: 'call.ended', conversation: { evaluation: { [name]: value } } });
		expect([name, Object.keys(item)]).toEqual([name, ['event', 'agentId', 'receivedAt']]);
	}
});

test.each<[unknown, unknown]>([
	[0, 0],
	[-1, -1],
	[1e308, 1e308],
	[Number.MAX_SAFE_INTEGER + 2, Number.MAX_SAFE_INTEGER + 2],
	['45', '45'],
	['00:45', '00:45'],
	[JSON.parse('1e999'), undefined],
	[NaN, undefined],
])('A duration of %p is %p', (duration, expected) => {
	expect(itemOf({ event: 'call.ended', conversation: { duration } })['duration']).toBe(expected);
});

describe('Messages', () => {
	const withMessages = (...messages: unknown[]) =>
		itemOf({ event: 'call.ended', conversation: { messages } });

	test('of every type have their text', () => {
		const { messages, transcript } = withMessages(
			{ sender: 'agent', type: 'text', content: { text: 'Hello' } },
			{ sender: 'user', type: 'card', content: { title: 'Plan A', buttons: ['Buy', 'Ask'] } },
			{ sender: 'user', type: 'text', content: 'Plain' },
			{ sender: 'system', type: 'image', content: {} },
			{ type: 'text', content: { text: 'No sender' } },
			{ sender: 5, content: { text: 'A number' } },
		);
		expect(messages).toMatchObject([
			{ text: 'Hello' },
			{ type: 'card', text: 'Plan A\nBuy\nAsk' },
			{ text: 'Plain' },
			{ type: 'image', text: '' },
			{ text: 'No sender' },
			{ text: 'A number' },
		]);
		expect(transcript).toBe('Agent: Hello\nUser: Plan A Buy Ask\nUser: Plain\nNo sender\nA number');
	});

	test('with several lines have one line in the transcript', () => {
		const { messages, transcript } = withMessages(
			{ sender: 'agent', content: { text: ' Hello.\r\n\nHow are you? ' } },
			{ sender: 'user', content: { text: ' \n ' } },
			{ sender: 'user', content: { text: 'Fine' } },
		);
		expect(transcript).toBe('Agent: Hello. How are you?\nUser: Fine');
		expect(messages).toMatchObject([{ text: ' Hello.\r\n\nHow are you? ' }, {}, {}]);
	});

	test('that aren’t records are left out', () => {
		const { messages, transcript } = withMessages(null, 'Hi', 5, [], { content: null });
		expect(messages).toEqual([{ text: '' }]);
		expect(transcript).toBeUndefined();
		expect(withMessages()).toMatchObject({ messages: [] });
		expect(withMessages()).not.toHaveProperty('transcript');
	});
});

test('With Include Raw Data, the body is there as it came', () => {
	const body = { ...PAYLOADS['call.ended'], more: { __v: 1 } };
	expect(itemOf(body, { rawOutput: true })['body']).toBe(body);
	expect(itemOf(body)).not.toHaveProperty('body');
});

test('Without an agent in the address, there’s none', () => {
	expect(itemOf(PAYLOADS['call.ended'], { agentId: undefined })).not.toHaveProperty('agentId');
});

test('Names of JavaScript’s prototypes change nothing', () => {
	const item = itemOf(
		JSON.parse(
			'{"event":"call.ended","conversation":{"__proto__":{"summary":"x","duration":5},"metadata":{"__proto__":{"polluted":1}}}}',
		),
	);
	expect(Object.keys(item).sort()).toEqual(['agentId', 'event', 'metadata', 'receivedAt']);
	expect({}).not.toHaveProperty('polluted');
});

test('Whatever a conversation contains, the item is JSON and has no other names', () => {
	const names = Object.keys(PAYLOADS['call.ended'].conversation);
	const conversation = fc.dictionary(
		fc.oneof(fc.constantFrom(...names), fc.string()),
		fc.jsonValue(),
	);
	const known = new Set([
		...MISSED,
		'cost',
		'duration',
		'recordingUrl',
		'noAnswer',
		'summary',
		'isSuccess',
		'evaluationReason',
		'messages',
		'transcript',
		'customAnalysis',
	]);
	fc.assert(
		fc.property(conversation, (values) => {
			const item = itemOf({ event: 'call.ended', conversation: values });
			expect(Object.keys(item).filter((key) => !known.has(key))).toEqual([]);
			expect(Object.values(item)).not.toContain(undefined);
			expect(() => JSON.stringify(item)).not.toThrow();
		}),
	);
});
