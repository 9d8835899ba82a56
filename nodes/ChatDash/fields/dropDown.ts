// What the editor's lists show of the records to choose from: all of them, a page, or those that match a search.
import type { INodeListSearchResult } from 'n8n-workflow';

import { type Api, InvalidItem } from '../../transport/api';
import { err } from '../../transport/result';
import { type Line, linesOf, searchLines, sortLines } from './candidateLines';
import type { Candidate } from './candidates';
import type { CandidateList, LocatorConfig, PagedList, ParentValues } from './locatorConfig';

/** How many pages a search reads, because someone waits for it. */
const MAX_PAGES = 10;

interface Lines {
	readonly lines: readonly Line[];
	/** Whether there are records that were not read. */
	readonly hasMore: boolean;
}

/**
 * Reads the lines of a drop-down. n8n adds each page to those before it.
 *
 * @param filter the words that the user typed; n8n doesn't filter the lines itself
 * @param cursor where the page begins, as the one before it said
 * @throws InvalidItem if too many records would have to be searched
 */
export async function readDropDown(
	config: LocatorConfig,
	list: CandidateList,
	api: Api,
	parents: ParentValues,
	filter: string,
	cursor: string | undefined,
): Promise<INodeListSearchResult> {
	if ('page' in list && filter.trim() === '') {
		const { candidates, next } = await list.page(api, parents, cursor);
		const isLast = next === undefined || next === cursor || candidates.length === 0;
		return { results: [...linesOf(candidates)], ...(!isLast && { paginationToken: next }) };
	}
	const { lines, hasMore } = await readLines(list, api, parents);
	const found = searchLines(lines, filter);
	if (!hasMore) return { results: [...found] };
	const scope = `the first ${format(lines.length)} ${config.noun}s`;
	if (found.length === 0) {
		throw new InvalidItem(
			err(
				`Not found among ${scope}`,
				`The search can't look further. Set '${config.label}' to By ID and enter the ID.`,
			),
		);
	}
	return { results: [...found, note(`Only ${scope} were searched. For others, use By ID.`)] };
}

/** Reads the choices of a field with several IDs. n8n loads them all at once and filters them itself. */
export async function readChoices(
	{ noun }: LocatorConfig,
	list: CandidateList,
	api: Api,
	parents: ParentValues,
): Promise<readonly Line[]> {
	const { lines, hasMore } = await readLines(list, api, parents);
	return hasMore
		? [
				...lines,
				note(
					`Only the first ${format(lines.length)} ${noun}s are listed. For others, use an expression.`,
				),
			]
		: lines;
}

/** A line that isn't a record. A space counts as empty if someone chooses it; n8n shows an empty value as chosen. */
const note = (name: string): Line => ({ name, value: ' ' });

const format = (count: number) => count.toLocaleString('en-US');

/** Reads all records, or those of the first pages. Only a list in no useful order is sorted. */
async function readLines(list: CandidateList, api: Api, parents: ParentValues): Promise<Lines> {
	if ('page' in list) {
		const { candidates, hasMore } = await readPages(list, api, parents);
		return { lines: linesOf(candidates), hasMore };
	}
	const { all } = await (list.loadForEditor?.(api, parents) ?? list.load(api, parents));
	const lines = linesOf(all);
	return { lines: list.keepsOrder === true ? lines : sortLines(lines), hasMore: false };
}

/** Reads the first pages. An empty page or a repeated cursor ends the list, because either could repeat forever. */
async function readPages(list: PagedList, api: Api, parents: ParentValues) {
	const candidates: Candidate[] = [];
	const cursors = new Set<string>();
	let cursor: string | undefined;
	for (let pages = 0; pages < MAX_PAGES; pages += 1) {
		const page = await list.page(api, parents, cursor);
		candidates.push(...page.candidates);
		const { next } = page;
		if (next === undefined || page.candidates.length === 0 || cursors.has(next)) {
			return { candidates, hasMore: false };
		}
		cursors.add(next);
		cursor = next;
	}
	return { candidates, hasMore: true };
}
