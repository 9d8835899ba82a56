// Finds the IDs of the records that were chosen in resource locators.
import { UnexpectedError } from 'n8n-workflow';

import { type Api, InvalidItem } from '../../transport/api';
import { type Err, err } from '../../transport/result';
import type { CandidateIndex } from './candidates';
import { isEmpty } from './empty';
import type { ParseContext } from './field';
import { type LocatorValue, locator } from './locator';
import type { LocatorConfig, LocatorParent, LookupMode, ParentValues } from './locatorConfig';
import { apiFor } from './locatorCredential';
import { noneFound, notFound, severalFound } from './locatorErrors';
import { withArticle } from './wording';

/**
 * Resolves what was chosen to an ID.
 *
 * @param parents the IDs of the records that it belongs to, by parameter
 * @throws InvalidItem if no record matches, or several do, or the node lacks the credential to look
 */
export async function resolveId<Parents extends string>(
	config: LocatorConfig<Parents>,
	{ mode, value }: LocatorValue,
	api: Api,
	parents: ParentValues<Parents>,
): Promise<string> {
	const { list, lookupMode } = config;
	if (mode === 'id') return value;
	if (lookupMode?.resolve !== undefined) {
		const id = await lookupMode.resolve(apiFor(config, api), parents, value);
		if (id === undefined) throw new InvalidItem(noneFound(config, lookupMode, value));
		return id;
	}
	if (list === undefined || 'page' in list) {
		throw new UnexpectedError(`No list to look up '${config.parameter}' in`);
	}
	return findId(config, { mode, value }, await list.load(apiFor(config, api), parents));
}

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
	const { lookupMode } = config;
	if (mode === 'id' || lookupMode === undefined) return value;
	const found = findAmong(config, lookupMode, value, candidates);
	if (typeof found !== 'string') throw new InvalidItem(found);
	return found;
}

function findAmong(
	config: LocatorConfig,
	lookupMode: LookupMode,
	value: string,
	candidates: CandidateIndex,
): string | Err {
	const matches = candidates.matching(value, lookupMode.normalize);
	const [only, another] = matches;
	if (only === undefined) return notFound(config, lookupMode, value, candidates);
	return another === undefined ? only.id : severalFound(config, lookupMode, value, matches);
}

/**
 * Resolves the parents of a locator to their IDs, and their texts as they are.
 *
 * @param readParameter returns the value of a node's parameter
 * @param context for the parsers of the parents
 * @throws InvalidItem if one of them is missing, or can't be found
 */
export async function resolveParents(
	config: LocatorConfig,
	readParameter: (name: string) => unknown,
	api: Api,
	context: ParseContext,
): Promise<ParentValues> {
	let values: ParentValues = {};
	for (const parent of config.parents ?? []) {
		const chosen =
			parseParent(parent, readParameter, context) ??
			defaultOf(config, parent, api, readParameter(parent.parameter));
		const id = 'text' in parent ? chosen.value : await resolveId(parent, chosen, api, values);
		values = { ...values, [parent.parameter]: id };
	}
	return values;
}

/** What was chosen in a parent; `undefined` if it's empty or invalid. */
export function parseParent(
	parent: LocatorParent,
	readParameter: (name: string) => unknown,
	context: ParseContext,
): LocatorValue | undefined {
	const raw = readParameter(parent.parameter);
	if (!('text' in parent)) {
		const chosen = locator(parent).parse(raw, context);
		return chosen.ok ? chosen.value : undefined;
	}
	const text = parent.text.parse(raw, context);
	return text.ok && text.value !== '' ? { mode: 'id', value: text.value } : undefined;
}

/**
 * What counts if a parent is empty.
 *
 * @throws InvalidItem if nothing does, or the parent isn't empty, but invalid
 */
function defaultOf(
	config: LocatorConfig,
	parent: LocatorParent,
	api: Api,
	raw: unknown,
): LocatorValue {
	const text = 'text' in parent && isEmpty(raw) ? parent.ifEmpty?.(api) : undefined;
	if (text === undefined) throw new InvalidItem(noParentYet(config, parent));
	if (!text.ok) throw new InvalidItem(text);
	return { mode: 'id', value: text.value };
}

/** Also if an expression gives the parent, as long as the editor has no item to evaluate it with. */
function noParentYet({ noun, label, lookupMode }: LocatorConfig, parent: LocatorParent): Err {
	const [parentLabel, message, which] =
		'text' in parent
			? [parent.text.property.displayName, `Enter the ${parent.noun} first`, `this ${parent.noun}`]
			: [parent.label, `Choose ${withArticle(parent.noun)} first`, `the selected ${parent.noun}`];
	return err(
		message,
		`The list shows the ${noun}s of ${which}. If '${parentLabel}' uses an expression, execute the previous nodes first, or set '${label}' to By ${lookupMode?.label ?? 'ID'}.`,
	);
}
