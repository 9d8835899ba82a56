// Fields for several records that the user chooses from a list. An expression returns their IDs, or what people know them
// by, such as their labels.
import { UnexpectedError } from 'n8n-workflow';

import { type Api, InvalidItem } from '../../transport/api';
import { type Err, err, ok } from '../../transport/result';
import type { Candidate, CandidateIndex } from './candidates';
import { trimText } from './characters';
import type { Field, PropertySettings } from './field';
import type { LocatorConfig, LookupMode, ParentValues } from './locatorConfig';
import { apiFor } from './locatorCredential';
import { notFound, severalFound } from './locatorErrors';
import { parseSeveralTexts } from './several';
import { severalIds } from './severalIds';

/** What the user gave: an ID or a key of a record, or several of them separated by commas. */
export interface GivenKey {
	readonly text: string;
}

/** A field for several records. Its value is `undefined` if it's empty. */
export function severalRecords(
	config: LocatorConfig,
	property: PropertySettings<'type' | 'default' | 'typeOptions'>,
): Field<readonly GivenKey[] | undefined> {
	return {
		property: severalIds(config, property).property,
		severalIds: config,
		hintIfAlwaysEmpty: true,
		parse: (raw) => {
			const texts = parseSeveralTexts(raw, property.displayName);
			if (!texts.ok) return texts;
			return ok(texts.value.length === 0 ? undefined : texts.value.map((text) => ({ text })));
		},
	};
}

/** Which field the keys are from. */
interface Several<Parents extends string> {
	readonly config: LocatorConfig<Parents>;
	/** The field's label, which differs from the label of the locator for one record. */
	readonly label: string;
}

/**
 * Resolves keys to the IDs of the records, each of them once. All items of a run share the list. It isn't read if all keys
 * look like IDs, so that a record that the list doesn't show yet can be chosen.
 *
 * @param parents the IDs of the records that they belong to, by parameter
 * @throws InvalidItem if no record matches a key, or several do
 */
export async function resolveKeys<Parents extends string>(
	several: Several<Parents>,
	keys: readonly GivenKey[],
	api: Api,
	parents: ParentValues<Parents>,
): Promise<readonly string[]> {
	const { config } = several;
	const { list, lookupMode } = config;
	if (keys.every(({ text }) => partsOf(text).every(looksLikeId))) {
		return [...new Set(keys.flatMap(({ text }) => partsOf(text)))];
	}
	if (list === undefined || 'page' in list || lookupMode === undefined) {
		throw new UnexpectedError(`No list to look up '${several.label}' in`);
	}
	const candidates = await list.load(apiFor(config, api), parents);
	const find = (text: string) => {
		const found = findAmong({ ...config, label: several.label }, lookupMode, text, candidates);
		if (typeof found !== 'string') throw new InvalidItem(found);
		return found;
	};
	return [
		...new Set(
			keys.flatMap(({ text }) => {
				// A label may contain a comma.
				const isWhole = matchesOf(lookupMode, text, candidates).length > 0;
				return (isWhole ? [text] : partsOf(text)).map(find);
			}),
		),
	];
}

const partsOf = (text: string): readonly string[] =>
	text
		.split(',')
		.map(trimText)
		.filter((part) => part !== '');

/** An ID as ChatDash's pages show it. IDs may have other forms, which are only recognized in the list. */
const looksLikeId = (text: string) => /^[\da-f]{24}$/i.test(text);

function matchesOf(
	{ normalize }: LookupMode,
	text: string,
	candidates: CandidateIndex,
): readonly Candidate[] {
	const byId = candidates.all.filter(({ id }) => id === text);
	return byId.length > 0 ? byId : candidates.matching(text, normalize);
}

function findAmong(
	config: LocatorConfig,
	lookupMode: LookupMode,
	text: string,
	candidates: CandidateIndex,
): string | Err {
	const matches = matchesOf(lookupMode, text, candidates);
	const [only, another] = matches;
	if (only === undefined) {
		return looksLikeId(text) ? text : notFound(config, lookupMode, text, candidates);
	}
	if (another === undefined) return only.id;
	const ids = matches.map(({ id }) => id).join(', ');
	return err(
		severalFound(config, lookupMode, text, matches).message,
		`In '${config.label}', use an expression with one of these IDs instead: ${ids}.`,
	);
}
