/** Which bodies are calls. */
import fc from 'fast-check';

import { parsePayload } from '../../../nodes/ChatDashTrigger/payload';

const CALL = { event: 'call.ended', conversation: { _id: 'c1' } };

/** An object in an object, so many levels. */
const nested = (levels: number): object => (levels === 1 ? {} : { inner: nested(levels - 1) });

test.each(['call.started', 'call.missed', 'call.ended', 'call.inbound'])(
	'%s with a conversation is a call',
	(event) => {
		const body = { event, conversation: { _id: 'c1' }, more: [1] };
		expect(parsePayload(body)).toEqual({ event, conversation: { _id: 'c1' }, body });
	},
);

test.each([
	{ agentNumber: '+1' },
	{ customerNumber: '+1' },
	{ agentNumber: '', customerNumber: '+1' },
])('An event with only a number is a call: %j', (numbers) => {
	const body = { event: 'call.inbound', ...numbers };
	expect(parsePayload(body)).toEqual({ event: 'call.inbound', conversation: {}, body });
});

test.each<[string, unknown, RegExp]>([
	['nothing', undefined, /JSON object/],
	['null', null, /JSON object/],
	['a list', [CALL], /JSON object/],
	['an empty list', [], /JSON object/],
	['a number', 5, /JSON object/],
	['a text', JSON.stringify(CALL), /JSON object/],
	['true', true, /JSON object/],
	['an empty object', {}, /event/],
	['no event', { conversation: {} }, /event/],
	['another event', { ...CALL, event: 'call.rang' }, /event/],
	['an event in other letters', { ...CALL, event: 'CALL.ENDED' }, /event/],
	['a list of events', { ...CALL, event: ['call.ended'] }, /event/],
	['an event that’s an object', { ...CALL, event: { toString: 'call.ended' } }, /event/],
	['a name of JavaScript as its event', { ...CALL, event: '__proto__' }, /event/],
	['neither a conversation nor a number', { event: 'call.ended' }, /neither/],
	['a conversation that’s a list', { event: 'call.ended', conversation: [{}] }, /neither/],
	['a conversation that’s null', { event: 'call.ended', conversation: null }, /neither/],
	['a conversation that’s a text', { event: 'call.ended', conversation: 'c1' }, /neither/],
	['an empty number', { event: 'call.inbound', agentNumber: '' }, /neither/],
	['a number of another type', { event: 'call.inbound', agentNumber: 5 }, /neither/],
])('A body with %s isn’t one', (_name, body, reason) => {
	expect(parsePayload(body)).toMatch(reason);
});

test('A body may have 50 levels, in objects or lists', () => {
	const body = (levels: number) => ({ ...CALL, inner: nested(levels - 1) });
	expect(parsePayload(body(50))).toMatchObject({ event: 'call.ended' });
	expect(parsePayload(body(51))).toBe('its body has more than 50 levels');
	const lists = (levels: number) =>
		JSON.parse(
			`{"event":"call.ended","conversation":{},"inner":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`,
		);
	expect(parsePayload(lists(50))).toMatchObject({ event: 'call.ended' });
	expect(parsePayload(lists(51))).toBe('its body has more than 50 levels');
	expect(parsePayload(lists(5000))).toBe('its body has more than 50 levels');
});

test('Names of JavaScript’s prototypes are like any others', () => {
	const polluting =
		'{"event":"call.ended","conversation":{"__proto__":{"summary":"x"},"constructor":{"prototype":{"polluted":1}}},"__proto__":{"polluted":1}}';
	expect(parsePayload(JSON.parse(polluting))).toMatchObject({ event: 'call.ended' });
	expect(
		parsePayload(JSON.parse('{"__proto__":{"event":"call.ended","conversation":{}}}')),
	).toMatch(/event/);
	expect(
		parsePayload(
			JSON.parse('{"event":"call.ended","__proto__":{"agentNumber":"+1","conversation":{}}}'),
		),
	).toMatch(/neither/);
	expect({}).not.toHaveProperty('polluted');
	// What is inherited isn't what ChatDash sent.
	expect(parsePayload(Object.create(CALL))).toMatch(/event/);
});

test('Whatever comes, it’s a call or there’s a reason', () => {
	fc.assert(
		fc.property(fc.oneof(fc.jsonValue(), fc.anything()), (body) => {
			const parsed = parsePayload(body);
			if (typeof parsed === 'string') expect(parsed).toMatch(/^it/);
			else expect(parsed.body).toBe(body);
		}),
	);
});
