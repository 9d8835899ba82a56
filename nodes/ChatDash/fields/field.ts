// The fields an operation asks for: how n8n shows each of them, and how what the user put in is read. The readers know
// nothing of n8n and of items; they take whatever a CRM handed over and say what is wrong with it in plain words.
import { randomInt } from 'crypto';
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { type Result, type Err, err, ok } from '../../transport/result';
import { isRecord, parseJson } from '../../transport/json';
import { normalizeText, trimText } from './characters';
import type { LocatorConfig } from './locator';
import { isSpreadsheetError } from './spreadsheet';
import {
	OBJECT_OBJECT,
	type ParseText,
	SPREADSHEET_ADVICE,
	isStringifiedNothing,
	describeType,
	parseIdentifier,
	parseSecret,
	parseText,
	quote,
} from './parseText';

/** The collections that fields may stand in. */
export type CollectionName = 'additionalFields' | 'filters' | 'options' | 'updateFields';

/** A value as a parameter or an item's field holds it. */
export interface Field<Value> {
	/** As n8n shows it; name and conditions of display are added where the description is put together. */
	readonly property: Omit<INodeProperties, 'name' | 'displayOptions'>;
	/** For a resource locator. */
	readonly locator?: LocatorConfig;
	/** The collection it stands in; a field without one stands at the top. */
	readonly collection?: CollectionName;
	/** Other fields' values under which it is asked for; where they differ, `otherwise` gives its value. */
	readonly showFor?: Readonly<Record<string, ReadonlyArray<string | boolean>>>;
	/** Another field's values that it is explained differently for; an expression there gets the common explanation. */
	readonly hintsBy?: {
		readonly field: string;
		readonly hints: Readonly<
			Record<string, { readonly hint: string; readonly placeholder?: string }>
		>;
	};
	/** The value of an item for which the field is not asked. */
	readonly whenHidden?: () => Value;
	/** Its value where the user did not add it to its collection; without this, it is read like an empty one. */
	readonly whenNotAdded?: { readonly value: Value };
	/** Whether it may be left empty: empty for every item is then worth a hint. */
	readonly hintIfAlwaysEmpty?: true;
	/** Whether it only decides how others are read, and is not itself a part of what is asked of ChatDash. */
	readonly controlOnly?: true;
	/** For a value that items rarely share on purpose: what is compared, and how the value is named in a hint. */
	hintIfShared?(value: Value): { readonly key: string; readonly value: string };
	/** What of the value must never be shown again. */
	secrets?(value: Value): readonly string[];
	/** Reads what the user put in, once an item, or once a run if it is the same for all. */
	parse(raw: unknown): Result<Value>;
}

/** Fields by their parameter's name. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** What `request` and `result` get: every field's value, typed by its declaration. */
export type Values<F> = { readonly [Name in keyof F]: F[Name] extends Field<infer V> ? V : never };

type Shown<Key extends string = never> = Pick<INodeProperties, 'displayName'> &
	Partial<Omit<INodeProperties, 'name' | 'displayOptions' | 'displayName' | Key>>;

/**
 * A text that has to be there.
 *
 * @param parse how it is parsed, if it isn't a name
 */
export function requiredText(shown: Shown<'type'>, parse: ParseText = parseText): Field<string> {
	return {
		property: { type: 'string', default: '', required: true, ...shown },
		parse: (raw) => {
			const text = parse(raw, shown.displayName);
			if (!text.ok || text.value !== '') return text;
			return err(
				`'${shown.displayName}' is empty`,
				`Fill in '${shown.displayName}', or map it to a field that the item has.`,
			);
		},
	};
}

/** An ID that may be left out; `undefined` if it is. */
export const optionalId = (
	shown: Shown<'type'>,
	more: OptionalMore = {},
): Field<string | undefined> => optional(shown, more, parseIdentifier);

/** A key that may be left out; its characters are hidden, and it is masked wherever ChatDash repeats it. */
export const optionalSecret = (
	shown: Shown<'type'>,
	more: OptionalMore = {},
): Field<string | undefined> => ({
	...optional({ ...shown, typeOptions: { password: true } }, more, parseSecret),
	secrets: (value) => (value === undefined ? [] : [value]),
});

type OptionalMore = Pick<Field<string | undefined>, 'hintsBy' | 'showFor'>;

function optional(
	shown: Shown<'type'>,
	more: OptionalMore,
	parse: ParseText,
): Field<string | undefined> {
	return {
		property: { type: 'string', default: '', ...shown },
		collection: 'additionalFields',
		hintIfAlwaysEmpty: true,
		...more,
		...(more.showFor && { whenHidden: () => undefined }),
		parse: (raw) => {
			const text = parse(raw, shown.displayName);
			return text.ok && text.value === '' ? ok(undefined) : text;
		},
	};
}

