/** A password or a key that ChatDash repeats is redacted before anyone sees it. */
import fc from 'fast-check';

import { Redactor } from '../../nodes/transport/redact';

/** A password of at least four characters. It doesn't contain the asterisk, because a redacted text always does. */
const secretText = fc
	.string({ unit: 'grapheme', minLength: 4, maxLength: 30 })
	.filter((text) => text.length >= 4 && !text.includes('*'));

/** A response of any form that repeats the secret: in texts, in the middle of texts, in keys, at any depth. */
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

/** All keys and texts of a value, unescaped: in JSON, a quote or a backslash would be written in another way. */
function stringsIn(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(stringsIn);
	if (typeof value === 'object' && value !== null) {
		return Object.entries(value).flatMap(([key, entry]) => [key, ...stringsIn(entry)]);
	}
	return [String(value)];
}

test('A secret of four characters or more is nowhere in the redacted value, neither deep inside nor in a key', () => {
	const cases = secretText.chain((secret) => fc.tuple(fc.constant(secret), answerWith(secret)));
	fc.assert(
		fc.property(cases, ([secret, answer]) => {
			expect(
				stringsIn(new Redactor([secret]).redact(answer)).filter((text) => text.includes(secret)),
			).toEqual([]);
		}),
	);
});

test('The original value isn’t changed', () => {
	fc.assert(
		fc.property(answerWith('open sesame'), (answer) => {
			const before = structuredClone(answer);
			new Redactor(['open sesame']).redact(answer);
			expect(answer).toEqual(before);
		}),
	);
});

test('A value without a secret stays the same', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (answer) => {
			expect(new Redactor(['\u0001 no one writes this', '']).redact(answer)).toEqual(answer);
		}),
	);
});

test('All of several secrets are redacted, even one that is a part of another', () => {
	const masked = new Redactor(['sesame', 'open sesame', 'CD.1234']).redact(
		'sesame, open sesame, CD.1234',
	);
	expect(masked).toBe('*****, *****, *****');
});

test('Secrets added later are redacted too, in the same order', () => {
	const key = new Redactor(['sesame']);
	expect(key.with(['open sesame', 'CD']).redact('sesame, open sesame, CD')).toBe(
		'*****, *****, *****',
	);
	expect(key.redact('sesame, open sesame')).toBe('*****, open *****');
});

test('A secret with special regex characters is matched literally', () => {
	expect(new Redactor(['p.ss+(1)$&']).redact('your p.ss+(1)$& and poss')).toBe(
		'your ***** and poss',
	);
	expect(new Redactor(['a+b']).redact('a+b, aab')).toBe('*****, aab');
});

test('A password of digits is redacted if it comes back as a number', () => {
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
])('The short password %j is redacted as a whole word: %s', (secret, response, shown) => {
	expect(new Redactor([secret]).redact(response)).toBe(shown);
});

test.each([
	['without the spaces around it', '  open sesame ', 'Weak: open sesame!'],
	['as it is escaped in JSON', 'open "sesame" \\o/', 'Weak: open \\"sesame\\" \\\\o/!'],
	['as it is escaped in a web address', 'open/sesame&1', 'Weak: open%2Fsesame%261!'],
])('A secret is redacted if it comes back %s', (_what, secret, response) => {
	expect(new Redactor([secret]).redact(response)).toBe('Weak: *****!');
});

test('A secret is redacted at any depth', () => {
	for (const depth of [10, 60, 1000]) {
		let answer: unknown = { 'open sesame': 'open sesame' };
		for (let level = 0; level < depth; level++)
			answer = level % 2 === 0 ? [answer] : { of: answer };
		expect(JSON.stringify(new Redactor(['open sesame']).redact(answer))).not.toContain('sesame');
	}
});
