// Fields for JSON.
import type { IDataObject } from 'n8n-workflow';

import { asRecords, isRecord, parseJson } from '../../transport/json';
import { type Err, type Result, err, ok } from '../../transport/result';
import { trimText } from './characters';
import { emptyError, isEmpty } from './empty';
import type { Field, PropertySettings, FieldSettings } from './field';
import { inRow } from './listOf';
import { isDate } from './parseText';

/**
 * A JSON object, typed as a text or returned by an expression. Its value is `undefined` if there's none or if the
 * object is empty. The object may contain keys, so the editor hides its characters, and every string in it is a secret.
 */
export function secretJson(
	property: PropertySettings<'type' | 'typeOptions'>,
	settings: Pick<Field<IDataObject | undefined>, 'showFor'> = {},
): Field<IDataObject | undefined> {
	return {
		property: { type: 'string', typeOptions: { password: true }, default: '', ...property },
		hintIfAlwaysEmpty: true,
		...settings,
		...(settings.showFor && { whenHidden: () => undefined }),
		secrets: (value) => stringsIn(value),
		parse: (raw) => {
			const parsed = parseObject(raw, property.displayName);
			return parsed.ok && Object.keys(parsed.value ?? {}).length === 0 ? ok(undefined) : parsed;
		},
	};
}

/**
 * A JSON object that isn't secret, typed as a text or returned by an expression. Its value is `undefined` if there's none.
 * An object without entries is a value, because it may mean that nothing is to be left.
 */
export function optionalJson(
	property: PropertySettings<'type' | 'default'>,
	settings: FieldSettings<IDataObject | undefined> = {},
): Field<IDataObject | undefined> {
	return {
		property: { ...property, type: 'json', default: '' },
		hintIfAlwaysEmpty: true,
		...(settings.showFor && { whenHidden: () => undefined }),
		...settings,
		parse: (raw) => parseObject(raw, property.displayName),
	};
}

/**
 * The object in a text, or an object as it is; `undefined` if there's none. The message doesn't quote the value, because
 * it may be secret.
 */
function parseObject(raw: unknown, label: string): Result<IDataObject | undefined> {
	if (isEmpty(raw)) return ok(undefined);
	const value = typeof raw === 'string' ? parseJson(trimText(raw)) : raw;
	// A date is an object without entries for JavaScript.
	return isRecord(value) && !isDate(value)
		? ok(value)
		: err(`'${label}' isn't a valid JSON object`, 'Use this format: {"name": "value"}.');
}

/**
 * A JSON list of one or more objects, typed as a text or returned by an expression.
 *
 * @param example the list in a message, in one line
 * @param check what is wrong with an object, if anything
 */
export function jsonRecords(
	property: PropertySettings<'type' | 'default'>,
	example: string,
	check: (record: IDataObject) => Err | undefined,
	settings: FieldSettings<readonly IDataObject[]> = {},
): Field<readonly IDataObject[]> {
	const label = property.displayName;
	const notAList = err(
		`'${label}' isn't a valid JSON list of objects`,
		`Use this format: ${example}.`,
	);
	return {
		property: { required: true, ...property, type: 'json', default: '' },
		...settings,
		parse: (raw) => {
			if (isEmpty(raw)) return emptyError(label);
			const value = typeof raw === 'string' ? parseJson(trimText(raw)) : raw;
			const records = asRecords(value);
			if (!Array.isArray(value) || records.length !== value.length) return notAList;
			if (records.length === 0) return emptyError(label);
			for (const [index, record] of records.entries()) {
				const reason = check(record);
				if (reason !== undefined) return inRow(label, index, reason);
			}
			return ok(records);
		},
	};
}

/** Every string in a value, at any depth. */
export function stringsIn(value: unknown): string[] {
	if (typeof value === 'string') return value === '' ? [] : [value];
	return typeof value === 'object' && value !== null
		? Object.values(value).flatMap((inner) => stringsIn(inner))
		: [];
}
