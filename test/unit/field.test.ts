/** What people's CRMs really hold, and how each kind of field reads it. */
import fc from 'fast-check';
import { DateTime } from 'luxon';

import {
	optionsField,
	generatedPassword,
	optionalEmail,
	password,
	requiredText,
	booleanField,
	integerField,
} from '../../nodes/ChatDash/fields/field';
import { parseText } from '../../nodes/ChatDash/fields/parseText';
import { ok } from '../../nodes/transport/result';
import { saysNothingOf, wordsOf } from './words';

/** Everything that JavaScript's `trim` calls a blank and that forms, sheets and web pages leave behind. */
const blanks = fc.string({
	unit: fc.constantFrom(' ', '\t', '\n', '\r', '\u00a0', '\u2007', '\u202f', '\u3000', '\ufeff'),
});

/** Any text at all, with characters of every script and emoji among them. */
const anyText = fc.string({ unit: 'grapheme' });

/** What n8n's expressions can give where a text belongs, and that is none. */
const notTexts: Array<[string, unknown, RegExp]> = [
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
		['a combining accent, as it was typed', 'Cafe\u0301', 'Cafe\u0301'],
		['a trailing blank', 'Acme ', 'Acme'],
		['no-break spaces around it', '\u00a0Acme\u202f', 'Acme'],
		['a no-break space inside, which is meant', 'Acme\u00a0Dental', 'Acme\u00a0Dental'],
		['a line break at its end', 'Acme\r\n', 'Acme'],
		['an upper-case e-mail address', 'NATHAN@EXAMPLE.COM', 'NATHAN@EXAMPLE.COM'],
		['quotes and braces', '"Acme" {{ x }}', '"Acme" {{ x }}'],
		['a number', 4711, '4711'],
		['the number zero', 0, '0'],
		['a negative number', -3.5, '-3.5'],
		['a phone number that a CRM holds as a number', 491711234567, '491711234567'],
		['a big integer', 9007199254740993n, '9007199254740993'],
		['a date of a database', new Date('2024-05-01T10:00:00Z'), '2024-05-01T10:00:00.000Z'],
		[
			"a date of Luxon, as {{ $now }} gives it, in the user's own time zone",
			DateTime.fromISO('2024-05-01T12:00:00.000+02:00', { setZone: true }),
			'2024-05-01T12:00:00.000+02:00',
		],
		['a name that begins with Undefined', 'Undefined Design Ltd', 'Undefined Design Ltd'],
		['a name that holds null', 'Nullsoft', 'Nullsoft'],
	])('takes %s', (_what, raw, expected) => {
		expect(field.parse(raw)).toEqual(ok(expected));
	});

	test('takes a name of 300 characters whole', () => {
		const name = 'Ä'.repeat(300);
		expect(field.parse(name)).toEqual(ok(name));
	});

	test.each([
		['nothing', undefined],
		['null', null],
		['an empty text', ''],
		['blanks', '  \u00a0\n'],
		['the word undefined, left by a broken expression', 'undefined'],
		['the word null', 'null'],
		['the word NaN', 'NaN'],
		['two missing names, joined', 'undefined undefined'],
		['the word undefined with blanks around it', ' undefined '],
	])('says that %s is empty', (_what, raw) => {
		const { message, advice } = wordsOf(field.parse(raw));
		expect(message).toBe("'Client Name' is empty");
		expect(advice).toMatch(/'Client Name'.*field that the item has/);
	});

	test.each(notTexts)('refuses %s and says what it is', (_what, raw, says) => {
		const { message } = wordsOf(field.parse(raw));
		expect(message).toMatch(/^'Client Name' /);
		expect(message).toMatch(says);
	});

	test.each([['[object Object]'], ['Acme [object Object]'], ['[object Object],[object Object]']])(
		'takes %s for what it is: an object that somebody dragged',
		(raw) => {
			expect(wordsOf(field.parse(raw)).message).toMatch(/^'Client Name' .*object Object/);
		},
	);

	test.each([['Ada undefined'], ['undefined Lovelace']])(
		'refuses a join of which one field is missing: %s',
		(raw) => {
			const { message } = wordsOf(field.parse(raw));
			expect(message).toMatch(/^'Client Name' .*undefined/);
			expect(message).toContain(raw);
		},
	);

	test.each([
		['NaN', NaN],
		['infinity', Infinity],
		['a date that is none', new Date('soon')],
		['a Luxon date that is none', DateTime.fromISO('soon')],
	])('refuses %s', (_what, raw) => {
		expect(wordsOf(field.parse(raw)).message).toMatch(/^'Client Name' /);
	});

	// A reader of "is not a number, not a text" looks for a number that nobody wants here.
	test('says of a calculation without a result what it is', () => {
		expect(wordsOf(field.parse(NaN)).message).not.toMatch(/not a number, not a text/);
		expect(wordsOf(field.parse(Infinity)).message).not.toMatch(/is not a number/);
		expect(wordsOf(field.parse(new Date('soon'))).message).toMatch(/\bdate\b/);
	});

	test('shows of a long text only its beginning', () => {
		const { message } = wordsOf(field.parse(`undefined ${'x'.repeat(300)}`));
		expect(message.length).toBeLessThan(150);
	});
});

