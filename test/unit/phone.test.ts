/** Phone numbers: they're sent as the user has them, unless a spreadsheet has destroyed them. */
import fc from 'fast-check';

import { additionalField, updateField } from '../../nodes/ChatDash/fields/collection';
import { optionalPhone, requiredPhone } from '../../nodes/ChatDash/fields/phone';
import { ok } from '../../nodes/transport/result';
import { CONTEXT } from '../parse-context';
import { wordsOf } from './words';

const phone = requiredPhone({ displayName: 'Phone' });
const optional = optionalPhone({ displayName: 'Phone' });

describe('A phone number', () => {
	test.each([
		'+49 170 1234567',
		'(555) 010-0199',
		'0170/1234567',
		'tel:+1-555-010-0199;ext=7',
		'+49\u00a0170\u202f1234567',
		'+49\u200b170',
		'anonymous',
		'sip:desk@example.com',
		'00',
	])('is sent as it is: %j', (text) => {
		expect(phone.parse(text, CONTEXT)).toEqual(ok(text));
		expect(optional.parse(text, CONTEXT)).toEqual(ok(text));
	});

	test('loses the spaces and invisible marks around it', () => {
		const mark = fc.constantFrom(
			' ',
			'\t',
			'\r\n',
			'\u00a0',
			'\u200b',
			'\u202a',
			'\u202c',
			'\ufeff',
		);
		const around = fc.string({ unit: mark });
		fc.assert(
			fc.property(around, around, (before, after) => {
				expect(phone.parse(`${before}+49 170 1234567${after}`, CONTEXT)).toEqual(
					ok('+49 170 1234567'),
				);
			}),
		);
	});

	test.each([
		[15550100199, '15550100199'],
		[491701234567890, '491701234567890'],
		[15550100199n, '15550100199'],
	])('that is the number %p becomes a text', (raw, text) => {
		expect(phone.parse(raw, CONTEXT)).toEqual(ok(text));
	});

	test.each(['4.9170E+11', '4,9170E+11', '4.917e11', '4E+11', ' +4.9170E+11\u200b'])(
		'that a spreadsheet has shortened is rejected with the reason: %p',
		(raw) => {
			for (const field of [phone, optional, updateField(optional), additionalField(optional)]) {
				const { message, advice } = wordsOf(field.parse(raw, CONTEXT));
				expect(message).toMatch(/^'Phone' is a number that a spreadsheet has shortened: “\+?\d/);
				expect(advice).toMatch(/last digits are missing.*format the column as plain text/);
			}
		},
	);

	test.each([undefined, null, '', ' \u200b'])('is empty if it is %j', (raw) => {
		expect(wordsOf(phone.parse(raw, CONTEXT)).message).toBe("'Phone' is empty");
		expect(wordsOf(updateField(optional).parse(raw, CONTEXT)).message).toBe("'Phone' is empty");
		expect(optional.parse(raw, CONTEXT)).toEqual(ok(undefined));
	});

	test.each<[unknown, RegExp]>([
		['+1 555 010 0199\n+1 555 010 0100', /a line break or a tab/],
		['#N/A', /“#N\/A”/],
		['+49 undefined', /the word 'undefined'/],
		[['+1 555 010 0199'], /must be text, but it's a list/],
		[true, /must be text/],
	])('rejects %j like other texts', (raw, message) => {
		expect(wordsOf(phone.parse(raw, CONTEXT)).message).toMatch(message);
	});
});

test('A phone number takes the settings of its field, and shows an example', () => {
	const field = optionalPhone(
		{ displayName: 'Phone', description: "The caller's number" },
		{ showFor: { channel: ['voice'] } },
	);
	expect(field.property).toMatchObject({
		type: 'string',
		placeholder: 'e.g. +1 555 010 0199',
		description: "The caller's number",
	});
	expect(field.showFor).toEqual({ channel: ['voice'] });
	expect(field.whenHidden?.()).toBeUndefined();
	expect(field.hintIfAlwaysEmpty).toBe(true);
	expect(phone.property.required).toBe(true);
});
