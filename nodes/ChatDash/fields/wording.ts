// Puts names and labels into sentences.

/** Writes a label as within a sentence: "name", "login ID". */
export const inSentence = (label: string): string => label.charAt(0).toLowerCase() + label.slice(1);

/** Puts the article before a noun: "a client", "an agent". */
export const withArticle = (noun: string): string =>
	`${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;

/** Joins the parts of a sentence: "A", "A or B", "A, B, or C". */
export function joinWith(conjunction: 'and' | 'or', parts: readonly string[]): string {
	const last = parts.at(-1) ?? '';
	const others = parts.slice(0, -1);
	const comma = others.length > 1 ? ',' : '';
	return others.length === 0 ? last : `${others.join(', ')}${comma} ${conjunction} ${last}`;
}

/** Writes a text as at the start of a sentence. */
export const capitalize = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
