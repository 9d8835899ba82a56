// The list of an agent's conversations. ChatDash leaves some of them out unless it's asked for them.
import type { IDataObject } from 'n8n-workflow';

import type { Api } from '../../../transport/api';
import { asRecords, asString, isId } from '../../../transport/json';
import { path } from '../../../transport/request';

/** Which conversations to list by one of their flags. Without a choice, ChatDash lists those that have the flag. */
export type FlagFilter = 'all' | 'yes' | 'no' | undefined;

interface ConversationFilters {
	readonly startDate?: string | undefined;
	readonly endDate?: string | undefined;
	readonly record?: FlagFilter;
	readonly interacted?: FlagFilter;
}

/** ChatDash documents no way to list conversations with and without a flag at once, so each is asked for. */
const FLAG_VALUES = { all: [true, false], yes: [true], no: [false] } as const;

const valuesFor = (filter: FlagFilter) =>
	filter === undefined ? [undefined] : FLAG_VALUES[filter];

/**
 * Fetches the conversations of an agent. Where that takes several lists, each conversation is returned once, the newest
 * first. One list has ChatDash's order.
 */
export async function listConversations(
	agentId: string,
	{ record, interacted, ...dates }: ConversationFilters,
	api: Api,
): Promise<readonly IDataObject[]> {
	const queries = valuesFor(record).flatMap((isRecorded) =>
		valuesFor(interacted).map((hasInteraction) => ({
			...dates,
			record: isRecorded,
			interacted: hasInteraction,
		})),
	);
	const place = path`/agents/${agentId}/conversations`;
	const lists = await Promise.all(queries.map(async (query) => await api.get(place, { query })));
	const conversations = lists.flatMap(asRecords);
	return lists.length === 1 ? conversations : newestFirst(withoutRepeats(conversations));
}

function withoutRepeats(conversations: readonly IDataObject[]): readonly IDataObject[] {
	const ids = new Set<string>();
	return conversations.filter(({ _id }) => {
		if (!isId(_id)) return true;
		const isNew = !ids.has(_id);
		ids.add(_id);
		return isNew;
	});
}

/** Sorts conversations by the time of their creation. Those without one are the last. */
export const newestFirst = (conversations: readonly IDataObject[]): readonly IDataObject[] =>
	[...conversations].sort((one, other) => createdAt(other) - createdAt(one));

function createdAt({ createdAt: text }: IDataObject): number {
	const time = Date.parse(asString(text));
	return Number.isNaN(time) ? 0 : time;
}
