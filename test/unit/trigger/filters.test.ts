/** Which calls start the workflow. */
import { reasonToIgnore } from '../../../nodes/ChatDashTrigger/filters';
import { parsePayload } from '../../../nodes/ChatDashTrigger/payload';
import { type DeliverySettings, UNFILTERED } from '../../../nodes/ChatDashTrigger/settings';
import { PAYLOADS } from './payloads';

function reasonFor(
	body: unknown,
	settings: Partial<DeliverySettings> = {},
	agentId: string | undefined = 'a0',
): string | undefined {
	const payload = parsePayload(body);
	if (typeof payload === 'string') throw new TypeError(payload);
	return reasonToIgnore(payload, agentId, { ...UNFILTERED, ...settings });
}

const call = (conversation: object, event = 'call.ended') => ({ event, conversation });

const SHORT = 'the call was too short';
const NO_SUMMARY = 'the call has no summary';

test.each(Object.entries(PAYLOADS))('%s starts the workflow if it’s chosen', (event, body) => {
	expect(reasonFor(body)).toBeUndefined();
	const [other, ...more] = UNFILTERED.events.filter((each) => each !== event);
	expect(reasonFor(body, { events: other === undefined ? [] : [other, ...more] })).toBe(
		`the event ${event} isn't among the chosen ones`,
	);
});

test('A call of an agent that isn’t chosen is ignored, but not one that names no agent', () => {
	const body = PAYLOADS['call.ended'];
	expect(reasonFor(body, { agentIds: ['a0', 'a1'] })).toBeUndefined();
	expect(reasonFor(body, { agentIds: ['a1'] })).toBe("its agent isn't among the chosen ones");
	expect(reasonFor(body, { agentIds: [] }, 'a9')).toBeUndefined();
});

describe('Minimum Duration', () => {
	const START = '2026-03-01T10:00:00Z';

	test.each<[string, object, number, string | undefined]>([
		['long enough', { startedAt: START, endedAt: '2026-03-01T10:00:30Z' }, 30, undefined],
		['too short', { startedAt: START, endedAt: '2026-03-01T10:00:29.999Z' }, 30, SHORT],
		['in another time zone', { startedAt: START, endedAt: '2026-03-01T12:00:30+02:00' }, 31, SHORT],
		[
			'with a duration that says more',
			{ startedAt: START, endedAt: '2026-03-01T10:00:05Z', duration: 5000 },
			30,
			SHORT,
		],
		[
			'with a duration that says less',
			{ startedAt: START, endedAt: '2026-03-01T10:00:50Z', duration: 5 },
			30,
			undefined,
		],
		['without an end', { startedAt: START, duration: 0.49 }, 30, SHORT],
		['without a start', { endedAt: START, duration: '0.4' }, 30, SHORT],
		['with a duration alone, in minutes', { duration: 0.5 }, 30, undefined],
		['with a duration that may be in seconds', { duration: 29 }, 30, undefined],
		['of no time', { startedAt: START, endedAt: START }, 1, SHORT],
		['of no time, and 0 seconds are enough', { startedAt: START, endedAt: START }, 0, undefined],
		[
			'that ends before it starts',
			{ startedAt: START, endedAt: '2026-03-01T09:00:00Z' },
			30,
			undefined,
		],
		[
			'that ends before it starts, with a duration',
			{ startedAt: START, endedAt: '2026-03-01T09:00:00Z', duration: 0.3 },
			30,
			SHORT,
		],
		['without times', {}, 30, undefined],
		['with a negative duration', { duration: -5 }, 30, undefined],
		['with an empty duration', { duration: ' ' }, 30, undefined],
		['with a duration in words', { duration: 'short' }, 30, undefined],
		['with a duration of another type', { duration: [1] }, 30, undefined],
		['with null', { startedAt: null, endedAt: null, duration: null }, 30, undefined],
		['with times of another type', { startedAt: 1, endedAt: 2, duration: 0.1 }, 30, SHORT],
		['with times in words', { startedAt: 'yesterday', endedAt: 'today', duration: 0.1 }, 30, SHORT],
		['with a huge duration', { duration: 1e300 }, 30, undefined],
	])('A call %s', (_name, conversation, minimumDuration, expected) => {
		expect(reasonFor(call(conversation), { minimumDuration })).toBe(expected);
	});

	test('only applies to ended calls, and only if it’s set', () => {
		const short = { duration: 0.1 };
		for (const event of ['call.started', 'call.missed', 'call.inbound']) {
			expect(reasonFor(call(short, event), { minimumDuration: 30 })).toBeUndefined();
		}
		expect(reasonFor(call(short), { minimumDuration: undefined })).toBeUndefined();
	});
});

describe('Only With Summary', () => {
	test.each<[string, object, string | undefined]>([
		['one', { summary: 'Asked for a date' }, undefined],
		['none', {}, NO_SUMMARY],
		['an empty one', { summary: '' }, NO_SUMMARY],
		['one of spaces', { summary: ' \n\t\u00a0' }, NO_SUMMARY],
		['null', { summary: null }, NO_SUMMARY],
		['a list', { summary: ['x'] }, NO_SUMMARY],
	])('A summary that is %s', (_name, conversation, expected) => {
		expect(reasonFor(call(conversation), { onlyWithSummary: true })).toBe(expected);
		expect(reasonFor(call(conversation))).toBeUndefined();
	});

	test('only applies to ended calls', () => {
		for (const event of ['call.started', 'call.missed', 'call.inbound']) {
			expect(reasonFor(call({}, event), { onlyWithSummary: true })).toBeUndefined();
		}
	});
});
