// Decides when two names are the same. Names copied from emails, spreadsheets and CRMs may differ invisibly, in their
// apostrophes, in their spaces, and in how accents are stored.

/**
 * Maps a text to a key that is equal for texts that look the same. It ignores case, kinds of quotation marks, dashes
 * and spaces, how accents are stored, and invisible characters. It keeps visible differences, so "Café" isn't "Cafe".
 * The key is only for comparison. It's never shown or sent.
 */
export const comparisonKey = (text: string): string =>
	text
		// This is first, because an invisible character between a letter and its accent would prevent normalization.
		.replace(INVISIBLE, '')
		.normalize('NFC')
		.toLowerCase()
		.replace(COMPATIBILITY_FORMS, (characters) => characters.normalize('NFKC'))
		.replace(SINGLE_QUOTES, "'")
		.replace(DOUBLE_QUOTES, '"')
		.replace(DASHES, '-')
		// The Greek sigma has two lower-case forms, and the Turkish capital İ becomes an i with a separate dot.
		.replaceAll('ς', 'σ')
		.replace(/(?<=i\p{M}*)\u0307/gu, '')
		.replace(/[\s\u0085]+/g, ' ')
		.trim()
		.normalize('NFC');

/**
 * Characters whose compatibility form looks the same: Latin, Hebrew and Arabic ligatures, East Asian full-width and
 * half-width forms, Roman numerals, and the ellipsis. Others, such as ² and ½, look different from their compatibility
 * forms.
 */
const COMPATIBILITY_FORMS =
	/[\u0132\u0133\u2026\u2160-\u217f\ufb00-\ufdff\ufe30-\ufefe\uff00-\uffef]+/g;

/** Characters without a visible form, and control characters except those that act as a space. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffc]|(?![\s\u0085])\p{Cc}/gu;

/** Single quotation marks, primes, accents without a letter, and the apostrophes of Hawaiian, Hebrew and Armenian. */
const SINGLE_QUOTES =
	/[`\u00b4\u02b9\u02bb-\u02bd\u02c8\u02ca\u02cb\u055a\u05f3\u2018-\u201b\u2032\u2035\u2039\u203a\ua78c]/g;

const DOUBLE_QUOTES = /[\u00ab\u00bb\u02ba\u02ee\u05f4\u201c-\u201f\u2033\u2036\u301d-\u301f]/g;

const DASHES = /[\u02d7\u05be\u2010-\u2015\u2043\u2212]/g;
