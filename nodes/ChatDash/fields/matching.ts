// Finds records by what people know them by.
import { normalizeIdentifier, normalizeText } from './characters';
import { closest, lettersOf } from './closest';
import { comparisonKey } from './comparisonKey';
import type { Candidate, LocatorConfig } from './locator';
import { groupBy, remembered } from '../resources/records';

/**
 * The records that a name or login ID means: those that have exactly this one, or else all that look the same. Exact ones
 * come first, because two clients may differ in a capital alone.
 *
 * @returns an empty list if nothing fits
 */
export function matching(
	{ known }: LocatorConfig,
	records: readonly Candidate[],
	text: string,
): readonly Candidate[] {
	const exact =
		known.by === 'loginId'
			? byLogin(records).get(loginKey(text))
			: byName(records).get(normalizeText(text));
	if (exact !== undefined) return exact;
	const key = comparisonKey(text);
	// What has no name can't be chosen by it.
	return key === '' ? [] : (byAppearance(records).get(key) ?? []);
}

/**
 * What the user may have meant who gave a name that no record has.
 *
 * @returns names as the records have them, each once, the closest first
 */
export function closestTo(wanted: string, records: readonly Candidate[]): readonly string[] {
	const index = byLetters(records);
	const close = closest(lettersOf(wanted), index.keys()).flatMap((key) => index.get(key) ?? []);
	return [...new Set(close.map(({ known }) => known))];
}

/** ChatDash compares login IDs without regard to case. */
const loginKey = (text: string) => normalizeIdentifier(text).toLowerCase();

// Each is made once a list, because a search through thousands of records for each of thousands of items would add up.
const groupedByKnown = (keyOf: (known: string) => string) =>
	remembered((records: readonly Candidate[]) => groupBy(records, ({ known }) => keyOf(known)));
const byName = groupedByKnown(normalizeText);
const byLogin = groupedByKnown(loginKey);
const byAppearance = groupedByKnown(comparisonKey);
const byLetters = groupedByKnown(lettersOf);
