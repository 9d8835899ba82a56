/** Numbers, JSON, several values, and lists of records: what each kind of field accepts, and what it says otherwise. */
import fc from 'fast-check';

import { additionalField, updateField } from '../../nodes/ChatDash/fields/collection';
import { ISO_DATE, optionalDate } from '../../nodes/ChatDash/fields/date';
import { optionalJson, secretJson } from '../../nodes/ChatDash/fields/json';
import { keyValuePairs, keyValues } from '../../nodes/ChatDash/fields/keyValues';
import { listOf } from '../../nodes/ChatDash/fields/listOf';
import {
	DECIMAL,
	INTEGER,
	MONEY,
	numberField,
	optionalNumber,
	requiredNumber,
} from '../../nodes/ChatDash/fields/number';
import { optionsField } from '../../nodes/ChatDash/fields/options';
import { parseIdentifier } from '../../nodes/ChatDash/fields/parseText';
import { parseSeveralIds, severalOptions, severalTexts } from '../../nodes/ChatDash/fields/several';
import { optionalId, optionalSecret, requiredText } from '../../nodes/ChatDash/fields/text';
import { simplifyRecord } from '../../nodes/ChatDash/operation/simplify';
import { ok } from '../../nodes/transport/result';
import { CONTEXT } from '../parse-context';
import { wordsOf } from './words';

const LABEL = { displayName: 'Share' };

describe('A number', () => {
	test.each([
		[{ minimum: 1, maximum: 100 }, ' from 1 to 100'],
		[{ minimum: 1 }, ' of 1 or more'],
		[{ maximum: 100 }, ' of 100 or less'],
		[{}, ''],
	])('with the limits %j names them', (range, limits) => {
		const message = (kind: typeof INTEGER) =>
			wordsOf(requiredNumber(kind, LABEL, range).parse('many', CONTEXT)).message;
		expect(message(INTEGER)).toBe(`'Share' must be a whole number${limits}`);
		expect(message(DECIMAL)).toBe(`'Share' must be a number${limits}`);
	});

	test('names a default only if it has one', () => {
		const field = numberField(DECIMAL, { ...LABEL, default: 0.5 }, {});
		expect(wordsOf(field.parse('half', CONTEXT)).advice).toBe(
			'Enter a number. Write decimals with a point, such as 12.5. The default is 0.5.',
		);
		expect(field.parse('', CONTEXT)).toEqual(ok(0.5));
		const { advice } = wordsOf(optionalNumber(INTEGER, LABEL, {}).parse(1.5, CONTEXT));
		expect(advice).toBe('Enter a whole number.');
	});

	test('has inclusive limits, in the editor as well', () => {
		const field = requiredNumber(DECIMAL, LABEL, { minimum: 1, maximum: 100 });
		expect(field.property.typeOptions).toEqual({ minValue: 1, maxValue: 100 });
		for (const raw of [1, '100', 99.5, ' 12.5 ', '1e1']) {
			expect(field.parse(raw, CONTEXT)).toEqual(ok(Number(raw)));
		}
		for (const raw of [0.99, 100.01, '12,5', '0x10', 'Infinity', NaN, true, [5], '5 %']) {
			expect(field.parse(raw, CONTEXT).ok).toBe(false);
		}
	});

	test.each([undefined, null, '', ' '])('is empty if it is %j', (raw) => {
		expect(wordsOf(requiredNumber(INTEGER, LABEL, {}).parse(raw, CONTEXT)).message).toBe(
			"'Share' is empty",
		);
		expect(optionalNumber(INTEGER, LABEL, {}).parse(raw, CONTEXT)).toEqual(ok(undefined));
	});

	test('is read from its text as from itself', () => {
		const decimal = requiredNumber(DECIMAL, LABEL, {});
		const integer = requiredNumber(INTEGER, LABEL, { minimum: -1000, maximum: 1000 });
		fc.assert(
			fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
				expect(decimal.parse(number, CONTEXT)).toEqual(ok(number));
				if (!Object.is(number, -0)) {
					expect(decimal.parse(String(number), CONTEXT)).toEqual(ok(number));
				}
				const isValid = Number.isInteger(number) && Math.abs(number) <= 1000;
				expect(integer.parse(number, CONTEXT).ok).toBe(isValid);
			}),
		);
		fc.assert(
			fc.property(fc.integer({ min: -1000, max: 1000 }), (number) => {
				expect(integer.parse(` ${number} `, CONTEXT)).toEqual(ok(number));
			}),
		);
	});

	test('that JavaScript would round is rejected', () => {
		expect(requiredNumber(INTEGER, LABEL, {}).parse('9007199254740993', CONTEXT).ok).toBe(false);
	});
});

