// The methods behind *From List* of each resource locator, made from the locators of all operations.
import {
	type ILoadOptionsFunctions,
	type INode,
	type INodeListSearchItems,
	type INodeListSearchResult,
	NodeApiError,
} from 'n8n-workflow';

import { AbortScope } from '../transport/abort';
import { type Api, InvalidItem } from '../transport/api';
import { ApiReader } from '../transport/apiReader';
import type { ClassifiedResponse } from '../transport/classify';
import { CLOCK } from '../transport/clock';
import { CREDENTIAL_NAME, parseConnection } from '../transport/credentials';
import { createHttp } from '../transport/http';
import { AdaptiveRateLimiter } from '../transport/rateLimiter';
import { createRequester } from '../transport/requester';
import { err } from '../transport/result';
import { StopState } from '../transport/stop';
import type { Candidate, CandidateIndex } from './fields/candidates';
import { type LocatorConfig, locator, locatorsIn, resolveId } from './fields/locator';
import { inSentence } from './fields/locatorErrors';
import { missingRecordAdvice } from './operation/define';
import type { Resource } from './operation/resource';

/** Someone waits in front of an open list. */
const TIMEOUT_MS = 15_000;

type ListSearch = (this: ILoadOptionsFunctions, filter?: string) => Promise<INodeListSearchResult>;

/** @returns one search method for each locator, by the name that the locator gives it */
export function listSearchMethods(resources: readonly Resource[]): Record<string, ListSearch> {
	const locators = resources.flatMap(({ operations }) =>
		operations.flatMap(({ fields }) => locatorsIn(fields)),
	);
	return Object.fromEntries(
		locators.map((config) => [
			config.searchListMethod,
			async function (filter = '') {
				return await search(this, config, filter);
			} satisfies ListSearch,
		]),
	);
}

/**
 * Fetches the records to choose from, and keeps those that match the filter.
 *
 * @param filter words, each of which has to be in a record's line or ID, without regard to case
 * @throws {NodeApiError} with the reason, if they can't be fetched; n8n shows it instead of the list
 */
async function search(
	context: ILoadOptionsFunctions,
	config: LocatorConfig,
	filter: string,
): Promise<INodeListSearchResult> {
	const node = context.getNode();
	const reader = await openReader(context);
	const result = await reader.lookup(async (api) => await listCandidates(context, config, api));
	switch (result.kind) {
		case 'ok':
			return { results: searchLines(result.value.all, filter) };
		case 'invalid':
			throw listError(node, result.reason.message, result.reason.advice);
		case 'failed': {
			const { response } = result.final;
			if (!('message' in response)) throw listError(node, 'The list could not be read');
			const status = 'status' in response ? response.status : undefined;
			const isMissing = config.parent !== undefined && status === 404;
			const advice = isMissing ? missingRecordAdvice([config.parent]) : ADVICE[response.kind];
			throw listError(node, response.message, advice, status);
		}
	}
}

/** The records of a locator; those of the parent that is chosen above it, which is looked up first if need be. */
async function listCandidates(
	context: ILoadOptionsFunctions,
	config: LocatorConfig,
	api: Api,
): Promise<CandidateIndex> {
	const { parent } = config;
	if (parent === undefined) return await config.list(api, '');
	const raw = context.getCurrentNodeParameter(parent.parameter);
	const chosen = locator(parent).parse(raw, { timezone: context.getTimezone() });
	if (!chosen.ok) throw new InvalidItem(noParentYet(config, parent));
	return await config.list(api, await resolveId(parent, chosen.value, api));
}

/** Also if an expression gives the parent, as long as the editor has no item to evaluate it with. */
const noParentYet = ({ noun, lookupMode }: LocatorConfig, parent: LocatorConfig) =>
	err(
		`Choose a ${parent.noun} first`,
		`The list holds the ${noun}s of that ${parent.noun}. If an expression gives '${parent.label}', execute the previous nodes, or choose the ${noun} by its ${inSentence(lookupMode.label)}.`,
	);

/** @throws {NodeApiError} if the credential can't be used */
async function openReader(context: ILoadOptionsFunctions): Promise<ApiReader> {
	const credential = await readCredential(context);
	const connection = parseConnection(credential);
	if (!connection.ok) {
		const advice = `${connection.advice} ${ABOUT_EXPRESSIONS}`;
		throw listError(context.getNode(), connection.message, advice);
	}
	const abort = new AbortScope();
	const requests = {
		http: createHttp(context, connection.value, credential, TIMEOUT_MS, abort),
		...connection.value,
		settings: { maxConcurrency: 1, maxRetries: 1 },
		clock: CLOCK,
		abort,
	};
	const limiter = new AdaptiveRateLimiter(CLOCK, 1);
	return new ApiReader(createRequester(requests, limiter, new StopState(abort)), CLOCK, 1);
}

/** The editor has no item that an expression in the credential could read. */
const ABOUT_EXPRESSIONS =
	'If the credential has an expression, no list can be loaded here: choose by ID or by name.';

/** @throws {NodeApiError} if n8n can't read it, or can't resolve it without an item */
async function readCredential(context: ILoadOptionsFunctions) {
	try {
		return await context.getCredentials(CREDENTIAL_NAME);
	} catch (error) {
		const reason = error instanceof Error ? error.message : "The credential can't be read";
		throw listError(context.getNode(), reason, ABOUT_EXPRESSIONS);
	}
}

/** What to do if a list can't be read. */
const ADVICE: Readonly<Record<Exclude<ClassifiedResponse['kind'], 'success'>, string>> = {
	rejected: "Check the ChatDash credential, its 'Base URL' too.",
	unauthorized:
		'Copy the agency key again from your agency profile in ChatDash into the ChatDash credential.',
	throttled: 'ChatDash takes no more requests for now. Wait a minute and open the list again.',
	unreachable:
		"Check 'Base URL' in the ChatDash credential, and whether n8n has access to the internet.",
	ambiguous:
		"Open the list again in a minute. If it stays like this, check 'Base URL' in the ChatDash credential.",
};

/**
 * An error that the editor shows in the open list. It has to be n8n's error for services: n8n doesn't send the editor the
 * description of any other error, so no one would read what to do.
 */
function listError(
	node: INode,
	reason: string,
	description?: string,
	status?: number,
): NodeApiError {
	// The editor takes dashes for the ends of sentences and drops them. A dash that doesn't break a line looks the same.
	const message = reason.replaceAll(/[-–—]/g, '‑');
	const error = new NodeApiError(
		node,
		{ message },
		{ message, ...(status !== undefined && { httpCode: String(status) }) },
	);
	// n8n replaces a text that contains something like an error code of Node.
	error.message = message;
	error.description = description;
	return error;
}

/** The lines of a list, sorted. If two lines are the same, what distinguishes their records is added. */
function searchLines(candidates: readonly Candidate[], filter: string): INodeListSearchItems[] {
	const times = new Map<string, number>();
	for (const { label } of candidates) times.set(label, (times.get(label) ?? 0) + 1);
	const words = filter.toLowerCase().split(/\s+/);
	return candidates
		.map(({ id, key, label, detail }) => ({
			name: times.get(label) === 1 ? label : `${key} (${detail}, ID ${id})`,
			value: id,
		}))
		.filter(({ name, value }) => {
			const line = `${name} ${value}`.toLowerCase();
			return words.every((word) => line.includes(word));
		})
		.sort((one, other) => one.name.localeCompare(other.name));
}
