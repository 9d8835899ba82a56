// The language of a client's dashboard. ChatDash documents ISO 639-1 codes, with English as the default, but not which
// of them it supports. So the field offers all codes.
import { type Result, err, ok } from '../../../transport/result';
import { comparisonKey } from '../../fields/comparisonKey';
import type { Field } from '../../fields/field';
import { parseText, quote } from '../../fields/parseText';
import { LANGUAGES } from './languages';

/** ChatDash's documented default. */
const DEFAULT_LANGUAGE = 'en';

/** The language of a new client. */
export const languageField: Field<string> = {
	property: {
		displayName: 'Language',
		type: 'options',
		options: Object.entries(LANGUAGES).map(([value, name]) => ({
			name: `${name} (${value})`,
			value,
		})),
		default: DEFAULT_LANGUAGE,
		description:
			"The language of the client's dashboard. In an expression, use a language's name like German, a two-letter code like <code>de</code>, or a tag like <code>pt-BR</code>.",
		// Otherwise, n8n marks names and tags from an expression as not supported.
		allowArbitraryValues: true,
	},
	parse: parseLanguage,
};

/** The language of an existing client. An empty value is invalid, because it would change the language to English. */
export const languageUpdate: Field<string> = {
	...languageField,
	parse: (raw) => {
		const text = parseText(raw, 'Language');
		return text.ok && text.value === ''
			? err(
					"'Language' is empty",
					'Enter a language or its two-letter code. To keep the current language, remove the field.',
				)
			: parseLanguage(raw);
	},
};

/**
 * Parses a language code in any case, a tag such as `pt-BR` or `pt_BR`, or the name of a language in English or in
 * the language itself. Only the first part of a tag counts.
 *
 * @returns the code in lower case, or `en` if the value is empty
 */
export function parseLanguage(raw: unknown): Result<string> {
	const text = parseText(raw, 'Language');
	if (!text.ok) return text;
	if (text.value === '') return ok(DEFAULT_LANGUAGE);

	const [code = ''] = text.value.toLowerCase().split(/[-_]/);
	if (Object.hasOwn(LANGUAGES, code)) return ok(code);

	const codeOfName = findCode(text.value);
	return codeOfName === undefined
		? err(
				`'Language' isn't a language: ${quote(text.value)}`,
				'Use a name like German or a two-letter code like de, or leave the field empty for English.',
			)
		: ok(codeOfName);
}

let codesByName: ReadonlyMap<string, string> | undefined;

/** Finds a code by the language's English name or by its name in the language itself, in any case. */
function findCode(name: string): string | undefined {
	codesByName ??= indexNames();
	// The name of a variety: "Portuguese (Brazil)".
	const withoutVariety = name.replace(/\s*\(.*\)$/, '');
	return codesByName.get(comparisonKey(name)) ?? codesByName.get(comparisonKey(withoutVariety));
}

/** Takes some milliseconds, so it's only called when an item has a name instead of a code. */
function indexNames(): ReadonlyMap<string, string> {
	const codes = new Map<string, string>();
	for (const code of Object.keys(LANGUAGES)) {
		const names = new Intl.DisplayNames([code], { type: 'language', fallback: 'none' });
		const ownName = names.of(code);
		if (ownName !== undefined) codes.set(comparisonKey(ownName), code);
	}
	// English names overwrite the languages' own names: speakers of Twi call it Akan, which is the English name of
	// another language.
	for (const [code, name] of Object.entries(LANGUAGES)) codes.set(comparisonKey(name), code);
	return codes;
}
