// Fields for a list of records, each with fields of its own. They are rows of a fixed collection in n8n.
import { isRecord, parseJson } from '../../transport/json';
import { type Err, type Result, err, ok } from '../../transport/result';
import { trimText } from './characters';
import { isEmpty } from './empty';
import {
	type Field,
	type Fields,
	type ParseContext,
	type PropertySettings,
	type Rows,
	type Values,
	isVisible,
	type FieldSettings,
} from './field';

/** The parsed fields of a row, by name. */
type Row = Values<Fields>;

/**
 * A list of one or more records. The user adds a row for each of them. An expression can also return the whole list, or
 * it as JSON text. An error in a record names its row, counted from 1.
 *
 * @param property whose `placeholder` is the text of the button that adds a row, such as "Add Message"
 */
export function listOf<F extends Fields>(
	property: PropertySettings<'type' | 'default' | 'options'>,
	rows: Rows & { readonly fields: F },
	settings?: FieldSettings<ReadonlyArray<Values<F>>>,
): Field<ReadonlyArray<Values<F>>>;
export function listOf(
	property: PropertySettings<'type' | 'default' | 'options'>,
	rows: Rows,
	settings: FieldSettings<readonly Row[]> = {},
): Field<readonly Row[]> {
	const fields = Object.entries(rows.fields);
	const label = property.displayName;
	return {
		property: {
			required: true,
			...property,
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, ...property.typeOptions },
			default: {},
		},
		rows,
		...settings,
		...(fields.some(([, { secrets }]) => secrets) && {
			secrets: (list) =>
				list.flatMap((row) => fields.flatMap(([name, field]) => field.secrets?.(row[name]) ?? [])),
		}),
		parse: (raw, context) => {
			const records = recordsIn(raw, rows.name);
			if (records === undefined) {
				return err(`'${label}' isn't a list`, listAdvice(rows));
			}
			if (records.length === 0) {
				return err(`'${label}' is empty`, `Add at least one ${rows.displayName.toLowerCase()}.`);
			}
			const list: Row[] = [];
			for (const record of records) {
				const row = parseRow(rows, record, context);
				if (!row.ok) return inRow(label, list.length, row);
				list.push(row.value);
			}
			return ok(list);
		},
	};
}

const listAdvice = ({ fields }: Rows) =>
	`The expression must return a list of records, each with ${Object.keys(fields).join(', ')}.`;

/** The error of a record, with its row as the user counts. */
export const inRow = (label: string, index: number, { message, advice }: Err): Err =>
	err(`'${label}', row ${index + 1}: ${message}`, advice);

/**
 * The records in a list, in its JSON text, or in a fixed collection as n8n stores it.
 *
 * @returns `undefined` if there's no list
 */
function recordsIn(raw: unknown, name: string): readonly unknown[] | undefined {
	if (isEmpty(raw)) return [];
	const value = typeof raw === 'string' ? parseJson(trimText(raw)) : raw;
	if (Array.isArray(value)) return value;
	if (!isRecord(value)) return undefined;
	// n8n stores a fixed collection without rows as an empty object.
	if (Object.keys(value).length === 0) return [];
	const list = value[name];
	return Array.isArray(list) ? list : undefined;
}

/** Whether a value is a list without records. */
export const isEmptyList = (raw: unknown, name: string): boolean =>
	recordsIn(raw, name)?.length === 0;

function parseRow(rows: Rows, record: unknown, context: ParseContext): Result<Row> {
	if (!isRecord(record)) return err("This isn't a record", listAdvice(rows));
	const values: Record<string, unknown> = {};
	for (const [name, field] of Object.entries(rows.fields)) {
		if (isVisible(field, values)) {
			const value = field.parse(record[name] ?? undefined, context);
			if (!value.ok) return value;
			values[name] = value.value;
		} else {
			values[name] = field.whenHidden?.();
		}
	}
	return ok(values);
}