describe('Money', () => {
	const field = requiredNumber(
		MONEY,
		{ displayName: 'Amount Off', description: 'What the coupon takes off' },
		{ minimum: 1 },
	);

	test('is in the smallest unit, which its description explains', () => {
		expect(field.parse('1999', CONTEXT)).toEqual(ok(1999));
		expect(field.property.description).toBe(
			"What the coupon takes off. A whole number in the currency's smallest unit: 1999 is 19.99 in a currency with cents.",
		);
	});

	test.each([19.99, '19.99', '19,99', '$20', '20.00', '2.000', '20.', '2e3', -1999, '-1999', 0])(
		'rejects %p and explains what to enter',
		(raw) => {
			const { message, advice } = wordsOf(field.parse(raw, CONTEXT));
			expect(message).toBe("'Amount Off' must be a whole number of 1 or more");
			expect(advice).toMatch(/for 19\.99, enter 1999/);
		},
	);
});

describe('A JSON object', () => {
	const field = optionalJson({ displayName: 'Metadata' });

	test('is a text or an object, and may have no entries', () => {
		expect(field.parse('\ufeff{"a": [1]} ', CONTEXT)).toEqual(ok({ a: [1] }));
		expect(field.parse({ a: 1 }, CONTEXT)).toEqual(ok({ a: 1 }));
		expect(field.parse('{}', CONTEXT)).toEqual(ok({}));
		expect(field.parse(' ', CONTEXT)).toEqual(ok(undefined));
	});

	test.each(['{', '[1]', '"a"', [1], 5, true, new Date(0)])('rejects %p', (raw) => {
		for (const one of [field, secretJson({ displayName: 'Metadata' })]) {
			expect(wordsOf(one.parse(raw, CONTEXT)).message).toBe("'Metadata' isn't a valid JSON object");
		}
	});

	test('in Update Fields is left alone, emptied, or rejected if it is empty', () => {
		const update = updateField(field);
		expect(update.whenNotAdded).toEqual({ value: undefined });
		expect(update.parse('{}', CONTEXT)).toEqual(ok({}));
		expect(wordsOf(update.parse('', CONTEXT)).message).toBe("'Metadata' is empty");
	});
});

describe('Several options', () => {
	const field = severalOptions({
		displayName: 'Events',
		options: [
			{ name: 'Ended', value: 'call.ended' },
			{ name: 'Missed', value: 'call.missed' },
		],
	});

	test.each<[string, unknown]>([
		['an array', ['call.missed', 'call.ended']],
		['JSON text', '["call.missed", "call.ended"]'],
		['a text with commas', 'call.missed, call.ended'],
		['repeated entries', ['call.missed', 'call.ended', 'call.missed']],
		['entries that are empty', ['call.missed', '', null, 'call.ended']],
	])('come from %s, in their order', (_what, raw) => {
		expect(field.parse(raw, CONTEXT)).toEqual(ok(['call.missed', 'call.ended']));
	});

	test('rejects any other value and lists the valid ones', () => {
		const { message, advice } = wordsOf(field.parse('call.ended, Missed', CONTEXT));
		expect(message).toBe(
			"'Events' contains a value that isn't one of the available options: “Missed”",
		);
		expect(advice).toMatch(/call\.ended, call\.missed/);
	});

	test.each([[[]], [''], ['[]'], [' , '], [undefined], [null], [[null]]])(
		'that came out empty as %j are rejected, in a collection as well',
		(raw) => {
			for (const each of [field, updateField(field), additionalField(field)]) {
				expect(wordsOf(each.parse(raw, CONTEXT)).message).toBe("'Events' is empty");
			}
		},
	);

	test.each([[[]], [''], [undefined]])('that aren’t required can be empty, as %j', (raw) => {
		const optional = severalOptions({ displayName: 'Events', options: [], required: false });
		expect(optional.property.required).toBe(false);
		expect(optional.parse(raw, CONTEXT)).toEqual(ok([]));
	});
});

