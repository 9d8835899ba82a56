// Fields for a choice: one of several options, or on and off.
import { err, ok } from '../../transport/result';
import { trimText } from './characters';
import type { Field, PropertySettings, FieldSettings } from './field';

/** One of several options. An expression has to return the value of one. Without a value, it's the default; a required field is then invalid. */
export function optionsField<Value extends string>(
	property: PropertySettings<'type' | 'options' | 'default'> & {
		options: ReadonlyArray<{ name: string; value: Value; description?: string }>;
		default: Value;
	},
	settings: Pick<Field<Value>, 'collection' | 'controlOnly'> = {},
): Field<Value> {
	return {
		property: { ...property, type: 'options', options: [...property.options] },
		...settings,
		parse: (raw) => {
			if (raw === undefined && property.required !== true) return ok(property.default);
			const value = typeof raw === 'string' ? trimText(raw) : raw;
			const chosen = property.options.find((option) => option.value === value);
			if (chosen !== undefined) return ok(chosen.value);
			const values = property.options.map((option) => option.value).join(', ');
			return err(
				`'${property.displayName}' isn't one of the available options`,
				`The expression must return one of these values: ${values}.`,
			);
		},
	};
}

/**
 * A switch among the options. It's on as soon as the user adds it, because that's what adding it means.
 *
 * @param whenNotAdded its value until then
 */
export const switchOption = (
	property: PropertySettings<'type' | 'default'>,
	whenNotAdded = false,
): Field<boolean> => ({
	...booleanField({ ...property, default: true }, { collection: 'options' }),
	whenNotAdded: { value: whenNotAdded },
});

/** True or false; false if there's no value and no default. Spreadsheets return the texts TRUE and FALSE. */
export function booleanField(
	property: PropertySettings<'type' | 'default'> & { default?: boolean },
	settings: FieldSettings<boolean> = {},
): Field<boolean> {
	const defaultValue = property.default ?? false;
	return {
		property: { ...property, type: 'boolean', default: defaultValue },
		...settings,
		parse: (raw) => {
			if (raw === undefined) return ok(defaultValue);
			const value = typeof raw === 'string' ? trimText(raw).toLowerCase() : raw;
			if (value === false || value === 'false') return ok(false);
			if (value === true || value === 'true') return ok(true);
			return err(
				`'${property.displayName}' must be true or false`,
				'The expression must return true or false.',
			);
		},
	};
}
