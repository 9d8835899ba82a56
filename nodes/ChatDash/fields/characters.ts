// Characters that no one sees: what copying from a web page, a mail or a sheet leaves in a text. They make two texts
// differ that look the same, and a login that has one can't be typed.

/** What needs a closer look: a text without any of these characters is clean once it is trimmed. */
export const SPECIAL =
	/[\p{Cc}\p{Cs}\p{DI}\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u2800\u3000\ufff9-\ufffc]/u;

/** `\p{DI}` are the characters that Unicode says to ignore when a text is displayed. */
const INVISIBLE = /[\0\p{DI}\u2800\ufff9-\ufffc]+/gu;

/** Half of a character counts as well: a system that cuts texts to a length leaves it at the end. */
const VISIBLE = /[^\s\0\u0085\p{DI}\p{Cs}\u2800\ufff9-\ufffc]/u;

/** A character with the invisible ones after it that choose its variant: a red heart, the flag of England. */
const WITH_VARIANT =
	/^(?:[\p{Extended_Pictographic}\p{So}][\ufe00-\ufe0f]?[\u{e0020}-\u{e007f}]*|\p{Ideographic}[\ufe00-\ufe02\u{e0100}-\u{e01ef}]|\p{Script=Mongolian}[\u180b-\u180d\u180f])/u;

/** Whitespace that ends a line or a cell. */
export const LINE_BREAK = /[\t\n\v\f\r\u0085\u2028\u2029]/;

/** Whitespace that isn't the space of a keyboard and ends no line. */
const OTHER_SPACE = /[^\S \t\n\v\f\r\u2028\u2029]/g;

const SPACES = /[\s\u0085]+/g;

/**
 * Removes whitespace and invisible characters from both ends of a text. Inside they stay: emoji are joined by them, and
 * Persian words need them.
 *
 * @returns the text, empty if it has nothing to see
 */
export function trimText(text: string): string {
	const trimmed = text.trim();
	if (!SPECIAL.test(trimmed)) return trimmed;
	const characters = Array.from(trimmed);
	const first = characters.findIndex((each) => VISIBLE.test(each));
	if (first === -1) return '';
	const last = characters.findLastIndex((each) => VISIBLE.test(each));
	const [end = characters[last] ?? ''] = WITH_VARIANT.exec(characters.slice(last).join('')) ?? [];
	return characters.slice(first, last).join('') + end;
}

/** Normalizes a name: in one line, with its ends trimmed. */
export function normalizeText(text: string): string {
	const trimmed = trimText(text);
	return LINE_BREAK.test(trimmed)
		? trimmed.replace(SPACES, (spaces) => (LINE_BREAK.test(spaces) ? ' ' : spaces))
		: trimmed;
}

/**
 * Normalizes what is compared character by character, such as a login, an email address or an ID: without invisible
 * characters, and with the spaces of a keyboard. Line breaks stay, because they may separate two values.
 */
export function normalizeIdentifier(text: string): string {
	const trimmed = trimText(text);
	return SPECIAL.test(trimmed) ? trimmed.replace(INVISIBLE, '').replace(OTHER_SPACE, ' ') : trimmed;
}
