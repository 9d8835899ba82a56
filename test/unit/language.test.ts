/** Languages: the list that users choose from, and what an expression may return instead. */
import fc from 'fast-check';

import { languageField, parseLanguage } from '../../nodes/ChatDash/resources/client/language';
import { LANGUAGES } from '../../nodes/ChatDash/resources/client/languages';
import { ok } from '../../nodes/transport/result';
import { wordsOf } from './words';

const CODES = Object.keys(LANGUAGES);
const ENTRIES = Object.entries(LANGUAGES);

/** Each language's name in English and in the language itself, in lower case. */
const NAMES = new Set(
	ENTRIES.flatMap(([code, name]) => {
		const names = new Intl.DisplayNames([code], { type: 'language', fallback: 'none' });
		return [name, names.of(code) ?? name].map((each) => each.toLowerCase());
	}),
);

describe('The list', () => {
	/**
	 * Two-letter codes that the platform still supports but ISO 639-1 has withdrawn: for Bihari, Indonesian, Hebrew,
	 * Yiddish, Javanese and Moldavian. `sh` (Serbo-Croatian) may be in the list, as in some editions.
	 */
	const WITHDRAWN = ['bh', 'in', 'iw', 'ji', 'jw', 'mo', 'sh'];

	test('is ISO 639-1: all two-letter codes that have a name, except the withdrawn ones', () => {
		const letters = Array.from('abcdefghijklmnopqrstuvwxyz');
		const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
		const known = letters
			.flatMap((first) => letters.map((second) => first + second))
			.filter((code) => names.of(code) !== undefined && !WITHDRAWN.includes(code));

		expect(CODES.filter((code) => code !== 'sh').sort()).toEqual(known.sort());
		expect([183, 184]).toContain(CODES.length);
	});

	test('has a unique name for each code', () => {
		expect(new Set(Object.values(LANGUAGES)).size).toBe(CODES.length);
	});

	test.each([
		['en', 'English'],
		['de', 'German'],
		['pt', 'Portuguese'],
		['zh', 'Chinese'],
		['ja', 'Japanese'],
		['uk', 'Ukrainian'],
	])('calls %s %s', (code, name) => {
		expect(LANGUAGES[code]).toBe(name);
	});

	test('is shown by name, each label once and with its code, and defaults to English', () => {
		const { options = [], default: first } = languageField.property;
		const labels = options.map(({ name }) => name);

		expect(first).toBe('en');
		expect(labels).toHaveLength(CODES.length);
		expect(new Set(labels).size).toBe(labels.length);
		expect(labels).toContain('German (de)');
		expect(labels).toEqual([...labels].sort((one, other) => one.localeCompare(other, 'en')));
	});
});

describe('Reading a language', () => {
	const code = fc.constantFrom(...CODES);

	/** Any mixture of upper and lower case. */
	const inAnyCase = (text: string) =>
		fc.mixedCase(fc.constant(text), { untoggleAll: (toggled) => toggled });

	const region = fc.constantFrom('', '-BR', '_br', '-419', '_Latn_RS', '-Hant-TW', '_DE.UTF-8');

	test('accepts any code in any case with any region, and returns the code in lower case', () => {
		const spelled = code.chain((one) => fc.tuple(fc.constant(one), inAnyCase(one), region));
		fc.assert(
			fc.property(spelled, ([wanted, typed, tail]) => {
				expect(parseLanguage(` ${typed}${tail} `)).toEqual(ok(wanted));
			}),
		);
	});

	test.each([[undefined], [null], [''], ['  '], ['undefined']])(
		'reads %j as English, the default that ChatDash documents',
		(raw) => {
			expect(parseLanguage(raw)).toEqual(ok('en'));
		},
	);

	test('accepts an English name, in any case', () => {
		const misread = ENTRIES.flatMap(([wanted, name]) =>
			[name, name.toUpperCase(), ` ${name.toLowerCase()} `].filter((typed) => {
				const code = parseLanguage(typed);
				return !code.ok || code.value !== wanted;
			}),
		);
		expect(misread).toEqual([]);
	});

	test.each([
		['Deutsch', 'de'],
		['Français', 'fr'],
		['日本語', 'ja'],
		['português', 'pt'],
		['Portuguese (Brazil)', 'pt'],
		['Chinese (Simplified)', 'zh'],
	])('accepts a native name, and that of a variety: %s', (name, wanted) => {
		expect(parseLanguage(name)).toEqual(ok(wanted));
	});

	test('accepts nothing else', () => {
		const anything = fc.oneof(
			fc.string({ unit: 'grapheme' }),
			fc.stringMatching(/^[A-Za-z]{1,4}([-_ ][A-Za-z]{1,4})?$/),
		);
		fc.assert(
			fc.property(anything, (raw) => {
				const text = raw.trim().toLowerCase();
				fc.pre(!['', 'undefined', 'null', 'nan'].includes(text));
				fc.pre(!CODES.includes(text.split(/[-_]/)[0] ?? '') && !NAMES.has(text));
				expect(wordsOf(parseLanguage(raw)).message).toMatch(/^'Language' /);
			}),
			{ numRuns: 500 },
		);
	});

	test.each([
		['eng'],
		['xx'],
		['e'],
		['#N/A'],
		['en, de'],
		['en de'],
		['-en'],
		['constructor'],
		['__proto__'],
		['toString'],
		[49],
		[true],
		[['en']],
		[{ code: 'en' }],
	])('rejects %j', (raw) => {
		expect(wordsOf(parseLanguage(raw)).message).toMatch(/^'Language' /);
	});
});
