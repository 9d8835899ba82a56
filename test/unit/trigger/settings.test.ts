/** What the user chose, and what an expression in it may return. */
import { InvalidItem } from '../../../nodes/transport/api';
import {
	readClientId,
	readOptions,
	readRegistration,
} from '../../../nodes/ChatDashTrigger/settings';
import { fakeTrigger, webhookFunctions } from '../../fake-trigger';

const contextWith = (parameters: Readonly<Record<string, unknown>>) =>
	webhookFunctions(fakeTrigger({ parameters }), { query: {}, body: {} });

/** @returns the message and the advice of an invalid setting */
function reasonOf(read: () => unknown): string {
	try {
		return `read ${JSON.stringify(read())}`;
	} catch (error) {
		return error instanceof InvalidItem
			? `${error.reason.message}. ${error.reason.advice}`
			: `threw ${String(error)}`;
	}
}

test('Options that weren’t added have their defaults', () => {
	expect(readOptions(contextWith({}))).toEqual({
		ignoreRepeats: true,
		minimumDuration: undefined,
		onlyWithSummary: false,
		rawOutput: false,
	});
});

test('Options that were added have their values', () => {
	expect(
		readOptions(
			contextWith({
				'options.ignoreRepeats': false,
				'options.minimumDuration': '30',
				'options.onlyWithSummary': true,
				'options.rawOutput': 'TRUE',
			}),
		),
	).toEqual({ ignoreRepeats: false, minimumDuration: 30, onlyWithSummary: true, rawOutput: true });
	expect(readOptions(contextWith({ 'options.minimumDuration': 0 })).minimumDuration).toBe(0);
	expect(
		readOptions(contextWith({ 'options.minimumDuration': '' })).minimumDuration,
	).toBeUndefined();
});

test.each<[string, unknown, RegExp]>([
	['minimumDuration', -1, /^'Minimum Duration' must be a whole number of 0 or more\. /],
	['minimumDuration', 1.5, /^'Minimum Duration' must be a whole number/],
	['minimumDuration', 'long', /^'Minimum Duration' must be a whole number/],
	['minimumDuration', [30], /^'Minimum Duration' must be a whole number/],
	['ignoreRepeats', 'maybe', /^'Ignore Repeats' must be true or false\. /],
	['onlyWithSummary', 1, /^'Only With Summary' must be true or false\. /],
	['rawOutput', {}, /^'Include Raw Data' must be true or false\. /],
])('The option %s can’t be %j', (name, value, reason) => {
	expect(reasonOf(() => readOptions(contextWith({ [`options.${name}`]: value })))).toMatch(reason);
});

test.each<[string, unknown, readonly string[]]>([
	['a list', ['call.ended', 'call.missed'], ['call.ended', 'call.missed']],
	['one text', 'call.ended', ['call.ended']],
	['texts with commas', 'call.ended, call.missed', ['call.ended', 'call.missed']],
	['JSON', '["call.ended"]', ['call.ended']],
	['the same twice', ['call.ended', 'call.ended'], ['call.ended']],
])('Events can be %s', (_name, events, expected) => {
	expect(readRegistration(contextWith({ events, agentIds: 'a0' })).events).toEqual(expected);
});

test.each<[string, unknown, RegExp]>([
	['nothing', undefined, /^'Events' is empty/],
	['an empty list', [], /^'Events' is empty/],
	['an unknown one', ['call.rang'], /^'Events' contains a value .*“call\.rang”/],
	['another type', { a: 1 }, /^'Events' /],
])('Events can’t be %s', (_name, events, reason) => {
	expect(reasonOf(() => readRegistration(contextWith({ events, agentIds: ['a0'] })))).toMatch(
		reason,
	);
});

test.each<[string, unknown, readonly string[]]>([
	['a list', ['a0', 'a1'], ['a0', 'a1']],
	['texts with commas', 'a0, a1,', ['a0', 'a1']],
	['the same twice', ['a0', ' a0 '], ['a0']],
])('Agents can be %s', (_name, agentIds, expected) => {
	expect(readRegistration(contextWith({ events: ['call.ended'], agentIds })).agentIds).toEqual(
		expected,
	);
});

test.each<[string, unknown, RegExp]>([
	['nothing', undefined, /^'Agents' is empty\. Choose agents from the list/],
	['an empty list', [], /^'Agents' is empty/],
	['spaces', ' ', /^'Agents' is empty/],
	['a text that JavaScript made of an object', '[object Object]', /^'Agents' /],
	['an object', { id: 'a0' }, /^'Agents' /],
	['dots', '..', /^'Agents' /],
])('Agents can’t be %s', (_name, agentIds, reason) => {
	expect(
		reasonOf(() => readRegistration(contextWith({ events: ['call.ended'], agentIds }))),
	).toMatch(reason);
});

test('The client is optional, and its ID is trimmed', () => {
	expect(readClientId(contextWith({}))).toBe('');
	expect(readClientId(contextWith({ clientId: ' acme\u200b ' }))).toBe('acme');
	expect(reasonOf(() => readClientId(contextWith({ clientId: {} })))).toMatch(/^'Client ID' /);
});
