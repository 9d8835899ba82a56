// Fields for several records. n8n's resource locators choose one record, so this is a list to choose from, and by expression
// a list of IDs.
import { err } from '../../transport/result';
import type { Field, PropertySettings, FieldSettings } from './field';
import { checkId, valuePath } from './locator';
import type { LocatorConfig } from './locatorConfig';
import { parseIdentifier } from './parseText';
import { parseSeveralIds } from './several';

/** The link that n8n's guidelines ask for where a list may also be an expression. */
const DESCRIPTION =
	'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

/**
 * A field for the IDs of several records. An expression returns an array, JSON text, or IDs separated by commas. Duplicates
 * are removed.
 */
export function severalIds(
	config: LocatorConfig,
	property: PropertySettings<'type' | 'default' | 'typeOptions'>,
	settings: FieldSettings<readonly string[]> = {},
): Field<readonly string[]> {
	const { list, parents = [] } = config;
	const { displayName } = property;
	return {
		property: {
			description: DESCRIPTION,
			...property,
			type: 'multiOptions',
			default: [],
			typeOptions: {
				...(list && { loadOptionsMethod: list.searchListMethod }),
				...(parents.length > 0 && { loadOptionsDependsOn: parents.map(valuePath) }),
			},
		},
		...settings,
		severalIds: config,
		parse: (raw) => {
			const ids = parseSeveralIds(raw, displayName, (entry, label) => {
				const text = parseIdentifier(entry, label);
				return text.ok ? checkId(text.value, config, label) : text;
			});
			return ids.ok && ids.value.length === 0 && property.required === true
				? err(`'${displayName}' is empty`, `${howToChooseSeveral(config)}.`)
				: ids;
		},
	};
}

export const howToChooseSeveral = ({ noun, list }: LocatorConfig): string =>
	list === undefined
		? `Enter the ${noun}s' IDs, separated by commas`
		: `Choose ${noun}s from the list, or enter their IDs, separated by commas`;
