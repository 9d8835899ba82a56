// How a login ID is parsed. It can be of any kind and can have spaces, but it has to be one.
import { err, ok } from '../../../transport/result';
import { type ParseText, parseIdentifier, quote } from '../../fields/parseText';

/** Parses a login ID like any identifier. A list of logins is refused, and so is a name next to an address. */
export const parseLoginId: ParseText = (raw, label) => {
	const text = parseIdentifier(raw, label);
	if (!text.ok) return text;
	// A letter with its accent can be stored in two ways that look the same, and would make two accounts.
	const loginId = text.value.normalize('NFC');
	return hasSeveralValues(loginId)
		? err(
				`'${label}' contains more than a login ID: ${quote(loginId)}`,
				'Give one login ID, without a second one or a name next to it. From a list, take the first one with an expression, for example {{ $json.email.split(/[;,\\s]+/)[0] }}.',
			)
		: ok(loginId);
};

/** A comma and a bar are part of some logins, but not of an email address. */
const hasSeveralValues = (text: string) =>
	text.includes(';') ||
	(ADDRESS.test(text) && (/[\s,|<>]/.test(text) || SECOND_ADDRESS.test(text)));

const ADDRESS = /[^\s@]@[^\s@]/;
const SECOND_ADDRESS = /(?<=[^\s@])@.*[^\s@]@/;
