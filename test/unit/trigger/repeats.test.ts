/** Which calls are repeats of others. */
import { parsePayload } from '../../../nodes/ChatDashTrigger/payload';
import { RecentCalls, recentCallsOf } from '../../../nodes/ChatDashTrigger/repeats';
import { PAYLOADS } from './payloads';

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;
const NOW = 1_772_359_200_000;

function parse(body: unknown) {
	const payload = parsePayload(body);
	if (typeof payload === 'string') throw new TypeError(payload);
	return payload;
}

const call = (conversation: object, event = 'call.ended') => parse({ event, conversation });

/** Whether a second call is new after a first one. */
function isNewAfter(
	first: unknown,
	second: unknown,
	{ ms = 0, agents = ['a0', 'a0'] }: { ms?: number; agents?: readonly (string | undefined)[] } = {},
): boolean {
	const calls = new RecentCalls(DAY);
	expect(calls.add(parse(first), agents[0], NOW)).toBe(true);
	return calls.add(parse(second), agents[1], NOW + ms);
}

const ENDED = PAYLOADS['call.ended'];
const INBOUND = PAYLOADS['call.inbound'];

test.each(Object.entries(PAYLOADS))('%s is new once', (_event, body) => {
	expect(isNewAfter(body, body)).toBe(false);
	expect(isNewAfter(body, structuredClone(body), { ms: 155 })).toBe(false);
});

test('A call is remembered for 24 hours', () => {
	expect(isNewAfter(ENDED, ENDED, { ms: DAY - 1 })).toBe(false);
	expect(isNewAfter(ENDED, ENDED, { ms: DAY })).toBe(true);
});

test('A call without an ID is remembered for a minute, by its whole body', () => {
	expect(isNewAfter(INBOUND, INBOUND, { ms: 60 * SECOND - 1 })).toBe(false);
	expect(isNewAfter(INBOUND, INBOUND, { ms: 60 * SECOND })).toBe(true);
	expect(isNewAfter(INBOUND, { ...INBOUND, customerNumber: '+15550199' })).toBe(true);
	const anonymous = { event: 'call.started', conversation: { channel: 'phone', startedAt: 'x' } };
	expect(isNewAfter(anonymous, anonymous, { ms: SECOND })).toBe(false);
	expect(isNewAfter(anonymous, { ...anonymous, conversation: { startedAt: 'y' } })).toBe(true);
});

test('A repeat doesn’t make a call be remembered for longer', () => {
	const calls = new RecentCalls(DAY);
	const payload = parse(INBOUND);
	expect([0, 40, 59, 60, 100, 120].map((s) => calls.add(payload, 'a0', NOW + s * SECOND))).toEqual([
		true,
		false,
		false,
		true,
		false,
		true,
	]);
});

test('A call is recognized by the platform’s ID, otherwise by ChatDash’s', () => {
	const both = (platformId: unknown, _id: unknown, text = 'x') => ({
		event: 'call.ended',
		conversation: { platformId, _id, summary: text },
	});
	expect(isNewAfter(both('p1', 'c1'), both('p1', 'c2', 'y'))).toBe(false);
	expect(isNewAfter(both('p1', 'c1'), both('p2', 'c1'))).toBe(true);
	expect(isNewAfter(both(undefined, 'c1'), both('', 'c1', 'y'))).toBe(false);
	expect(isNewAfter(both(5, 'c1'), both(null, 'c1', 'y'))).toBe(false);
	expect(isNewAfter(both('', ''), both('', '', 'y'))).toBe(true);
});

test('Another event of the same call is new, and so is the call of another agent', () => {
	expect(isNewAfter({ ...ENDED, event: 'call.started' }, ENDED)).toBe(true);
	expect(isNewAfter(ENDED, ENDED, { agents: ['a0', 'a1'] })).toBe(true);
	expect(isNewAfter(INBOUND, INBOUND, { agents: ['a0', undefined] })).toBe(true);
});

test('10,000 calls are remembered, then the oldest is forgotten', () => {
	const calls = new RecentCalls(DAY);
	const add = (number: number) => calls.add(call({ _id: `c${number}` }), 'a0', NOW + number);
	for (let number = 0; number < 10_000; number++) expect(add(number)).toBe(true);
	expect(add(0)).toBe(false);
	expect(add(10_000)).toBe(true);
	expect(add(1)).toBe(false);
	expect(add(0)).toBe(true);
	expect(add(1)).toBe(true);
});

test('A call that came again after it was forgotten isn’t the oldest', () => {
	const calls = new RecentCalls(DAY);
	const inbound = parse(INBOUND);
	const addOther = (number: number) => calls.add(call({ _id: `c${number}` }), 'a0', NOW);
	expect(calls.add(inbound, 'a0', NOW)).toBe(true);
	for (let number = 0; number < 9999; number++) expect(addOther(number)).toBe(true);
	expect(calls.add(inbound, 'a0', NOW + 60 * SECOND)).toBe(true);
	expect(addOther(9999)).toBe(true);
	expect(calls.add(inbound, 'a0', NOW + 61 * SECOND)).toBe(false);
	expect(addOther(0)).toBe(true);
});

test('Calls are remembered apart for each workflow, each node, and a test', () => {
	const receivers = [
		{ workflowId: 'w1', nodeId: 'n1', isTest: false },
		{ workflowId: 'w2', nodeId: 'n1', isTest: false },
		{ workflowId: 'w1', nodeId: 'n2', isTest: false },
		{ workflowId: 'w1', nodeId: 'n1', isTest: true },
	];
	const payload = parse(ENDED);
	for (const isNew of [true, false]) {
		expect(receivers.map((one) => recentCallsOf(one).add(payload, 'a0', NOW))).toEqual(
			receivers.map(() => isNew),
		);
	}
	expect(recentCallsOf({ workflowId: 'w1', nodeId: 'n1', isTest: false })).toBe(
		recentCallsOf({ workflowId: 'w1', nodeId: 'n1', isTest: false }),
	);
});

test('In a test, the same call can be sent again after ten seconds', () => {
	const receiver = { workflowId: 'w3', nodeId: 'n1', isTest: true };
	const payload = parse(ENDED);
	const at = [0, 155, 9999, 10_000];
	expect(at.map((ms) => recentCallsOf(receiver).add(payload, 'a0', NOW + ms))).toEqual([
		true,
		false,
		false,
		true,
	]);
});

test('Names of JavaScript’s prototypes are no IDs', () => {
	const one = '{"event":"call.ended","conversation":{"__proto__":{"_id":"x"},"summary":"1"}}';
	const other = one.replace('"1"', '"2"');
	expect(isNewAfter(JSON.parse(one), JSON.parse(other))).toBe(true);
});
