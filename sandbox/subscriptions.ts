/*
 * The webhook subscriptions of one agency's clients. Each is for one agent of a client. ChatDash's pages show no way to
 * delete one, so a subscription that isn't wanted any more has no events. event-sender.ts sends the events.
 */
import { isLocal } from './addresses';
import type { AgencySetup } from './setup';

/** `WebhookEvent` of the API description. */
export const WEBHOOK_EVENTS = [
	'call.started',
	'call.missed',
	'call.ended',
	'call.inbound',
] as const;

export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** `WebhookSubscription` of the API description, as ChatDash returns it. */
export interface Subscription {
	_id: string;
	clientId: string;
	agentId: string;
	webhookUrl: string;
	events: WebhookEvent[];
	/** These two are dates in ISO 8601. */
	createdAt: string;
	updatedAt: string;
}

/** The body of a new subscription. `agentId` is its older form. */
export interface SubscriptionInput {
	clientId: string;
	agentIds?: string[];
	agentId?: string;
	webhookUrl: string;
	events: WebhookEvent[];
}

export interface EventsUpdate {
	add?: WebhookEvent[];
	remove?: WebhookEvent[];
}

/** Its ID is generated if left out, and its dates are then now. */
export type SeedSubscription = Pick<
	Subscription,
	'clientId' | 'agentId' | 'webhookUrl' | 'events'
> &
	Partial<Pick<Subscription, '_id' | 'createdAt' | 'updatedAt'>>;

/** A subscription, or why there's none. */
export type SubscriptionOutcome =
	| Subscription
	| 'no such client'
	| 'no such agent'
	| 'no such subscription'
	| 'last event'
	| 'address on this machine';

export class Subscriptions {
	private readonly allSubscriptions: Subscription[] = [];

	/**
	 * @param takeId returns a unique ID, or the wanted one
	 * @param isClient whether the agency has a client with this ID
	 * @param isAgent whether the agency has an agent with this ID
	 * @param clientOf the client of an agent
	 * @param rules what's rejected besides what ChatDash documents
	 */
	constructor(
		private readonly takeId: (wanted?: string) => string,
		private readonly isClient: (clientId: string) => boolean,
		private readonly isAgent: (agentId: string) => boolean,
		private readonly clientOf: (agentId: string) => string | undefined,
		private readonly rules: Pick<AgencySetup, 'keepsLastEvent' | 'refusesLocalhost'>,
	) {}

	/** In the order of their creation. */
	get all(): readonly Subscription[] {
		return this.allSubscriptions;
	}

	/** The subscriptions of a client in the order of their creation, or undefined if there is no such client. */
	of(clientId: string): readonly Subscription[] | undefined {
		if (!this.isClient(clientId)) return undefined;
		return this.all.filter((subscription) => subscription.clientId === clientId);
	}

	get(subscriptionId: string): Subscription | undefined {
		return this.all.find(({ _id }) => _id === subscriptionId);
	}

	/** @throws Error if the ID is taken, or the agency has no such client or agent */
	seed({ _id, events, ...seed }: SeedSubscription): void {
		// Only the agency's own: a client keeps its subscription for an agent that it has no longer.
		if (!this.isClient(seed.clientId) || !this.isAgent(seed.agentId)) {
			throw new Error(
				`The setup has a subscription of ${seed.clientId} for ${seed.agentId}, but lacks one of them`,
			);
		}
		this.enter({ ...seed, events: [...events], _id: this.takeId(_id) });
	}

	/**
	 * Creates a subscription for each agent, or none. ChatDash's page shows a single one as the response, so that's the
	 * first. It documents neither that an agent has to be the client's, nor that the same subscription can't exist twice.
	 */
	create({
		clientId,
		agentIds = [],
		agentId,
		webhookUrl,
		events,
	}: SubscriptionInput): SubscriptionOutcome {
		if (!this.isClient(clientId)) return 'no such client';
		if (this.rules.refusesLocalhost === true && isLocal(webhookUrl))
			return 'address on this machine';
		const agents = [...new Set([...agentIds, ...(agentId === undefined ? [] : [agentId])])];
		if (!agents.every((agent) => this.clientOf(agent) === clientId)) return 'no such agent';
		const [first] = agents.map((agent) =>
			this.enter({
				_id: this.takeId(),
				clientId,
				agentId: agent,
				webhookUrl,
				events: [...new Set(events)],
			}),
		);
		return first ?? 'no such agent';
	}

	/** An event that is added twice counts once, and removing one that isn't there changes nothing. */
	updateEvents(
		subscriptionId: string,
		{ add = [], remove = [] }: EventsUpdate,
	): SubscriptionOutcome {
		const subscription = this.get(subscriptionId);
		if (subscription === undefined) return 'no such subscription';
		const events = new Set([...subscription.events, ...add]);
		for (const event of remove) events.delete(event);
		const losesLast = events.size === 0 && subscription.events.length > 0;
		if (this.rules.keepsLastEvent === true && losesLast) return 'last event';
		subscription.events = [...events];
		subscription.updatedAt = new Date().toISOString();
		return subscription;
	}

	private enter(entry: SeedSubscription & { _id: string }): Subscription {
		const now = new Date().toISOString();
		const subscription = { createdAt: now, updatedAt: now, ...entry };
		this.allSubscriptions.push(subscription);
		return subscription;
	}
}
