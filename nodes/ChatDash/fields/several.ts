// Fields for several values: options, texts, and IDs. An expression returns them as an array, as JSON text, or separated
// by commas.
import { parseJson } from '../../transport/json';
import { type Result, err, ok } from '../../transport/result';
import { trimText } from './characters';
import { emptyError } from './empty';
import type { Field, PropertySettings } from './field';
import { type ParseText, parseIdentifier, parseText, quote } from './parseText';

type SeveralSettings<Value> = Pick<Field<Value>, 'collection' | 'showFor' | 'whenHidden'>;

/** One or more of several options. Each counts once, in the order in which it was given. */
export function severalOptions<Value extends string>(
	property: PropertySettings<'type' | 'options' | 'default'> & {
		options: ReadonlyArray<{ name: string; value: Value; description?: string }>;
		default?: Value[];
	},
	settings: SeveralSettings<readonly Value[]> = {},
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
			const texts = parseSeveralIds(raw, displayName);
			if (!texts.ok) return texts;
			const chosen: Value[] = [];
			for (const text of texts.value) {
				const option = options.find(({ value }) => value === text);
				if (option === undefined) {
					const values = options.map(({ value }) => value).join(', ');
					return err(
						`'${displayName}' has a value that is none of its choices: ${quote(text)}`,
						`Its expression has to give one or more of these: ${values}.`,
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
	settings: SeveralSettings<readonly string[]> = {},
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
		parse: (raw) => parseSeveral(raw, property.displayName, parse, (text) => [text]),
	};
}

/**
 * Parses one or more IDs, or other values without a comma.
 *
 * @param label the parameter's name as the user sees it
 * @returns each of them once, or what is wrong with the first invalid one
 */
export const parseSeveralIds = (
	raw: unknown,
	label: string,
	parse: ParseText = parseIdentifier,
): Result<readonly string[]> => parseSeveral(raw, label, parse, (text) => text.split(','));

function parseSeveral(
	raw: unknown,
	label: string,
	parse: ParseText,
	split: (text: string) => readonly unknown[],
): Result<readonly string[]> {
	// An entry of n8n's list can itself be an expression that returns several values.
	const entries = (Array.isArray(raw) ? raw : [raw]).flatMap((entry: unknown) =>
		typeof entry === 'string' ? (arrayIn(entry) ?? split(entry)) : entry,
	);
	const values = new Set<string>();
	for (const entry of entries) {
		const text = parse(entry, label);
		if (!text.ok) return text;
		if (text.value !== '') values.add(text.value);
	}
	return values.size === 0 ? emptyError(label) : ok([...values]);
}

/** The array in a JSON text; `undefined` if it isn't one. */
function arrayIn(text: string): readonly unknown[] | undefined {
	const trimmed = trimText(text);
	const value = trimmed.startsWith('[') ? parseJson(trimmed) : undefined;
	return Array.isArray(value) ? value : undefined;
}
