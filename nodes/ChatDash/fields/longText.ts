// Fields for a text of several lines that people wrote, such as a message or a note.
import { type Result, err, ok } from '../../transport/result';
import { trimText } from './characters';
import type { Field, PropertySettings } from './field';
import {
	OBJECT_OBJECT,
	type ParseText,
	SPREADSHEET_ADVICE,
	isStringifiedNothing,
	parseText,
} from './parseText';
import { isSpreadsheetError } from './spreadsheet';
import { optionalText, requiredText } from './text';

/**
 * Parses a text of several lines. It's trimmed, and everything inside stays as it is. Someone may have written "null",
 * "#N/A" or "Loading..." in a message, so the first two only count if the text has nothing else, and the third never does.
 */
export const parseLongText: ParseText = (raw, label): Result<string> => {
	// Dates, numbers and groups of fields need no parser of their own.
	if (typeof raw !== 'string') return parseText(raw, label);
	const text = trimText(raw);
	if (isStringifiedNothing(text)) return ok('');
	if (text.includes(OBJECT_OBJECT)) return parseText(OBJECT_OBJECT, label);
	return text.startsWith('#') && isSpreadsheetError(text)
		? err(
				`'${label}' contains “${text}”, which a spreadsheet shows instead of a value`,
				SPREADSHEET_ADVICE,
			)
		: ok(text);
};

type LongTextProperty = PropertySettings<'type' | 'typeOptions'>;

const MULTILINE = { typeOptions: { rows: 4 } };

/** A text of several lines that can't be empty. */
export const requiredLongText = (property: LongTextProperty): Field<string> =>
	requiredText({ ...property, ...MULTILINE }, parseLongText);

/** A text of several lines that can be empty. Its value is `undefined` then. */
export const optionalLongText = (property: LongTextProperty): Field<string | undefined> =>
	optionalText({ ...property, ...MULTILINE }, {}, parseLongText);
