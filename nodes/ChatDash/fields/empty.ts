// What counts as an empty value, and the error for it.
import { type Err, err } from '../../transport/result';
import { trimText } from './characters';

/** Whether a value is nothing, or a text in which nothing is visible. */
export const isEmpty = (raw: unknown): boolean =>
	raw === undefined || raw === null || (typeof raw === 'string' && trimText(raw) === '');

/** The error for a required field without a value. */
export const emptyError = (label: string): Err =>
	err(
		`'${label}' is empty`,
		`Enter a value, or map '${label}' to a field that exists in this item.`,
	);
