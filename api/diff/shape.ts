// What a schema allows, whatever way it's written in: with references, `allOf`, `oneOf`, `anyOf`, or none of them.
import type { OpenApiDocument } from './document';
import { asList, at, isTree, listAt, textAt, treeAt, type Tree } from './tree';

/** A schema in a description. If there are several, a value has to match one of them. */
export interface Schema {
	readonly document: OpenApiDocument;
	readonly alternatives: readonly unknown[];
}

export interface Shape {
	/** The types of JSON that a value may have, sorted. Empty if the description doesn't say. */
	readonly types: readonly string[];
	/** The only values; `undefined` if any value of the types is allowed. */
	readonly values: readonly unknown[] | undefined;
	/** The default, and limits such as `minLength`, by keyword. */
	readonly rules: ReadonlyMap<string, unknown>;
	/** The fields of an object. */
	readonly fields: ReadonlyMap<string, FieldSchema>;
	/** The entries of a list. */
	readonly items: Schema | undefined;
	/** What the description marks as inferred here. */
	readonly inferred: readonly string[];
}

export interface FieldSchema {
	readonly schema: Schema;
	readonly required: boolean;
}

const RULES = [
	'default',
	'minLength',
	'maxLength',
	'pattern',
	'minimum',
	'maximum',
	'exclusiveMinimum',
	'exclusiveMaximum',
	'multipleOf',
	'minItems',
	'maxItems',
	'uniqueItems',
];

/** The name of what may be in an object besides its named fields. */
export const OTHER_FIELDS = '*';

export function shapeOf({ document, alternatives }: Schema): Shape {
	const flat = alternatives.flatMap((part) => flatten(document, part, []));
	// `{}` next to others only means that the value may be missing.
	const telling = flat.filter((part) => typesOf(part).length > 0);
	const items = flat.flatMap((part) => (part['items'] === undefined ? [] : [part['items']]));
	return {
		types: [...new Set(telling.flatMap(typesOf))].sort(),
		values: valuesOf(telling),
		rules: rulesOf(flat),
		fields: fieldsOf(
			document,
			telling.filter((part) => typesOf(part).includes('object')),
		),
		items: items.length === 0 ? undefined : { document, alternatives: items },
		inferred: [...new Set(flat.flatMap(inferredIn))],
	};
}

/** The texts with which a part of our description marks what no page states. */
export function inferredIn(part: unknown): string[] {
	const text = textAt(part, 'x-inferred').trim();
	const values = listAt(part, 'x-inferred-values');
	return [
		...(text === '' ? [] : [text]),
		...(values.length === 0 ? [] : [`The values ${values.join(', ')} are inferred.`]),
	];
}

/**
 * The alternatives of a schema, each without references, `allOf`, `oneOf` and `anyOf`.
 *
 * @param inside the references that led here, because a schema may contain itself
 */
function flatten(document: OpenApiDocument, part: unknown, inside: readonly string[]): Tree[] {
	if (!isTree(part)) return [{}];
	const { $ref: reference, allOf, oneOf, anyOf, ...own } = part;
	if (typeof reference === 'string' && inside.includes(reference)) return [{}];
	const within = typeof reference === 'string' ? [...inside, reference] : inside;
	const target = typeof reference === 'string' ? [document.resolve({ $ref: reference })] : [];
	const parts = [...target, ...asList(allOf)].map((one) => flatten(document, one, within));
	const choices = [oneOf, anyOf].flatMap((list) =>
		Array.isArray(list) ? [list.flatMap((one: unknown) => flatten(document, one, within))] : [],
	);
	return [...parts, ...choices].reduce<Tree[]>(
		(merged, alternatives) =>
			merged.flatMap((one) => alternatives.map((other) => merge(one, other))),
		[own],
	);
}

/** A schema for values that match both. */
function merge(one: Tree, other: Tree): Tree {
	const properties = { ...treeAt(one, 'properties') };
	for (const [name, property] of Object.entries(treeAt(other, 'properties'))) {
		const same = at(properties, name);
		properties[name] =
			same === undefined || same === property ? property : { allOf: [same, property] };
	}
	const inferred = [textAt(one, 'x-inferred'), textAt(other, 'x-inferred')].join(' ').trim();
	return {
		...one,
		...other,
		...(Object.keys(properties).length > 0 && { properties }),
		required: [...listAt(one, 'required'), ...listAt(other, 'required')],
		'x-inferred': inferred,
	};
}

/** The types that a schema names, or that follow from what else it states. */
function typesOf(part: Tree): string[] {
	const named = Array.isArray(part['type']) ? part['type'] : [part['type']];
	const types = named.filter((type) => typeof type === 'string');
	const nulls = part['nullable'] === true || enumOf(part)?.includes(null) === true ? ['null'] : [];
	if (types.length > 0) return [...types, ...nulls];
	if (isTree(part['properties']) || part['additionalProperties'] !== undefined) {
		return ['object', ...nulls];
	}
	if (part['items'] !== undefined) return ['array', ...nulls];
	return [...(enumOf(part) ?? []).map(typeOf), ...nulls];
}

function typeOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
	return typeof value;
}

const enumOf = (part: Tree): readonly unknown[] | undefined => {
	if (part['const'] !== undefined) return [part['const']];
	return Array.isArray(part['enum']) ? part['enum'] : undefined;
};

/** If each alternative for a plain value has a list of values: all of them. */
function valuesOf(alternatives: readonly Tree[]): readonly unknown[] | undefined {
	const plain = alternatives.filter((part) =>
		typesOf(part).some((type) => !['object', 'array', 'null'].includes(type)),
	);
	const lists = plain.map(enumOf);
	if (lists.length === 0 || lists.includes(undefined)) return undefined;
	return [...new Set(lists.flatMap((list) => list ?? []))].filter((value) => value !== null);
}

function rulesOf(alternatives: readonly Tree[]): ReadonlyMap<string, unknown> {
	return new Map(
		RULES.flatMap((keyword) => {
			const [stated] = alternatives.filter((part) => part[keyword] !== undefined);
			return stated === undefined ? [] : [[keyword, stated[keyword]]];
		}),
	);
}

/** The fields of objects. A field is required if each of the alternatives requires it. */
function fieldsOf(
	document: OpenApiDocument,
	objects: readonly Tree[],
): ReadonlyMap<string, FieldSchema> {
	const parts = objects.map((object) => {
		const others = object['additionalProperties'];
		return {
			required: listAt(object, 'required'),
			properties: new Map<string, unknown>([
				...Object.entries(treeAt(object, 'properties')),
				...(isTree(others) && Object.keys(others).length > 0
					? [[OTHER_FIELDS, others] as const]
					: []),
			]),
		};
	});
	const names = new Set(parts.flatMap(({ properties }) => [...properties.keys()]));
	return new Map(
		[...names].map((name) => [
			name,
			{
				schema: {
					document,
					alternatives: parts.flatMap(({ properties }) =>
						properties.has(name) ? [properties.get(name)] : [],
					),
				},
				required: parts.every(({ required }) => required.includes(name)),
			},
		]),
	);
}
