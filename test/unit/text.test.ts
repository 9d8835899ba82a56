/**
 * The invisible characters and placeholders that copies, CRMs and spreadsheets leave in a text, and what each kind of
 * text field does with them.
 */
import fc from 'fast-check';

import { newAgentFields } from '../../nodes/ChatDash/resources/agent/fields';
import { clientLocator } from '../../nodes/ChatDash/resources/client/record';
import { optionalEmail } from '../../nodes/ChatDash/fields/email';
import { integerField } from '../../nodes/ChatDash/fields/number';
import { booleanField, optionsField } from '../../nodes/ChatDash/fields/options';
import { password } from '../../nodes/ChatDash/fields/password';
import { requiredText } from '../../nodes/ChatDash/fields/text';
import { languageField } from '../../nodes/ChatDash/resources/client/language';
import { loginId } from '../../nodes/ChatDash/resources/member/fields';
import { memberLocator } from '../../nodes/ChatDash/resources/member/record';
import { ok } from '../../nodes/transport/result';
import { saysNothingOf, wordsOf } from './words';
import { CONTEXT } from '../parse-context';

const name = requiredText({ displayName: 'Client Name' });
const email = optionalEmail({ displayName: 'Email' });
const { apiId, apiKey, botId, platformCredentials, workspaceId } = newAgentFields;

/** Each with its Unicode name. */
const INVISIBLE: Array<[string, string]> = [
	['null', '\u0000'],
	['soft hyphen', '\u00ad'],
	['combining grapheme joiner', '\u034f'],
	['Arabic letter mark', '\u061c'],
	['Hangul filler', '\u3164'],
	['Mongolian vowel separator', '\u180e'],
	['zero width space', '\u200b'],
	['zero width non-joiner', '\u200c'],
	['zero width joiner', '\u200d'],
	['left-to-right mark', '\u200e'],
	['right-to-left mark', '\u200f'],
	['left-to-right embedding', '\u202a'],
	['pop directional formatting', '\u202c'],
	['right-to-left override', '\u202e'],
	['word joiner', '\u2060'],
	['invisible separator', '\u2063'],
	['left-to-right isolate', '\u2066'],
	['pop directional isolate', '\u2069'],
	['braille pattern blank', '\u2800'],
	['variation selector-16', '\ufe0f'],
	['zero width no-break space, the byte order mark', '\ufeff'],
	['interlinear annotation anchor', '\ufff9'],
	['object replacement character', '\ufffc'],
	['tag latin small letter a', '\u{e0061}'],
];
const invisible = fc.string({ unit: fc.constantFrom(...INVISIBLE.map(([, one]) => one)) });
const padding = fc.string({
	unit: fc.constantFrom(' ', '\t', '\r\n', '\u00a0', '\u0085', '\u200b', '\u2060', '\ufeff', '\0'),
});

/** Names that a person could type on a keyboard, in several scripts. */
const typed = fc.constantFrom(
	'Acme Dental',
	"Maria O'Brien",
	'Müller & Söhne GmbH',
	'株式会社さくら歯科',
	'Łódź 24/7',
	'#1 Roofing',
	'عيادة',
	'A',
);
const address = fc.constantFrom(
	'nathan@example.com',
	"n.o'brien+won@mail.example.ie",
	'jürgen@müller.de',
);

// Word processors and phones type these for an apostrophe. Nobody can type a login with one of them on another device.
describe.each(['\u2019', '\u2018', '\u02bc', '\uff07'])('The apostrophe %s', (apostrophe) => {
	const login = `n.o${apostrophe}brien@example.com`;

	test('becomes the one of keyboards in logins and addresses', () => {
		expect(loginId.parse(login, CONTEXT)).toEqual(ok("n.o'brien@example.com"));
		expect(email.parse(login, CONTEXT)).toEqual(ok("n.o'brien@example.com"));
	});

	test('stays in names', () => {
		expect(name.parse(`O${apostrophe}Brien Dental`, CONTEXT)).toEqual(
			ok(`O${apostrophe}Brien Dental`),
		);
	});
});

