/** What people's CRMs really contain, and how each kind of field parses it. */
import fc from 'fast-check';
import { DateTime } from 'luxon';

import { optionalEmail } from '../../nodes/ChatDash/fields/email';
import { integerField } from '../../nodes/ChatDash/fields/number';
import { booleanField, optionsField } from '../../nodes/ChatDash/fields/options';
import { generatedPassword, password } from '../../nodes/ChatDash/fields/password';
import { requiredText } from '../../nodes/ChatDash/fields/text';
import { parseText } from '../../nodes/ChatDash/fields/parseText';
import { ok } from '../../nodes/transport/result';
import { saysNothingOf, wordsOf } from './words';
import { CONTEXT } from '../parse-context';

/** Everything that JavaScript's `trim` removes and that forms, sheets and web pages leave behind. */
const whitespace = fc.string({
	unit: fc.constantFrom(' ', '\t', '\n', '\r', '\u00a0', '\u2007', '\u202f', '\u3000', '\ufeff'),
});

/** Any text, including characters of every script and emoji. */
const anyText = fc.string({ unit: 'grapheme' });

/** What n8n's expressions can return instead of a text. */
const nonTexts: Array<[string, unknown, RegExp]> = [
	['true', true, /\btrue\b/],
	['false', false, /\bfalse\b/],
	['an object', { first: 'Ada' }, /group of fields|object/],
	['an empty object', {}, /group of fields|object/],
	['an array', ['Acme', 'Globex'], /list|array/],
	['an empty array', [], /list|array/],
	['an array of one text', ['Acme'], /list|array/],
];

describe('A required text', () => {
	const field = requiredText({ displayName: 'Client Name' });

	test.each([
		['a plain name', 'Acme Dental', 'Acme Dental'],
		['umlauts, CJK and emoji', 'Müller & Söhne 株式会社 🦷', 'Müller & Söhne 株式会社 🦷'],
		['a combining accent, as typed', 'Cafe\u0301', 'Cafe\u0301'],
		['a trailing space', 'Acme ', 'Acme'],
		['no-break spaces around it', '\u00a0Acme\u202f', 'Acme'],
		['an intentional no-break space inside', 'Acme\u00a0Dental', 'Acme\u00a0Dental'],
		['a line break at its end', 'Acme\r\n', 'Acme'],
		['an upper-case email address', 'NATHAN@EXAMPLE.COM', 'NATHAN@EXAMPLE.COM'],
		['quotes and braces', '"Acme" {{ x }}', '"Acme" {{ x }}'],
		['a number', 4711, '4711'],
		['the number zero', 0, '0'],
		['a negative number', -3.5, '-3.5'],
		['a phone number that a CRM stores as a number', 491711234567, '491711234567'],
		['a big integer', 9007199254740993n, '9007199254740993'],
		['a date from a database', new Date('2024-05-01T10:00:00Z'), '2024-05-01T10:00:00.000Z'],
		[
			"a Luxon date, as {{ $now }} returns it, in the user's own time zone",
			DateTime.fromISO('2024-05-01T12:00:00.000+02:00', { setZone: true }),
			'2024-05-01T12:00:00.000+02:00',
		],
		['a name that begins with Undefined', 'Undefined Design Ltd', 'Undefined Design Ltd'],
		['a name that contains null', 'Nullsoft', 'Nullsoft'],
	])('accepts %s', (_what, raw, expected) => {
		expect(field.parse(raw, CONTEXT)).toEqual(ok(expected));
	});

	test('accepts a name of 300 characters in full', () => {
		const name = 'Ä'.repeat(300);
		expect(field.parse(name, CONTEXT)).toEqual(ok(name));
	});

	test.each([
		['nothing', undefined],
		['null', null],
		['an empty text', ''],
		['only whitespace', '  \u00a0\n'],
		['the word undefined, left by a broken expression', 'undefined'],
		['the word null', 'null'],
		['the word NaN', 'NaN'],
		['two missing names, joined', 'undefined undefined'],
		['the word undefined with spaces around it', ' undefined '],
	])('reports that %s is empty', (_what, raw) => {
		const { message, advice } = wordsOf(field.parse(raw, CONTEXT));
		expect(message).toBe("'Client Name' is empty");
		expect(advice).toMatch(/'Client Name'.*field that exists in this item/);
	});

	test.each(nonTexts)('rejects %s and explains what it is', (_what, raw, says) => {
		const { message } = wordsOf(field.parse(raw, CONTEXT));
		expect(message).toMatch(/^'Client Name' /);
		expect(message).toMatch(says);
	});

	test.each([['[object Object]'], ['Acme [object Object]'], ['[object Object],[object Object]']])(
		'recognizes %s as an object that a user dragged',
		(raw) => {
			expect(wordsOf(field.parse(raw, CONTEXT)).message).toMatch(/^'Client Name' .*object Object/);
		},
	);

	test.each([['Ada undefined'], ['undefined Lovelace']])(
		'rejects a joined text with one missing field: %s',
		(raw) => {
			const { message } = wordsOf(field.parse(raw, CONTEXT));
			expect(message).toMatch(/^'Client Name' .*undefined/);
			expect(message).toContain(raw);
		},
	);

	test.each([
		['NaN', NaN],
		['infinity', Infinity],
		['an invalid date', new Date('soon')],
		['an invalid Luxon date', DateTime.fromISO('soon')],
	])('rejects %s', (_what, raw) => {
		expect(wordsOf(field.parse(raw, CONTEXT)).message).toMatch(/^'Client Name' /);
	});

	// A message such as "must be text, but it's not a number" would suggest that a number is expected here.
	test('explains a calculation without a result', () => {
		expect(wordsOf(field.parse(NaN, CONTEXT)).message).not.toMatch(/not a number/);
		expect(wordsOf(field.parse(Infinity, CONTEXT)).message).not.toMatch(/is not a number/);
		expect(wordsOf(field.parse(new Date('soon'), CONTEXT)).message).toMatch(/\bdate\b/);
	});

	test('shows only the beginning of a long text', () => {
		const { message } = wordsOf(field.parse(`undefined ${'x'.repeat(300)}`, CONTEXT));
		expect(message.length).toBeLessThan(150);
	});
});

