// Fields for an email address.
import { err, ok } from '../../transport/result';
import { withPlainApostrophes } from './characters';
import type { Field, PropertySettings } from './field';
import { type ParseText, parseIdentifier, quote } from './parseText';
import { optionalText, requiredText } from './text';

/** An email address that can be empty. Its value is `undefined` then. */
export const optionalEmail = (property: PropertySettings<'type'>): Field<string | undefined> =>
	optionalText(property, {}, parserFor(`${ADVICE}, or leave the field empty.`));

/** An email address that can't be empty. */
export const requiredEmail = (property: PropertySettings<'type'>): Field<string> =>
	requiredText(property, parserFor(`${ADVICE}.`));

const ADVICE = 'Enter a single address, for example nathan@example.com';

const parserFor =
	(advice: string): ParseText =>
	(raw, label) => {
		const text = parseIdentifier(raw, label);
		if (!text.ok) return text;
		const address = withPlainApostrophes(text.value);
		return address === '' || isEmail(address)
			? ok(address)
			: err(`'${label}' isn't a valid email address: ${quote(address)}`, advice);
	};

/** The longest address that fits into an SMTP path (RFC 3696, erratum 1690). */
const MAX_LENGTH = 254;

/** Whether a text is exactly one email address, without a name before it and without a second address. */
const isEmail = (text: string) =>
	text.length <= MAX_LENGTH &&
	/^[^\s@<>()[\],;:"]+@([^\s@<>()[\],;:".]+\.)+[^\s@<>()[\],;:".]{2,}$/.test(text);
