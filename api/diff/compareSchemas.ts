// Compares two schemas field by field.
import type { Place } from './place';
import { type Schema, type Shape, shapeOf } from './shape';

/** One thing that the pages state in another way than our description. */
export interface Difference {
	readonly kind: 'added' | 'removed' | 'changed';
	/** As in `POST /clients`. */
	readonly operation: string;
	/** As in `the body's field member.phone is new (string)`. */
	readonly text: string;
	/** What our description marks as inferred there. */
	readonly inferred: readonly string[];
}

/** Makes the difference at a place. */
export const difference = (
	kind: Difference['kind'],
	{ operation, subject, inferred }: Place,
	predicate: string,
): Difference => ({ kind, operation, text: `${subject} ${predicate}`, inferred });

/** A pair of schemas that are being compared. */
type Pair = readonly [ours: Schema, theirs: Schema];

/** @param inside the pairs around this one, because a schema may contain itself */
export function compareSchemas(
	ours: Schema,
	theirs: Schema,
	outer: Place,
	inside: readonly Pair[] = [],
): Difference[] {
	if (inside.some(([one, other]) => isSame(one, ours) && isSame(other, theirs))) return [];
	const [before, now] = [shapeOf(ours), shapeOf(theirs)];
	const place = outer.marked(before.inferred);
	const within: readonly Pair[] = [...inside, [ours, theirs]];
	const haveBoth = (type: string) => before.types.includes(type) && now.types.includes(type);
	const entries =
		haveBoth('array') && before.items !== undefined && now.items !== undefined
			? compareSchemas(before.items, now.items, place.entry(), within)
			: [];
	return [
		...compareTypes(before, now, place),
		...compareValues(before, now, place),
		...compareRules(before, now, place),
		...(haveBoth('object') ? compareFields(before, now, place, within) : []),
		...entries,
	];
}

const isSame = (one: Schema, other: Schema) =>
	one.alternatives.length === other.alternatives.length &&
	one.alternatives.every(
		(part, index) =>
			one.document.resolve(part) === other.document.resolve(other.alternatives[index]),
	);

function compareTypes(before: Shape, now: Shape, place: Place): Difference[] {
	const [was, is] = [typesIn(before), typesIn(now)];
	return was === is ? [] : [difference('changed', place, `is ${is} now, not ${was}`)];
}

const typesIn = ({ types }: Shape) => (types.length === 0 ? 'of any type' : types.join(' or '));

function compareValues({ values: before }: Shape, now: Shape, place: Place): Difference[] {
	const { values } = now;
	if (before === undefined && values === undefined) return [];
	if (values === undefined) {
		return now.types.length > 0
			? [difference('changed', place, `isn't limited to ${listed(before ?? [])} any more`)]
			: [];
	}
	if (before === undefined) {
		return [difference('changed', place, `is limited to ${listed(values)} now`)];
	}
	const added = values.filter((value) => !before.includes(value));
	const removed = before.filter((value) => !values.includes(value));
	return [
		...(added.length > 0
			? [difference('added', place, `has the new ${valuesWord(added)} ${listed(added)}`)]
			: []),
		...(removed.length > 0
			? [
					difference(
						'removed',
						place,
						`no longer has the ${valuesWord(removed)} ${listed(removed)}`,
					),
				]
			: []),
	];
}

const valuesWord = ({ length }: readonly unknown[]) => (length === 1 ? 'value' : 'values');

const listed = (values: readonly unknown[]) =>
	values.map((value) => JSON.stringify(value)).join(', ');

function compareRules({ rules: before }: Shape, { rules: now }: Shape, place: Place): Difference[] {
	return [...new Set([...before.keys(), ...now.keys()])].flatMap((keyword) => {
		const [was, is] = [before.get(keyword), now.get(keyword)].map((value) =>
			value === undefined ? undefined : canonical(value),
		);
		if (was === is) return [];
		const name = keyword === 'default' ? 'the default' : keyword;
		if (is === undefined) return [difference('removed', place, `no longer has ${name} ${was}`)];
		if (was === undefined) return [difference('added', place, `has ${name} ${is} now`)];
		return [difference('changed', place, `has ${name} ${is} now, not ${was}`)];
	});
}

/** JSON in which the order of keys doesn't matter. */
const canonical = (value: unknown): string =>
	JSON.stringify(value, (_key, inner: unknown) =>
		typeof inner === 'object' && inner !== null && !Array.isArray(inner)
			? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
			: inner,
	);

function compareFields(
	before: Shape,
	now: Shape,
	place: Place,
	inside: readonly Pair[],
): Difference[] {
	const names = [...new Set([...now.fields.keys(), ...before.fields.keys()])];
	return names.flatMap((name) => {
		const [ours, theirs] = [before.fields.get(name), now.fields.get(name)];
		const here = place.field(name);
		if (theirs === undefined) {
			const marks = ours === undefined ? [] : shapeOf(ours.schema).inferred;
			return [difference('removed', here.marked(marks), 'is gone')];
		}
		if (ours === undefined) {
			const details = [describe(theirs.schema), ...(theirs.required ? ['required'] : [])];
			return [difference('added', here, `is new (${details.join(', ')})`)];
		}
		return [
			...compareRequired(
				ours.required,
				theirs.required,
				here.marked(shapeOf(ours.schema).inferred),
			),
			...compareSchemas(ours.schema, theirs.schema, here, inside),
		];
	});
}

export const compareRequired = (before: boolean, now: boolean, place: Place): Difference[] =>
	before === now ? [] : [difference('changed', place, now ? 'is required now' : 'is optional now')];

/** More fields than this are told by the page itself. */
const FIELDS_LISTED = 12;

/** A schema in a few words, as in `object with name, phone`. */
export function describe(schema: Schema, depth = 0): string {
	const { types, values, fields, items } = shapeOf(schema);
	if (types.length === 0) return 'any type';
	const words = types.map((type) => {
		if (type === 'array' && items !== undefined && depth < 2) {
			return `list of ${describe(items, depth + 1)}`;
		}
		if (type !== 'object' || fields.size === 0) return type;
		const names = [...fields.keys()];
		const more = names.length > FIELDS_LISTED ? ', …' : '';
		return `object with ${names.slice(0, FIELDS_LISTED).join(', ')}${more}`;
	});
	return `${words.join(' or ')}${values === undefined ? '' : `: ${listed(values)}`}`;
}
