// Parsers for text fields. They take any value that a CRM or an expression returns. If it isn't a valid text, they
// explain in plain words what is wrong.
import { type Result, type Err, err, ok } from '../../transport/result';
import { LINE_BREAK, SPECIAL, normalizeIdentifier, normalizeText } from './characters';
import { spreadsheetErrorIn } from './spreadsheet';

/**
 * Parses the raw value of a text field.
 *
 * Numbers and dates become text, dates as ISO 8601. `null`, `undefined` and the words that a broken expression writes
 * for them become an empty text.
 *
 * @param label the parameter's name as the user sees it
 * @returns the normalized text, or what is wrong with the value
 */
export type ParseText = (raw: unknown, label: string) => Result<string>;

/** Parses a name or another text that people read. It's trimmed, and line breaks in it become spaces. */
export const parseText: ParseText = (raw, label) => parse(raw, label, normalizeText, quoteAtEnd);

/** Parses a login, an email address or an ID. Invisible characters are removed, and line breaks are rejected. */
export const parseIdentifier: ParseText = (raw, label) =>
	parse(raw, label, normalizeIdentifier, quoteAtEnd);

/** Parses a key like an identifier, but no message quotes it. */
export const parseSecret: ParseText = (raw, label) =>
	parse(raw, label, normalizeIdentifier, () => '');

const quoteAtEnd = (text: string) => `: ${quote(text)}`;

function parse(
	raw: unknown,
	label: string,
	normalize: (text: string) => string,
	quoteText: (text: string) => string,
): Result<string> {
	const input = toText(raw);
	if (input === undefined) {
		return err(
			`'${label}' must be text, but it's ${describeType(raw)}`,
			Array.isArray(raw)
				? 'Map one entry of this list, for example with [0] at the end of the expression.'
				: 'Map a field that contains text or a number.',
		);
	}
	// Digits beyond these are lost before the node gets the number, so it may be the ID of something else.
	if (Number.isInteger(raw) && !Number.isSafeInteger(raw)) {
		return err(
			`'${label}' is a number with too many digits${quoteText(input)}`,
			'n8n only keeps the first 15 or 16 digits of a number. Get the value as text where it comes from.',
		);
	}
	const trimmed = input.trim();
	if (!SUSPICIOUS.test(trimmed)) return ok(trimmed);
	const text = normalize(trimmed);
	if (isStringifiedNothing(text)) return ok('');
	return findError(text, label, quoteText(text)) ?? ok(text);
}

/** What normalizing and the checks below look for. Most texts have none of it, so this one test is enough for them. */
const SUSPICIOUS = new RegExp(
	`${SPECIAL.source}|[#…]|\\.{3}|null|undefined|NaN|Invalid |\\[object|Err:`,
	'u',
);

/** @param quoted the text as a message quotes it; empty if the text is secret */
const findError = (text: string, label: string, quoted: string): Err | undefined =>
	findCharacterError(text, label, quoted) ?? findWordError(text, label, quoted);

function findCharacterError(text: string, label: string, quoted: string): Err | undefined {
	if (LINE_BREAK.test(text)) {
		return err(
			`'${label}' contains a line break or a tab${quoted}`,
			"Enter a single value on one line. If a cell has several, take one of them with an expression, for example {{ $json.email.split('\\n')[0] }}.",
		);
	}
	const [character] = NOT_TEXT.exec(text) ?? [];
	return character === undefined
		? undefined
		: err(
				`'${label}' contains a character that isn't text (${codePointOf(character)})${quoted}`,
				"Enter the value again at its source, or remove the character with an expression, for example {{ $json.name.replace(/\\p{Cc}/gu, '') }}.",
			);
}

function findWordError(text: string, label: string, quoted: string): Err | undefined {
	if (text.includes(OBJECT_OBJECT)) {
		return err(
			`'${label}' contains ${OBJECT_OBJECT}`,
			'The expression turns a whole group of fields into text. Map one field from that group instead.',
		);
	}
	const cell = spreadsheetErrorIn(text);
	if (cell !== undefined) {
		return err(
			`'${label}' contains “${cell}”, which a spreadsheet shows instead of a value${cell === text ? '' : quoted}`,
			SPREADSHEET_ADVICE,
		);
	}
	const word = nullishWordIn(text);
	return word === undefined
		? undefined
		: err(
				`'${label}' contains the word${word.includes(' ') ? 's' : ''} '${word}'${quoted}`,
				word === 'null' || word === 'undefined' ? MISSING_ADVICE : CALCULATED_ADVICE,
			);
}

