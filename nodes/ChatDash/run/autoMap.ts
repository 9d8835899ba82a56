// Auto-Map Input Data: takes the values of parameters from an item's fields by their names, without a mapping. It needs no
// expressions, so it's the fastest way for thousands of items.
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { type Result, type Err, err } from '../../transport/result';
import { normalizeText } from '../fields/characters';
import { isEmpty } from '../fields/empty';
import type { Field, ParseContext } from '../fields/field';
import { ColumnFinder } from './columns';
import { isText, lookedFor, noteOnMissing, visible } from './missingColumns';
import type { Source } from './parameters';

/** Parses the parameters that are mapped by name. */
export class AutoMap {
	private readonly finder: ColumnFinder;

	/** @param names of all parameters that are mapped this way */
	constructor(
		private readonly items: readonly INodeExecutionData[],
		private readonly names: readonly string[],
		private readonly parseContext: ParseContext,
	) {
		this.finder = new ColumnFinder(names);
	}

	/** Whether a parameter is mapped this way. */
	covers(name: string): boolean {
		return this.names.includes(name);
	}

	/** A parameter's value for each item. The error of a missing field comes with a note on those that the item has. */
	source<Value>(name: string, field: Field<Value>): Source<Value> {
		return {
			isExpression: false,
			hasColumn: (itemIndex) => {
				const json = this.items[itemIndex]?.json ?? {};
				const columns = this.finder.columnsOf(json).get(name) ?? [];
				return columns.some((column) => !isEmpty(json[column]));
			},
			parse: (itemIndex) => this.parse(this.items[itemIndex]?.json ?? {}, name, field),
		};
	}

	private parse<Value>(json: IDataObject, name: string, field: Field<Value>): Result<Value> {
		const column = columnFor(field, json, this.finder.columnsOf(json).get(name) ?? []);
		if (typeof column === 'object') return severalColumns(field, column.differ);
		const raw = column === undefined ? undefined : (json[column] ?? undefined);
		const value = field.parse(raw, this.parseContext);
		if (value.ok || !isEmpty(raw)) return value;
		return column === undefined ? this.missing(json, field, value) : emptyIn(field, column, value);
	}

	private missing(json: IDataObject, { property, secrets }: Field<unknown>, empty: Err): Err {
		if (Object.keys(json).length === 0) {
			return err(
				'This item has no fields',
				`${lookedFor(this.names)}. Check what the node before this one returns.`,
			);
		}
		return {
			// Nothing is mapped, so a field's usual advice is wrong here. CRMs have no passwords, so that advice stays.
			...err(`'${property.displayName}' is missing`, secrets === undefined ? '' : empty.advice),
			note: noteOnMissing(json, this.names, this.finder),
		};
	}
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

const severalColumns = ({ property }: Field<unknown>, columns: readonly string[]): Err =>
	err(
		`'${property.displayName}' has ${columns.length} different values, in ${columns.map(visible).join(' and ')}`,
		'Auto-mapping reads both names as the same field. Remove or rename one of them, for example with an Edit Fields node before this one.',
	);

/** Names the item's own field, because nothing is mapped. */
const emptyIn = ({ secrets }: Field<unknown>, column: string, empty: Err): Err =>
	secrets === undefined
		? { ...empty, advice: `Enter a value in the field ${visible(column)} of this item.` }
		: empty;
