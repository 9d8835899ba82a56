// Explains which fields Auto-Map looked for in an item, and where they may be instead.
import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../transport/json';
import { closest, lettersOf } from '../fields/closest';
import { quote } from '../fields/parseText';
import { type ColumnFinder, columnKey } from './columns';

export const lookedFor = (names: readonly string[]) =>
	`Auto-mapping looks for the fields ${names.join(', ')}`;

/**
 * Explains all missing fields of an item at once: which ones it has, and what to do.
 *
 * @param names of all parameters that are mapped by name
 */
export function noteOnMissing(
	json: IDataObject,
	names: readonly string[],
	finder: ColumnFinder,
): string {
	const columns = finder.columnsOf(json);
	const missing = names.filter((name) => !columns.has(name));
	const used = new Set([...columns.values()].flat());
	const unused = Object.keys(json).filter((key) => !used.has(key));
	const close = closeTo(missing, unused);
	const nested = nestedIn(json, missing, finder);
	return [
		`${lookedFor(names)}, but found ${listed(Object.keys(json))}.`,
		...(close.length > 0 ? [`Did you mean ${close.join(', ')}?`] : []),
		nested === undefined
			? "Rename the fields with an Edit Fields node before this one, or set 'Data Mode' to 'Map Each Field Manually'."
			: pointedTo(nested),
	].join(' ');
}

/** Shorter names, such as "ID", are contained in many others. */
const MIN_CLOSE_LENGTH = 4;

/** For each missing name, the field that is spelled most like it. */
function closeTo(missing: readonly string[], fields: readonly string[]): string[] {
	const byLetters = new Map(fields.map((field) => [lettersOf(columnKey(field)), field]));
	const candidates = [...byLetters.keys()].filter((key) => key.length >= MIN_CLOSE_LENGTH);
	return missing.flatMap((name) => {
		const [first] = closest(lettersOf(columnKey(name)), candidates);
		const field = first === undefined ? undefined : byLetters.get(first);
		return field === undefined ? [] : [`${visible(field)} for ${name}`];
	});
}

/** A field's name with its invisible characters spelled out, because two names may differ in these alone. */
export const visible = (name: string) =>
	quote(
		name.replace(
			/[\p{Default_Ignorable_Code_Point}\p{Cc}\u00a0]/gu,
			(character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
		),
	);

/** Fields within a group, and the names that lead to it. */
interface Nested {
	readonly path: readonly string[];
	readonly fields: readonly string[];
}

/** The group within the item that has most of the fields that the item itself lacks. */
function nestedIn(
	json: IDataObject,
	missing: readonly string[],
	finder: ColumnFinder,
): Nested | undefined {
	const groups = groupsIn(json, []).map(({ path, group }): Nested => {
		const inside = finder.columnsOf(group);
		const fields = missing.flatMap((name) => inside.get(name) ?? []);
		return { path, fields: fields.filter((field) => isText(group[field])) };
	});
	const [best] = groups.sort((one, other) => other.fields.length - one.fields.length);
	return best === undefined || best.fields.length === 0 ? undefined : best;
}

/** Longer lists of fields help no one. */
const FIELDS_LISTED = 15;

const listed = (fields: readonly string[]) =>
	fields.slice(0, FIELDS_LISTED).join(', ') + (fields.length > FIELDS_LISTED ? ', …' : '');

/** A webhook puts the data it receives into `body`, and that may have the fields in a group of its own. */
const DEPTH = 2;

function groupsIn(
	json: IDataObject,
	path: readonly string[],
): Array<{ readonly path: readonly string[]; readonly group: IDataObject }> {
	if (path.length === DEPTH) return [];
	return Object.entries(json).flatMap(([name, group]) =>
		isRecord(group) ? [{ path: [...path, name], group }, ...groupsIn(group, [...path, name])] : [],
	);
}

export const isText = (value: unknown) => typeof value === 'string' || typeof value === 'number';

function pointedTo({ path, fields }: Nested): string {
	const example = `{{ $json${[...path, ...fields.slice(0, 1)].map(accessor).join('')} }}`;
	return `'${path.join('.')}' contains ${listed(fields)}. Move them up with an Edit Fields node before this one, or set 'Data Mode' to 'Map Each Field Manually' and map each one, for example ${example}.`;
}

/** How an expression reads a field of this name. */
const accessor = (name: string) =>
	/^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
