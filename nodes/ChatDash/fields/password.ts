// Fields for a password, and the generator of passwords.
import { randomInt } from 'crypto';

import { type Err, err, ok } from '../../transport/result';
import { normalizeText } from './characters';
import type { Field, PropertySettings } from './field';
import { OBJECT_OBJECT, SPREADSHEET_ADVICE, describeType, isStringifiedNothing } from './parseText';
import { isSpreadsheetError } from './spreadsheet';

export interface Password {
	readonly text: string;
	/** Whether the node generated the password. Only then is the password in the output. */
	readonly generated: boolean;
}

/**
 * A password. If the field is hidden, the node generates a strong one. The text isn't trimmed, because spaces at its
 * ends may be part of the password.
 *
 * @param settings `ifEmpty` is the advice for an empty password, in whole sentences
 */
export function password(
	property: PropertySettings<'type'>,
	{ ifEmpty, ...settings }: Pick<Field<Password>, 'showFor'> & { readonly ifEmpty: string },
): Field<Password> {
	const empty = err(`'${property.displayName}' is empty`, ifEmpty);
	return {
		property: {
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			...property,
		},
		...settings,
		whenHidden: () => ({ text: generatedPassword(), generated: true }),
		secrets: ({ text }) => [text],
		parse: (raw) => {
			// parseText doesn't fit here: it normalizes the text, and its messages show the value.
			const text = typeof raw === 'number' && Number.isFinite(raw) ? String(raw) : raw;
			if (text === undefined || text === null) return empty;
			if (typeof text !== 'string') {
				return err(
					`'${property.displayName}' must be text, but it's ${describeType(raw)}`,
					'Map a field that contains only the password.',
				);
			}
			return findPlaceholder(text, property.displayName, empty) ?? ok({ text, generated: false });
		},
	};
}

/** Rejects what a broken mapping or formula leaves behind. Every item of a run would get it as its password. */
function findPlaceholder(text: string, label: string, empty: Err): Err | undefined {
	if (text.includes(OBJECT_OBJECT)) {
		return err(
			`'${label}' contains ${OBJECT_OBJECT}`,
			'Map a field that contains only the password.',
		);
	}
	const visible = normalizeText(text.replace(/\p{Cc}/gu, ' '));
	if (visible === '' || isStringifiedNothing(visible)) return empty;
	return isSpreadsheetError(visible)
		? err(`'${label}' contains what a spreadsheet shows instead of a value`, SPREADSHEET_ADVICE)
		: undefined;
}

/** Letters and digits that can't be confused with one another when someone reads them out on the phone. */
const LETTERS = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789'] as const;

/**
 * Generates four groups of five characters with a cryptographic random generator: about 110 bits. The hyphens between
 * the groups and one character of each kind in the first group satisfy common password rules.
 */
export function generatedPassword(): string {
	const all = LETTERS.join('');
	const pick = (from: string) => from.charAt(randomInt(from.length));
	const first = [...LETTERS.map(pick), pick(all), pick(all)].join('');
	const others = Array.from({ length: 3 }, () =>
		Array.from({ length: 5 }, () => pick(all)).join(''),
	);
	return [first, ...others].join('-');
}