describe.each(INVISIBLE)('%s', (_name, one) => {
	test('is removed at both ends of a name', () => {
		expect(name.parse(`${one}Acme${one}${one} `, CONTEXT)).toEqual(ok('Acme'));
		expect(name.parse(` ${one} Acme`, CONTEXT)).toEqual(ok('Acme'));
	});

	test('is removed everywhere in logins and addresses', () => {
		const spread = `${one}nathan${one}@example.${one}com${one}`;
		expect(loginId.parse(spread, CONTEXT)).toEqual(ok('nathan@example.com'));
		expect(email.parse(spread, CONTEXT)).toEqual(ok('nathan@example.com'));
	});

	test('alone is an empty value', () => {
		expect(wordsOf(name.parse(one, CONTEXT)).message).toBe("'Client Name' is empty");
		expect(wordsOf(loginId.parse(` ${one} `, CONTEXT)).message).toBe("'Login ID' is empty");
		expect(email.parse(one + one, CONTEXT)).toEqual(ok(undefined));
		expect(apiId.parse(one, CONTEXT)).toEqual(ok(undefined));
		expect(apiKey.parse(one, CONTEXT)).toEqual(ok(undefined));
		expect(platformCredentials.parse(one, CONTEXT)).toEqual(ok(undefined));
		expect(languageField.parse(one, CONTEXT)).toEqual(ok('en'));
	});

	test('is removed in a record ID or a key', () => {
		expect(clientLocator.parse({ mode: 'id', value: `66f1${one}c0` }, CONTEXT)).toEqual(
			ok({ mode: 'id', value: '66f1c0' }),
		);
		expect(apiKey.parse(`${one}sk-${one}42`, CONTEXT)).toEqual(ok('sk-42'));
	});

	test('is ignored if it was pasted with the name or the login ID of a record', () => {
		expect(clientLocator.parse({ mode: 'name', value: `${one}Acme${one}` }, CONTEXT)).toEqual(
			ok({ mode: 'name', value: 'Acme' }),
		);
		expect(
			memberLocator.parse({ mode: 'loginId', value: `ada${one}@acme.example` }, CONTEXT),
		).toEqual(ok({ mode: 'loginId', value: 'ada@acme.example' }));
	});
});

