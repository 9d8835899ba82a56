// Lists that ChatDash returns page by page, as Stripe does: `limit` and `starting_after` in the query; `has_more` and
// `next_cursor` in the response.
import type { IDataObject } from 'n8n-workflow';

import type { Api, PageOptions } from './api';
import { asRecords, isRecord } from './json';

/** The most that a page can have. */
const MAX_PAGE_SIZE = 100;

/** A page of a list. */
export interface Page {
	readonly records: readonly IDataObject[];
	/** Where the next page begins; `undefined` after the last one. An empty page is the last one. */
	readonly next: string | undefined;
}

/**
 * Fetches one page of a list.
 *
 * @param cursor where the page begins; `undefined` for the first one
 */
export async function fetchPage(
	{ get }: Pick<Api, 'get'>,
	path: string,
	{ list, limit, query }: PageOptions,
	cursor: string | undefined,
): Promise<Page> {
	const page = await get(path, {
		expects: 'record',
		list,
		query: { ...query, limit: Math.min(limit, MAX_PAGE_SIZE), starting_after: cursor },
	});
	if (!isRecord(page)) return { records: [], next: undefined };
	const records = asRecords(page[list]);
	const { has_more: hasMore, next_cursor: next } = page;
	const isLast = records.length === 0 || hasMore !== true || typeof next !== 'string';
	return { records, next: isLast ? undefined : next };
}

/**
 * Fetches a list page by page.
 *
 * It ends at the limit and at the last page. It also ends at a repeated cursor, because that could repeat forever.
 *
 * @param get fetches a page
 */
export async function fetchPages(
	get: Api['get'],
	path: string,
	{ limit, ...options }: PageOptions,
): Promise<readonly IDataObject[]> {
	const records: IDataObject[] = [];
	const cursors = new Set<string>();
	let cursor: string | undefined;
	while (records.length < limit) {
		const page = await fetchPage(
			{ get },
			path,
			{ ...options, limit: limit - records.length },
			cursor,
		);
		for (const record of page.records) records.push(record);
		if (page.next === undefined || cursors.has(page.next)) break;
		cursors.add(page.next);
		cursor = page.next;
	}
	return records.slice(0, limit);
}
