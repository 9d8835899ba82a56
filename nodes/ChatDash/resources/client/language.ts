// The language of a client's dashboard. ChatDash documents ISO 639-1 codes, with English as the default, but not which
// of them it supports. So the field offers all codes.
import { type Result, err, ok } from '../../../transport/result';
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
			"The language of the client's dashboard. An expression can give a code such as <code>de</code>, in any case, or a tag such as <code>pt-BR</code>.",
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
					'Give a code of two letters such as en, de or pt, or remove the field to leave the language as it is.',
				)
			: parseLanguage(raw);
	},
};

/**
 * Parses a language code in any case, or a tag such as `pt-BR` or `pt_BR`. Only the first part of a tag counts.
 *
 * @returns the code in lower case, or `en` if the value is empty; for a language's name, an error that suggests its
 *   code
 */
export function parseLanguage(raw: unknown): Result<string> {
	const text = parseText(raw, 'Language');
	if (!text.ok) return text;
	if (text.value === '') return ok(DEFAULT_LANGUAGE);

	const [code = ''] = text.value.toLowerCase().split(/[-_]/);
	if (Object.hasOwn(LANGUAGES, code)) return ok(code);

	const suggestion = findCode(text.value);
	return suggestion === undefined
		? err(
				`'Language' is not a language code: ${quote(text.value)}`,
				'Give a code of two letters such as en, de or pt, or leave the field empty for English.',
			)
		: err(
				`'Language' is a name, not a code: ${quote(text.value)}`,
				`The code of this language is ${suggestion}. In an expression, ${suggestion} has to come out.`,
			);
}

let codesByName: ReadonlyMap<string, string> | undefined;

/** Finds a code by the language's English name or by its name in the language itself, in any case. */
function findCode(name: string): string | undefined {
	codesByName ??= indexNames();
	return codesByName.get(name.toLowerCase());
}

/** Takes some milliseconds, so it's only called when an item has a name instead of a code. */
function indexNames(): ReadonlyMap<string, string> {
	const codes = new Map<string, string>();
	for (const code of Object.keys(LANGUAGES)) {
		const names = new Intl.DisplayNames([code], { type: 'language', fallback: 'none' });
		const ownName = names.of(code);
		if (ownName !== undefined) codes.set(ownName.toLowerCase(), code);
	}
	// English names overwrite the languages' own names: speakers of Twi call it Akan, which is the English name of
	// another language.
	for (const [code, name] of Object.entries(LANGUAGES)) codes.set(name.toLowerCase(), code);
	return codes;
}