test('A text is read without the whitespace around it', () => {
	fc.assert(
		fc.property(whitespace, anyText, whitespace, (before, text, after) => {
			expect(parseText(before + text + after, 'Client Name')).toEqual(
				parseText(text, 'Client Name'),
			);
		}),
	);
	fc.assert(
		fc.property(
			whitespace,
			fc.stringMatching(/^[A-Z][a-z]{0,20}( [A-Z][a-z]{0,20})?$/),
			(space, name) => {
				expect(parseText(space + name + space, 'Client Name')).toEqual(ok(name));
			},
		),
	);
});

describe('A password', () => {
	const field = password(
		{ displayName: 'Password' },
		{ ifEmpty: "Set 'Password Source' to 'Generate Automatically'." },
	);
	const given = (text: string) => ok({ text, generated: false });

	/** What a broken expression leaves behind counts as nothing, even in a password. */
	const isNothing = (text: string) => /^((undefined|null|NaN)\s*)*$/.test(text.trim());

	test('is returned unchanged, whatever it contains', () => {
		fc.assert(
			fc.property(whitespace, anyText, whitespace, (before, text, after) => {
				const typed = before + text + after;
				fc.pre(!isNothing(typed) && !typed.includes('[object Object]'));
				expect(field.parse(typed, CONTEXT)).toEqual(given(typed));
			}),
		);
	});

	test.each([
		['whitespace around it', '  open sesame \n', '  open sesame \n'],
		['a number', 12345678, '12345678'],
		['text that looks like code', '{{ $json.x }} <b>', '{{ $json.x }} <b>'],
		['a word like undefined inside', 'my undefined horse', 'my undefined horse'],
	])('accepts %s', (_what, raw, expected) => {
		expect(field.parse(raw, CONTEXT)).toEqual(given(expected));
	});

	test.each([
		['nothing', undefined],
		['null', null],
		['an empty text', ''],
		['only whitespace', ' \u00a0 '],
		['the word undefined', 'undefined'],
		['the word null', 'null'],
	])('that is %s results in the advice for an empty password', (_what, raw) => {
		const { message, advice } = wordsOf(field.parse(raw, CONTEXT));
		expect(message).toBe("'Password' is empty");
		expect(advice).toBe("Set 'Password Source' to 'Generate Automatically'.");
	});

	test.each(nonTexts)('that is %s is rejected', (_what, raw, says) => {
		expect(wordsOf(field.parse(raw, CONTEXT)).message).toMatch(says);
	});

	// Otherwise every client of the run would have the same password, which everyone can guess.
	test.each([['[object Object]'], ['pw-[object Object]']])(
		'that contains %s is rejected, because a user dragged an object',
		(raw) => {
			expect(wordsOf(field.parse(raw, CONTEXT)).message).toMatch(/^'Password' /);
		},
	);

	test('that is invalid is never shown', () => {
		fc.assert(
			fc.property(fc.uuid(), (secret) => {
				for (const raw of [[secret], { password: secret }, { [secret]: true }, new Date(NaN)]) {
					saysNothingOf(secret, wordsOf(field.parse(raw, CONTEXT)));
				}
			}),
		);
	});

	test('is a secret, and its text is redacted', () => {
		expect(field.secrets?.({ text: 'open sesame', generated: false })).toEqual(['open sesame']);
	});

	test('is generated by the node if the field is hidden', () => {
		const made = field.whenHidden?.();
		expect(made?.generated).toBe(true);
		expect(made?.text).not.toBe(field.whenHidden?.().text);
	});
});

