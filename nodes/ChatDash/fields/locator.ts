// Resource locators: fields that choose a record from a list, by its ID, or by its name or login ID.
import { type Api, InvalidItem } from '../../transport/api';
import { isObject } from '../../transport/json';
import { type Err, err, ok } from '../../transport/result';
import type { CandidateIndex } from './candidates';
import { comparisonKey } from './comparisonKey';
import type { Field, Fields } from './field';
import { inSentence, notFound, severalFound } from './locatorErrors';
import { parseIdentifier, parseText, quote } from './parseText';

/** What was chosen, as n8n stores it. An ID is used as it is; anything else has to be looked up. */
export interface LocatorValue {
	readonly mode: 'id' | LookupMode;
	readonly value: string;
}

/** How people refer to a record, besides its ID. */
export type LookupMode = 'name' | 'loginId';

/** A kind of record that can be chosen. */
export interface LocatorConfig {
	/** The parameter that it has in every operation. */
	readonly parameter: string;
	/** As in "No client is called …". */
	readonly noun: string;
	readonly label: string;
	/** n8n's name for the method that fills the list. */
	readonly searchListMethod: string;
	/** The locator of the record that these records belong to. */
	readonly parent?: LocatorConfig;
	readonly idExample: string;
	/** The third mode, besides the list and the ID. */
	readonly lookupMode: {
		readonly mode: LookupMode;
		readonly label: string;
		readonly example: string;
	};
	/**
	 * Fetches the records to choose from.
	 *
	 * @param parentId the ID of the record that they belong to, if there is a `parent`
	 */
	list(api: Api, parentId: string): Promise<CandidateIndex>;
}

/**
 * A field that chooses a record.
 *
 * @param description where there is more to say than how to choose it
 */
export function locator(config: LocatorConfig, description?: string): Field<LocatorValue> {
	const { noun, label, lookupMode, searchListMethod, idExample, parent } = config;
	const howToChoose = `from the list, or give its ID or its ${inSentence(lookupMode.label)}`;
	return {
		locator: config,
		property: {
			displayName: label,
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: true,
			...(parent && { typeOptions: { loadOptionsDependsOn: [`${parent.parameter}.value`] } }),
			description: description ?? `Choose the ${noun} ${howToChoose}`,
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					typeOptions: { searchListMethod, searchable: true },
				},
				{ displayName: 'By ID', name: 'id', type: 'string', placeholder: `e.g. ${idExample}` },
				{
					displayName: `By ${lookupMode.label}`,
					name: lookupMode.mode,
					type: 'string',
					placeholder: `e.g. ${lookupMode.example}`,
				},
			],
		},
		parse: (raw) => {
			const { mode, value } = isStoredLocator(raw) ? raw : { mode: 'id', value: raw };
			const text = (mode === 'name' ? parseText : parseIdentifier)(value, label);
			if (!text.ok) return text;
			if (text.value === '') {
				return err(`'${label}' is empty`, `Choose one ${howToChoose}.`);
			}
			if (mode === lookupMode.mode) return ok({ mode: lookupMode.mode, value: text.value });
			// Dots alone lead to another place in the path of a web address, even when encoded.
			if (/^\.+$/.test(text.value)) {
				return err(`'${label}' is not an ID: ${quote(text.value)}`, 'Choose one from the list.');
			}
			return ok({ mode: 'id', value: text.value });
		},
	};
}

/** The configurations of the locators among fields. */
export const locatorsIn = (fields: Fields): readonly LocatorConfig[] =>
	Object.values(fields).flatMap(({ locator }) => locator ?? []);

/** A resource locator's value as n8n stores it. An AI agent or an expression may give the bare ID instead. */
export const isStoredLocator = (
	raw: unknown,
): raw is { readonly mode: unknown; readonly value: unknown } =>
	isObject(raw) && 'mode' in raw && 'value' in raw;

/** Names what was chosen in a sentence: `client “Acme Dental”`. */
export const describeChoice = (
	{ noun, lookupMode }: LocatorConfig,
	{ mode, value }: LocatorValue,
): string => `${noun} ${mode === lookupMode.mode ? quote(value) : value}`;

/** The same for values that choose the same record in the same mode, however each is spelled. */
export const recordKey = ({ mode, value }: LocatorValue): string =>
	`${mode} ${mode === 'id' ? value : comparisonKey(value)}`;

/**
 * Resolves what was chosen to an ID.
 *
 * @param parentId see {@link LocatorConfig.list}
 * @throws InvalidItem if no record matches, or several do
 */
export const resolveId = async (
	config: LocatorConfig,
	chosen: LocatorValue,
	api: Api,
	parentId = '',
): Promise<string> =>
	chosen.mode === 'id' ? chosen.value : findId(config, chosen, await config.list(api, parentId));

/**
 * Finds what was chosen among records that were fetched already.
 *
 * @throws InvalidItem if no record matches, or several do
 */
export function findId(
	config: LocatorConfig,
	{ mode, value }: LocatorValue,
	candidates: CandidateIndex,
): string {
	if (mode === 'id') return value;
	const matches = candidates.matching(mode, value);
	const [only, another] = matches;
	if (only !== undefined && another === undefined) return only.id;
	const reason: Err =
		only === undefined ? notFound(config, value, candidates) : severalFound(config, value, matches);
	throw new InvalidItem(reason);
}
