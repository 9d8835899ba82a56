/** Texts of several lines, several optional texts, and JSON lists: what they accept, and what they say otherwise. */
import { jsonRecords } from '../../nodes/ChatDash/fields/json';
import {
	optionalLongText,
	parseLongText,
	requiredLongText,
} from '../../nodes/ChatDash/fields/longText';
import { optionalTexts } from '../../nodes/ChatDash/fields/several';
import { formatMessage } from '../../nodes/ChatDash/resources/message/output';
import { err, ok } from '../../nodes/transport/result';
import { CONTEXT } from '../parse-context';
import { wordsOf } from './words';

describe('A text of several lines', () => {
	test.each([
		['keeps its lines and spaces', ' \u200bone\n\n  two\tthree \n', 'one\n\n  two\tthree'],
		[
			'may contain words for nothing',
			'Is it null, undefined, or NaN?',
			'Is it null, undefined, or NaN?',
		],
		['may name a spreadsheet’s error', 'My cell shows #REF! why?', 'My cell shows #REF! why?'],
		['may say that something is loading', 'Loading...', 'Loading...'],
		['may be a number', 12.5, '12.5'],
		['may be a date', new Date('2026-03-01T08:00:00Z'), '2026-03-01T08:00:00.000Z'],
		['is empty if there is nothing visible', ' \u200b\n', ''],
		['is empty if an expression wrote nothing else', 'undefined', ''],
		['is empty without a value', null, ''],
	])('%s', (_what, raw, text) => {
		expect(parseLongText(raw, 'Note')).toEqual(ok(text));
	});

	test.each([
		['of a whole group of fields', 'Summary: [object Object]', "'Note' contains [object Object]"],
		[
			'that is only a spreadsheet’s error',
			' #N/A',
			"'Note' contains “#N/A”, which a spreadsheet shows instead of a value",
		],
		['that is a list', ['a'], "'Note' must be text, but it's a list"],
		['that is a yes/no value', true, "'Note' must be text, but it's true (a yes/no value)"],
	])('%s is rejected', (_what, raw, message) => {
		expect(wordsOf(parseLongText(raw, 'Note')).message).toBe(message);
	});

	test('has several lines in the editor, and can be required', () => {
		const property = { displayName: 'Note' };
		expect(optionalLongText(property).property.typeOptions).toEqual({ rows: 4 });
		expect(optionalLongText(property).parse('', CONTEXT)).toEqual(ok(undefined));
		expect(wordsOf(requiredLongText(property).parse('\n', CONTEXT)).message).toBe(
			"'Note' is empty",
		);
	});
});

describe('Several optional texts', () => {
	const field = optionalTexts({ displayName: 'Queries' });

	test.each([[''], [[]], ['[]'], [undefined], [['', null]]])('are undefined for %j', (raw) => {
		expect(field.parse(raw, CONTEXT)).toEqual(ok(undefined));
	});

	test('may contain commas, and name what is wrong with one', () => {
		expect(field.parse(['When, exactly?', 'Where?'], CONTEXT)).toEqual(
			ok(['When, exactly?', 'Where?']),
		);
		expect(wordsOf(field.parse([{}], CONTEXT)).message).toMatch(/^'Queries' must be text/);
		expect(field.property).toMatchObject({
			required: false,
			typeOptions: { multipleValues: true },
		});
	});
});

describe('A JSON list of objects', () => {
	const field = jsonRecords({ displayName: 'Rows' }, '[{"a": 1}]', ({ a }) =>
		a === 2 ? err('It is 2', 'Change it.') : undefined,
	);

	test.each([['[{"a": 1}, {}]'], [[{ a: 1 }, {}]]])('is read from %j', (raw) => {
		expect(field.parse(raw, CONTEXT)).toEqual(ok([{ a: 1 }, {}]));
	});

	test.each<[unknown, string]>([
		['', "'Rows' is empty"],
		['[]', "'Rows' is empty"],
		[undefined, "'Rows' is empty"],
		['[{"a": 1}', "'Rows' isn't a valid JSON list of objects"],
		[{ a: 1 }, "'Rows' isn't a valid JSON list of objects"],
		[[{ a: 1 }, 'b'], "'Rows' isn't a valid JSON list of objects"],
		[[{ a: 1 }, { a: 2 }], "'Rows', row 2: It is 2"],
	])('is rejected for %j', (raw, message) => {
		expect(wordsOf(field.parse(raw, CONTEXT)).message).toBe(message);
	});
});

test.each([
	[{ sender: 'user', type: 'text', content: { text: '' } }, ''],
	[{ sender: 'user', content: { text: 'Hi', model: 'x' } }, 'Hi'],
	[{ sender: 'user', content: 'Hi' }, 'Hi'],
	[
		{ sender: 'user', type: 'image', content: { url: 'https://example.com/a.png', size: 1 } },
		'https://example.com/a.png',
	],
	[{ sender: 'user', type: 'path' }, ''],
])('A message as %j reads as a person would', (message, text) => {
	expect(formatMessage(message)).toMatchObject({ sender: 'user', text });
});
