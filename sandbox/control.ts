/*
 * The state of the sandbox that other processes and the page read. It's built field by field, so it can't contain
 * anything that isn't named here, above all no password or key. billing/state.ts has the part about Stripe accounts.
 */
import { withoutQuery } from './addresses';
import type { Agency } from './agency';
import type { Agent } from './agents';
import { type AccountState, describeAccount } from './billing/state';
import type { Conversation } from './conversations';
import type { EventDelivery } from './deliveries';
import { maskKey } from './journal';
import type { Call, Violation } from './journal';
import type { Client, Member } from './records';
import type { Subscription } from './subscriptions';

/** How many of an agency's calls the state includes. */
const MAX_CALLS = 50;

/** How many deliveries of each subscription. */
const MAX_DELIVERIES = 5;

/** The response of `GET /sandbox/state`. */
export interface SandboxState {
	agencies: AgencyState[];
	/** All violations, oldest first. */
	violations: readonly Violation[];
}

export interface AgencyState {
	/** Redacted. */
	key: string;
	/** In the order of their creation. */
	clients: ClientState[];
	/** In the order of their creation. */
	agents: AgentState[];
	/** In the order of their creation. */
	subscriptions: SubscriptionState[];
	accounts: AccountState[];
	/** The latest calls, newest first. */
	calls: CallState[];
}

export type ClientState = Pick<Client, '_id' | 'name' | 'language'> & { members: MemberState[] };

export type MemberState = Pick<Member, 'name' | 'loginId' | 'email' | 'isAdmin'>;

/** An agent without the credentials of its platform. */
export type AgentState = Pick<Agent, '_id' | 'name' | 'platform' | 'clientId'> & {
	/** In the order of their creation, like the leads. */
	conversations: ConversationState[];
	leads: LeadState[];
};

export interface ConversationState {
	_id: string;
	/** Who it's with: a name, or else a phone number. It's empty if ChatDash has neither. */
	with: string;
	createdAt: string;
	/** How many it has. */
	messages: number;
}

export interface LeadState {
	_id: string;
	phone: string;
	/** The labels of its tags. */
	tags: string[];
}

/** A subscription. Its address has no query, which may contain a token. */
export type SubscriptionState = Pick<
	Subscription,
	'_id' | 'clientId' | 'agentId' | 'webhookUrl' | 'events'
> & {
	/** The latest deliveries, newest first. */
	deliveries: DeliveryState[];
};

/** A delivery without what was sent and received. */
export type DeliveryState = Pick<
	EventDelivery,
	'event' | 'attempt' | 'at' | 'ms' | 'status' | 'error'
>;

export type CallState = Pick<Call, 'at' | 'method' | 'path' | 'status' | 'ms' | 'fault'>;

/** The state of these agencies, without secrets. */
export function describeState(
	agencies: readonly Agency[],
	violations: readonly Violation[],
): SandboxState {
	return { agencies: agencies.map(describeAgency), violations };
}

function describeAgency(agency: Agency): AgencyState {
	return {
		key: maskKey(agency.apiKey),
		clients: agency.clients.map(({ _id, name, language }) => ({
			_id,
			name,
			language,
			members: (agency.membersOf(_id) ?? []).map(describeMember),
		})),
		agents: agency.agents.all.map((agent) => describeAgent(agent, agency)),
		subscriptions: agency.subscriptions.all.map((one) => describeSubscription(one, agency)),
		accounts: [...agency.billing.values()].map(describeAccount),
		calls: agency.calls.slice(-MAX_CALLS).reverse().map(describeCall),
	};
}

function describeMember({ name, loginId, email, isAdmin }: Member): MemberState {
	return { name, loginId, isAdmin, ...(email === undefined ? {} : { email }) };
}

function describeAgent({ _id, name, platform, clientId }: Agent, agency: Agency): AgentState {
	const { conversations } = agency;
	return {
		_id,
		name,
		platform,
		...(clientId === undefined ? {} : { clientId }),
		conversations: (conversations.of(_id) ?? []).map((conversation) =>
			describeConversation(conversation, conversations.messages(_id, conversation._id)?.length),
		),
		leads: describeLeads(_id, agency),
	};
}

function describeConversation(
	{ _id, name, phone, createdAt }: Conversation,
	messages = 0,
): ConversationState {
	const person = [name, phone].find((text) => typeof text === 'string' && text !== '');
	return { _id, with: String(person ?? ''), createdAt, messages };
}

function describeLeads(agentId: string, { leads }: Agency): LeadState[] {
	const labels = new Map((leads.tagsOf(agentId) ?? []).map(({ _id, label }) => [_id, label]));
	return (leads.of(agentId) ?? []).map(({ _id, phone, tags }) => ({
		_id,
		phone,
		tags: tags.map((tagId) => labels.get(tagId) ?? tagId),
	}));
}

function describeSubscription(
	{ _id, clientId, agentId, webhookUrl, events }: Subscription,
	agency: Agency,
): SubscriptionState {
	const deliveries = agency.deliveries
		.filter(({ subscriptionId }) => subscriptionId === _id)
		.slice(-MAX_DELIVERIES)
		.reverse()
		.map(({ event, attempt, at, ms, status, error }) => ({
			event,
			attempt,
			at,
			ms,
			...(status !== undefined && { status }),
			...(error !== undefined && { error }),
		}));
	return { _id, clientId, agentId, webhookUrl: withoutQuery(webhookUrl), events, deliveries };
}

function describeCall({ at, method, path, status, ms, fault }: Call): CallState {
	return { at, method, path, status, ms, ...(fault === undefined ? {} : { fault }) };
}
