// Records that a resource locator chooses from, indexed by what people know them by.
import { groupBy } from '../../transport/json';
import { closest, lettersOf } from './closest';
import { comparisonKey } from './comparisonKey';

/** A record that can be chosen. */
export interface Candidate {
	readonly id: string;
	/** What people know the record by, such as its name or login ID. */
	readonly key: string;
	/** The record's entry in the editor's list. */
	readonly label: string;
	/** Distinguishes records with the same key, besides the ID. */
	readonly detail: string;
}

type Groups = ReadonlyMap<string, readonly Candidate[]>;
type Normalize = (text: string) => string;

/**
 * Records with an index for each way to find them. An index is built when it's first used. Without it, a run would
 * search thousands of records for each of thousands of items.
 */
export class CandidateIndex {
	private readonly exactBy = new Map<Normalize, Groups>();
	private byAppearance: Groups | undefined;
	private byLetters: Groups | undefined;

	constructor(readonly all: readonly Candidate[]) {}

	/**
	 * Finds the records with exactly this key, or else all whose key looks the same. Exact matches have priority, because
	 * the names of two clients may differ only in case.
	 *
	 * @param normalize maps keys that ChatDash takes for the same to one text
	 * @returns an empty list if nothing matches
	 */
	matching(text: string, normalize: Normalize): readonly Candidate[] {
		const exact = this.exact(normalize).get(normalize(text));
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

	private exact(normalize: Normalize): Groups {
		const cached = this.exactBy.get(normalize);
		if (cached !== undefined) return cached;
		const groups = groupBy(this.all, ({ key }) => normalize(key));
		this.exactBy.set(normalize, groups);
		return groups;
	}
}
