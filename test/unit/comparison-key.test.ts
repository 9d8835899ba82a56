/** Which texts count as the same name, and which don't. */
import fc from 'fast-check';

import { comparisonKey } from '../../nodes/ChatDash/fields/comparisonKey';

test.each([
	['capitals', 'ACME Dental', 'Acme dental'],
	['capitals beyond ASCII', 'ŁÓDŹ ÉCLAIR', 'Łódź éclair'],
	['the Greek capital sigma at a word’s end', 'ΟΔΟΣ', 'οδος'],
	['the Turkish capital İ', 'İzmir Kebap', 'izmir kebap'],
	['a typographic apostrophe', 'Zoë’s Café', "Zoë's Café"],
	['an accent typed as an apostrophe', 'O´Neill', "O'Neill"],
	['a backtick typed as an apostrophe', 'O`Neill', "O'Neill"],
	['an accent as a separate character', 'Cafe\u0301', 'Caf\u00e9'],
	['two accents in either order', 'e\u0302\u0323', 'e\u0323\u0302'],
	['a Hangul syllable in parts', '\u1112\u1161\u11ab', '\ud55c'],
	['a no-break space', 'Acme\u00a0Dental', 'Acme Dental'],
	['two spaces', 'Acme  Dental', 'Acme Dental'],
	['a tab and a line break', 'Acme\t\r\nDental', 'Acme Dental'],
	['spaces around it', ' \u3000Acme\u202f', 'Acme'],
	['a zero-width space', 'Acme\u200b Dental', 'Acme Dental'],
	['a byte-order mark', '\ufeffAcme', 'Acme'],
	['a soft hyphen', 'Zahn\u00adarzt', 'Zahnarzt'],
	['direction marks', '\u200fAcme\u200e', 'Acme'],
	['NUL', 'Acme\u0000', 'Acme'],
	['an invisible character between a letter and its accent', 'e\u200d\u0301', '\u00e9'],
	['an en dash', 'Acme – Berlin', 'Acme - Berlin'],
	['a non-breaking hyphen', 'Acme\u2011Berlin', 'Acme-Berlin'],
	['a minus sign', 'Acme \u2212 Berlin', 'Acme - Berlin'],
	['other quotation marks', '„Acme“ GmbH', '"Acme" GmbH'],
	['French quotation marks', '«Acme» SARL', '“Acme” SARL'],
	['a ligature', 'O\ufb03ce', 'Office'],
	['full-width letters and signs', 'ＡＣＭＥ（株）', 'ACME(株)'],
	['half-width katakana with its mark', 'ｶﾞｽ', 'ガス'],
	['an ellipsis', 'Wait…', 'Wait...'],
])('%s doesn’t change the name', (_what, one, other) => {
	expect(comparisonKey(one)).toBe(comparisonKey(other));
});

test.each([
	['an accent', 'Café', 'Cafe'],
	['an umlaut', 'Müller', 'Muller'],
	['an umlaut in two letters', 'Müller', 'Mueller'],
	['a sharp s', 'Weiß', 'Weiss'],
	['one more letter', 'Bolt', 'Bolts'],
	['a space', 'Sun Flower', 'Sunflower'],
	['a hyphen or a space', 'Acme-Dental', 'Acme Dental'],
	['an apostrophe or none', "O'Neill", 'ONeill'],
	['a number', 'Studio 1', 'Studio 2'],
	['a superscript', 'CO²', 'CO2'],
	['a fraction', '½ Price', '1/2 Price'],
	['a trademark sign', 'Acme™', 'AcmeTM'],
	['a dotless i', 'Işık', 'Isik'],
	['another script', '山田', '山本'],
	['emoji', 'Acme 🦷', 'Acme'],
])('%s changes the name', (_what, one, other) => {
	expect(comparisonKey(one)).not.toBe(comparisonKey(other));
});

test('a text without visible characters has an empty key', () => {
	expect(comparisonKey(' \u200b\ufeff\u00ad\u0000\t')).toBe('');
});

/** Characters that change invisibly, and characters that they affect. */
const TRICKY =
	'\'’`´"“«-–—− \u00a0\u3000\t\u200b\u200d\ufeff\u00ad\u0000\u0301\u0307\u0308\u0323\u0338iıİIσςΣßẞſaÄéĳﬁﬃＡｶﾞ\uffa0\uff9eⅣ…\u1fef\u1ffd\u212b\u2126\u1e9e\u037e\u0374\u{1f9b7}\u{1d160}\ud800';
const text = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.string({ unit: 'grapheme' }),
	fc.string({ unit: fc.constantFrom(...TRICKY) }),
);
const RUNS = { numRuns: 1000 };

describe('For any text, the key', () => {
	test('of the key is the key itself', () => {
		fc.assert(
			fc.property(text, (any) => {
				const key = comparisonKey(any);
				expect(comparisonKey(key)).toBe(key);
			}),
			RUNS,
		);
	});

	test.each(['NFC', 'NFD'])('equals that of its %s form', (form) => {
		fc.assert(
			fc.property(text, (any) =>
				expect(comparisonKey(any.normalize(form))).toBe(comparisonKey(any)),
			),
			RUNS,
		);
	});

	test('equals that of the text in lower case', () => {
		fc.assert(
			fc.property(text, (any) => expect(comparisonKey(any.toLowerCase())).toBe(comparisonKey(any))),
			RUNS,
		);
	});

	test('equals that of the text in capitals, if each letter has one capital', () => {
		const letters = fc.string({ unit: fc.constantFrom(...'azéöłñşžДжθΩअ山 -') });
		fc.assert(
			fc.property(letters, (any) =>
				expect(comparisonKey(any.toUpperCase())).toBe(comparisonKey(any)),
			),
		);
	});

	test('ignores invisible characters wherever they are', () => {
		const invisible = fc.constantFrom('\u200b', '\u200e', '\u2060', '\ufeff', '\u00ad', '\u0000');
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), invisible, (any, place, sign) => {
				const at = place % (any.length + 1);
				expect(comparisonKey(any.slice(0, at) + sign + any.slice(at))).toBe(comparisonKey(any));
			}),
			RUNS,
		);
	});

	test('ignores the amount and kind of space', () => {
		const space = fc.string({ unit: fc.constantFrom(' ', '\u00a0', '\t', '\u2009'), minLength: 1 });
		const words = fc.array(fc.string({ unit: 'grapheme-ascii', minLength: 1 }), { minLength: 1 });
		fc.assert(
			fc.property(words, space, (any, between) =>
				expect(comparisonKey(any.join(between))).toBe(comparisonKey(any.join(' '))),
			),
		);
	});
});
