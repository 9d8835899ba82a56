// Fields for a text: a name, an ID or a key.
import { isId } from '../../transport/json';
import { err, ok } from '../../transport/result';
import { emptyError } from './empty';
import type { Field, PropertySettings } from './field';
import { type ParseText, parseIdentifier, parseSecret, parseText, quote } from './parseText';

/**
 * A text that can't be empty.
 *
 * @param parse how the text is parsed, unless it's a name
 */
export function requiredText(
	property: PropertySettings<'type'>,
	parse: ParseText = parseText,
): Field<string> {
	return {
		property: { type: 'string', default: '', required: true, ...property },
		parse: (raw) => {
			const text = parse(raw, property.displayName);
			if (!text.ok || text.value !== '') return text;
			return emptyError(property.displayName);
		},
	};
}

/**
 * The ID of a record that can't be chosen from a list, because no call lists such records.
 *
 * @param noun of the record
 */
export const requiredId = (property: PropertySettings<'type'>, noun: string): Field<string> => ({
	...requiredText(property, (raw, label) => {
		const text = parseIdentifier(raw, label);
		return !text.ok || text.value === '' || isId(text.value)
			? text
			: err(`'${label}' isn't a valid ID: ${quote(text.value)}`, `Enter the ${noun}'s ID.`);
	}),
	idOf: noun,
});

type OptionalTextSettings = Pick<Field<string | undefined>, 'variants' | 'showFor'>;

/** A text that can be empty. Its value is `undefined` then. */
export function optionalText(
	property: PropertySettings<'type'>,
	settings: OptionalTextSettings,
	parse: ParseText,
): Field<string | undefined> {
	return {
		property: { type: 'string', default: '', ...property },
		hintIfAlwaysEmpty: true,
		...settings,
		...(settings.showFor && { whenHidden: () => undefined }),
		parse: (raw) => {
			const text = parse(raw, property.displayName);
			return text.ok && text.value === '' ? ok(undefined) : text;
		},
	};
}

/** An ID that can be empty. */
export const optionalId = (
	property: PropertySettings<'type'>,
	settings: OptionalTextSettings = {},
): Field<string | undefined> => optionalText(property, settings, parseIdentifier);

/** A key that can be empty. The editor hides its characters, and messages and outputs show it redacted. */
export const optionalSecret = (
	property: PropertySettings<'type'>,
	settings: OptionalTextSettings = {},
): Field<string | undefined> => ({
	...optionalText({ ...property, typeOptions: { password: true } }, settings, parseSecret),
	secrets: (value) => (value === undefined ? [] : [value]),
});
