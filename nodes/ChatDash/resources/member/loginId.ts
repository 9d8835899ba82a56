// Parses login IDs. A login ID can be any text, with spaces, but the value must be a single one.
import { err, ok } from '../../../transport/result';
import { withPlainApostrophes } from '../../fields/characters';
import { type ParseText, parseIdentifier, quote } from '../../fields/parseText';

/** Parses a login ID like other identifiers, but rejects lists of logins, and addresses with a name next to them. */
export const parseLoginId: ParseText = (raw, label) => {
	const text = parseIdentifier(raw, label);
	if (!text.ok) return text;
	// An accented letter can be stored in two ways that look the same. Without normalization, they would be two accounts.
	const loginId = withPlainApostrophes(text.value.normalize('NFC'));
	return hasSeveralValues(loginId)
		? err(
				`'${label}' contains more than one login ID: ${quote(loginId)}`,
				'Enter a single login ID, without another one or a name next to it. To take the first one of a list, use an expression, for example {{ $json.email.split(/[;,\\s]+/)[0] }}.',
			)
		: ok(loginId);
};

/** Commas and bars are part of some login IDs, so they only separate values if there's an email address. */
const hasSeveralValues = (text: string) =>
	text.includes(';') ||
	(ADDRESS.test(text) && (/[\s,|<>]/.test(text) || SECOND_ADDRESS.test(text)));

const ADDRESS = /[^\s@]@[^\s@]/;
const SECOND_ADDRESS = /(?<=[^\s@])@.*[^\s@]@/;
