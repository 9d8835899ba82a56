// What ChatDash lists, read from an answer that may hold anything.
import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../transport/json';

/** The entries of a list that are records; whatever else stands in it, or is no list at all, is left out. */
export const asRecords = (list: unknown): IDataObject[] =>
	Array.isArray(list) ? list.filter(isRecord) : [];

/** An ID that can stand in the path of a web address: dots alone lead elsewhere there, even when encoded. */
export const isId = (value: unknown): value is string =>
	typeof value === 'string' && !/^\.*$/.test(value);

/** As text, where it is one. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The entries that share a key, in the order of the list. */
export function groupBy<Entry>(
	list: readonly Entry[],
	keyOf: (entry: Entry) => string,
): ReadonlyMap<string, readonly Entry[]> {
	const groups = new Map<string, Entry[]>();
	for (const entry of list) {
		const key = keyOf(entry);
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [entry]);
		else group.push(entry);
	}
	return groups;
}

/**
 * Remembers what was read from a list for as long as the list is kept: the items of a run share the lists they choose
 * from, and two thousand items would otherwise read two thousand records each.
 */
export function remembered<Result, List = unknown>(
	read: (list: List) => Result,
): (list: List) => Result {
	const known = new WeakMap<object, Result>();
	return (list) => {
		if (typeof list !== 'object' || list === null) return read(list);
		const before = known.get(list);
		if (before !== undefined) return before;
		const result = read(list);
		known.set(list, result);
		return result;
	};
}
