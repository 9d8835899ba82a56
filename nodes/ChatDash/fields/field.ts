// What a field is: how n8n shows it, and how its value is parsed. Each kind of field has a file in this folder.
import type { INodeProperties } from 'n8n-workflow';

import type { Result } from '../../transport/result';
import type { LocatorConfig } from './locatorConfig';

/** The collections that can contain fields. */
export type CollectionName = 'additionalFields' | 'filters' | 'options' | 'updateFields';

/** What a value means may depend on this. It's the same for all items of a run. */
export interface ParseContext {
	/** The workflow's time zone, such as `Europe/Berlin`. A date without a zone is in it. */
	readonly timezone: string;
}

/** The rows of n8n's fixed collection. */
export interface Rows {
	/** Workflows save it, so it never changes. */
	readonly name: string;
	readonly displayName: string;
	/** The fields of each row. `showFor` and `variants` name other fields of the same row. */
	readonly fields: Fields;
}

/** A field of an operation. Its value comes from a parameter of the node, or from the item. */
export interface Field<Value> {
	/** The parameter in n8n. Its name and display options are added where the node's description is made. */
	readonly property: Omit<INodeProperties, 'name' | 'displayOptions'>;
	/** Only for a resource locator. */
	readonly locator?: LocatorConfig;
	/** Only for a text with the ID of a record that can't be chosen from a list: the noun of the record. */
	readonly idOf?: string;
	/** Only for a fixed collection. */
	readonly rows?: Rows;
	/** Only for a field with the IDs of several records. */
	readonly severalIds?: LocatorConfig;
	/** The collection that contains the field. Without one, it's at the top level. */
	readonly collection?: CollectionName;
	/** The values of other fields for which this one is shown. If they differ, `whenHidden` returns the value. */
	readonly showFor?: Readonly<Record<string, ReadonlyArray<string | boolean>>>;
	/** Other texts for values of another field. If that value is an expression, the texts of `property` are shown. */
	readonly variants?: Variants;
	/** Returns the value for an item for which the field is hidden. */
	readonly whenHidden?: () => Value;
	/** The value if the user didn't add the field to its collection. Without this, the field is parsed as empty. */
	readonly whenNotAdded?: { readonly value: Value };
	/** The field may be empty, but if it's empty for every item, the user gets a hint. */
	readonly hintIfAlwaysEmpty?: true;
	/** The field only controls how other fields are read. It isn't sent to ChatDash, so the fingerprint omits it. */
	readonly controlOnly?: true;
	/** For a value that items rarely share on purpose: the key to compare, and the value as the hint shows it. */
	hintIfShared?(value: Value): { readonly key: string; readonly value: string };
	/** Returns the parts of the value that are redacted in everything the user sees. */
	secrets?(value: Value): readonly string[];
	/** Parses the raw value: once an item, or once a run if the value is the same for all items. */
	parse(raw: unknown, context: ParseContext): Result<Value>;
}

/** The texts that a parameter has for some values of another field. */
export interface Variants {
	/** The other field. */
	readonly field: string;
	/** All values that it can have. */
	readonly allValues: readonly string[];
	readonly texts: readonly VariantTexts[];
}

interface VariantTexts {
	/** The values of the other field for which these texts are shown. */
	readonly values: readonly string[];
	readonly displayName: string;
	readonly placeholder?: string;
	readonly description?: string;
}

/** Where and when a field of any kind is shown. */
export type FieldSettings<Value> = Pick<Field<Value>, 'collection' | 'showFor' | 'whenHidden'>;

/** Fields by parameter name. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** The parsed values of fields, each typed by its field. */
export type Values<F> = { readonly [Name in keyof F]: F[Name] extends Field<infer V> ? V : never };

/**
 * Whether a field is shown.
 *
 * @param values of the fields before it, because a field comes after those that it depends on
 */
export const isVisible = (
	{ showFor = {} }: Field<unknown>,
	values: Readonly<Record<string, unknown>>,
): boolean =>
	Object.entries(showFor).every(([name, shown]) => shown.some((value) => value === values[name]));

/** The settings of a field's parameter, except those that the kind of field sets itself. */
export type PropertySettings<SetByKind extends string = never> = Pick<
	INodeProperties,
	'displayName'
> &
	Partial<Omit<INodeProperties, 'name' | 'displayOptions' | 'displayName' | SetByKind>>;
