// The lines of the editor's lists, and the search in them.
import type { Candidate } from './candidates';
import { lettersOf } from './closest';

/** A line of a list, with the record's ID as its value. n8n's resource locators and its multi-selects show the same. */
export interface Line {
	readonly name: string;
	readonly value: string;
}

/** The lines of records. If two lines are the same, what distinguishes their records is added. */
export function linesOf(candidates: readonly Candidate[]): readonly Line[] {
	const times = new Map<string, number>();
	for (const { label } of candidates) times.set(label, (times.get(label) ?? 0) + 1);
	return candidates.map(({ id, key, label, detail }) => ({
		name:
			times.get(label) === 1
				? label
				: `${key} (${[detail, `ID ${id}`].filter(Boolean).join(', ')})`,
		value: id,
	}));
}

/**
 * Finds lines by words. Each word has to be in the line or the ID. Case and accents make no difference, because not
 * every keyboard has them.
 */
export function searchLines(lines: readonly Line[], filter: string): readonly Line[] {
	const words = lettersOf(filter).split(' ');
	return lines.filter(({ name, value }) => {
		const letters = lettersOf(`${name} ${value}`);
		return words.every((word) => letters.includes(word));
	});
}

/** Sorts lines by name. Numbers in names count as numbers, so that "Branch 10" comes after "Branch 2". */
export function sortLines(lines: readonly Line[]): readonly Line[] {
	// It loads data that takes longer than loading the whole node, so it's only made when there's something to sort.
	const { compare } = new Intl.Collator('en', { numeric: true });
	return [...lines].sort((one, other) => compare(one.name, other.name));
}
