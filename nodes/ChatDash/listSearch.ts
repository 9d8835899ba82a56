// The methods that fill the editor's lists: *From List* of each resource locator, and the choices of each field with several
// IDs. They're made from the fields of all operations.
import {
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { AbortScope } from '../transport/abort';
import type { Api } from '../transport/api';
import { ApiReader } from '../transport/apiReader';
import { CLOCK } from '../transport/clock';
import { CREDENTIAL_NAME, parseConnection } from '../transport/credentials';
import { createHttp } from '../transport/http';
import { AdaptiveRateLimiter } from '../transport/rateLimiter';
import { createRequester } from '../transport/requester';
import { StopState } from '../transport/stop';
import { readChoices, readDropDown } from './fields/dropDown';
import { locatorsIn, severalIdsIn } from './fields/locator';
import { choiceOf, missingRecordAdvice } from './fields/locatorAdvice';
import type { LocatorConfig, ParentValues } from './fields/locatorConfig';
import { parseParent, resolveParents } from './fields/resolveLocator';
import { LIST_ADVICE, listError } from './listErrors';
import type { Resource } from './operation/resource';

/** Someone waits in front of an open list. */
const TIMEOUT_MS = 15_000;

type ListSearch = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

type LoadOptions = (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;

/**
 * Makes a search method for each locator with a list, by the name that the locator gives it. If the records can't be
 * fetched, it throws a NodeApiError, which n8n shows instead of the list.
 */
export const listSearchMethods = (resources: readonly Resource[]): Record<string, ListSearch> =>
	Object.fromEntries(
		fieldsOf(resources)
			.flatMap(locatorsIn)
			.flatMap((config): Array<[string, ListSearch]> => {
				const { list } = config;
				if (list === undefined) return [];
				return [
					[
						list.searchListMethod,
						async function (filter = '', paginationToken = undefined) {
							return await readList(
								this,
								config,
								async (api, parents) =>
									await readDropDown(config, list, api, parents, filter, paginationToken),
							);
						},
					],
				];
			}),
	);

/** Makes a method for the choices of each field with several IDs. It has the name of the search method. */
export const loadOptionsMethods = (resources: readonly Resource[]): Record<string, LoadOptions> =>
	Object.fromEntries(
		fieldsOf(resources)
			.flatMap(severalIdsIn)
			.flatMap((config): Array<[string, LoadOptions]> => {
				const { list } = config;
				if (list === undefined) return [];
				return [
					[
						list.searchListMethod,
						async function () {
							return await readList(this, config, async (api, parents) => [
								...(await readChoices(config, list, api, parents)),
							]);
						},
					],
				];
			}),
	);

const fieldsOf = (resources: readonly Resource[]) =>
	resources.flatMap(({ operations }) => operations.map(({ fields }) => fields));

/**
 * Reads records of a locator, after the parents that are chosen above it.
 *
 * @throws {NodeApiError} with the reason, if that fails
 */
async function readList<Value>(
	context: ILoadOptionsFunctions,
	config: LocatorConfig,
	read: (api: Api, parents: ParentValues) => Promise<Value>,
): Promise<Value> {
	const node = context.getNode();
	const readParameter = (name: string) => context.getCurrentNodeParameter(name);
	const parseContext = { timezone: context.getTimezone() };
	const reader = await openReader(context);
	const result = await reader.lookup(
		async (api) => await read(api, await resolveParents(config, readParameter, api, parseContext)),
	);
	switch (result.kind) {
		case 'ok':
			return result.value;
		case 'invalid':
			throw listError(node, result.reason.message, result.reason.advice);
		case 'failed': {
			const { response } = result.final;
			if (!('message' in response)) {
				throw listError(node, "Couldn't load the list", 'Wait a minute, then open the list again.');
			}
			const status = 'status' in response ? response.status : undefined;
			const parents = (config.parents ?? []).flatMap((parent) => {
				const chosen = parseParent(parent, readParameter, parseContext);
				return chosen === undefined ? [] : [choiceOf(parent, chosen)];
			});
			const isMissing = parents.length > 0 && status === 404;
			const advice = isMissing ? missingRecordAdvice(parents) : LIST_ADVICE[response.kind];
			throw listError(node, response.message, advice, status);
		}
	}
}

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
	"If the credential uses an expression, lists can't be loaded here. Enter IDs or names instead.";

/** @throws {NodeApiError} if n8n can't read it, or can't resolve it without an item */
async function readCredential(context: ILoadOptionsFunctions) {
	try {
		return await context.getCredentials(CREDENTIAL_NAME);
	} catch (error) {
		const reason = error instanceof Error ? error.message : "The credential can't be read";
		throw listError(context.getNode(), reason, ABOUT_EXPRESSIONS);
	}
}
