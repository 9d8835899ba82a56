// Fields for several values: options, texts, and IDs. An expression returns them as an array, as JSON text, or separated
// by commas.
import { parseJson } from '../../transport/json';
import { type Result, err, ok } from '../../transport/result';
import { trimText } from './characters';
import { emptyError } from './empty';
import type { Field, PropertySettings, FieldSettings } from './field';
import { type ParseText, parseIdentifier, parseText, quote } from './parseText';

/** One or more of several options, or none if it isn't required. Each counts once, in the order in which it was given. */
export function severalOptions<Value extends string>(
	property: PropertySettings<'type' | 'options' | 'default'> & {
		options: ReadonlyArray<{ name: string; value: Value; description?: string }>;
		default?: Value[];
	},
	settings: FieldSettings<readonly Value[]> = {},
): Field<readonly Value[]> {
	const { options, displayName } = property;
	return {
		property: {
			default: [],
			required: true,
			...property,
			type: 'multiOptions',
			options: [...options],
		},
		...settings,
		parse: (raw) => {
			const all = parseSeveralIds(raw, displayName);
			const texts = property.required === false ? all : notEmpty(all, displayName);
			if (!texts.ok) return texts;
			const chosen: Value[] = [];
			for (const text of texts.value) {
				const option = options.find(({ value }) => value === text);
				if (option === undefined) {
					const values = options.map(({ value }) => value).join(', ');
					return err(
						`'${displayName}' contains a value that isn't one of the available options: ${quote(text)}`,
						`The expression must return one or more of these values: ${values}.`,
					);
				}
				chosen.push(option.value);
			}
			return ok(chosen);
		},
	};
}

/** One or more texts. They may contain commas, so only an array or JSON text separates them. */
export function severalTexts(
	property: PropertySettings<'type' | 'default'>,
	parse: ParseText = parseText,
	settings: FieldSettings<readonly string[]> = {},
): Field<readonly string[]> {
	return {
		property: {
			required: true,
			...property,
			type: 'string',
			typeOptions: { multipleValues: true, ...property.typeOptions },
			default: [],
		},
		...settings,
		parse: (raw) =>
			notEmpty(parseSeveralTexts(raw, property.displayName, parse), property.displayName),
	};
}

/** Texts like those of {@link severalTexts}. Without any, the value is `undefined`. */
export function optionalTexts(
	property: PropertySettings<'type' | 'default'>,
	parse: ParseText = parseText,
): Field<readonly string[] | undefined> {
	const { property: several } = severalTexts(property, parse);
	return {
		property: { ...several, required: false },
		hintIfAlwaysEmpty: true,
		parse: (raw) => {
			const texts = parseSeveral(raw, property.displayName, parse, (text) => [text]);
			return texts.ok && texts.value.length === 0 ? ok(undefined) : texts;
		},
	};
}

/**
 * Parses texts, which may contain commas.
 *
 * @returns each of them once, none if the value is empty, or what is wrong with the first invalid one
 */
export const parseSeveralTexts = (
	raw: unknown,
	label: string,
	parse: ParseText = parseText,
): Result<readonly string[]> => parseSeveral(raw, label, parse, (text) => [text]);

/**
 * Parses IDs, or other values without a comma.
 *
 * @param label the parameter's name as the user sees it
 * @returns each of them once, none if the value is empty, or what is wrong with the first invalid one
 */
export function parseSeveralIds(
	raw: unknown,
	label: string,
	parse: ParseText = parseIdentifier,
): Result<readonly string[]> {
	const broken = entriesOf(raw).find(
		(entry) => typeof entry === 'string' && entry.trim().startsWith('['),
	);
	return broken === undefined
		? parseSeveral(raw, label, parse, (text) => text.split(','))
		: err(`'${label}' isn't valid JSON`, 'Use this format: ["first ID", "second ID"].');
}

function parseSeveral(
	raw: unknown,
	label: string,
	parse: ParseText,
	split: (text: string) => readonly string[],
): Result<readonly string[]> {
	const values = new Set<string>();
	for (const entry of entriesOf(raw)) {
		for (const part of typeof entry === 'string' ? split(entry) : [entry]) {
			const text = parse(part, label);
			if (!text.ok) return text;
			if (text.value !== '') values.add(text.value);
		}
	}
	return ok([...values]);
}

/** Rejects a list without values. */
const notEmpty = (values: Result<readonly string[]>, label: string) =>
	values.ok && values.value.length === 0 ? emptyError(label) : values;

/** The entries of an array or of JSON text. An entry of n8n's list can itself be an expression that returns several. */
const entriesOf = (raw: unknown): readonly unknown[] =>
	(Array.isArray(raw) ? raw : [raw]).flatMap((entry: unknown) =>
		typeof entry === 'string' ? (arrayIn(entry) ?? entry) : entry,
	);

/** The array in a JSON text; `undefined` if it isn't one. */
function arrayIn(text: string): readonly unknown[] | undefined {
	const trimmed = trimText(text);
	const value = trimmed.startsWith('[') ? parseJson(trimmed) : undefined;
	return Array.isArray(value) ? value : undefined;
}
