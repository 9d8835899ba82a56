// Resource locators: fields that choose a record from a list, by its ID, or by a name that people know it by.
import type { INodePropertyMode } from 'n8n-workflow';

import { isId, isObject } from '../../transport/json';
import { type Result, err, ok } from '../../transport/result';
import { comparisonKey } from './comparisonKey';
import type { Field, Fields } from './field';
import type { LocatorConfig, LocatorParent } from './locatorConfig';
import { parseIdentifier, quote } from './parseText';
import { inSentence, withArticle } from './wording';

/** What was chosen, as n8n stores it. An ID is used as it is; anything else has to be looked up. */
export interface LocatorValue {
	/** `id`, also for a record from the list, or the config's lookup mode. */
	readonly mode: string;
	readonly value: string;
}

/**
 * A field that chooses a record.
 *
 * @param description where there is more to say than how to choose it
 */
export function locator(config: LocatorConfig, description?: string): Field<LocatorValue> {
	const { noun, label, list, lookupMode, parents = [] } = config;
	return {
		locator: config,
		property: {
			displayName: label,
			type: 'resourceLocator',
			default: { mode: list === undefined ? 'id' : 'list', value: '' },
			required: true,
			...(parents.length > 0 && { typeOptions: { loadOptionsDependsOn: parents.map(valuePath) } }),
			description: description ?? howToChoose(config, `the ${noun}`),
			modes: modesOf(config),
		},
		parse: (raw) => {
			const { mode, value } = isStoredLocator(raw) ? raw : { mode: 'id', value: raw };
			const lookup = mode === lookupMode?.mode ? lookupMode : undefined;
			const text = (lookup?.parse ?? parseIdentifier)(value, label);
			if (!text.ok) return text;
			if (text.value === '') return err(`'${label}' is empty`, `${howToChoose(config)}.`);
			if (lookup !== undefined) return ok({ mode: lookup.mode, value: text.value });
			const id = checkId(text.value, config, label);
			return id.ok ? ok({ mode: 'id', value: id.value }) : id;
		},
	};
}

function modesOf({ idExample, list, lookupMode }: LocatorConfig): INodePropertyMode[] {
	const text = (label: string, name: string, example: string): INodePropertyMode => ({
		...mode(`By ${label}`, name, 'string'),
		placeholder: `e.g. ${example}`,
	});
	const byId = text('ID', 'id', idExample);
	const byLookup = lookupMode && text(lookupMode.label, lookupMode.mode, lookupMode.example);
	const fromList = list && {
		...mode('From List', 'list', 'list'),
		typeOptions: { searchListMethod: list.searchListMethod, searchable: true },
	};
	return [fromList, byId, byLookup].filter((each) => each !== undefined);
}

const mode = (
	displayName: string,
	name: string,
	type: INodePropertyMode['type'],
): INodePropertyMode => ({ displayName, name, type });

/** Where n8n finds the value of a parent among a node's parameters. */
export const valuePath = (parent: LocatorParent): string =>
	'text' in parent ? parent.parameter : `${parent.parameter}.value`;

/** "Choose a client from the list, or enter the client's ID or name", as far as the locator has these modes. */
export function howToChoose(
	{ noun, list, lookupMode }: LocatorConfig,
	record = withArticle(noun),
): string {
	const other = lookupMode === undefined ? '' : ` or ${inSentence(lookupMode.label)}`;
	const keys = `the ${noun}'s ID${other}`;
	return list === undefined ? `Enter ${keys}` : `Choose ${record} from the list, or enter ${keys}`;
}

/** Rejects a text that can't be an ID. */
export const checkId = (text: string, config: LocatorConfig, label: string): Result<string> =>
	text === '' || isId(text)
		? ok(text)
		: err(
				`'${label}' isn't a valid ID: ${quote(text)}`,
				config.list === undefined
					? `Enter the ${config.noun}'s ID.`
					: `Choose ${withArticle(config.noun)} from the list instead.`,
			);

/** The configurations of the locators among fields. */
export const locatorsIn = (fields: Fields): readonly LocatorConfig[] =>
	Object.values(fields).flatMap(({ locator }) => locator ?? []);

/** The configurations of the fields with several IDs. */
export const severalIdsIn = (fields: Fields): readonly LocatorConfig[] =>
	Object.values(fields).flatMap(({ severalIds }) => severalIds ?? []);

/** A resource locator's value as n8n stores it. An AI agent or an expression may give the bare ID instead. */
export const isStoredLocator = (
	raw: unknown,
): raw is { readonly mode: unknown; readonly value: unknown } =>
	isObject(raw) && 'mode' in raw && 'value' in raw;

/** Whether a field's parsed value is that of a locator. */
export const isLocatorValue = (value: unknown): value is LocatorValue =>
	isStoredLocator(value) && typeof value.mode === 'string' && typeof value.value === 'string';

/** Names what was chosen in a sentence: `client “Acme Dental”`. */
export const describeChoice = ({ noun }: LocatorConfig, { mode, value }: LocatorValue): string =>
	`${noun} ${mode === 'id' ? value : quote(value)}`;

/** The same for values that choose the same record in the same mode, however each is spelled. */
export const recordKey = ({ mode, value }: LocatorValue): string =>
	`${mode} ${mode === 'id' ? value : comparisonKey(value)}`;
