// Conversations as ChatDash returns them, and the field that chooses one.
import type { IDataObject } from 'n8n-workflow';

import type { Api } from '../../../transport/api';
import { asString, isId, isRecord } from '../../../transport/json';
import { path } from '../../../transport/request';
import { type Candidate, CandidateIndex } from '../../fields/candidates';
import { normalizeIdentifier } from '../../fields/characters';
import { type LocatorValue, checkId, locator } from '../../fields/locator';
import type { LocatorConfig } from '../../fields/locatorConfig';
import { type ParseText, parseIdentifier } from '../../fields/parseText';
import { resolveId } from '../../fields/resolveLocator';
import { AGENT, resolveAgentId } from '../agent/record';
import { listConversations, newestFirst } from './list';

/** A conversation with its ID. */
type ConversationRecord = IDataObject & { readonly _id: string };

const hasId = (record: unknown): record is ConversationRecord =>
	isRecord(record) && isId(record['_id']);

/** ChatDash reads the ID in the path as the one on the source platform. */
const BY_PLATFORM_ID = { query: { isPlatformId: true } };

/** Finds a conversation by its ID on the source platform. */
export async function findByPlatformId(
	agentId: string,
	platformId: string,
	api: Api,
): Promise<ConversationRecord | undefined> {
	const record = await api.getIfExists(
		path`/agents/${agentId}/conversations/${platformId}`,
		BY_PLATFORM_ID,
	);
	return hasId(record) ? record : undefined;
}

/** Parses an ID on the source platform. It has to fit into a path. */
export const parsePlatformId: ParseText = (raw, label) => {
	const text = parseIdentifier(raw, label);
	return text.ok ? checkId(text.value, CONVERSATION, label) : text;
};

export const CONVERSATION: LocatorConfig<'agentId'> = {
	parameter: 'conversationId',
	noun: 'conversation',
	label: 'Conversation',
	idExample: '66f1c0a2b7e4d9035a8c1f24',
	howToList: "Use 'Conversation: Get Many' to list the agent's conversations.",
	parents: [AGENT],
	list: {
		searchListMethod: 'searchConversations',
		keepsOrder: true,
		async load(api, { agentId }) {
			const all = await listConversations(agentId, { record: 'all', interacted: 'all' }, api);
			return new CandidateIndex(newestFirst(all).filter(hasId).map(toCandidate));
		},
	},
	lookupMode: {
		mode: 'platformId',
		label: 'Platform ID',
		example: 'call_0a1b2c3d4e5f',
		parse: parsePlatformId,
		normalize: normalizeIdentifier,
		resolve: async (api, { agentId }, platformId) =>
			(await findByPlatformId(agentId, platformId, api))?._id,
	},
};

/** A conversation is shown by who it's with, and when it started. */
function toCandidate({ _id, name, phone, createdAt }: ConversationRecord): Candidate {
	const key = [name, phone].map(asString).find((text) => text.trim() !== '') ?? 'Unnamed';
	const detail = minuteOf(asString(createdAt));
	return { id: _id, key, label: detail === '' ? key : `${key} (${detail})`, detail };
}

/** As in "2026-03-01, 09:00 UTC"; empty if the text isn't a time. */
function minuteOf(text: string): string {
	const time = Date.parse(text);
	return Number.isNaN(time)
		? ''
		: `${new Date(time).toISOString().slice(0, 16).replace('T', ', ')} UTC`;
}

/** A field that chooses a conversation of the agent chosen in the field before it. */
export const conversationLocator = locator(CONVERSATION);

/** A chosen agent and a chosen conversation of it. */
interface ChosenConversation {
	readonly agentId: LocatorValue;
	readonly conversationId: LocatorValue;
}

/** Finds the path of a conversation, and the IDs for the output. */
export async function resolveConversation(
	{ agentId: chosenAgent, conversationId: chosen }: ChosenConversation,
	api: Api,
) {
	const agentId = await resolveAgentId(chosenAgent, api);
	const conversationId = await resolveId(CONVERSATION, chosen, api, { agentId });
	return {
		place: path`/agents/${agentId}/conversations/${conversationId}`,
		ids: { conversationId, agentId },
	};
}

/** Fetches a conversation. ChatDash takes its platform ID, too, so that it needn't be looked up first. */
export const fetchConversation = async (
	agentId: string,
	{ mode, value }: LocatorValue,
	api: Api,
): Promise<unknown> =>
	await api.get(path`/agents/${agentId}/conversations/${value}`, {
		expects: 'record',
		...(mode !== 'id' && BY_PLATFORM_ID),
	});
