// Fields for an email address.
import { err, ok } from '../../transport/result';
import { withPlainApostrophes } from './characters';
import type { Field, PropertySettings } from './field';
import { parseIdentifier, quote } from './parseText';
import { optionalText } from './text';

/** An email address that can be empty. Its value is `undefined` then. */
export function optionalEmail(property: PropertySettings<'type'>): Field<string | undefined> {
	return optionalText(property, {}, (raw, label) => {
		const text = parseIdentifier(raw, label);
		if (!text.ok) return text;
		const address = withPlainApostrophes(text.value);
		return address === '' || isEmail(address)
			? ok(address)
			: err(
					`'${label}' isn't a valid email address: ${quote(address)}`,
					'Enter a single address, for example nathan@example.com, or leave the field empty.',
				);
	});
}

/** The longest address that fits into an SMTP path (RFC 3696, erratum 1690). */
const MAX_LENGTH = 254;

/** Whether a text is exactly one email address, without a name before it and without a second address. */
const isEmail = (text: string) =>
	text.length <= MAX_LENGTH &&
	/^[^\s@<>()[\],;:"]+@([^\s@<>()[\],;:".]+\.)+[^\s@<>()[\],;:".]{2,}$/.test(text);
