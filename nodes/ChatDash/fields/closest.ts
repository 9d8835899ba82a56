// Finds the names that a user may have meant by a name that doesn't exist.
import { comparisonKey } from './comparisonKey';

/** Maps a name to its letters without accents, because a missing accent is the most common difference. */
export const lettersOf = (name: string): string =>
	comparisonKey(name)
		.replaceAll('ß', 'ss')
		.normalize('NFD')
		.replace(/\p{M}+/gu, '');

/**
 * Finds the names that contain a name, are contained in it, or differ from it by a few typos.
 *
 * @param name mapped by {@link lettersOf}, like `candidates`
 * @returns the close candidates, the closest first; an empty list if nothing is close
 */
export function closest(name: string, candidates: Iterable<string>): readonly string[] {
	const close: Array<{ readonly candidate: string; readonly distance: number }> = [];
	for (const candidate of candidates) {
		const distance = distanceBetween(name, candidate);
		if (distance !== undefined) close.push({ candidate, distance });
	}
	return close
		.sort((one, other) => one.distance - other.distance)
		.map(({ candidate }) => candidate);
}

/** A single letter isn't enough, because nearly every name contains it. */
const MIN_CONTAINED_LENGTH = 2;

/** Long names may have more typos than short ones, but few people make more than this. */
const MAX_TYPOS = 3;

const allowedTypos = (text: string) =>
	Math.min(MAX_TYPOS, Math.max(1, Math.floor(text.length / 3)));

/** The number of characters by which two names differ; `undefined` if they aren't close. */
function distanceBetween(name: string, candidate: string): number | undefined {
	const isShorter = name.length < candidate.length;
	const [shorter, longer] = isShorter ? [name, candidate] : [candidate, name];
	if (shorter.length < MIN_CONTAINED_LENGTH) return undefined;
	const missing = longer.length - shorter.length;
	if (longer.includes(shorter)) return missing;
	const allowed = allowedTypos(name);
	return missing > allowed ? undefined : typosBetween(name, candidate, allowed);
}

/** The number of typos that turn one text into the other; `undefined` if it's more than allowed. */
function typosBetween(one: string, other: string, allowed: number): number | undefined {
	if (!isWithinTypos(allowed, one, other)) return undefined;
	let typos = 0;
	while (!isWithinTypos(typos, one, other)) typos += 1;
	return typos;
}

/**
 * Whether a number of typos is enough to turn one text into the other. A typo is a character that is missing, added,
 * wrong, or swapped with its neighbor (the optimal string alignment distance). For most pairs, this returns after a few
 * characters, while a table of distances would have to be filled first. A run may compare thousands of names with
 * thousands of others.
 */
function isWithinTypos(typos: number, one: string, other: string, i = 0, j = 0): boolean {
	while (i < one.length && j < other.length && one[i] === other[j]) {
		i += 1;
		j += 1;
	}
	const left = one.length - i;
	const otherLeft = other.length - j;
	if (left === 0 || otherLeft === 0) return Math.max(left, otherLeft) <= typos;
	if (typos === 0) return false;
	return (
		isWithinTypos(typos - 1, one, other, i + 1, j + 1) ||
		isWithinTypos(typos - 1, one, other, i + 1, j) ||
		isWithinTypos(typos - 1, one, other, i, j + 1) ||
		(one[i] === other[j + 1] &&
			one[i + 1] === other[j] &&
			isWithinTypos(typos - 1, one, other, i + 2, j + 2))
	);
}