describe('Several texts', () => {
	const field = severalTexts({ displayName: 'Queries', placeholder: 'e.g. Where are you?' });

	test.each<[string, unknown]>([
		['an array', ['Yes, or no?', ' Why ']],
		['JSON text', '["Yes, or no?", "Why"]'],
		['an expression in a list', [['Yes, or no?', 'Why', 'Why']]],
	])('come from %s and may contain commas', (_what, raw) => {
		expect(field.parse(raw, CONTEXT)).toEqual(ok(['Yes, or no?', 'Why']));
	});

	test('of one text are one text', () => {
		expect(field.parse('[unclear] yes, no', CONTEXT)).toEqual(ok(['[unclear] yes, no']));
	});

	test('check each text like a single one', () => {
		expect(wordsOf(field.parse(['a', '#REF!'], CONTEXT)).message).toMatch(
			/^'Queries' contains “#R/,
		);
		expect(wordsOf(field.parse([{ a: 1 }], CONTEXT)).message).toMatch(
			/must be text, but it's a group of fields/,
		);
	});
});

test('Several IDs are separated by commas, and each counts once', () => {
	const parse = (raw: unknown) => parseSeveralIds(raw, 'Agents', parseIdentifier);
	expect(parse('a1, a2,a1,')).toEqual(ok(['a1', 'a2']));
	expect(parse(['a1', 7, 'a2,a3'])).toEqual(ok(['a1', '7', 'a2', 'a3']));
	expect(parse('["a1", "a2"]')).toEqual(ok(['a1', 'a2']));
	expect(parse('')).toEqual(ok([]));
	expect(wordsOf(parse('["a1"')).message).toMatch(/isn't valid JSON/);
	expect(wordsOf(parse(['a1', 'a\n2'])).message).toMatch(/line break/);
});

const MESSAGE = {
	name: 'message',
	displayName: 'Message',
	fields: {
		sender: optionsField({
			displayName: 'Sender',
			options: [
				{ name: 'Agent', value: 'agent' },
				{ name: 'User', value: 'user' },
			],
			default: 'user',
		}),
		agentName: {
			...requiredText({ displayName: 'Agent Name' }),
			showFor: { sender: ['agent'] },
			whenHidden: () => 'none',
		},
		text: requiredText({ displayName: 'Text' }),
		sentAt: optionalDate(ISO_DATE, { displayName: 'Sent At' }),
	},
};

describe('A list of records', () => {
	const field = listOf({ displayName: 'Messages', placeholder: 'Add Message' }, MESSAGE);
	const rows = [
		{ text: ' Hi ', sentAt: '2026-03-01T09:00' },
		{ sender: 'agent', agentName: 'Ada', text: 'Yes' },
	];
	const parsed = ok([
		{ sender: 'user', agentName: 'none', text: 'Hi', sentAt: '2026-03-01T08:00:00.000Z' },
		{ sender: 'agent', agentName: 'Ada', text: 'Yes', sentAt: undefined },
	]);

	test.each<[string, unknown]>([
		['the rows that n8n stores', { message: rows }],
		['an array', rows],
		['JSON text', JSON.stringify(rows)],
	])('comes from %s, with each field parsed in the zone of the workflow', (_what, raw) => {
		expect(field.parse(raw, CONTEXT)).toEqual(parsed);
	});

	test.each<[unknown, string]>([
		[{ message: [{ text: 'Hi' }, { text: '' }] }, "'Messages', row 2: 'Text' is empty"],
		[
			[{ text: 'Hi', sentAt: '1/2/2026' }],
			"'Messages', row 1: 'Sent At' isn't a clear date: “1/2/2026”",
		],
		[[{ text: 'Hi' }, 'Yes'], "'Messages', row 2: This isn't a record"],
		['Hi', "'Messages' isn't a list"],
		[{ text: 'Hi' }, "'Messages' isn't a list"],
		[5, "'Messages' isn't a list"],
		[{}, "'Messages' is empty"],
		[{ message: [] }, "'Messages' is empty"],
		[[], "'Messages' is empty"],
		[undefined, "'Messages' is empty"],
	])('rejects %j', (raw, message) => {
		expect(wordsOf(field.parse(raw, CONTEXT)).message).toBe(message);
	});

	test('in Update Fields differs between absent and empty', () => {
		const update = updateField(field);
		expect(update.whenNotAdded).toEqual({ value: undefined });
		expect(wordsOf(update.parse({}, CONTEXT)).message).toBe("'Messages' is empty");
	});

	test('has the secrets of its rows, also in a collection', () => {
		const keys = listOf(
			{ displayName: 'Keys' },
			{ name: 'key', displayName: 'Key', fields: { key: optionalSecret({ displayName: 'Key' }) } },
		);
		const value = [{ key: 'sk-1' }, { key: undefined }, { key: 'sk-2' }];
		expect(keys.secrets?.(value)).toEqual(['sk-1', 'sk-2']);
		expect(updateField(keys).secrets?.(value)).toEqual(['sk-1', 'sk-2']);
		expect(updateField(keys).secrets?.(undefined)).toEqual([]);
		// Without secrets, the list is part of the fingerprint.
		expect(field.secrets).toBeUndefined();
	});
});

describe('Pairs of a name and a value', () => {
	const ROWS = {
		name: 'field',
		displayName: 'Field',
		example: 'e.g. Company',
		value: optionalId({ displayName: 'Value', placeholder: 'e.g. Acme' }),
	};
	const object = keyValues({ displayName: 'Custom Fields' }, ROWS);
	const list = keyValuePairs({ displayName: 'Custom Fields' }, ROWS);
	const raw = {
		field: [
			{ name: 'Company', value: 'Acme' },
			{ name: 'Size', value: 5 },
			{ name: 'City', value: '' },
		],
	};

	test('become an object or a list, without those that have no value', () => {
		expect(object.parse(raw, CONTEXT)).toEqual(ok({ Company: 'Acme', Size: '5' }));
		expect(list.parse(raw, CONTEXT)).toEqual(
			ok([
				{ name: 'Company', value: 'Acme' },
				{ name: 'Size', value: '5' },
			]),
		);
	});

	test('need a name each, which is there once', () => {
		expect(wordsOf(object.parse({ field: [{ value: 'x' }] }, CONTEXT)).message).toBe(
			"'Custom Fields', row 1: 'Name' is empty",
		);
		const twice = { field: [...raw.field, { name: 'Size', value: '6' }] };
		expect(wordsOf(object.parse(twice, CONTEXT)).message).toBe(
			"'Custom Fields', row 4: Another row has the name “Size”",
		);
	});

	test('can contain secrets', () => {
		const value = optionalSecret({ displayName: 'Value' });
		const secret = keyValues({ displayName: 'Headers' }, { ...ROWS, value });
		expect(secret.secrets?.({ Authorization: 'sk-1', Accept: undefined })).toEqual(['sk-1']);
	});
});

test('A field keeps its condition, its hint and its rows in a collection', () => {
	const showFor = { sender: ['agent'] };
	const field = additionalField(optionalDate(ISO_DATE, { displayName: 'Sent At' }, { showFor }));
	expect(field).toMatchObject({ showFor, hintIfAlwaysEmpty: true, collection: 'additionalFields' });
	expect(field.whenHidden?.()).toBeUndefined();
	expect(updateField(listOf({ displayName: 'Messages' }, MESSAGE)).rows).toEqual(MESSAGE);
});

test('Simplify returns the named fields in their order, and adds none', () => {
	const record = {
		name: 'Desk',
		extra: 1,
		error: 'offline',
		message: 'Hi',
		_id: 'a1',
		empty: null,
	};
	const names = ['_id', 'error', 'message', 'empty', 'toString', 'missing', 'name'];
	expect(Object.entries(simplifyRecord(record, names))).toEqual([
		['_id', 'a1'],
		['error', 'offline'],
		['message', 'Hi'],
		['empty', null],
		['name', 'Desk'],
	]);
});
