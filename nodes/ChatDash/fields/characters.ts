// Removes the invisible characters that copying from a web page, an email or a spreadsheet leaves in a text. With them,
// texts that look the same differ, and a login can't be typed.

/** Characters that may have to be removed. A text without any of them only needs `trim()`. */
export const SPECIAL =
	/[\p{Cc}\p{Cs}\p{DI}\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u2800\u3000\ufff9-\ufffc]/u;

/** `\p{DI}` matches the characters that Unicode declares invisible (Default_Ignorable_Code_Point). */
const INVISIBLE = /[\0\p{DI}\u2800\ufff9-\ufffc]+/gu;

/** A lone surrogate isn't visible. Systems that truncate texts leave one at the end. */
const VISIBLE = /[^\s\0\u0085\p{DI}\p{Cs}\u2800\ufff9-\ufffc]/u;

/** A character with invisible ones after it that select its variant, such as a red heart or the flag of England. */
const WITH_VARIANT =
	/^(?:[\p{Extended_Pictographic}\p{So}][\ufe00-\ufe0f]?[\u{e0020}-\u{e007f}]*|\p{Ideographic}[\ufe00-\ufe02\u{e0100}-\u{e01ef}]|\p{Script=Mongolian}[\u180b-\u180d\u180f])/u;

/** Whitespace that ends a line or a cell. */
export const LINE_BREAK = /[\t\n\v\f\r\u0085\u2028\u2029]/;

/** Whitespace except the ordinary space and line breaks. */
const OTHER_SPACE = /[^\S \t\n\v\f\r\u2028\u2029]/g;

const SPACES = /[\s\u0085]+/g;

/**
 * Removes whitespace and invisible characters from both ends of a text. Those inside stay, because they join emoji and
 * are part of Persian words.
 *
 * @returns the text; empty if nothing in it is visible
 */
export function trimText(text: string): string {
	const trimmed = text.trim();
	if (!SPECIAL.test(trimmed)) return trimmed;
	const characters = Array.from(trimmed);
	const first = characters.findIndex((character) => VISIBLE.test(character));
	if (first === -1) return '';
	const last = characters.findLastIndex((character) => VISIBLE.test(character));
	const [end = characters[last] ?? ''] = WITH_VARIANT.exec(characters.slice(last).join('')) ?? [];
	return characters.slice(first, last).join('') + end;
}

/** Normalizes a name: trims it and replaces line breaks with spaces. */
export function normalizeText(text: string): string {
	const trimmed = trimText(text);
	return LINE_BREAK.test(trimmed)
		? trimmed.replace(SPACES, (spaces) => (LINE_BREAK.test(spaces) ? ' ' : spaces))
		: trimmed;
}

/**
 * Normalizes a text that systems compare character by character, such as a login, an email address or an ID: removes
 * invisible characters and replaces other spaces with ordinary ones. Line breaks stay, because they may separate two
 * values.
 */
export function normalizeIdentifier(text: string): string {
	const trimmed = trimText(text);
	return SPECIAL.test(trimmed) ? trimmed.replace(INVISIBLE, '').replace(OTHER_SPACE, ' ') : trimmed;
}

/** What word processors and phones type for an apostrophe. */
const APOSTROPHES = /[\u2018\u2019\u02bc\uff07]/g;

/** Replaces typographic apostrophes with the one that every keyboard has, so that everybody can type the text. */
export const withPlainApostrophes = (text: string): string => text.replace(APOSTROPHES, "'");