describe('A name', () => {
	test.each([
		['a family of emoji', 'Family 👨‍👩‍👧 Dental'],
		['a family of emoji at its end', 'Family 👨‍👩‍👧'],
		['a heart with its color selector', 'Love ❤️'],
		['an English flag, which consists of tags', 'Pubs of 🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
		['a Persian word with its non-joiner', 'کتاب‌خانهٔ ملی'],
		['a soft hyphen inside', 'Fuß\u00adball'],
		['an ideograph with its variation selector', '葛\u{e0100}'],
	])('keeps the characters of %s', (_what, text) => {
		expect(name.parse(text, CONTEXT)).toEqual(ok(text));
		expect(name.parse(`\u200b ${text}\u200d\u200e `, CONTEXT)).toEqual(ok(text));
	});

	test('loses the selector that a removed emoji left behind', () => {
		expect(name.parse('Acme \ufe0f', CONTEXT)).toEqual(ok('Acme'));
		expect(name.parse('Acme\ufe0f', CONTEXT)).toEqual(ok('Acme'));
	});

	test('loses half a character at its end, where a CRM has cut the text', () => {
		expect(name.parse('Acme \ud83e', CONTEXT)).toEqual(ok('Acme'));
	});

	test.each([
		['Acme\nDental', 'Acme Dental'],
		['Acme\r\nDental', 'Acme Dental'],
		['Acme \r\n\r\n\t Dental', 'Acme Dental'],
		['Acme\tDental', 'Acme Dental'],
		['Acme\vDental\fGroup\u0085Two\u2028Three\u2029Four', 'Acme Dental Group Two Three Four'],
		['\nAcme\t', 'Acme'],
		['Acme  Dental', 'Acme  Dental'],
		['Acme  Dental\nGroup', 'Acme  Dental Group'],
		['Acme\u00a0Dental', 'Acme\u00a0Dental'],
	])('with several lines becomes one line: %j', (raw, expected) => {
		expect(name.parse(raw, CONTEXT)).toEqual(ok(expected));
		expect(clientLocator.parse({ mode: 'name', value: raw }, CONTEXT)).toEqual(
			ok({ mode: 'name', value: expected }),
		);
	});
});

describe('A text of any kind', () => {
	const KINDS = [
		['a name', (raw: string) => name.parse(raw, CONTEXT)],
		['a login ID', (raw: string) => loginId.parse(raw, CONTEXT)],
		['an address', (raw: string) => email.parse(raw, CONTEXT)],
		['an API ID', (raw: string) => apiId.parse(raw, CONTEXT)],
		['an API key', (raw: string) => apiKey.parse(raw, CONTEXT)],
		['a chosen ID', (raw: string) => clientLocator.parse({ mode: 'id', value: raw }, CONTEXT)],
		['a chosen name', (raw: string) => clientLocator.parse({ mode: 'name', value: raw }, CONTEXT)],
		[
			'a chosen login ID',
			(raw: string) => memberLocator.parse({ mode: 'loginId', value: raw }, CONTEXT),
		],
	] as const;

	test.each(KINDS)('is rejected as %s if it has a control character inside', (_kind, read) => {
		for (const control of ['\u0001', '\u0007', '\u001b', '\u001f', '\u007f', '\u0080', '\u0092']) {
			const { message, advice } = wordsOf(read(`acme${control}dental`));
			const code = control.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
			expect(message).toMatch(new RegExp(`^'[^']+' .*\\(U\\+${code}\\)`));
			expect(message).not.toContain(control);
			expect(advice).toMatch(/enter the value again/i);
		}
	});

	test.each(KINDS)('is rejected as %s if it has half a character inside', (_kind, read) => {
		expect(wordsOf(read('acme\ud83edental')).message).toMatch(/\(U\+D83E\)/);
	});

	test.each(KINDS)('is rejected as %s if it is an error value of a spreadsheet', (_kind, read) => {
		const { message, advice } = wordsOf(read('#REF!'));
		expect(message).toMatch(/“#REF!”/);
		expect(advice).toMatch(/spreadsheet/);
	});

	test.each(KINDS)('is rejected as %s if it contains a word like undefined', (_kind, read) => {
		const { message, advice } = wordsOf(read('maria.undefined'));
		expect(message).toMatch(/^'[^']+' contains the word 'undefined'/);
		expect(advice).toMatch(/\?\? ''/);
	});

	// A message is shown in one line, and if the node is a tool, only its first line reaches the model.
	test.each(KINDS)('is never shown as %s in more than one line', (_kind, read) => {
		for (const raw of ['#REF!\nacme', 'acme\nundefined', 'a@x.com\u2028b@x.com', 'a\0b\nc']) {
			const read1 = read(raw);
			if (!read1.ok) expect(read1.message).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
		}
	});

	test('NUL inside a name is rejected', () => {
		expect(wordsOf(name.parse('Acme\0Dental', CONTEXT)).message).toMatch(/\(U\+0000\)/);
	});

	test.each([
		['an ID', (raw: string) => apiId.parse(raw, CONTEXT)],
		['a bot ID', (raw: string) => botId.parse(raw, CONTEXT)],
		['a workspace ID', (raw: string) => workspaceId.parse(raw, CONTEXT)],
		['a key', (raw: string) => apiKey.parse(raw, CONTEXT)],
		['an address', (raw: string) => email.parse(raw, CONTEXT)],
		['a login ID', (raw: string) => loginId.parse(raw, CONTEXT)],
		['a chosen ID', (raw: string) => clientLocator.parse({ mode: 'id', value: raw }, CONTEXT)],
		[
			'a chosen login ID',
			(raw: string) => memberLocator.parse({ mode: 'loginId', value: raw }, CONTEXT),
		],
	])('with a line break or a tab inside is rejected as %s', (_kind, read) => {
		for (const sign of ['\n', '\r\n', '\t', '\v', '\u0085', '\u2028']) {
			expect(wordsOf(read(`one@example.com${sign}two`)).message).toMatch(/a line break or a tab/);
		}
	});

	test('that is a key is never shown, whatever is wrong with it', () => {
		const secret = 'sk-42-of-acme';
		for (const raw of [
			`${secret}\nsecond`,
			`${secret}\u0007`,
			`${secret} undefined`,
			`${secret} [object Object]`,
			`${secret} #REF!`,
			`${secret} Invalid DateTime`,
		]) {
			saysNothingOf(secret, wordsOf(apiKey.parse(raw, CONTEXT)));
		}
	});
});

describe('A word like null or undefined', () => {
	test.each([
		['Zoë null', 'null'],
		['null Smith', 'null'],
		['Ana undefined Silva', 'undefined'],
		['Ana null Silva', 'null'],
		['undefined Lovelace', 'undefined'],
		['Acme (undefined)', 'undefined'],
		['Acme [null]', 'null'],
		['Acme, null', 'null'],
		['null-null Dental', 'null'],
		["undefined's Agency", 'undefined'],
		['maria.undefined', 'undefined'],
		['mariaundefined', 'undefined'],
		['undefinedSmith', 'undefined'],
		['undefined42', 'undefined'],
		['Signed NaN', 'NaN'],
		['NaN €', 'NaN'],
		['NaN seats', 'NaN'],
		['Signed Invalid DateTime', 'Invalid DateTime'],
		['Invalid DateTime', 'Invalid DateTime'],
		['Invalid Date', 'Invalid Date'],
		['Signed Invalid date', 'Invalid date'],
		['For Invalid Duration', 'Invalid Duration'],
		['Acme\nnull', 'null'],
		['Acme \u200bnull', 'null'],
		['Studio null', 'null'],
	])('in a joined text is rejected: %j', (raw, word) => {
		const { message } = wordsOf(name.parse(raw, CONTEXT));
		expect(message).toMatch(new RegExp(`^'Client Name' contains the words? '${word}': “`));
	});

	test.each([
		['null@example.com'],
		['undefined@example.com'],
		['maria.undefined@example.com'],
		['undefined.smith@example.com'],
		['null.smith@example.com'],
		['maria_null@example.com'],
		['maria@undefined.com'],
	])('in a login or an address is rejected: %s', (raw) => {
		expect(wordsOf(loginId.parse(raw, CONTEXT)).message).toMatch(/^'Login ID' contains the word /);
		expect(wordsOf(email.parse(raw, CONTEXT)).message).toMatch(/^'Email' contains the word /);
	});

	test.each([
		['Jennifer Null'],
		['Null Island Tours'],
		['Undefined Ltd'],
		['UNDEFINED Studio'],
		['Nullsoft'],
		['nullsoft'],
		['Annulla SpA'],
		['undefinedness'],
		['NaN Bread House'],
		['Nan Goldin'],
		['NaNa Bakery'],
		['NANTUCKET'],
		['Infinity Pools'],
		['Valid Date Ltd'],
		['Invalidenstraße 5'],
		['nönull'],
	])('is accepted as a part of a real name: %s', (raw) => {
		expect(name.parse(raw, CONTEXT)).toEqual(ok(raw));
	});

	test.each([['nullsoft@example.com'], ['Null@example.com'], ['jennifer.Null@example.com']])(
		'is accepted as a part of a real address: %s',
		(raw) => {
			expect(loginId.parse(raw, CONTEXT)).toEqual(ok(raw));
			expect(email.parse(raw, CONTEXT)).toEqual(ok(raw));
		},
	);

	test.each([['undefined'], ['null'], ['NaN'], ['undefined null'], [' null\u200b']])(
		'alone counts as empty: %j',
		(raw) => {
			expect(wordsOf(name.parse(raw, CONTEXT)).message).toBe("'Client Name' is empty");
		},
	);

	test('results in advice on what to write, and what to do if it is a real name', () => {
		const { advice } = wordsOf(name.parse('Jennifer null', CONTEXT));
		expect(advice).toMatch(/\{\{ \$json\.lastName \?\? '' \}\}/);
		expect(advice).toMatch(/capital letter/);
	});

	test('from a calculation results in the advice to check the calculation', () => {
		expect(wordsOf(name.parse('Signed NaN', CONTEXT)).advice).toMatch(/calculat/);
		expect(wordsOf(name.parse('Signed Invalid DateTime', CONTEXT)).advice).toMatch(/date/);
	});
});

describe('A value that a spreadsheet shows for an error', () => {
	test.each([
		// The fixed set of Excel and Google Sheets.
		...['#NULL!', '#DIV/0!', '#VALUE!', '#REF!', '#NAME?', '#NUM!', '#N/A', '#ERROR!', '#SPILL!'],
		...['#CALC!', '#FIELD!', '#BLOCKED!', '#CONNECT!', '#BUSY!', '#UNKNOWN!', '#GETTING_DATA'],
		// The same values in other languages.
		...['#BEZUG!', '#NV', '#WERT!', '#ZAHL!', '#ÜBERLAUF!', '#VALEUR!', '#NOM?', '#NOMBRE!'],
		...['#NUL!', '#¡REF!', '#¡VALOR!', '#¿NOMBRE?', '#¡DIV/0!', '#¡NUM!', '#¡NULO!', '#N/D'],
		...['#VALOR!', '#NOME?', '#NÚM!', '#NULO!', '#RIF!', '#VALORE!', '#VERW!', '#WAARDE!'],
		...['#NAAM?', '#N/B', '#DEEL/0!', '#GETAL!', '#LEEG!', '#ADR!', '#ARG!', '#NAZWA?', '#N/D!'],
		...['#LICZBA!', '#ZERO!', '#REFERENS!', '#VÄRDEFEL!', '#NAMN?', '#SAKNAS!', '#OGILTIGT!'],
		...['#SKÄRNING!', '#VÆRDI!', '#NAVN?', '#I/T', '#VERDI!', '#ARVO!', '#PUUTTUU!', '#ODKAZ!'],
		...['#NENÍ_K_DISPOZICI', '#HIÁNYZIK', '#HIV!', '#YOK', '#BAŞV!', '#DEĞER!', '#ССЫЛКА!'],
		...['#ЗНАЧ!', '#ИМЯ?', '#Н/Д', '#ДЕЛ/0!', '#ЧИСЛО!', '#ПУСТО!', '#ΤΙΜΗ!'],
		// Cells that aren't calculated yet, or too narrow.
		...[
			'Loading...',
			'Loading…',
			'Wird geladen...',
			'Chargement...',
			'Cargando...',
			'読み込んでいます...',
		],
		...['####', '########', 'Err:502'],
	])('is rejected and quoted: %s', (shown) => {
		for (const field of [name, loginId]) {
			const { message, advice } = wordsOf(field.parse(` ${shown}\u200b`, CONTEXT));
			expect(message).toContain(`“${shown}”`);
			expect(advice).toMatch(/spreadsheet/);
		}
	});

	test.each([
		['Zoë #N/A', '#N/A'],
		['#REF! Smith', '#REF!'],
		['Acme (#VALUE!)', '#VALUE!'],
		['Zoë #NV', '#NV'],
		['#N/A@example.com', '#N/A'],
	])('is rejected in a joined text: %s', (raw, shown) => {
		expect(wordsOf(name.parse(raw, CONTEXT)).message).toContain(`“${shown}”`);
		expect(wordsOf(loginId.parse(raw, CONTEXT)).message).toContain(`“${shown}”`);
	});

	test.each([['#n/a'], ['#ref!']])('is rejected in lower case, too: %s', (raw) => {
		expect(wordsOf(loginId.parse(raw, CONTEXT)).message).toContain(`“${raw}”`);
	});

	test.each([
		['#1 Roofing'],
		['#hashtag'],
		['#Connect!'],
		['#NVIDIA Partners'],
		['We are #Connect!'],
		['Loading Dock Co'],
		['Loading'],
		['And so on...'],
		['C# Academy'],
		['#'],
		['N/A'],
		['Err: 502'],
	])('isn’t recognized in other text, which is accepted: %s', (raw) => {
		expect(name.parse(raw, CONTEXT)).toEqual(ok(raw));
	});
});

describe('A login ID', () => {
	test.each([
		['a@example.com\nb@example.com'],
		['a@example.com\r\nb@example.com'],
		['a@example.com\tb@example.com'],
		['a@example.com; b@example.com'],
		['a@example.com;b@example.com'],
		['a@example.com, b@example.com'],
		['a@example.com,b@example.com'],
		['a@example.com | b@example.com'],
		['a@example.com b@example.com'],
		['a@example.com / b@example.com'],
		['a@example.com/b@example.com'],
		['a@example.com, 0171 1234567'],
		['a@example.com (private)'],
		['Nathan Smith <a@example.com>'],
		['<a@example.com>'],
		['Nathan a@example.com'],
		['nathan; maria'],
		['nathan\nmaria'],
		['a@example.com;'],
	])('with several values is rejected and shown: %j', (raw) => {
		const { message, advice } = wordsOf(loginId.parse(raw, CONTEXT));
		expect(message).toMatch(
			/^'Login ID' contains (more than one login ID|a line break or a tab): “/,
		);
		expect(advice).toMatch(/\bone\b/);
	});

	test.each([
		['nathan'],
		['nathan smith'],
		['+49 171 1234567'],
		['Smith, John'],
		['auth0|507f1f77bcf86cd799439011'],
		['CORP\\nathan'],
		['@nathan'],
		['@nathan@social.example'],
		['nathan@acme'],
		["o'brien+won@example.co.uk"],
		['4711'],
	])('can be of many kinds: %s', (raw) => {
		expect(loginId.parse(raw, CONTEXT)).toEqual(ok(raw));
	});

	test('with a no-break space gets a normal one, because no one can type the other', () => {
		expect(loginId.parse('nathan\u00a0smith', CONTEXT)).toEqual(ok('nathan smith'));
	});
});

describe('For any input,', () => {
	const anything = fc.oneof(
		fc.string({ unit: 'binary' }),
		fc.string({ unit: 'grapheme' }),
		fc
			.array(fc.oneof(invisible, padding, typed, address, fc.constantFrom('null', '#N/A', ';')))
			.map((parts) => parts.join('')),
	);

	test('parsing a parsed text again returns the same text', () => {
		fc.assert(
			fc.property(anything, (raw) => {
				for (const field of [name, loginId, email, apiId, apiKey]) {
					const once = field.parse(raw, CONTEXT);
					if (once.ok && once.value !== undefined)
						expect(field.parse(once.value, CONTEXT)).toEqual(once);
				}
			}),
			{ numRuns: 1000 },
		);
	});

	test('an accepted login or address has no invisible character', () => {
		fc.assert(
			fc.property(anything, (raw) => {
				for (const read of [loginId.parse(raw, CONTEXT), email.parse(raw, CONTEXT)]) {
					if (read.ok) expect(read.value ?? '').not.toMatch(/[\p{Cc}\p{Cs}\p{DI}\u2800]|[^\S ]/u);
				}
			}),
			{ numRuns: 1000 },
		);
	});

	test('an accepted name has no control character, is one line, and begins and ends with a visible character', () => {
		fc.assert(
			fc.property(anything, (raw) => {
				const read = name.parse(raw, CONTEXT);
				if (!read.ok) return;
				expect(read.value).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
				expect(read.value).not.toMatch(/^[\s\p{DI}]|[\s\u200b-\u200f\u202a-\u202e\ufeff]$/u);
			}),
			{ numRuns: 1000 },
		);
	});

	test('invisible characters around a name or an address make no difference', () => {
		fc.assert(
			fc.property(padding, invisible, typed, address, (outer, inner, one, other) => {
				expect(name.parse(outer + inner + one + inner + outer, CONTEXT)).toEqual(ok(one));
				expect(loginId.parse(outer + inner + other + inner + outer, CONTEXT)).toEqual(ok(other));
				expect(email.parse(outer + inner + other + inner + outer, CONTEXT)).toEqual(ok(other));
			}),
		);
	});
});

describe('A password', () => {
	const field = password({ displayName: 'Password' }, { ifEmpty: 'Give one.' });

	test.each([
		'\u200bopen sesame\u200b',
		'open\u00adsesame',
		'\ufeffopen\nsesame\t',
		'👨‍👩‍👧',
		'null and void',
		'a;b,c',
		'Zoë null',
		'#1 #REF',
		'open\u0007sesame',
	])('is returned unchanged: %j', (text) => {
		expect(field.parse(text, CONTEXT)).toEqual(ok({ text, generated: false }));
	});

	test.each(['\u200b', ' \u200b\u2060 ', '\0', '\ufeff\n', '\u0007', '\u200bnull', '\u3164'])(
		'without a visible character is empty: %j',
		(text) => {
			expect(wordsOf(field.parse(text, CONTEXT)).message).toBe("'Password' is empty");
		},
	);

	// Otherwise every client of the run would get the same password, which everyone can guess.
	test.each(['#REF!', '#N/A', ' #NV ', 'Loading...'])(
		'that is an error value of a spreadsheet is rejected: %s',
		(text) => {
			const { message, advice } = wordsOf(field.parse(text, CONTEXT));
			expect(message).toMatch(/^'Password' .*spreadsheet/);
			expect(advice).toMatch(/spreadsheet/);
		},
	);
});

describe('A switch', () => {
	const field = booleanField({ displayName: 'Return Client' });

	test.each([
		['TRUE', true],
		['True', true],
		[' true\n', true],
		['FALSE', false],
		['False', false],
		['\u00a0false\u200b', false],
	])('accepts %j, as sheets write it', (raw, expected) => {
		expect(field.parse(raw, CONTEXT)).toEqual(ok(expected));
	});

	test.each([['yes'], ['on'], ['1'], [1], [0], [''], [' '], ['truely'], ['TRUE FALSE'], [[]]])(
		'rejects %j',
		(raw) => {
			expect(wordsOf(field.parse(raw, CONTEXT)).message).toMatch(/^'Return Client' /);
		},
	);
});

test('Invisible characters around an option or a number make no difference either', () => {
	const source = optionsField({
		displayName: 'Platform',
		options: [{ name: 'Vapi', value: 'vapi' }],
		default: 'vapi',
		required: true,
	});
	const limit = integerField({ displayName: 'Limit', default: 50 }, { minimum: 1 });
	fc.assert(
		fc.property(padding, (around) => {
			expect(source.parse(`${around}vapi${around}`, CONTEXT)).toEqual(ok('vapi'));
			expect(limit.parse(`${around}12${around}`, CONTEXT)).toEqual(ok(12));
			expect(limit.parse(around, CONTEXT)).toEqual(ok(50));
		}),
	);
});

test('JSON that was copied with invisible characters around it is still valid JSON', () => {
	expect(platformCredentials.parse('\ufeff{"token": "t 1"}\u200b', CONTEXT)).toEqual(
		ok({ token: 't 1' }),
	);
});

test('Invisible characters around a language make no difference', () => {
	expect(languageField.parse('\u200bde\ufeff', CONTEXT)).toEqual(ok('de'));
});

test('A number whose last digits JavaScript has lost is rejected, and a secret one isn’t shown', () => {
	expect(name.parse(9007199254740991, CONTEXT)).toEqual(ok('9007199254740991'));
	expect(name.parse('17841400008460057', CONTEXT)).toEqual(ok('17841400008460057'));
	expect(name.parse(17841400008460057n, CONTEXT)).toEqual(ok('17841400008460057'));
	const rounded: unknown = JSON.parse('17841400008460057');
	for (const field of [name, loginId, clientLocator]) {
		const { message, advice } = wordsOf(field.parse(rounded, CONTEXT));
		expect(message).toMatch(/ is a number with too many digits: “17841400008460056”$/);
		expect(advice).toMatch(/as text/);
	}
	expect(wordsOf(apiKey.parse(rounded, CONTEXT)).message).toMatch(/too many digits$/);
});
