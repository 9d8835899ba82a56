// Currencies, and the amounts that belong to one.
import { type Result, err, ok } from '../../../transport/result';
import type { Field } from '../../fields/field';
import { parseIdentifier, quote } from '../../fields/parseText';
import { requiredText } from '../../fields/text';

/** A three-letter code, sent in lowercase as Stripe has it. */
export const currency = (displayName: string, description: string): Field<string> =>
	requiredText({ displayName, placeholder: 'e.g. usd', description }, parseCurrency);

function parseCurrency(raw: unknown, label: string): Result<string> {
	const text = parseIdentifier(raw, label);
	if (!text.ok || text.value === '') return text;
	return /^[a-z]{3}$/i.test(text.value)
		? ok(text.value.toLowerCase())
		: err(
				`'${label}' isn't a currency code: ${quote(text.value)}`,
				'Enter the three letters of the currency, such as usd or eur.',
			);
}
