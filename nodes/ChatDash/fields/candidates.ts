// Records that a resource locator chooses from, indexed by name or login ID.
import { groupBy } from '../../transport/json';
import { normalizeIdentifier, normalizeText } from './characters';
import { closest, lettersOf } from './closest';
import { comparisonKey } from './comparisonKey';
import type { LookupMode } from './locator';

/** A record that can be chosen. */
export interface Candidate {
	readonly id: string;
	/** The record's name or login ID. */
	readonly key: string;
	/** The record's entry in the editor's list. */
	readonly label: string;
	/** Distinguishes records with the same key, besides the ID. */
	readonly detail: string;
}

type Groups = ReadonlyMap<string, readonly Candidate[]>;

/**
 * Records with an index for each way to find them. An index is built when it's first used. Without it, a run would
 * search thousands of records for each of thousands of items.
 */
export class CandidateIndex {
	private readonly exactByMode = new Map<LookupMode, Groups>();
	private byAppearance: Groups | undefined;
	private byLetters: Groups | undefined;

	constructor(readonly all: readonly Candidate[]) {}

	/**
	 * Finds the records with exactly this name or login ID, or else all whose name looks the same. Exact matches have
	 * priority, because the names of two clients may differ only in case.
	 *
	 * @returns an empty list if nothing matches
	 */
	matching(mode: LookupMode, text: string): readonly Candidate[] {
		const exact = this.exact(mode).get(NORMALIZE[mode](text));
		if (exact !== undefined) return exact;
		const key = comparisonKey(text);
		// An empty key would match all records without a name.
		if (key === '') return [];
		this.byAppearance ??= groupBy(this.all, (candidate) => comparisonKey(candidate.key));
		return this.byAppearance.get(key) ?? [];
	}

	/**
	 * Finds what the user may have meant by a name that no record has.
	 *
	 * @returns the records' names without duplicates, the closest first
	 */
	closestTo(name: string): readonly string[] {
		const index = (this.byLetters ??= groupBy(this.all, ({ key }) => lettersOf(key)));
		const close = closest(lettersOf(name), index.keys()).flatMap((key) => index.get(key) ?? []);
		return [...new Set(close.map(({ key }) => key))];
	}

	private exact(mode: LookupMode): Groups {
		const cached = this.exactByMode.get(mode);
		if (cached !== undefined) return cached;
		const groups = groupBy(this.all, ({ key }) => NORMALIZE[mode](key));
		this.exactByMode.set(mode, groups);
		return groups;
	}
}

/** Login IDs are case-insensitive in ChatDash. */
const NORMALIZE: Readonly<Record<LookupMode, (text: string) => string>> = {
	name: normalizeText,
	loginId: (text) => normalizeIdentifier(text).toLowerCase(),
};
