/** Which names are suggested for a name that doesn't exist, and in which order. */
import fc from 'fast-check';

import { closest, lettersOf } from '../../nodes/ChatDash/fields/closest';

const CLIENTS = ['bolt law', 'acme dental', 'acme dental group', 'maple law', 'elm', 'x', ''];

test.each<[string, string, string[]]>([
	['a missing letter', 'acme dentl', ['acme dental']],
	['an extra letter', 'maple laww', ['maple law']],
	['a wrong letter', 'bolt law', ['bolt law']],
	['two swapped letters, which count as one typo', 'lem', ['elm']],
	['a part of a name', 'acme', ['acme dental', 'acme dental group']],
	['a name with more text after it', 'bolt law ltd', ['bolt law']],
	['the exact name before longer ones', 'acme dental', ['acme dental', 'acme dental group']],
	['something else', 'harbour fitness', []],
	['too many typos', 'azma dnetua', []],
	['a single letter', 'a', []],
	['nothing', '', []],
])('Close to %s', (_what, wanted, expected) => {
	expect(closest(wanted, CLIENTS)).toEqual(expected);
});

test.each([
	['Łódź Café', 'łodz cafe'],
	['Weiß', 'weiss'],
	['ZOE\u0308’S  Bäckerei', "zoe's backerei"],
	['株式会社', '株式会社'],
])('The letters of “%s” are “%s”', (name, letters) => {
	expect(lettersOf(name)).toBe(letters);
});

test('A name with fewer typos comes first, wherever it is in the list', () => {
	expect(closest('harbour', ['harbours x', 'harvoor', 'harbor', 'barbour 2'])).toEqual([
		'harbor',
		'harvoor',
		'harbours x',
	]);
});

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 4, maxLength: 12 });

test('One typo anywhere in a name is found', () => {
	const typo = fc.constantFrom<(text: string, at: number) => string>(
		(text, at) => text.slice(0, at) + text.slice(at + 1),
		(text, at) => `${text.slice(0, at)}z${text.slice(at)}`,
		(text, at) => `${text.slice(0, at)}z${text.slice(at + 1)}`,
		(text, at) =>
			text.slice(0, at) + text.slice(at + 1, at + 2) + text.slice(at, at + 1) + text.slice(at + 2),
	);
	fc.assert(
		fc.property(letters, fc.nat(), typo, (name, place, mistyped) => {
			expect(closest(mistyped(name, place % name.length), [name])).toEqual([name]);
		}),
	);
});

test('Three letters left out, added or replaced anywhere in a long name are found', () => {
	const long = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 12, maxLength: 20 });
	const typo = fc.tuple(fc.nat(), fc.constantFrom('', 'z', 'zz'));
	fc.assert(
		fc.property(long, fc.array(typo, { maxLength: 3 }), (name, typos) => {
			const mistyped = typos.reduce((text, [place, instead]) => {
				const at = place % text.length;
				const kept = instead === 'zz' ? text.slice(at, at + 1) : '';
				return text.slice(0, at) + instead.slice(0, 1) + kept + text.slice(at + 1);
			}, name);
			expect(closest(mistyped, [name])).toEqual([name]);
		}),
	);
});

test('Closeness is symmetric for names of the same length', () => {
	const two = fc.nat({ max: 10 }).chain((length) => {
		const text = fc.string({
			unit: fc.constantFrom('a', 'b', 'c'),
			minLength: length,
			maxLength: length,
		});
		return fc.tuple(text, text);
	});
	fc.assert(
		fc.property(two, ([one, other]) => {
			expect(closest(one, [other]).length).toBe(closest(other, [one]).length);
		}),
	);
});
