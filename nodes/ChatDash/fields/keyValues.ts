// Fields for pairs of a name and a value, such as custom fields. They are rows of a fixed collection in n8n.
import { err, ok } from '../../transport/result';
import type { Field, PropertySettings, FieldSettings } from './field';
import { inRow, isEmptyList, listOf } from './listOf';
import { quote } from './parseText';
import { requiredText } from './text';

/** A pair of a name and a value. */
export interface Pair<Value> {
	readonly name: string;
	readonly value: Value;
}

/** What the rows look like. Each has the parameters `name` and `value`. */
export interface PairRows<Value> {
	/** Workflows save it, so it never changes. */
	readonly name: string;
	readonly displayName: string;
	/** The placeholder of the name. */
	readonly example: string;
	readonly value: Field<Value>;
}

type PairProperty = PropertySettings<'type' | 'default' | 'options'>;

/** One or more pairs, in the order of the rows. Each name can be there once. A pair without a value is left out. */
export function keyValuePairs<Value>(
	property: PairProperty,
	{ name, displayName, example, value }: PairRows<Value>,
	settings: FieldSettings<ReadonlyArray<Pair<Value>>> = {},
): Field<ReadonlyArray<Pair<Value>>> {
	const fields = { name: requiredText({ displayName: 'Name', placeholder: example }), value };
	const { parse, ...list } = listOf(property, { name, displayName, fields });
	return {
		...list,
		...settings,
		parse: (raw, context) => {
			const rows = parse(raw, context);
			if (!rows.ok) return rows;
			const names = rows.value.map((pair) => pair.name);
			const repeated = names.findIndex((each, index) => names.indexOf(each) !== index);
			return repeated === -1
				? ok(rows.value.filter((pair) => pair.value !== undefined))
				: inRow(
						property.displayName,
						repeated,
						err(
							`Another row has the name ${quote(names[repeated] ?? '')}`,
							'Remove one of the rows.',
						),
					);
		},
	};
}

/** The same pairs as an object: each name with its value. */
export function keyValues<Value>(
	property: PairProperty,
	rows: PairRows<Value>,
	settings: FieldSettings<Readonly<Record<string, Value>>> = {},
): Field<Readonly<Record<string, Value>>> {
	const pairs = keyValuePairs(property, rows);
	const { secrets } = pairs;
	return {
		property: pairs.property,
		...(pairs.rows && { rows: pairs.rows }),
		...settings,
		...(secrets && {
			secrets: (object) =>
				secrets(Object.entries(object).map(([name, value]) => ({ name, value }))),
		}),
		parse: (raw, context) => {
			const list = pairs.parse(raw, context);
			if (!list.ok) return list;
			return ok(Object.fromEntries(list.value.map(({ name, value }) => [name, value])));
		},
	};
}

/** The same object for a field that may be empty. Its value is `undefined` if no row has a value. */
export function optionalKeyValues<Value>(
	property: PairProperty,
	rows: PairRows<Value>,
): Field<Readonly<Record<string, Value>> | undefined> {
	const object = keyValues(property, rows);
	const { secrets } = object;
	return {
		property: object.property,
		...(object.rows && { rows: object.rows }),
		...(secrets && { secrets: (value) => (value === undefined ? [] : secrets(value)) }),
		hintIfAlwaysEmpty: true,
		parse: (raw, context) => {
			if (isEmptyList(raw, rows.name)) return ok(undefined);
			const value = object.parse(raw, context);
			return value.ok && Object.keys(value.value).length === 0 ? ok(undefined) : value;
		},
	};
}
