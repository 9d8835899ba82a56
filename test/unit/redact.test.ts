/** What ChatDash repeats of a password or a key is masked before anybody sees it. */
import fc from 'fast-check';

import { Redactor } from '../../nodes/transport/redact';

/** A password of at least four characters. Without the mask's own character, which a masked text holds of course. */
const secretText = fc
	.string({ unit: 'grapheme', minLength: 4, maxLength: 30 })
	.filter((text) => text.length >= 4 && !text.includes('*'));

/** An answer of any form that repeats the secret: in texts, in the middle of texts, in keys, as deep as you like. */
const answerWith = (secret: string) =>
	fc.letrec((tie) => ({
		value: fc.oneof({ depthSize: 'small' }, tie('leaf'), tie('list'), tie('record')),
		leaf: fc.oneof(
			fc.tuple(fc.string(), fc.string()).map(([before, after]) => before + secret + after),
			fc.constant(secret.repeat(2)),
			fc.string(),
			fc.integer(),
			fc.boolean(),
			fc.constant(null),
		),
		list: fc.array(tie('value')),
		record: fc.dictionary(
			fc.oneof(fc.string(), fc.constant(secret), fc.constant(`for ${secret}`)),
			tie('value'),
		),
	})).value;

/** All keys and texts of a value, as they are: in JSON a quote or a backslash would be written in another way. */
function stringsIn(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(stringsIn);
	if (typeof value === 'object' && value !== null) {
		return Object.entries(value).flatMap(([key, entry]) => [key, ...stringsIn(entry)]);
	}
	return [String(value)];
}

test('A secret of four characters or more is nowhere in the masked value, neither deep inside nor in a key', () => {
	const cases = secretText.chain((secret) => fc.tuple(fc.constant(secret), answerWith(secret)));
	fc.assert(
		fc.property(cases, ([secret, answer]) => {
			expect(
				stringsIn(new Redactor([secret]).redact(answer)).filter((text) => text.includes(secret)),
			).toEqual([]);
		}),
	);
});

test('The value that came in is not changed', () => {
	fc.assert(
		fc.property(answerWith('open sesame'), (answer) => {
			const before = structuredClone(answer);
			new Redactor(['open sesame']).redact(answer);
			expect(answer).toEqual(before);
		}),
	);
});

test('Without a secret in it a value comes out as it came in', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (answer) => {
			expect(new Redactor(['\u0001 nobody writes this', '']).redact(answer)).toEqual(answer);
		}),
	);
});

test('All of several secrets are masked, also one that is a part of another', () => {
	const masked = new Redactor(['sesame', 'open sesame', 'CD.1234']).redact(
		'sesame, open sesame, CD.1234',
	);
	expect(masked).toBe('*****, *****, *****');
});

test('What is added later is masked as well, in the same order', () => {
	const key = new Redactor(['sesame']);
	expect(key.with(['open sesame', 'CD']).redact('sesame, open sesame, CD')).toBe(
		'*****, *****, *****',
	);
	expect(key.redact('sesame, open sesame')).toBe('*****, open *****');
});

test('A secret with characters that mean something in a pattern is taken to the letter', () => {
	expect(new Redactor(['p.ss+(1)$&']).redact('your p.ss+(1)$& and poss')).toBe(
		'your ***** and poss',
	);
	expect(new Redactor(['a+b']).redact('a+b, aab')).toBe('*****, aab');
});

test('A password of digits is masked where it comes back as a number', () => {
	expect(new Redactor(['12345678']).redact({ pin: 12345678, id: 123456789 })).toEqual({
		pin: '*****',
		id: 123456789,
	});
});

test.each([
	['a', 'Pick a better one than a.', 'Pick ***** better one than *****.'],
	['in', 'Login ID already in use', 'Login ID already ***** use'],
	['é1', 'é1é é1', 'é1é *****'],
	['7', '17 or 7', '17 or *****'],
])(
	'The short password %j is masked where it stands alone: %s',
	(secret, omitCredentialsFrom, shown) => {
		expect(new Redactor([secret]).redact(omitCredentialsFrom)).toBe(shown);
	},
);

test.each([
	['without the blanks around it', '  open sesame ', 'Weak: open sesame!'],
	['as it stands in JSON', 'open "sesame" \\o/', 'Weak: open \\"sesame\\" \\\\o/!'],
	['as it stands in a web address', 'open/sesame&1', 'Weak: open%2Fsesame%261!'],
])('A secret is masked where it comes back %s', (_what, secret, omitCredentialsFrom) => {
	expect(new Redactor([secret]).redact(omitCredentialsFrom)).toBe('Weak: *****!');
});

test('A secret is not found however deep it lies', () => {
	for (const depth of [10, 60, 1000]) {
		let answer: unknown = { 'open sesame': 'open sesame' };
		for (let level = 0; level < depth; level++)
			answer = level % 2 === 0 ? [answer] : { of: answer };
		expect(JSON.stringify(new Redactor(['open sesame']).redact(answer))).not.toContain('sesame');
	}
});