describe('A generated password', () => {
	const many = Array.from({ length: 1000 }, generatedPassword);

	test('is four groups of five letters and digits', () => {
		expect(many.filter((one) => !/^[A-Za-z0-9]{5}(-[A-Za-z0-9]{5}){3}$/.test(one))).toEqual([]);
	});

	test('contains a capital letter, a small letter, a digit and a special character', () => {
		for (const kind of [/[A-Z]/, /[a-z]/, /[0-9]/, /[^A-Za-z0-9]/]) {
			expect(many.filter((one) => !kind.test(one))).toEqual([]);
		}
	});

	test('contains no character that is mistaken for another one when it is read aloud', () => {
		expect(many.filter((one) => /[0O1lI]/.test(one))).toEqual([]);
	});

	test('is never repeated', () => {
		expect(new Set(many).size).toBe(many.length);
	});

	test('is as strong as its format allows: every character appears in every free position', () => {
		// Three of its positions are bound to a kind, three contain hyphens. With 50 characters to choose from, each of the
		// other 17 positions adds more than 5.6 bits, which results in more than 95 bits.
		for (const place of [3, 4, 6, 10, 12, 16, 18, 22]) {
			expect(new Set(many.map((one) => one.charAt(place))).size).toBeGreaterThanOrEqual(50);
		}
	});

	test("comes from the platform's cryptographic generator, not from Math.random", () => {
		const mathRandom = jest.spyOn(Math, 'random');
		generatedPassword();
		expect(mathRandom).not.toHaveBeenCalled();
		mathRandom.mockRestore();
	});
});

