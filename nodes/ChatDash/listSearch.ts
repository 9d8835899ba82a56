// The methods that fill the editor's lists: *From List* of each resource locator, and the choices of each field with several
// IDs. They're made from the fields of a node.
import {
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
	type INodePropertyOptions,
	type NodeApiError,
	type NodeOperationError,
} from 'n8n-workflow';

import { isSelected, readAccount } from '../transport/account';
import type { Api } from '../transport/api';
import type { ApiReader } from '../transport/apiReader';
import { openSession } from '../transport/session';
import { readChoices, readDropDown } from './fields/dropDown';
import type { Fields } from './fields/field';
import { locatorsIn, severalIdsIn } from './fields/locator';
import { choiceOf, missingRecordAdvice } from './fields/locatorAdvice';
import type { LocatorConfig, ParentValues } from './fields/locatorConfig';
import { apiFor, credentialOf, needsCredential } from './fields/locatorCredential';
import { parseParent, resolveParents } from './fields/resolveLocator';
import { adviceOnList, choicesError, listError } from './listErrors';

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
export const listSearchMethods = (fields: readonly Fields[]): Record<string, ListSearch> =>
	Object.fromEntries(
		fields.flatMap(locatorsIn).flatMap((config): Array<[string, ListSearch]> => {
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
export const loadOptionsMethods = (fields: readonly Fields[]): Record<string, LoadOptions> =>
	Object.fromEntries(
		fields.flatMap(severalIdsIn).flatMap((config): Array<[string, LoadOptions]> => {
			const { list } = config;
			if (list === undefined) return [];
			return [
				[
					list.searchListMethod,
					async function () {
						return await readList(
							this,
							config,
							async (api, parents) => [...(await readChoices(config, list, api, parents))],
							'choices',
						);
					},
				],
			];
		}),
	);

/**
 * Reads records of a locator, after the parents that are chosen above it.
 *
 * @throws {NodeApiError | NodeOperationError} with the reason, if that fails
 */
async function readList<Value>(
	context: ILoadOptionsFunctions,
	config: LocatorConfig,
	read: (api: Api, parents: ParentValues) => Promise<Value>,
	shownIn: ShownIn = 'dropDown',
): Promise<Value> {
	const toError = errorIn(shownIn, context);
	const readParameter = (name: string) => context.getCurrentNodeParameter(name);
	const parseContext = { timezone: context.getTimezone() };
	const reader = await openReader(context, config, shownIn);
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
			throw toError(result.reason.message, result.reason.advice);
		case 'failed': {
			const { response } = result.final;
			if (!('message' in response)) {
				throw toError("Couldn't load the list", 'Wait a minute, then open the list again.');
			}
			const status = 'status' in response ? response.status : undefined;
			const parents = (config.parents ?? []).flatMap((parent) => {
				const chosen = parseParent(parent, readParameter, parseContext);
				return chosen === undefined ? [] : [choiceOf(parent, chosen)];
			});
			const isMissing = parents.length > 0 && status === 404;
			const advice = isMissing
				? missingRecordAdvice(parents)
				: adviceOnList(credentialOf(config), response.kind);
			throw toError(response.message, advice, status);
		}
	}
}

/** A resource locator's list, or the choices of a field with several IDs. */
type ShownIn = 'dropDown' | 'choices';

/** n8n shows the message and the description of an error in a drop-down, but only one text in choices. */
const errorIn =
	(shownIn: ShownIn, context: ILoadOptionsFunctions) =>
	(message: string, advice: string, status?: number): NodeApiError | NodeOperationError =>
		shownIn === 'dropDown'
			? listError(context.getNode(), message, advice, status)
			: choicesError(context.getNode(), `${message}. ${advice}`);

/** @throws {NodeApiError | NodeOperationError} if the credential that can list the records isn't selected, or can't be used */
async function openReader(
	context: ILoadOptionsFunctions,
	config: LocatorConfig,
	shownIn: ShownIn,
): Promise<ApiReader> {
	const toError = errorIn(shownIn, context);
	const kind = credentialOf(config);
	if (!isSelected(context, kind)) {
		const { message, advice } = needsCredential(config, shownIn === 'choices');
		throw toError(message, advice);
	}
	const account = await readAccount(context, kind);
	if (!account.ok) {
		throw toError(account.message, `${account.advice} ${ABOUT_EXPRESSIONS}`);
	}
	return openSession(context, account.value, { timeoutMs: TIMEOUT_MS }).reader;
}

/** The editor has no item that an expression in the credential could read. */
const ABOUT_EXPRESSIONS =
	"If the credential uses an expression, lists can't be loaded here. Enter IDs or names instead.";
