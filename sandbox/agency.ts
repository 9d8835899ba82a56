/*
 * One agency of the sandbox: its records, the calls made with its key, and its faults. Each kind of record has a file of
 * its own. It implements ChatDash's rules and is independent of HTTP.
 */
import { Agents } from './agents';
import { type Account, accountsOf } from './billing/account';
import { Clients } from './clients';
import { Conversations } from './conversations';
import type { EventDelivery } from './deliveries';
import { concerns, faultOf } from './faults';
import type { Fault, FaultPlan, RetryAfter } from './faults';
import { Ids } from './ids';
import type { Call, Violation } from './journal';
import { LaggingLists, listsOf } from './lag';
import { Leads } from './leads';
import { limiterOf } from './limits';
import type { Limiter } from './limits';
import type { Client, Member } from './records';
import { DEFAULT_SEED, seedsOf } from './setup';
import type { AgencySetup } from './setup';
import { Subscriptions } from './subscriptions';

export type { AgencySetup, SeedClient } from './setup';

/** The state of one agency. Every change is one synchronous step. */
export class Agency {
	readonly directory: Clients;

	readonly agents: Agents;

	readonly leads: Leads;

	readonly conversations: Conversations;

	readonly subscriptions: Subscriptions;

	/** The Stripe accounts that are connected to the agency, by ID. */
	readonly billing: ReadonlyMap<string, Account>;

	private readonly allCalls: Call[] = [];

	private readonly allViolations: Violation[] = [];

	private readonly allDeliveries: EventDelivery[] = [];

	private readonly ids: Ids;

	/** What reads of the lists show. `clients`, `members` and `agents` always have the current records. */
	readonly lists: LaggingLists;

	private readonly limiter: Limiter | undefined;

	private faults: FaultPlan | undefined;

	private requestsPlanned = 0;

	/**
	 * @param clock for the rate limit: milliseconds from any fixed point, never going back
	 * @throws Error if the setup has a login ID or an ID twice, or an agent of a missing client
	 */
	constructor(
		readonly apiKey: string,
		setup: AgencySetup,
		clock: () => number,
	) {
		this.ids = new Ids(setup.seed ?? DEFAULT_SEED);
		this.directory = new Clients((wanted) => this.ids.take(wanted), setup.normalizesNames === true);
		this.agents = new Agents(
			(wanted) => this.ids.take(wanted),
			(clientId) => this.client(clientId) !== undefined,
			setup.movesAgents === true,
		);
		this.leads = new Leads(
			(wanted) => this.ids.take(wanted),
			(agentId) => this.agents.get(agentId) !== undefined,
		);
		this.subscriptions = new Subscriptions(
			(wanted) => this.ids.take(wanted),
			(clientId) => this.client(clientId) !== undefined,
			(agentId) => this.agents.get(agentId) !== undefined,
			(agentId) => this.agents.get(agentId)?.clientId,
			setup,
		);
		this.conversations = new Conversations(
			(wanted) => this.ids.take(wanted),
			(agentId) => this.agents.get(agentId) !== undefined,
		);
		this.limiter = setup.limit && limiterOf(setup.limit, clock);
		this.faults = setup.faults;
		const { clients, agents, subscriptions } = seedsOf(setup);
		for (const client of clients) this.directory.seed(client);
		for (const agent of agents) this.agents.seed(agent);
		for (const seed of setup.leads ?? []) this.leads.seed(seed);
		this.billing = accountsOf((wanted) => this.ids.take(wanted), this, setup.accounts);
		for (const subscription of subscriptions) this.subscriptions.seed(subscription);
		for (const conversation of setup.conversations ?? []) this.conversations.seed(conversation);
		this.lists = new LaggingLists(setup.lag, () => listsOf(this));
	}

	/** In the order of their creation. */
	get clients(): readonly Client[] {
		return this.directory.all;
	}

	/** The members of all clients, in the order of their clients. */
	get members(): readonly Member[] {
		return this.directory.members;
	}

	/** In the order of their responses. */
	get calls(): readonly Call[] {
		return this.allCalls;
	}

	get violations(): readonly Violation[] {
		return this.allViolations;
	}

	/** Of events, in the order of their ends. */
	get deliveries(): readonly EventDelivery[] {
		return this.allDeliveries;
	}

	/** Sets the faults of the requests from now on, counted from the first again; undefined: none. */
	plan(faults: FaultPlan | undefined): void {
		this.faults = faults;
		this.requestsPlanned = 0;
	}

	/** The fault of the next request, which is for this operation. Counts that request. */
	nextFault(operationId: string | undefined): Fault | null {
		if (this.faults === undefined || !concerns(this.faults, operationId)) return null;
		return faultOf(this.faults, this.requestsPlanned++);
	}

	/** If the next request exceeds the rate limit: how many milliseconds too early it is, and how to report that. */
	turnedAway(): { ms: number; retryAfter: RetryAfter } | null {
		const { limiter } = this;
		const ms = limiter?.take() ?? 0;
		return limiter === undefined || ms === 0 ? null : { ms, retryAfter: limiter.retryAfter };
	}

	noteCall(call: Call): void {
		this.allCalls.push(call);
	}

	noteViolation(violation: Violation): void {
		this.allViolations.push(violation);
	}

	noteDelivery(delivery: EventDelivery): void {
		this.allDeliveries.push(delivery);
	}

	client(clientId: string): Client | undefined {
		return this.directory.get(clientId);
	}

	/** The client with this key, or undefined if none has it. */
	clientWithKey(apiKey: string): string | undefined {
		return this.directory.withKey(apiKey);
	}

	/** The members of a client in the order of their creation, or undefined if there is no such client. */
	membersOf(clientId: string): readonly Member[] | undefined {
		return this.directory.membersOf(clientId);
	}
}