describe('An optional email address', () => {
	const field = optionalEmail({ displayName: 'Email' });

	test.each([
		['nathan@example.com', 'nathan@example.com'],
		[' nathan@example.com\u00a0', 'nathan@example.com'],
		['NATHAN.SMITH@EXAMPLE.COM', 'NATHAN.SMITH@EXAMPLE.COM'],
		['nathan+won@mail.example.co.uk', 'nathan+won@mail.example.co.uk'],
		["nathan.o'brien@example.ie", "nathan.o'brien@example.ie"],
		['jürgen@müller.de', 'jürgen@müller.de'],
	])('accepts %j', (raw, expected) => {
		expect(field.parse(raw, CONTEXT)).toEqual(ok(expected));
	});

	test.each([[undefined], [null], [''], ['  '], ['undefined'], ['null']])(
		'is left out if it is %j',
		(raw) => {
			expect(field.parse(raw, CONTEXT)).toEqual(ok(undefined));
		},
	);

	test.each([
		['n/a'],
		['-'],
		['a@x.com; b@x.com'],
		['a@x.com, b@x.com'],
		['a@x.com b@x.com'],
		['Nathan <a@x.com>'],
		['mailto:a@x.com'],
		['a@x'],
		['a@@x.com'],
		['@x.com'],
		['a@.com'],
		['a@x..com'],
		['a@x.com.'],
		['nathan'],
		[4711],
	])('rejects %j and shows it', (raw) => {
		const { message } = wordsOf(field.parse(raw, CONTEXT));
		expect(message).toMatch(/^'Email' isn't a valid email address/);
		expect(message).toContain(String(raw));
	});

	test('rejects what is longer than an address can be', () => {
		expect(field.parse(`${'a'.repeat(250)}@x.com`, CONTEXT).ok).toBe(false);
	});

	test.each(nonTexts)('rejects %s', (_what, raw, says) => {
		expect(wordsOf(field.parse(raw, CONTEXT)).message).toMatch(says);
	});
});

describe('A choice', () => {
	const field = optionsField({
		displayName: 'Password Source',
		options: [
			{ name: 'Define', value: 'define' },
			{ name: 'Generate', value: 'generate' },
		],
		default: 'define',
	});

	test('accepts each of its values, and uses its default without a value', () => {
		expect(field.parse('define', CONTEXT)).toEqual(ok('define'));
		expect(field.parse('generate', CONTEXT)).toEqual(ok('generate'));
		expect(field.parse(undefined, CONTEXT)).toEqual(ok('define'));
	});

	test.each([['Generate'], [''], ['toString'], [true], [{}]])(
		'rejects %j and lists the valid values',
		(raw) => {
			const { message, advice } = wordsOf(field.parse(raw, CONTEXT));
			expect(message).toMatch(/^'Password Source' /);
			expect(advice).toMatch(/define, generate/);
		},
	);
});

describe('A boolean', () => {
	const field = booleanField({ displayName: 'Return Client' });

	test.each([
		[undefined, false],
		[false, false],
		[true, true],
		['true', true],
		['false', false],
	])('reads %j as %j', (raw, expected) => {
		expect(field.parse(raw, CONTEXT)).toEqual(ok(expected));
	});

	test.each([['yes'], [1], [0], [''], [[]]])('rejects %j', (raw) => {
		expect(wordsOf(field.parse(raw, CONTEXT)).message).toMatch(/^'Return Client' /);
	});
});

describe('An integer', () => {
	const field = integerField({ displayName: 'Max Retries', default: 4 }, { minimum: 0 });

	test.each([
		[undefined, 4],
		[null, 4],
		['', 4],
		[0, 0],
		[7, 7],
		['12', 12],
	])('reads %j as %j', (raw, expected) => {
		expect(field.parse(raw, CONTEXT)).toEqual(ok(expected));
	});

	test.each([[-1], [1.5], ['many'], [NaN], [Infinity], [{}], ['-1'], [[1, 2]]])(
		'rejects %p',
		(raw) => {
			const { message, advice } = wordsOf(field.parse(raw, CONTEXT));
			expect(message).toBe("'Max Retries' must be a whole number of 0 or more");
			expect(advice).toBe('Enter a whole number. The default is 4.');
		},
	);

	// JavaScript would convert each of them to a number: true to 1, an empty list to 0, a list of one number to that
	// number.
	test.each([[true], [false], [[]], [[5]], [new Date(0)]])(
		'rejects %p, which isn’t a number but can be converted to one',
		(raw) => {
			expect(field.parse(raw, CONTEXT).ok).toBe(false);
		},
	);

	test('reads whitespace as nothing', () => {
		expect(field.parse('  ', CONTEXT)).toEqual(ok(4));
	});
});
