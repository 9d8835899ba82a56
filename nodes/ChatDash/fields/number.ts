// Fields for a number: whole numbers, decimal numbers and amounts of money. Each can have a default, be required, or be
// optional.
import { type Result, err, ok } from '../../transport/result';
import { trimText } from './characters';
import { emptyError, isEmpty } from './empty';
import type { Field, PropertySettings, FieldSettings } from './field';

export interface NumberKind {
	readonly isWhole: boolean;
	/** What a number looks like as a text. */
	readonly text: RegExp;
	/** What to enter instead: whole sentences. */
	readonly advice: string;
	/** A sentence that follows the description of the parameter. */
	readonly explanation?: string;
}

/** JavaScript would also convert texts such as "0x10" and "Infinity". */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

export const INTEGER: NumberKind = { isWhole: true, text: NUMBER, advice: 'Enter a whole number.' };

export const DECIMAL: NumberKind = {
	isWhole: false,
	text: NUMBER,
	advice: 'Enter a number. Write decimals with a point, such as 12.5.',
};

/**
 * A whole number in the currency's smallest unit, as Stripe wants it. The node doesn't convert an amount, because not
 * every currency has a hundred of its smallest unit.
 */
export const MONEY: NumberKind = {
	isWhole: true,
	// "20.00" is 20 of the currency, and "2.000" may be 2,000 of it, so neither is an amount in the smallest unit.
	text: /^[+-]?\d+$/,
	advice:
		"Enter the amount in the currency's smallest unit: for 19.99, enter 1999. An expression can convert it, such as {{ Math.round($json.amount * 100) }}.",
	explanation:
		"A whole number in the currency's smallest unit: 1999 is 19.99 in a currency with cents.",
};

/** The limits of a number. Both are inclusive. */
interface Range {
	readonly minimum?: number;
	readonly maximum?: number;
}

type NumberProperty = PropertySettings<'type' | 'default' | 'typeOptions'>;

/** An integer. If it's empty, its value is the default. */
export const integerField = (
	property: NumberProperty & { default: number },
	range: Range,
	settings?: FieldSettings<number>,
): Field<number> => numberField(INTEGER, property, range, settings);

/** A number. If it's empty, its value is the default. */
export const numberField = (
	kind: NumberKind,
	property: NumberProperty & { default: number },
	range: Range,
	settings: FieldSettings<number> = {},
): Field<number> => ({
	property: numberProperty(kind, property, range),
	...settings,
	parse: (raw) =>
		isEmpty(raw)
			? ok(property.default)
			: parseNumber(raw, kind, range, property.displayName, property.default),
});

/** A number that can't be empty. */
export const requiredNumber = (
	kind: NumberKind,
	property: NumberProperty & { default?: number },
	range: Range,
	settings: FieldSettings<number> = {},
): Field<number> => ({
	property: numberProperty(kind, { default: 0, required: true, ...property }, range),
	...settings,
	parse: (raw) =>
		isEmpty(raw)
			? emptyError(property.displayName)
			: parseNumber(raw, kind, range, property.displayName),
});

/** A number that can be empty. Its value is `undefined` then. */
export const optionalNumber = (
	kind: NumberKind,
	property: NumberProperty & { default?: number },
	range: Range,
	settings: FieldSettings<number | undefined> = {},
): Field<number | undefined> => ({
	property: numberProperty(kind, { default: 0, ...property }, range),
	hintIfAlwaysEmpty: true,
	...(settings.showFor && { whenHidden: () => undefined }),
	...settings,
	parse: (raw) =>
		isEmpty(raw) ? ok(undefined) : parseNumber(raw, kind, range, property.displayName),
});

const numberProperty = (
	{ isWhole, explanation }: NumberKind,
	property: NumberProperty & { default: number },
	{ minimum, maximum }: Range,
): Field<number>['property'] => ({
	...property,
	...(explanation !== undefined && {
		description: [property.description, explanation].filter(Boolean).join('. '),
	}),
	type: 'number',
	typeOptions: {
		...(minimum !== undefined && { minValue: minimum }),
		...(maximum !== undefined && { maxValue: maximum }),
		...(isWhole && { numberPrecision: 0 }),
	},
});

function parseNumber(
	raw: unknown,
	{ isWhole, text, advice }: NumberKind,
	{ minimum = -Infinity, maximum = Infinity }: Range,
	label: string,
	defaultValue?: number,
): Result<number> {
	const input = typeof raw === 'string' ? trimText(raw) : raw;
	// Only a string is converted, because JavaScript also converts `true` and an empty array to a number.
	const number = typeof input === 'string' && text.test(input) ? Number(input) : input;
	const isValid =
		typeof number === 'number' &&
		(isWhole ? Number.isSafeInteger(number) : Number.isFinite(number)) &&
		number >= minimum &&
		number <= maximum;
	if (isValid) return ok(number);
	return err(
		`'${label}' must be ${isWhole ? 'a whole number' : 'a number'}${inWords(minimum, maximum)}`,
		defaultValue === undefined ? advice : `${advice} The default is ${defaultValue}.`,
	);
}

function inWords(minimum: number, maximum: number): string {
	const [hasMinimum, hasMaximum] = [Number.isFinite(minimum), Number.isFinite(maximum)];
	if (hasMinimum && hasMaximum) return ` from ${minimum} to ${maximum}`;
	if (hasMinimum) return ` of ${minimum} or more`;
	return hasMaximum ? ` of ${maximum} or less` : '';
}