/**
 * A record of settings as JSON, typed as a text or given by an expression; `undefined` if it is left out or empty. It may
 * hold keys: what is typed is hidden, and every text in it is masked wherever ChatDash repeats it.
 */
export function secretJson(
	shown: Shown<'type' | 'typeOptions'>,
	more: Pick<Field<IDataObject | undefined>, 'showFor'> = {},
): Field<IDataObject | undefined> {
	// The value is never quoted: it is secret.
	const noRecord = err(
		`'${shown.displayName}' is no JSON object`,
		'Write pairs of names and values in braces, such as {"name": "value"}.',
	);
	return {
		property: { type: 'string', typeOptions: { password: true }, default: '', ...shown },
		collection: 'additionalFields',
		hintIfAlwaysEmpty: true,
		...more,
		...(more.showFor && { whenHidden: () => undefined }),
		secrets: (value) => stringsIn(value),
		parse: (raw) => {
			if (isEmpty(raw)) return ok(undefined);
			const value = typeof raw === 'string' ? parseJson(trimText(raw)) : raw;
			if (!isRecord(value)) return noRecord;
			return ok(Object.keys(value).length === 0 ? undefined : value);
		},
	};
}

const isEmpty = (raw: unknown) =>
	raw === undefined || raw === null || (typeof raw === 'string' && trimText(raw) === '');

/** Every text in a value, however deep. */
export function stringsIn(value: unknown): string[] {
	if (typeof value === 'string') return value === '' ? [] : [value];
	return typeof value === 'object' && value !== null
		? Object.values(value).flatMap((inner) => stringsIn(inner))
		: [];
}

/** An email address that may be left out; `undefined` if it is. */
export function optionalEmail(shown: Shown<'type'>): Field<string | undefined> {
	return optional(shown, {}, (raw, label) => {
		const text = parseIdentifier(raw, label);
		return !text.ok || text.value === '' || isEmail(text.value)
			? text
			: err(
					`'${label}' is not an e-mail address: ${quote(text.value)}`,
					'Give one address such as nathan@example.com, or leave the field empty.',
				);
	});
}

/** One of several choices; an expression has to give one of them. A required one has no default to fall back on. */
export function optionsField<Value extends string>(
	shown: Shown<'type' | 'options' | 'default'> & {
		options: ReadonlyArray<{ name: string; value: Value; description?: string }>;
		default: Value;
	},
	more: Pick<Field<Value>, 'collection' | 'controlOnly'> = {},
): Field<Value> {
	return {
		property: { ...shown, type: 'options', options: [...shown.options] },
		...more,
		parse: (raw) => {
			if (raw === undefined && shown.required !== true) return ok(shown.default);
			const value = typeof raw === 'string' ? trimText(raw) : raw;
			const chosen = shown.options.find((option) => option.value === value);
			if (chosen !== undefined) return ok(chosen.value);
			const known = shown.options.map((option) => option.value).join(', ');
			return err(
				`'${shown.displayName}' is none of its choices`,
				`Its expression has to give one of these: ${known}.`,
			);
		},
	};
}

/** A whole number of at least `least`. */
export function integerField(
	shown: Shown<'type' | 'default' | 'typeOptions'> & { default: number },
	least: number,
	more: Pick<Field<number>, 'collection' | 'showFor' | 'whenHidden'> = {},
): Field<number> {
	return {
		property: { ...shown, type: 'number', typeOptions: { minValue: least, numberPrecision: 0 } },
		...more,
		parse: (raw) => {
			const typed = typeof raw === 'string' ? trimText(raw) : raw;
			if (typed === undefined || typed === null || typed === '') return ok(shown.default);
			// JavaScript makes a number of true and of an empty list, too.
			const number = typeof typed === 'string' ? Number(typed) : typed;
			return typeof number === 'number' && Number.isInteger(number) && number >= least
				? ok(number)
				: err(
						`'${shown.displayName}' is not a whole number of at least ${least}`,
						`Give a whole number, or remove the option to have ${shown.default}.`,
					);
		},
	};
}

