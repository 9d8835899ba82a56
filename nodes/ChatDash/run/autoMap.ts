// Auto-Map Input Data: takes the values of parameters from an item's fields by their names, without a mapping. It needs no
// expressions, so it's the fastest way for thousands of items.
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { type Result, type Err, err } from '../../transport/result';
import { isRecord } from '../../transport/json';
import { normalizeText } from '../fields/characters';
import type { Field } from '../fields/field';
import { quote } from '../fields/parseText';
import { ColumnFinder } from './columns';
import type { Source } from './parameters';

/** Parses the parameters that are mapped by name. */
export class AutoMap {
	private readonly finder: ColumnFinder;

	/** @param names of all parameters that are mapped this way */
	constructor(
		private readonly items: readonly INodeExecutionData[],
		private readonly names: readonly string[],
	) {
		this.finder = new ColumnFinder(names);
	}

	/** Whether a parameter is mapped this way. */
	covers(name: string): boolean {
		return this.names.includes(name);
	}

	/** A parameter's value for each item. The message about a missing field names those that the item has. */
	source<Value>(name: string, field: Field<Value>): Source<Value> {
		return {
			isExpression: false,
			parse: (itemIndex) => this.parse(this.items[itemIndex]?.json ?? {}, name, field),
		};
	}

	private parse<Value>(json: IDataObject, name: string, field: Field<Value>): Result<Value> {
		const column = columnFor(field, json, this.finder.columnsOf(json).get(name) ?? []);
		if (typeof column === 'object') return severalColumns(field, column.differ);
		const raw = column === undefined ? undefined : (json[column] ?? undefined);
		const value = field.parse(raw);
		return value.ok || raw !== undefined ? value : this.missing(json, value);
	}

	private missing(json: IDataObject, empty: Err): Err {
		const found = Object.keys(json);
		const wanted = `Auto-map takes the fields ${this.names.join(', ')}`;
		if (found.length === 0) {
			return err(
				'The item has no fields at all',
				`${wanted} from it. Check what the node before this one returns.`,
			);
		}
		const there = `${wanted}; this item has ${listed(found)}.`;
		const nested = this.nestedIn(json);
		return { ...empty, note: nested === undefined ? there : `${there} ${pointedTo(nested)}` };
	}

	/** The group within the item that has most of the fields that the item itself lacks. */
	private nestedIn(json: IDataObject): Nested | undefined {
		const columns = this.finder.columnsOf(json);
		const missing = this.names.filter((name) => !columns.has(name));
		const groups = groupsIn(json, []).map(({ path, collection }): Nested => {
			const inside = this.finder.columnsOf(collection);
			const fields = missing.flatMap((name) => inside.get(name) ?? []);
			return { path, fields: fields.filter((field) => isText(collection[field])) };
		});
		const [best] = groups.sort((one, other) => other.fields.length - one.fields.length);
		return best === undefined || best.fields.length === 0 ? undefined : best;
	}
}

/** Fields within a group, and the names that lead to it. */
interface Nested {
	readonly path: readonly string[];
	readonly fields: readonly string[];
}

/**
 * The field to read where several mean one parameter: the first that has a value, as long as no other one has a different
 * value.
 *
 * @returns `undefined` if the item has no such field; the fields that differ, if they do
 */
function columnFor(
	{ secrets }: Field<unknown>,
	json: IDataObject,
	columns: readonly string[],
): string | undefined | { readonly differ: readonly string[] } {
	const [first, ...others] = columns;
	if (others.length === 0) return first;
	const filled = columns.filter((column) => !isEmpty(json[column]));
	// Texts are trimmed and numbers become texts, so a difference in that alone doesn't count. A password is used as it is.
	const values = new Set(
		filled.map((column) => (secrets === undefined ? comparable(json[column]) : json[column])),
	);
	return values.size > 1 ? { differ: filled } : (filled[0] ?? first);
}

const comparable = (value: unknown) => (isText(value) ? normalizeText(String(value)) : value);

const isEmpty = (value: unknown) =>
	value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

const severalColumns = ({ property }: Field<unknown>, columns: readonly string[]): Err =>
	err(
		`'${property.displayName}' has ${columns.length} different values, in ${columns.map(visible).join(' and ')}`,
		'Auto-map reads both names as the same field. Remove or rename one of them, for example with an Edit Fields node before this one.',
	);

/** A field's name with its invisible characters spelled out, because two names may differ in these alone. */
const visible = (name: string) =>
	quote(
		name.replace(
			/[\p{Default_Ignorable_Code_Point}\p{Cc}\u00a0]/gu,
			(character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
		),
	);

/** Longer lists of fields help no one. */
const FIELDS_LISTED = 15;

const listed = (fields: readonly string[]) =>
	fields.slice(0, FIELDS_LISTED).join(', ') + (fields.length > FIELDS_LISTED ? ', …' : '');

/** A webhook puts the data it receives into `body`, and that may have the fields in a group of its own. */
const DEPTH = 2;

function groupsIn(
	json: IDataObject,
	path: readonly string[],
): Array<{ readonly path: readonly string[]; readonly collection: IDataObject }> {
	if (path.length === DEPTH) return [];
	return Object.entries(json).flatMap(([name, group]) =>
		isRecord(group)
			? [{ path: [...path, name], collection: group }, ...groupsIn(group, [...path, name])]
			: [],
	);
}

const isText = (value: unknown) => typeof value === 'string' || typeof value === 'number';

function pointedTo({ path, fields }: Nested): string {
	const example = `{{ $json${[...path, ...fields.slice(0, 1)].map(accessor).join('')} }}`;
	return `'${path.join('.')}' contains ${listed(fields)}: move them up with an Edit Fields node before this one, or set 'Data Mode' to 'Map Each Field Manually' and map each one, such as ${example}.`;
}

/** How an expression reads a field of this name. */
const accessor = (name: string) =>
	/^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
