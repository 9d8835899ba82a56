// The methods that fill the editor's lists: *From List* of each resource locator, and the choices of each field with several
// IDs. They're made from the fields of all operations.
import {
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { AbortScope } from '../transport/abort';
import { isSelected, readAccount } from '../transport/account';
import type { Api } from '../transport/api';
import { ApiReader } from '../transport/apiReader';
import { CLOCK } from '../transport/clock';
import { createHttp } from '../transport/http';
import { AdaptiveRateLimiter } from '../transport/rateLimiter';
import { createRequester } from '../transport/requester';
import { StopState } from '../transport/stop';
import { readChoices, readDropDown } from './fields/dropDown';
import { locatorsIn, severalIdsIn } from './fields/locator';
import { choiceOf, missingRecordAdvice } from './fields/locatorAdvice';
import type { LocatorConfig, ParentValues } from './fields/locatorConfig';
import { apiFor, credentialOf, needsCredential } from './fields/locatorCredential';
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
	const reader = await openReader(context, config);
	const result = await reader.lookup(
		async (api) =>
			await read(
				apiFor(config, api),
				await resolveParents(config, readParameter, api, parseContext),
			),
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

/** @throws {NodeApiError} if the credential that can list the records isn't selected, or can't be used */
async function openReader(
	context: ILoadOptionsFunctions,
	config: LocatorConfig,
): Promise<ApiReader> {
	const kind = credentialOf(config);
	if (!isSelected(context, kind)) {
		const { message, advice } = needsCredential(config);
		throw listError(context.getNode(), message, advice);
	}
	const account = await readAccount(context, kind);
	if (!account.ok) {
		throw listError(context.getNode(), account.message, `${account.advice} ${ABOUT_EXPRESSIONS}`);
	}
	const { connection } = account.value;
	const abort = new AbortScope();
	const requests = {
		http: createHttp(context, account.value, TIMEOUT_MS, abort),
		kind,
		...connection,
		settings: { maxConcurrency: 1, maxRetries: 1 },
		clock: CLOCK,
		abort,
	};
	const limiter = new AdaptiveRateLimiter(CLOCK, 1);
	const request = createRequester(requests, limiter, new StopState(abort));
	return new ApiReader({
		request,
		clock: CLOCK,
		concurrency: 1,
		kind,
		clientId: connection.clientId,
	});
}

/** The editor has no item that an expression in the credential could read. */
const ABOUT_EXPRESSIONS =
	"If the credential uses an expression, lists can't be loaded here. Enter IDs or names instead.";
