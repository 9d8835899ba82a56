// Fields for a number.
import { err, ok } from '../../transport/result';
import { trimText } from './characters';
import type { Field, PropertySettings } from './field';

/** An integer of at least `minimum`. If it's empty, its value is the default. */
export function integerField(
	property: PropertySettings<'type' | 'default' | 'typeOptions'> & { default: number },
	minimum: number,
	settings: Pick<Field<number>, 'collection' | 'showFor' | 'whenHidden'> = {},
): Field<number> {
	return {
		property: {
			...property,
			type: 'number',
			typeOptions: { minValue: minimum, numberPrecision: 0 },
		},
		...settings,
		parse: (raw) => {
			const input = typeof raw === 'string' ? trimText(raw) : raw;
			if (input === undefined || input === null || input === '') return ok(property.default);
			// Only a string is converted, because JavaScript also converts `true` and an empty array to a number.
			const number = typeof input === 'string' ? Number(input) : input;
			return typeof number === 'number' && Number.isInteger(number) && number >= minimum
				? ok(number)
				: err(
						`'${property.displayName}' is not a whole number of at least ${minimum}`,
						`Give a whole number, or remove the option to have ${property.default}.`,
					);
		},
	};
}
