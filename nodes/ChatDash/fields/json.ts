// Fields for JSON.
import type { IDataObject } from 'n8n-workflow';

import { isRecord, parseJson } from '../../transport/json';
import { err, ok } from '../../transport/result';
import { trimText } from './characters';
import type { Field, PropertySettings } from './field';

/**
 * A JSON object, typed as a text or returned by an expression. Its value is `undefined` if there's none or if the
 * object is empty. The object may contain keys, so the editor hides its characters, and every string in it is a secret.
 */
export function secretJson(
	property: PropertySettings<'type' | 'typeOptions'>,
	settings: Pick<Field<IDataObject | undefined>, 'showFor'> = {},
): Field<IDataObject | undefined> {
	// The message doesn't quote the value, because the value is secret.
	const notAnObject = err(
		`'${property.displayName}' is no JSON object`,
		'Write pairs of names and values in braces, such as {"name": "value"}.',
	);
	return {
		property: { type: 'string', typeOptions: { password: true }, default: '', ...property },
		hintIfAlwaysEmpty: true,
		...settings,
		...(settings.showFor && { whenHidden: () => undefined }),
		secrets: (value) => stringsIn(value),
		parse: (raw) => {
			if (isEmpty(raw)) return ok(undefined);
			const value = typeof raw === 'string' ? parseJson(trimText(raw)) : raw;
			if (!isRecord(value)) return notAnObject;
			return ok(Object.keys(value).length === 0 ? undefined : value);
		},
	};
}

const isEmpty = (raw: unknown) =>
	raw === undefined || raw === null || (typeof raw === 'string' && trimText(raw) === '');

/** Every string in a value, at any depth. */
export function stringsIn(value: unknown): string[] {
	if (typeof value === 'string') return value === '' ? [] : [value];
	return typeof value === 'object' && value !== null
		? Object.values(value).flatMap((inner) => stringsIn(inner))
		: [];
}