test('A text with any blanks around it reads as without', () => {
	fc.assert(
		fc.property(blanks, anyText, blanks, (before, text, after) => {
			expect(parseText(before + text + after, 'Client Name')).toEqual(
				parseText(text, 'Client Name'),
			);
		}),
	);
	fc.assert(
		fc.property(
			blanks,
			fc.stringMatching(/^[A-Z][a-z]{0,20}( [A-Z][a-z]{0,20})?$/),
			(blank, name) => {
				expect(parseText(blank + name + blank, 'Client Name')).toEqual(ok(name));
			},
		),
	);
});

describe('A password', () => {
	const field = password(
		{ displayName: 'Password' },
		{ ifEmpty: "CRMs hold none: choose 'Generate' in 'Password Source'." },
	);
	const given = (text: string) => ok({ text, generated: false });

	/** What a broken expression leaves behind reads as nothing, for a password too. */
	const isNothing = (text: string) => /^((undefined|null|NaN)\s*)*$/.test(text.trim());

	test('is returned to the letter, whatever it holds', () => {
		fc.assert(
			fc.property(blanks, anyText, blanks, (before, text, after) => {
				const typed = before + text + after;
				fc.pre(!isNothing(typed) && !typed.includes('[object Object]'));
				expect(field.parse(typed)).toEqual(given(typed));
			}),
		);
	});

	test.each([
		['blanks around it', '  open sesame \n', '  open sesame \n'],
		['a number', 12345678, '12345678'],
		['words that look like code', '{{ $json.x }} <b>', '{{ $json.x }} <b>'],
		['a word like undefined inside', 'my undefined horse', 'my undefined horse'],
	])('takes %s', (_what, raw, expected) => {
		expect(field.parse(raw)).toEqual(given(expected));
	});

	test.each([
		['nothing', undefined],
		['null', null],
		['an empty text', ''],
		['blanks', ' \u00a0 '],
		['the word undefined', 'undefined'],
		['the word null', 'null'],
	])('that is %s says that the node can make one', (_what, raw) => {
		const { message, advice } = wordsOf(field.parse(raw));
		expect(message).toBe("'Password' is empty");
		expect(advice).toMatch(/CRMs hold none.*'Generate'.*'Password Source'/);
	});

	test.each(notTexts)('that is %s is refused', (_what, raw, says) => {
		expect(wordsOf(field.parse(raw)).message).toMatch(says);
	});

	// Sent as it is, every client of the run would have the same password, one that everybody can guess.
	test.each([['[object Object]'], ['pw-[object Object]']])(
		'that holds %s is refused: somebody dragged an object',
		(raw) => {
			expect(wordsOf(field.parse(raw)).message).toMatch(/^'Password' /);
		},
	);

	test('at fault is never shown', () => {
		fc.assert(
			fc.property(fc.uuid(), (secret) => {
				for (const raw of [[secret], { password: secret }, { [secret]: true }, new Date(NaN)]) {
					saysNothingOf(secret, wordsOf(field.parse(raw)));
				}
			}),
		);
	});

	test('is a secret, and its text is what has to be masked', () => {
		expect(field.secrets?.({ text: 'open sesame', generated: false })).toEqual(['open sesame']);
	});

	test('is made by the node where none is asked for', () => {
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

	test('holds a capital, a small letter, a digit and a sign', () => {
		for (const kind of [/[A-Z]/, /[a-z]/, /[0-9]/, /[^A-Za-z0-9]/]) {
			expect(many.filter((one) => !kind.test(one))).toEqual([]);
		}
	});

	test('holds no character that is mistaken for another one when it is read out', () => {
		expect(many.filter((one) => /[0O1lI]/.test(one))).toEqual([]);
	});

	test('never comes twice', () => {
		expect(new Set(many).size).toBe(many.length);
	});

	test('is as strong as its shape allows: every character comes in every free place', () => {
		// Three of its places are bound to a kind, three hold hyphens; with 50 characters to choose from, each of the
		// other 17 adds more than 5.6 bits, which makes more than 95 together.
		for (const place of [3, 4, 6, 10, 12, 16, 18, 22]) {
			expect(new Set(many.map((one) => one.charAt(place))).size).toBeGreaterThanOrEqual(50);
		}
	});

	test("comes from the platform's generator for secrets, not from the one for games", () => {
		const forGames = jest.spyOn(Math, 'random');
		generatedPassword();
		expect(forGames).not.toHaveBeenCalled();
		forGames.mockRestore();
	});
});

describe('An optional e-mail address', () => {
	const field = optionalEmail({ displayName: 'Email' });

	test.each([
		['nathan@example.com', 'nathan@example.com'],
		[' nathan@example.com\u00a0', 'nathan@example.com'],
		['NATHAN.SMITH@EXAMPLE.COM', 'NATHAN.SMITH@EXAMPLE.COM'],
		['nathan+won@mail.example.co.uk', 'nathan+won@mail.example.co.uk'],
		["nathan.o'brien@example.ie", "nathan.o'brien@example.ie"],
		['jürgen@müller.de', 'jürgen@müller.de'],
	])('takes %j', (raw, expected) => {
		expect(field.parse(raw)).toEqual(ok(expected));
	});

	test.each([[undefined], [null], [''], ['  '], ['undefined'], ['null']])(
		'is left out when it is %j',
		(raw) => {
			expect(field.parse(raw)).toEqual(ok(undefined));
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
	])('refuses %j and shows it', (raw) => {
		const { message } = wordsOf(field.parse(raw));
		expect(message).toMatch(/^'Email' is not an e-mail address/);
		expect(message).toContain(String(raw));
	});

	test('refuses what is longer than an address can be', () => {
		expect(field.parse(`${'a'.repeat(250)}@x.com`).ok).toBe(false);
	});

	test.each(notTexts)('refuses %s', (_what, raw, says) => {
		expect(wordsOf(field.parse(raw)).message).toMatch(says);
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

	test('takes each of its values, and its default where there is none', () => {
		expect(field.parse('define')).toEqual(ok('define'));
		expect(field.parse('generate')).toEqual(ok('generate'));
		expect(field.parse(undefined)).toEqual(ok('define'));
	});

	test.each([['Generate'], [''], ['toString'], [true], [{}]])(
		'refuses %j and says what it takes',
		(raw) => {
			const { message, advice } = wordsOf(field.parse(raw));
			expect(message).toMatch(/^'Password Source' /);
			expect(advice).toMatch(/define, generate/);
		},
	);
});

describe('A toggle', () => {
	const field = booleanField({ displayName: 'Return Client' });

	test.each([
		[undefined, false],
		[false, false],
		[true, true],
		['true', true],
		['false', false],
	])('reads %j as %j', (raw, expected) => {
		expect(field.parse(raw)).toEqual(ok(expected));
	});

	test.each([['yes'], [1], [0], [''], [[]]])('refuses %j', (raw) => {
		expect(wordsOf(field.parse(raw)).message).toMatch(/^'Return Client' /);
	});
});

describe('A whole number', () => {
	const field = integerField({ displayName: 'Max Retries', default: 4 }, 0);

	test.each([
		[undefined, 4],
		[null, 4],
		['', 4],
		[0, 0],
		[7, 7],
		['12', 12],
	])('reads %j as %j', (raw, expected) => {
		expect(field.parse(raw)).toEqual(ok(expected));
	});

	test.each([[-1], [1.5], ['many'], [NaN], [Infinity], [{}], ['-1'], [[1, 2]]])(
		'refuses %p',
		(raw) => {
			const { message, advice } = wordsOf(field.parse(raw));
			expect(message).toMatch(/^'Max Retries' .*\b0\b/);
			expect(advice).toMatch(/\b4\b/);
		},
	);

	// JavaScript would make a number of each: true is 1, an empty list 0, a list of one number that number.
	test.each([[true], [false], [[]], [[5]], [new Date(0)]])(
		'refuses %p, which is no number although it can be turned into one',
		(raw) => {
			expect(field.parse(raw).ok).toBe(false);
		},
	);

	test('reads blanks as nothing', () => {
		expect(field.parse('  ')).toEqual(ok(4));
	});
});