/** Something that is on or off; off if nothing is said of it. Sheets hand over the texts TRUE and FALSE. */
export function booleanField(
	shown: Shown<'type' | 'default'> & { default?: boolean },
	more: Pick<Field<boolean>, 'collection' | 'showFor' | 'whenHidden'> = {},
): Field<boolean> {
	const byDefault = shown.default ?? false;
	return {
		property: { ...shown, type: 'boolean', default: byDefault },
		...more,
		parse: (raw) => {
			if (raw === undefined) return ok(byDefault);
			const value = typeof raw === 'string' ? trimText(raw).toLowerCase() : raw;
			if (value === false || value === 'false') return ok(false);
			if (value === true || value === 'true') return ok(true);
			return err(
				`'${shown.displayName}' is neither on nor off`,
				'Its expression has to give true or false.',
			);
		},
	};
}

/** A password, and whether the node made it up; only then may it be put out. */
export interface Password {
	readonly text: string;
	readonly generated: boolean;
}

/**
 * A password that the user gives; where another field says so, the node makes a strong one instead.
 * It is taken to the letter: blanks around it may be meant.
 *
 * @param more with what to do about an empty one, in whole sentences
 */
export function password(
	shown: Shown<'type'>,
	{ ifEmpty, ...more }: Pick<Field<Password>, 'showFor'> & { readonly ifEmpty: string },
): Field<Password> {
	const empty = err(`'${shown.displayName}' is empty`, ifEmpty);
	return {
		property: {
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			...shown,
		},
		...more,
		whenHidden: () => ({ text: generatedPassword(), generated: true }),
		secrets: ({ text }) => [text],
		parse: (raw) => {
			// Not parseText, because it normalizes, and its messages show the value.
			const text = typeof raw === 'number' && Number.isFinite(raw) ? String(raw) : raw;
			if (text === undefined || text === null) return empty;
			if (typeof text !== 'string') {
				return err(
					`'${shown.displayName}' is ${describeType(raw)}, not a text`,
					'Map a field that holds the password alone.',
				);
			}
			return guessable(text, shown.displayName, empty) ?? ok({ text, generated: false });
		},
	};
}

/** What isn't a password but left over from something else; every item of a run would get the same one. */
function guessable(text: string, label: string, empty: Err): Err | undefined {
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

/**
 * A field to update, which the user adds only to change it: `undefined` where it was not added, so that what is empty
 * is told apart from what is left alone.
 *
 * @param ifEmpty the value to send where the field was added and is empty; without it an empty one is at fault
 */
export const updateField = <Value>(
	field: Field<Value>,
	ifEmpty?: Exclude<Value, undefined>,
): Field<Value | undefined> => inCollection('updateFields', field, ifEmpty);

/** A field to narrow a list by: `undefined` where it was not added. */
export const filterField = <Value>(field: Field<Value>): Field<Value | undefined> =>
	inCollection('filters', field);

/** A field beside the required ones, for which nothing stands where it was not added, not even its default. */
export const additionalField = <Value>(field: Field<Value>): Field<Value | undefined> =>
	inCollection('additionalFields', field);

function inCollection<Value>(
	group: CollectionName,
	{ property, hintsBy, locator, secrets, parse }: Field<Value>,
	ifEmpty?: Exclude<Value, undefined>,
): Field<Value | undefined> {
	return {
		// Inside of a collection nothing is required: it is there, or it is not.
		property: { ...property, required: false },
		collection: group,
		whenNotAdded: { value: undefined },
		...(locator && { locator }),
		...(hintsBy && { hintsBy }),
		...(secrets && { secrets: (value) => (value === undefined ? [] : secrets(value)) }),
		parse: (raw) => {
			const value = parse(raw);
			if (!value.ok) return value;
			if (value.value === undefined && ifEmpty !== undefined) return ok(ifEmpty);
			// What a field makes of nothing is its default, which nobody chose who added it with an expression.
			const isDefault = raw === undefined && value.value !== undefined;
			return isDefault || (value.value === undefined && group === 'updateFields')
				? err(
						`'${property.displayName}' is empty`,
						`Map '${property.displayName}' to a field that the item has, or remove it.`,
					)
				: value;
		},
	};
}

/** Whether a text is one e-mail address and nothing more: no name before it, no second one after it. */
const isEmail = (text: string) =>
	text.length <= 254 &&
	/^[^\s@<>()[\],;:"]+@([^\s@<>()[\],;:".]+\.)+[^\s@<>()[\],;:".]{2,}$/.test(text);

/** Letters and digits that nobody mistakes for one another when reading them out on the telephone. */
const LETTERS = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789'] as const;

/**
 * Four groups of five characters, from the platform's generator for secrets: about 110 bits. The hyphens between the
 * groups and a character of each kind in the first one satisfy whatever rule ChatDash or an agency may have.
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
