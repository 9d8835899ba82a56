// Parses what belongs in a text field. The parsers know nothing of n8n and of items; they take whatever a CRM handed over
// and explain what is wrong with it in plain words.
import { type Result, type Err, err, ok } from '../../transport/result';
import { LINE_BREAK, SPECIAL, normalizeIdentifier, normalizeText } from './characters';
import { spreadsheetErrorIn } from './spreadsheet';

/**
 * Parses the raw value of a text field.
 *
 * Numbers become digits, dates ISO 8601. Nothing (`null`, a missing field) and what a broken expression leaves behind
 * instead of it become an empty text.
 *
 * @param label the parameter's name as the user sees it
 * @returns the normalized text, or what is wrong with it
 */
export type ParseText = (raw: unknown, label: string) => Result<string>;

/** Parses a name or any other text that people read: in one line, its ends trimmed. */
export const parseText: ParseText = (raw, label) => parse(raw, label, normalizeText, quotedAfter);

/** Parses a login, an email address or an ID: without invisible characters, and one value in one line. */
export const parseIdentifier: ParseText = (raw, label) =>
	parse(raw, label, normalizeIdentifier, quotedAfter);

/** Parses a key like an identifier. No message shows it. */
export const parseSecret: ParseText = (raw, label) =>
	parse(raw, label, normalizeIdentifier, () => '');

const quotedAfter = (text: string) => `: ${quote(text)}`;

function parse(
	raw: unknown,
	label: string,
	normalize: (text: string) => string,
	show: (text: string) => string,
): Result<string> {
	const given = textOf(raw);
	if (given === undefined) {
		return err(
			`'${label}' is ${describeType(raw)}, not a text`,
			'Map one field inside of it that contains a text or a number.',
		);
	}
	const trimmed = given.trim();
	if (!SUSPICIOUS.test(trimmed)) return ok(trimmed);
	const text = normalize(trimmed);
	if (isStringifiedNothing(text)) return ok('');
	return faultIn(text, label, show) ?? ok(text);
}

/** What normalizing and the checks below look for. Most texts have none of it, and this one look at them is enough. */
const SUSPICIOUS = new RegExp(
	`${SPECIAL.source}|[#…]|\\.{3}|null|undefined|NaN|Invalid |\\[object|Err:`,
	'u',
);

/** @param show adds the text to a message, unless it is secret */
const faultIn = (text: string, label: string, show: (text: string) => string): Err | undefined =>
	characterFault(text, label, show(text)) ?? wordFault(text, label, show(text));

function characterFault(text: string, label: string, shown: string): Err | undefined {
	if (LINE_BREAK.test(text)) {
		return err(
			`'${label}' contains a line break or a tab${shown}`,
			"Give one value in one line. If a cell has several, take one of them with an expression, for example {{ $json.email.split('\\n')[0] }}.",
		);
	}
	const [notText] = NOT_TEXT.exec(text) ?? [];
	return notText === undefined
		? undefined
		: err(
				`'${label}' contains a character that isn't text (${codeOf(notText)})${shown}`,
				"Type the value again where it comes from, or remove the character with an expression, for example {{ $json.name.replace(/\\p{Cc}/gu, '') }}.",
			);
}

function wordFault(text: string, label: string, shown: string): Err | undefined {
	if (text.includes(OBJECT_OBJECT)) {
		return err(
			`'${label}' contains ${OBJECT_OBJECT}`,
			'Its expression puts a group of fields into a text. Map one field inside of that group.',
		);
	}
	const cell = spreadsheetErrorIn(text);
	if (cell !== undefined) {
		return err(
			`'${label}' contains “${cell}”, which a spreadsheet shows instead of a value${cell === text ? '' : shown}`,
			SPREADSHEET_ADVICE,
		);
	}
	const word = nothingIn(text);
	return word === undefined
		? undefined
		: err(
				`'${label}' contains the word${word.includes(' ') ? 's' : ''} ${word}${shown}`,
				word === 'null' || word === 'undefined' ? MISSING_ADVICE : CALCULATED_ADVICE,
			);
}

