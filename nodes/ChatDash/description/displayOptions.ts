// The conditions under which n8n shows a parameter.
import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import type { Field, Rows } from '../fields/field';
import { type Parameter, type Scope, isSuperset, operationsIn } from './merge';

type Conditions = NonNullable<IDisplayOptions['show']>;

/** Omits conditions that are empty. */
export const displayOptions = ({ show = {}, hide = {} }: IDisplayOptions) => {
	const conditions = {
		...(Object.keys(show).length > 0 && { show }),
		...(Object.keys(hide).length > 0 && { hide }),
	};
	return Object.keys(conditions).length === 0 ? {} : { displayOptions: conditions };
};

/**
 * Makes the parameters for a field: one, or one for each variant of its texts.
 *
 * @param show the conditions under which the operation shows the field
 * @param root the prefix of other parameters' names: `/` in a collection
 */
export function propertiesFor(
	name: string,
	field: Field<unknown>,
	show: Conditions,
	root = '',
): INodeProperties[] {
	const { showFor = {}, variants, rows } = field;
	const showForConditions = Object.entries(showFor).map(([other, values]) => [
		root + other,
		[...values],
	]);
	const showAll: Conditions = { ...show, ...Object.fromEntries(showForConditions) };
	const property = {
		...field.property,
		name,
		...displayOptions({ show: showAll }),
		...(rows && { options: [rowOption(rows)] }),
	};
	if (variants === undefined) return [property];

	const controller = root + variants.field;
	const { [controller]: values = [], ...others } = showAll;
	const withTexts = new Set(variants.texts.flatMap((each) => each.values));
	// If the controlling field is an expression, the editor compares its result, which is nothing without an input item,
	// and the engine treats every show condition on it as met. So a variant is hidden for all values but its own, and the
	// common texts are hidden for the values that don't need them.
	const hiddenFor = variants.allValues.filter(
		(value) => withTexts.has(value) || !values.includes(value),
	);
	return [
		{ ...property, ...displayOptions({ show: others, hide: { [controller]: hiddenFor } }) },
		...variants.texts.flatMap(({ values: shownFor, ...texts }) =>
			shownFor.map(
				(value): INodeProperties => ({
					...property,
					...texts,
					...displayOptions({ show: others, hide: { [controller]: [{ _cnd: { not: value } }] } }),
				}),
			),
		),
	];
}

/** The rows of a fixed collection. A condition in a row names another parameter of that row. */
const rowOption = ({ name, displayName, fields }: Rows) => ({
	name,
	displayName,
	values: Object.entries(fields).flatMap(([inner, field]) => propertiesFor(inner, field, {})),
});

/** The conditions on resource and operation. */
export const scopeConditions = (scope: Scope, root = '') => ({
	[`${root}resource`]: [...scope.keys()],
	[`${root}operation`]: [...operationsIn(scope)],
});

/**
 * Adds the display conditions on resource and operation to a parameter, unless it's shown everywhere.
 *
 * @param everywhere the scope of the node, or of the collection that contains the parameter
 * @param root the prefix of other parameters' names: `/` in a collection
 */
export function withDisplayOptions(
	{ property, scope, children }: Parameter,
	everywhere: Scope,
	root = '',
): INodeProperties {
	const isEverywhere = isSuperset(scope, everywhere);
	const { displayOptions: { show, hide } = {}, ...rest } = property;
	return {
		...rest,
		...displayOptions({
			show: { ...(!isEverywhere && scopeConditions(scope, root)), ...show },
			...(hide && { hide }),
		}),
		...(children && {
			options: children
				.map((one) => withDisplayOptions(one, scope, '/'))
				.sort((one, other) => one.displayName.localeCompare(other.displayName)),
		}),
	};
}
