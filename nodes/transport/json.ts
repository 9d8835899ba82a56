// What JSON contains, read from a response that may contain anything.
import type { IDataObject } from 'n8n-workflow';

/** The JSON in a text; `undefined` if it isn't JSON. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// The caller decides what a text that isn't JSON means.
		return undefined;
	}
}

/** Whether a value is an object: a record, a list, or an instance of a class. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null;

/** Whether a value is a record: neither a list nor a plain value. */
export const isRecord = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A record's own value of a key; `undefined` if it has none. */
export const getOwn = (record: IDataObject, key: string): unknown =>
	Object.hasOwn(record, key) ? record[key] : undefined;

/** The records in a list. Other entries are left out; what isn't a list has none. */
export const asRecords = (list: unknown): IDataObject[] =>
	Array.isArray(list) ? list.filter(isRecord) : [];

/** A text as it is; anything else becomes an empty text. */
export const asString = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A text that isn't empty; anything else is `undefined`. */
export const ifText = (value: unknown): string | undefined =>
	typeof value === 'string' && value !== '' ? value : undefined;

/** Whether a value can be an ID in the path of a web address. Dots alone lead elsewhere there, even when encoded. */
export const isId = (value: unknown): value is string =>
	typeof value === 'string' && !/^\.*$/.test(value);

/** A record without the entries that are `undefined`. */
export const omitUndefined = (record: Readonly<Record<string, unknown>>): IDataObject =>
	Object.fromEntries(
		Object.entries(record).filter(
			(entry): entry is [string, IDataObject[string]] => entry[1] !== undefined,
		),
	);

/** The entries that share a key, in the order of the list. */
export function groupBy<Entry, Key>(
	list: readonly Entry[],
	keyOf: (entry: Entry) => Key,
): ReadonlyMap<Key, readonly Entry[]> {
	const groups = new Map<Key, Entry[]>();
	for (const entry of list) {
		const key = keyOf(entry);
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [entry]);
		else group.push(entry);
	}
	return groups;
}
