// Lists that ChatDash returns page by page, as Stripe does: `limit` and `starting_after` in the query; `has_more` and
// `next_cursor` in the response.
import type { IDataObject } from 'n8n-workflow';

import type { Api, PageOptions } from './api';
import { asRecords, isRecord } from './json';

/** The most that a page can have. */
const MAX_PAGE_SIZE = 100;

/**
 * Fetches a list page by page.
 *
 * It ends at the limit and at the last page. It also ends at an empty page and at a repeated cursor, because either could
 * repeat forever.
 *
 * @param get fetches a page
 */
export async function fetchPages(
	get: Api['get'],
	path: string,
	{ list, limit, query }: PageOptions,
): Promise<readonly IDataObject[]> {
	const records: IDataObject[] = [];
	const cursors = new Set<string>();
	let cursor: string | undefined;
	while (records.length < limit) {
		const page = await get(path, {
			expects: 'record',
			query: {
				...query,
				limit: Math.min(limit - records.length, MAX_PAGE_SIZE),
				starting_after: cursor,
			},
		});
		const found = isRecord(page) ? asRecords(page[list]) : [];
		records.push(...found);
		const next = isRecord(page) && page['has_more'] === true ? page['next_cursor'] : undefined;
		if (found.length === 0 || typeof next !== 'string' || cursors.has(next)) break;
		cursors.add(next);
		cursor = next;
	}
	return records.slice(0, limit);
}
