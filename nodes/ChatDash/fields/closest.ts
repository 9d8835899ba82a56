// Which names someone may have meant who gave one that doesn't exist.
import { comparisonKey } from './comparisonKey';

/** Maps a name to the letters that it's made of, because an accent that was left out is the most common difference. */
export const lettersOf = (name: string): string =>
	comparisonKey(name)
		.replaceAll('ß', 'ss')
		.normalize('NFD')
		.replace(/\p{M}+/gu, '');

/**
 * Finds what is close to a name: what contains it or is contained in it, and what differs from it by a few typos.
 *
 * @param wanted and `candidates` come from {@link lettersOf}
 * @returns the close candidates, the closest first; an empty list if nothing is close
 */
export function closest(wanted: string, candidates: Iterable<string>): readonly string[] {
	const close: Array<{ readonly candidate: string; readonly distance: number }> = [];
	for (const candidate of candidates) {
		const distance = distanceBetween(wanted, candidate);
		if (distance !== undefined) close.push({ candidate, distance });
	}
	return close
		.sort((one, other) => one.distance - other.distance)
		.map(({ candidate }) => candidate);
}

/** A single letter is in nearly every name, so it says nothing about what was meant. */
const LEAST_CONTAINED = 2;

/** Long names have room for more typos than short ones, but few people make more than these. */
const MOST_TYPOS = 3;

const typosAllowed = (text: string) =>
	Math.min(MOST_TYPOS, Math.max(1, Math.floor(text.length / 3)));

/** How many characters two names differ by; `undefined` if they aren't close. */
function distanceBetween(wanted: string, candidate: string): number | undefined {
	const isShorter = wanted.length < candidate.length;
	const [shorter, longer] = isShorter ? [wanted, candidate] : [candidate, wanted];
	if (shorter.length < LEAST_CONTAINED) return undefined;
	const missing = longer.length - shorter.length;
	if (longer.includes(shorter)) return missing;
	const allowed = typosAllowed(wanted);
	return missing > allowed ? undefined : typosBetween(wanted, candidate, allowed);
}

/** How many typos turn one text into the other; `undefined` if there are more than allowed. */
function typosBetween(one: string, other: string, allowed: number): number | undefined {
	if (!isWithin(allowed, one, other)) return undefined;
	let typos = 0;
	while (!isWithin(typos, one, other)) typos += 1;
	return typos;
}

/**
 * Whether so many typos are enough, where a typo is a character that was left out, added, mistaken, or swapped with its
 * neighbor (the optimal string alignment distance). Texts that differ more are told apart after a few characters, which a
 * table of all distances doesn't allow: a run may compare thousands of names with thousands of others.
 */
function isWithin(typos: number, one: string, other: string, i = 0, j = 0): boolean {
	while (i < one.length && j < other.length && one[i] === other[j]) {
		i += 1;
		j += 1;
	}
	const left = one.length - i;
	const otherLeft = other.length - j;
	if (left === 0 || otherLeft === 0) return Math.max(left, otherLeft) <= typos;
	if (typos === 0) return false;
	return (
		isWithin(typos - 1, one, other, i + 1, j + 1) ||
		isWithin(typos - 1, one, other, i + 1, j) ||
		isWithin(typos - 1, one, other, i, j + 1) ||
		(one[i] === other[j + 1] &&
			one[i + 1] === other[j] &&
			isWithin(typos - 1, one, other, i + 2, j + 2))
	);
}
