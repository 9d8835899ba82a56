// Records to choose from, found by what people know them by.
import { groupBy } from '../../transport/json';
import { normalizeIdentifier, normalizeText } from './characters';
import { closest, lettersOf } from './closest';
import { comparisonKey } from './comparisonKey';
import type { LookupMode } from './locator';

/** A record that can be chosen. */
export interface Candidate {
	readonly id: string;
	/** What people know it by: a name, or a login ID. */
	readonly key: string;
	/** Its line in a list. */
	readonly label: string;
	/** Distinguishes records with the same key, besides the ID. */
	readonly detail: string;
}

type Groups = ReadonlyMap<string, readonly Candidate[]>;

/**
 * Records with an index for each way to find them. Each index is built once, when it's first used, because searching
 * thousands of records for each of thousands of items would add up.
 */
export class CandidateIndex {
	private readonly exactByMode = new Map<LookupMode, Groups>();
	private byAppearance: Groups | undefined;
	private byLetters: Groups | undefined;

	constructor(readonly all: readonly Candidate[]) {}

	/**
	 * The records that a name or login ID means: those that have exactly this one, or else all that look the same. Exact
	 * ones come first, because two clients may differ in a capital alone.
	 *
	 * @returns an empty list if nothing matches
	 */
	matching(mode: LookupMode, text: string): readonly Candidate[] {
		const exact = this.exact(mode).get(NORMALIZE[mode](text));
		if (exact !== undefined) return exact;
		const key = comparisonKey(text);
		// A record without a name can't be chosen by it.
		if (key === '') return [];
		this.byAppearance ??= groupBy(this.all, (candidate) => comparisonKey(candidate.key));
		return this.byAppearance.get(key) ?? [];
	}

	/**
	 * What the user may have meant with a name that no record has.
	 *
	 * @returns names as the records have them, each once, the closest first
	 */
	closestTo(wanted: string): readonly string[] {
		const index = (this.byLetters ??= groupBy(this.all, ({ key }) => lettersOf(key)));
		const close = closest(lettersOf(wanted), index.keys()).flatMap((key) => index.get(key) ?? []);
		return [...new Set(close.map(({ key }) => key))];
	}

	private exact(mode: LookupMode): Groups {
		const known = this.exactByMode.get(mode);
		if (known !== undefined) return known;
		const groups = groupBy(this.all, ({ key }) => NORMALIZE[mode](key));
		this.exactByMode.set(mode, groups);
		return groups;
	}
}

/** ChatDash compares login IDs without regard to case. */
const NORMALIZE: Readonly<Record<LookupMode, (text: string) => string>> = {
	name: normalizeText,
	loginId: (text) => normalizeIdentifier(text).toLowerCase(),
};
