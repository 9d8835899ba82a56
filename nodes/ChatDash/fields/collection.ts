// Moves a field of any kind into one of n8n's collections, where the user adds it if needed.
import { err, ok } from '../../transport/result';
import type { CollectionName, Field } from './field';

/**
 * A field in *Update Fields*, which the user adds only to change a value. It's `undefined` until it's added, so "leave
 * as it is" and "empty" stay distinct.
 *
 * @param ifEmpty the value to send if the field was added and is empty; without it, an empty field is invalid
 */
export const updateField = <Value>(
	field: Field<Value>,
	ifEmpty?: Exclude<Value, undefined>,
): Field<Value | undefined> => inCollection('updateFields', field, ifEmpty);

/** A field in *Filters*, which narrows a list. It's `undefined` until the user adds it. */
export const filterField = <Value>(field: Field<Value>): Field<Value | undefined> =>
	inCollection('filters', field);

/** An optional field in *Additional Fields*. It's `undefined` until the user adds it; its default doesn't apply. */
export const additionalField = <Value>(field: Field<Value>): Field<Value | undefined> =>
	inCollection('additionalFields', field);

function inCollection<Value>(
	collection: CollectionName,
	field: Field<Value>,
	ifEmpty?: Exclude<Value, undefined>,
): Field<Value | undefined> {
	const { property, variants, locator, severalIds, rows, showFor, secrets } = field;
	return {
		// A field in a collection is never required: the user adds it or doesn't.
		property: { ...property, required: false },
		collection,
		whenNotAdded: { value: undefined },
		...(locator && { locator }),
		...(severalIds && { severalIds }),
		...(variants && { variants }),
		...(rows && { rows }),
		...(showFor && { showFor, whenHidden: () => undefined }),
		...(collection === 'additionalFields' && { hintIfAlwaysEmpty: true }),
		...(secrets && { secrets: (value) => (value === undefined ? [] : secrets(value)) }),
		parse: (raw, context) => {
			const value = field.parse(raw, context);
			if (!value.ok) return value;
			if (value.value === undefined && ifEmpty !== undefined) return ok(ifEmpty);
			// If the expression returned nothing, the field's own parser returns its default, which the user didn't choose.
			const isDefault = raw === undefined && value.value !== undefined;
			return isDefault || (value.value === undefined && collection === 'updateFields')
				? err(
						`'${property.displayName}' is empty`,
						`Enter a value, map '${property.displayName}' to a field that exists in this item, or remove the field.`,
					)
				: value;
		},
	};
}
