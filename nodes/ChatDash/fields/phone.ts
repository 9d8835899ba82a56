// Fields for a phone number. ChatDash documents no format, so a number is sent as the user has it.
import { err } from '../../transport/result';
import type { Field, FieldSettings, PropertySettings } from './field';
import { type ParseText, parseIdentifier, parseText, quote } from './parseText';
import { optionalText, requiredText } from './text';

type PhoneProperty = PropertySettings<'type' | 'default'>;

const PLACEHOLDER = { placeholder: 'e.g. +1 555 010 0199' };

/** A phone number that can't be empty. */
export const requiredPhone = (
	property: PhoneProperty,
	settings: FieldSettings<string> = {},
): Field<string> => ({
	...requiredText({ ...PLACEHOLDER, ...property }, parsePhone),
	...settings,
});

/** A phone number that can be empty. Its value is `undefined` then. */
export const optionalPhone = (
	property: PhoneProperty,
	settings: FieldSettings<string | undefined> = {},
): Field<string | undefined> => ({
	...optionalText({ ...PLACEHOLDER, ...property }, {}, parsePhone),
	...(settings.showFor && { whenHidden: () => undefined }),
	...settings,
});

/** Parses a phone number: spaces and invisible characters around it are removed, and those inside stay. */
const parsePhone: ParseText = (raw, label) => {
	// A line break may separate two numbers, so the number is checked like an identifier.
	const identifier = parseIdentifier(raw, label);
	if (!identifier.ok) return identifier;
	return IN_SCIENTIFIC_NOTATION.test(identifier.value)
		? err(
				`'${label}' is a number that a spreadsheet has shortened: ${quote(identifier.value)}`,
				'The last digits are missing. In the spreadsheet, format the column as plain text, then enter or import the phone numbers again.',
			)
		: parseText(raw, label);
};

/** As in 4.9170E+11. Some languages write a comma in it. */
const IN_SCIENTIFIC_NOTATION = /^[+-]?\d+(?:[.,]\d+)? ?e ?[+-]?\d+$/i;
