/* Lists that are returned page by page, as Stripe does it. */

/** The query parameters of a page, as strings. */
export type PageQuery = Readonly<Record<string, string | string[] | undefined>>;

/** A page of a list, under the name that the list has in the response. */
export type Page = Record<string, unknown> & { has_more: boolean; next_cursor: string | null };

const idOf = (row: object | undefined): unknown => {
	if (row === undefined) return undefined;
	return 'productId' in row ? row.productId : 'id' in row && row.id;
};

/**
 * The page that a request asks for.
 *
 * @param name of the list in the response
 * @param rows all of them; the newest is returned first
 * @param defaultLimit how many a page has if the request doesn't say
 */
export function pageOf(
	name: string,
	rows: readonly object[],
	{ limit, starting_after: cursor }: PageQuery,
	defaultLimit: number,
): Page {
	const newestFirst = [...rows].reverse();
	const start = cursor === undefined ? 0 : newestFirst.findIndex((row) => idOf(row) === cursor) + 1;
	const page = newestFirst.slice(start, start + Number(limit ?? defaultLimit));
	const hasMore = start + page.length < newestFirst.length;
	const last = idOf(page.at(-1));
	return {
		[name]: page,
		has_more: hasMore,
		next_cursor: hasMore && typeof last === 'string' ? last : null,
	};
}

/** Whether a row was created within the times in a query. */
export const isCreatedWithin =
	({ created_start: start, created_end: end }: PageQuery) =>
	(row: object): boolean => {
		const created = 'creationDate' in row ? row.creationDate : 'created' in row && row.created;
		return (
			typeof created === 'number' &&
			created >= Number(start ?? -Infinity) &&
			created <= Number(end ?? Infinity)
		);
	};
