// When two names count as the same. People copy names out of mails, sheets and CRMs, which change apostrophes, spaces and
// the way accents are stored without anyone seeing it.

/**
 * Maps a text to a key that is equal for texts that look the same: in another case, with other kinds of quotation marks,
 * dashes or spaces, with accents stored in another way, or with invisible characters. Letters and accents that a reader
 * can tell apart stay apart, so "Café" isn't "Cafe". The key is for comparing only; it's never shown or sent.
 */
export const comparisonKey = (text: string): string =>
	text
		// First, because a character between a letter and its accent keeps the two from being composed.
		.replace(INVISIBLE, '')
		.normalize('NFC')
		.toLowerCase()
		.replace(DRAWN_DIFFERENTLY, (characters) => characters.normalize('NFKC'))
		.replace(SINGLE_QUOTES, "'")
		.replace(DOUBLE_QUOTES, '"')
		.replace(DASHES, '-')
		// The Greek sigma has a second lower-case form, and the Turkish capital İ becomes an i with a dot on top.
		.replaceAll('ς', 'σ')
		.replace(/(?<=i\p{M}*)\u0307/gu, '')
		.replace(/[\s\u0085]+/g, ' ')
		.trim()
		.normalize('NFC');

/**
 * Characters whose compatibility form looks the same: Latin, Hebrew and Arabic letters joined into one, the full-width and
 * half-width forms of East Asia, Roman numerals, and the ellipsis. Others, such as ² and ½, look different from theirs.
 */
const DRAWN_DIFFERENTLY =
	/[\u0132\u0133\u2026\u2160-\u217f\ufb00-\ufdff\ufe30-\ufefe\uff00-\uffef]+/g;

/** Characters that have no shape of their own, and control characters; those that act as a space are left for later. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffc]|(?![\s\u0085])\p{Cc}/gu;

/** Quotation marks, primes, accents that stand alone, and the apostrophes of Hawaiian, Hebrew and Armenian. */
const SINGLE_QUOTES =
	/[`\u00b4\u02b9\u02bb-\u02bd\u02c8\u02ca\u02cb\u055a\u05f3\u2018-\u201b\u2032\u2035\u2039\u203a\ua78c]/g;

const DOUBLE_QUOTES = /[\u00ab\u00bb\u02ba\u02ee\u05f4\u201c-\u201f\u2033\u2036\u301d-\u301f]/g;

const DASHES = /[\u02d7\u05be\u2010-\u2015\u2043\u2212]/g;