export const SPREADSHEET_ADVICE =
	"Fix the cell or its formula in the spreadsheet. If it is still loading there, run the workflow again when it's done.";

const MISSING_ADVICE =
	"Its expression joins a field that this item doesn't have. Write {{ $json.lastName ?? '' }} to leave such a field out. If the word is part of a real name, start it with a capital letter.";

const CALCULATED_ADVICE =
	"Its expression calculates with something that isn't a number, or formats a date that doesn't exist. Check the fields that it uses.";

/** Control characters, and halves of characters. */
const NOT_TEXT = /[\p{Cc}\p{Cs}]/u;

const codeOf = (character: string) =>
	`U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;

/** What JavaScript writes when someone drags a group of fields into a text. */
export const OBJECT_OBJECT = '[object Object]';

/** Whether JavaScript's words for nothing are all there is, as an expression such as {{ $json.first + '' }} leaves them. */
export const isStringifiedNothing = (text: string) =>
	/^(?:undefined|null|NaN)(?:\s+(?:undefined|null|NaN))*$/.test(text);

/**
 * JavaScript's words for nothing inside of a text, exactly as it writes them: surnames and companies begin with a capital
 * letter. "undefined" is long enough not to be part of another word unless small letters follow; "null" is part of many.
 * A number isn't joined before a capitalized word, so NaN there is part of a name.
 */
const NOTHING =
	/undefined(?![\p{Ll}\p{M}])|(?<![\p{L}\p{M}\p{N}])(?:null(?![\p{L}\p{M}\p{N}])|NaN(?![\p{L}\p{M}\p{N}]| \p{Lu})|Invalid (?:Date(?:Time)?|date|Duration|Interval)(?!\p{L}))/u;

const nothingIn = (text: string): string | undefined => NOTHING.exec(text)?.[0];

/** A value as text; `undefined` if it can't be text. */
function textOf(raw: unknown): string | undefined {
	if (typeof raw === 'string') return raw;
	if (raw === undefined || raw === null) return '';
	if (typeof raw === 'number') return Number.isFinite(raw) ? String(raw) : undefined;
	if (typeof raw === 'bigint') return String(raw);
	return isoDate(raw);
}

/** What a value is that isn't a text, in the user's words. */
export function describeType(raw: unknown): string {
	if (Array.isArray(raw)) return 'a list';
	if (isDate(raw)) return 'a date that does not exist';
	if (typeof raw === 'boolean') return `${String(raw)} (a yes or no)`;
	if (typeof raw === 'number') return 'the result of a calculation that has none';
	return 'a group of fields';
}

/** Databases hand over dates as JavaScript's own, expressions such as {{ $now }} as Luxon's. */
const isDate = (raw: unknown): raw is Date | { toISO(): unknown } =>
	raw instanceof Date ||
	(typeof raw === 'object' && raw !== null && 'toISO' in raw && typeof raw.toISO === 'function');

/** A date as ISO 8601 writes it; `undefined` for what is no date, and for one that does not exist. */
function isoDate(raw: unknown): string | undefined {
	if (!isDate(raw)) return undefined;
	if (raw instanceof Date) return Number.isNaN(raw.valueOf()) ? undefined : raw.toISOString();
	const iso = raw.toISO();
	return typeof iso === 'string' ? iso : undefined;
}

/** A user's value inside a sentence: in one line, and cut to a length that still shows which one it is. */
export const quote = (text: string) =>
	`“${readable(text.length > 60 ? `${text.slice(0, 60)}…` : text)}”`;

const readable = (text: string) =>
	text.replace(/\r\n|[\p{Cc}\p{Cs}\u2028\u2029]/gu, (each) => (LINE_BREAK.test(each) ? '↵' : '�'));