export const SPREADSHEET_ADVICE =
	"Fix the cell or its formula in the spreadsheet. If it's still loading there, run the workflow again when it's done.";

const MISSING_ADVICE =
	"The expression uses a field that this item doesn't have. To leave it out, write {{ $json.lastName ?? '' }}. If the word is part of a real name, start it with a capital letter.";

const CALCULATED_ADVICE =
	"The expression calculates with something that isn't a number, or formats a date that doesn't exist. Check the fields that it uses.";

/** Control characters and lone surrogates. */
const NOT_TEXT = /[\p{Cc}\p{Cs}]/u;

const codePointOf = (character: string) =>
	`U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;

/** JavaScript's text for an object. A text has it if the user dragged a group of fields into an expression. */
export const OBJECT_OBJECT = '[object Object]';

/** Whether a text has only JavaScript's words for nothing, as returned by an expression like {{ $json.first + '' }}. */
export const isStringifiedNothing = (text: string) =>
	/^(?:undefined|null|NaN)(?:\s+(?:undefined|null|NaN))*$/.test(text);

/**
 * JavaScript's words for nothing within a text, in JavaScript's case, because names begin with a capital letter. "null"
 * has to be a whole word, because many words contain it. "undefined" may follow other letters, but not precede
 * lower-case ones. "NaN" before a capitalized word is part of a name, because an expression rarely joins a number and a
 * name.
 */
const NULLISH_WORD =
	/undefined(?![\p{Ll}\p{M}])|(?<![\p{L}\p{M}\p{N}])(?:null(?![\p{L}\p{M}\p{N}])|NaN(?![\p{L}\p{M}\p{N}]| \p{Lu})|Invalid (?:Date(?:Time)?|date|Duration|Interval)(?!\p{L}))/u;

const nullishWordIn = (text: string): string | undefined => NULLISH_WORD.exec(text)?.[0];

/** Converts a value to text. Returns `undefined` if that's not possible. */
function toText(raw: unknown): string | undefined {
	if (typeof raw === 'string') return raw;
	if (raw === undefined || raw === null) return '';
	if (typeof raw === 'number') return Number.isFinite(raw) ? String(raw) : undefined;
	if (typeof raw === 'bigint') return String(raw);
	return toIsoDate(raw);
}

/** Describes a value that can't be a text, in the user's words. */
export function describeType(raw: unknown): string {
	if (Array.isArray(raw)) return 'a list';
	if (isDate(raw)) return 'an invalid date';
	if (typeof raw === 'boolean') return `${String(raw)} (a yes/no value)`;
	if (typeof raw === 'number') return 'an invalid number';
	return 'a group of fields';
}

/** Databases return JavaScript's dates, and expressions such as {{ $now }} return Luxon's. */
export const isDate = (raw: unknown): raw is Date | { toISO(): unknown } =>
	raw instanceof Date ||
	(typeof raw === 'object' && raw !== null && 'toISO' in raw && typeof raw.toISO === 'function');

/** Formats a date as ISO 8601. Returns `undefined` if the value isn't a date, or if the date doesn't exist. */
export function toIsoDate(raw: unknown): string | undefined {
	if (!isDate(raw)) return undefined;
	if (raw instanceof Date) return Number.isNaN(raw.valueOf()) ? undefined : raw.toISOString();
	const iso = raw.toISO();
	return typeof iso === 'string' ? iso : undefined;
}

/** Long enough to recognize a value. */
const MAX_QUOTE_LENGTH = 60;

/** Quotes a user's value in a sentence: in one line, and truncated. */
export const quote = (text: string) =>
	`“${toSingleLine(text.length > MAX_QUOTE_LENGTH ? `${text.slice(0, MAX_QUOTE_LENGTH)}…` : text)}”`;

const toSingleLine = (text: string) =>
	text.replace(/\r\n|[\p{Cc}\p{Cs}\u2028\u2029]/gu, (character) =>
		LINE_BREAK.test(character) ? '↵' : '�',
	);
