// Which fields of an item a parameter is read from. Sheets and forms spell names their own way, so what plainly means a
// parameter counts too: "Client Name", "client_name", or a name with an invisible byte-order mark or a space at its end.
import type { IDataObject } from 'n8n-workflow';

import { comparisonKey } from '../fields/comparisonKey';

/** An item's fields by the parameter that they mean; the one with exactly the parameter's name comes first. */
export type Columns = ReadonlyMap<string, readonly string[]>;

/** Finds the fields of items. Items of one table have the same fields, so they are worked out once for each table. */
export class ColumnFinder {
	private readonly nameByKey: ReadonlyMap<string, string>;
	private readonly known = new Map<string, Columns>();
	private last: { readonly json: IDataObject; readonly keys: readonly string[] } | undefined;
	private lastColumns: Columns = new Map();

	/** @param names of the parameters */
	constructor(names: readonly string[]) {
		this.nameByKey = new Map(names.map((name) => [columnKey(name), name]));
	}

	/** The fields of an item that mean a parameter. */
	columnsOf(json: IDataObject): Columns {
		if (this.last?.json === json) return this.lastColumns;
		const keys = Object.keys(json);
		if (this.last === undefined || !areSame(keys, this.last.keys)) {
			this.lastColumns = this.knownFor(keys);
		}
		this.last = { json, keys };
		return this.lastColumns;
	}

	private knownFor(keys: readonly string[]): Columns {
		const layout = JSON.stringify(keys);
		const columns = this.known.get(layout) ?? this.find(keys);
		this.known.set(layout, columns);
		return columns;
	}

	private find(keys: readonly string[]): Columns {
		const columns = new Map<string, string[]>();
		for (const key of keys) {
			const name = this.nameByKey.get(columnKey(key));
			if (name === undefined) continue;
			const others = columns.get(name) ?? [];
			columns.set(name, key === name ? [key, ...others] : [...others, key]);
		}
		return columns;
	}
}

/** Only the letters and digits of a name count. */
export const columnKey = (name: string) => comparisonKey(name).replace(/[^\p{L}\p{N}]+/gu, '');

const areSame = (keys: readonly string[], others: readonly string[]) =>
	keys.length === others.length && keys.every((key, index) => key === others[index]);
