/*
 * The conversations of one agency's agents, and their messages. No page says whether ChatDash accepts a platform ID that
 * an agent's conversation has already. The sandbox does, because that's what a caller has to be careful about.
 */

/** `ConversationInput` of the API description, as far as the sandbox uses it. The rest is stored as received. */
export interface ConversationInput {
	platformId?: string;
	name?: string;
	record?: boolean;
	interacted?: boolean;
	read?: boolean;
	isLive?: boolean;
	[field: string]: unknown;
}

/** `Conversation` of the API description, as ChatDash returns it. */
export interface Conversation extends ConversationInput {
	_id: string;
	agentId: string;
	createdAt: string;
	updatedAt: string;
}

/** `Message` of the API description. */
export interface Message {
	sender?: 'user' | 'bot' | 'agent';
	type?: string;
	content?: Record<string, unknown>;
	metadata?: Record<string, unknown>;
	createdAt?: string;
}

export interface SeedConversation extends ConversationInput {
	/** Generated if left out. */
	_id?: string;
	agentId: string;
	/** A minute after the conversation before it if left out. */
	createdAt?: string;
	messages?: Message[];
}

/** The query of the list. */
export interface ConversationFilters {
	startDate: string | undefined;
	endDate: string | undefined;
	record: boolean | undefined;
	interacted: boolean | undefined;
}

/** The defaults of the API description. */
const DEFAULT_FLAGS = { read: false, record: false, interacted: false, isLive: false };

/** When the first conversation takes place, unless the setup says something else. */
const FIRST_AT = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;

/** Every change is one synchronous step. */
export class Conversations {
	private readonly allConversations = new Map<string, Conversation>();

	private readonly messagesOf = new Map<string, Message[]>();

	private entered = 0;

	private readonly allAnalyses: Array<{ conversationId: string; kind: string }> = [];

	/**
	 * @param takeId returns a unique ID, or the wanted one
	 * @param isAgent whether the agency has an agent with this ID
	 */
	constructor(
		private readonly takeId: (wanted?: string) => string,
		private readonly isAgent: (agentId: string) => boolean,
	) {}

	/** In the order of their creation. */
	get all(): readonly Conversation[] {
		return [...this.allConversations.values()];
	}

	/** The analyses that were run, in order. Each of them may cost money. */
	get analyses(): ReadonlyArray<{ conversationId: string; kind: string }> {
		return this.allAnalyses;
	}

	/** The conversations of an agent in the order of their creation, or undefined if there is no such agent. */
	of(agentId: string): readonly Conversation[] | undefined {
		if (!this.isAgent(agentId)) return undefined;
		return this.all.filter((conversation) => conversation.agentId === agentId);
	}

	/** A conversation of an agent, by its ID. */
	get(agentId: string, conversationId: string): Conversation | undefined {
		const found = this.allConversations.get(conversationId);
		return found?.agentId === agentId ? found : undefined;
	}

	/** The oldest conversation of an agent with this platform ID. */
	byPlatformId(agentId: string, platformId: string): Conversation | undefined {
		return this.of(agentId)?.find((conversation) => conversation.platformId === platformId);
	}

	/** @throws Error if the ID is taken, or the agency has no such agent */
	seed({ messages = [], ...seed }: SeedConversation): void {
		const { _id } = this.enter(seed);
		if (!this.isAgent(seed.agentId)) {
			throw new Error(
				`The setup has a conversation of the agent ${seed.agentId}, but no such agent`,
			);
		}
		this.messagesOf.set(_id, messages);
	}

	/** @returns undefined if there is no such agent */
	create(agentId: string, input: ConversationInput): Conversation | undefined {
		return this.isAgent(agentId) ? this.enter({ ...input, agentId }) : undefined;
	}

	/** An update without `isLive` sets it to false, the default of that field in the API description. */
	update(agentId: string, conversationId: string, update: ConversationInput): boolean {
		const conversation = this.get(agentId, conversationId);
		if (conversation === undefined) return false;
		Object.assign(conversation, { isLive: false, ...update });
		return true;
	}

	delete(agentId: string, conversationId: string): boolean {
		if (this.get(agentId, conversationId) === undefined) return false;
		this.allConversations.delete(conversationId);
		return this.messagesOf.delete(conversationId);
	}

	/** @returns undefined if there is no such conversation */
	analyze(agentId: string, conversationId: string, kind: string): Conversation | undefined {
		const conversation = this.get(agentId, conversationId);
		if (conversation !== undefined) this.allAnalyses.push({ conversationId, kind });
		return conversation;
	}

	/** The messages of a conversation in their order, or undefined if there is no such conversation. */
	messages(agentId: string, conversationId: string): readonly Message[] | undefined {
		return this.get(agentId, conversationId) && this.messagesOf.get(conversationId);
	}

	/** Replaces the messages of a conversation. */
	setMessages(agentId: string, conversationId: string, messages: readonly Message[]): boolean {
		if (this.get(agentId, conversationId) === undefined) return false;
		this.messagesOf.set(conversationId, [...messages]);
		return true;
	}

	appendMessages(agentId: string, conversationId: string, messages: readonly Message[]): boolean {
		const before = this.messages(agentId, conversationId) ?? [];
		return this.setMessages(agentId, conversationId, [...before, ...messages]);
	}

	private enter({ _id: wanted, createdAt, ...input }: SeedConversation): Conversation {
		const _id = this.takeId(wanted);
		const at = createdAt ?? new Date(FIRST_AT + this.entered * MINUTE).toISOString();
		this.entered += 1;
		const conversation: Conversation = {
			_id,
			...DEFAULT_FLAGS,
			...input,
			createdAt: at,
			updatedAt: at,
		};
		this.allConversations.set(_id, conversation);
		this.messagesOf.set(_id, []);
		return conversation;
	}
}

/** The conversations that match a query. Without a choice, only recorded ones and those with an interaction match. */
export function filterConversations(
	conversations: readonly object[],
	{ startDate = '', endDate, record = true, interacted = true }: ConversationFilters,
): readonly object[] {
	return conversations.filter(
		(one) =>
			'record' in one &&
			one.record === record &&
			'interacted' in one &&
			one.interacted === interacted &&
			'createdAt' in one &&
			String(one.createdAt) >= startDate &&
			(endDate === undefined || String(one.createdAt) <= endDate),
	);
}
