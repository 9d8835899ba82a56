/*
 * One agency of the sandbox: its clients and their members, the calls made with its key, and its faults. Its agents, their
 * conversations and leads, its webhook subscriptions and its billing have files of their own. It implements ChatDash's
 * rules and is independent of HTTP. It stores no passwords, so they can't leak.
 */
import { Agents } from './agents';
import { type Account, accountsOf } from './billing/account';
import { Conversations } from './conversations';
import { concerns, faultOf } from './faults';
import type { Fault, FaultPlan, RetryAfter } from './faults';
import { Ids } from './ids';
import type { Call, Violation } from './journal';
import { LaggingLists, listsOf } from './lag';
import { Leads } from './leads';
import { limiterOf } from './limits';
import type { Limiter } from './limits';
import { Logins } from './logins';
import type { Client, ClientInput, Member, MemberInput, MemberUpdate, Outcome } from './records';
import { DEFAULT_SEED, seedsOf } from './setup';
import type { AgencySetup, SeedClient, SeedMember } from './setup';
import { Subscriptions } from './subscriptions';

export type { AgencySetup, SeedClient } from './setup';

/** The state of one agency. Every change is one synchronous step, so a login ID is checked and taken atomically. */
export class Agency {
	readonly agents: Agents;

	readonly leads: Leads;

	/** The Stripe accounts that are connected to the agency, by ID. */
	readonly billing: ReadonlyMap<string, Account>;

	readonly subscriptions: Subscriptions;

	/** The clients by their own keys. */
	private readonly clientsByKey = new Map<string, string>();
	readonly conversations: Conversations;

	private readonly allClients = new Map<string, Client>();

	private readonly membersOfClient = new Map<string, Member[]>();

	private readonly logins = new Logins();

	private readonly allCalls: Call[] = [];

	private readonly allViolations: Violation[] = [];

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
		private readonly setup: AgencySetup,
		clock: () => number,
	) {
		this.ids = new Ids(setup.seed ?? DEFAULT_SEED);
		this.agents = new Agents(
			(wanted) => this.ids.take(wanted),
			(clientId) => this.allClients.has(clientId),
			setup.movesAgents === true,
		);
		this.leads = new Leads(
			(wanted) => this.ids.take(wanted),
			(agentId) => this.agents.get(agentId) !== undefined,
		);
		this.subscriptions = new Subscriptions(
			(wanted) => this.ids.take(wanted),
			(clientId) => this.allClients.has(clientId),
			(agentId) => this.agents.get(agentId)?.clientId,
		);
		this.conversations = new Conversations(
			(wanted) => this.ids.take(wanted),
			(agentId) => this.agents.get(agentId) !== undefined,
		);
		this.limiter = setup.limit && limiterOf(setup.limit, clock);
		this.faults = setup.faults;
		const { clients, agents, subscriptions } = seedsOf(setup);
		for (const client of clients) this.seedClient(client);
		for (const agent of agents) this.agents.seed(agent);
		for (const seed of setup.leads ?? []) this.leads.seed(seed);
		this.billing = accountsOf((wanted) => this.ids.take(wanted), this, setup.accounts);
		for (const subscription of subscriptions) this.subscriptions.seed(subscription);
		for (const conversation of setup.conversations ?? []) this.conversations.seed(conversation);
		this.lists = new LaggingLists(setup.lag, () => listsOf(this));
	}

	/** In the order of their creation. */
	get clients(): readonly Client[] {
		return [...this.allClients.values()];
	}

	/** The members of all clients, in the order of their clients. */
	get members(): readonly Member[] {
		return [...this.membersOfClient.values()].flat();
	}

	/** In the order of their responses. */
	get calls(): readonly Call[] {
		return this.allCalls;
	}

	get violations(): readonly Violation[] {
		return this.allViolations;
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

	client(clientId: string): Client | undefined {
		return this.allClients.get(clientId);
	}

	/** The client with this key, or undefined if none has it. */
	clientWithKey(apiKey: string): string | undefined {
		return this.clientsByKey.get(apiKey);
	}

	/** The members of a client in the order of their creation, or undefined if there is no such client. */
	membersOf(clientId: string): readonly Member[] | undefined {
		return this.membersOfClient.get(clientId);
	}

	/** Creates a client and its first member, or neither. */
	createClient(client: ClientInput, member: MemberInput): Outcome {
		if (this.logins.ownerOf(member.loginId)) return 'login ID in use';
		const { _id } = this.enterClient({ ...client, _id: this.ids.take(), isSaasClient: false });
		return this.addMember(_id, member);
	}

	updateClient(clientId: string, update: Partial<ClientInput>): Outcome {
		const client = this.allClients.get(clientId);
		if (client === undefined) return 'no such client';
		Object.assign(client, update);
		client.name = this.stored(client.name);
		return 'done';
	}

	/** `isAdmin` is false by default: undocumented for a client's first member, the schema's default for others. */
	addMember(clientId: string, seed: SeedMember): Outcome {
		const { name, loginId, email, isAdmin = false } = seed;
		const members = this.membersOfClient.get(clientId);
		if (members === undefined) return 'no such client';
		if (this.logins.ownerOf(loginId)) return 'login ID in use';
		const member: Member = { _id: this.ids.take(seed._id), clientId, isAdmin, name, loginId };
		if (email !== undefined) member.email = email;
		members.push(member);
		this.logins.give(loginId, member);
		return 'done';
	}

	/**
	 * An update without `isAdmin` removes the admin rights, because that field defaults to false in the API description.
	 */
	updateMember(clientId: string, memberId: string, update: MemberUpdate): Outcome {
		const members = this.membersOfClient.get(clientId);
		if (members === undefined) return 'no such client';
		const member = members.find(({ _id }) => _id === memberId);
		if (member === undefined) return 'no such member';
		const { name, loginId = member.loginId, email, isAdmin = false } = update;
		if ((this.logins.ownerOf(loginId) ?? member) !== member) return 'login ID in use';

		this.logins.free(member.loginId);
		this.logins.give(loginId, member);
		member.loginId = loginId;
		member.isAdmin = isAdmin;
		if (name !== undefined) member.name = name;
		if (email !== undefined) member.email = email;
		return 'done';
	}

	/** A client's name as ChatDash stores it. */
	private stored(name: string): string {
		return this.setup.normalizesNames === true ? name.replace(/ +/g, ' ') : name;
	}

	private seedClient(seed: SeedClient) {
		const { name, language = 'en', isSaasClient = false, apiKey, members = [] } = seed;
		const { _id } = this.enterClient({
			_id: this.ids.take(seed._id),
			name,
			language,
			isSaasClient,
		});
		if (apiKey !== undefined) this.clientsByKey.set(apiKey, _id);
		for (const member of members) {
			if (this.addMember(_id, member) !== 'done') {
				throw new Error(`The setup has the login ID ${member.loginId} twice`);
			}
		}
	}

	private enterClient({ _id, name, language, isSaasClient }: Client): Client {
		const client: Client = { _id, name: this.stored(name), language, isSaasClient };
		this.allClients.set(client._id, client);
		this.membersOfClient.set(client._id, []);
		return client;
	}
}
