/*
 * One agency of the sandbox: its clients, their members, its agents (whose rules are in agents.ts), the calls made with
 * its key, and the faults it is to meet. It knows ChatDash's rules and nothing of HTTP. It keeps no password: one that is
 * not stored cannot leak.
 */
import { Agents, inventAgents } from './agents';
import type { SeedAgent } from './agents';
import { concerns, faultOf, mulberry32 } from './faults';
import type { Fault, FaultPlan, RetryAfter } from './faults';
import { limiterOf } from './limits';
import type { Limiter, RateLimit } from './limits';

/** `Client` of the description, as ChatDash answers it. */
export interface Client {
	_id: string;
	name: string;
	language: string;
	isSaasClient: boolean;
}

/** `Member` of the description, as ChatDash answers it. */
export interface Member {
	_id: string;
	clientId: string;
	isAdmin: boolean;
	name: string;
	loginId: string;
	email?: string;
}

/** `ClientInput` of the description. */
export interface ClientInput {
	name: string;
	language: string;
}

/** `MemberInput` of the description; the password that comes with it is not this file's business. */
export interface MemberInput {
	name: string;
	loginId: string;
	email?: string;
}

/** What an update of a member may hold; what is left out stays, but for `isAdmin`. */
export interface MemberUpdate {
	name?: string;
	loginId?: string;
	email?: string;
	isAdmin?: boolean;
}

/** What a caller got: a status, 'cut' if the connection ended before one went out, 'none' if it stays open without one. */
export type CallStatus = number | 'cut' | 'none';

/** One request that came with the agency's key, noted when its answer went out, or when it is clear that none will. */
export interface Call {
	method: string;
	/** Below the API's base, without the query: `/clients`. */
	path: string;
	/** Of the description; undefined if the description has no such operation. */
	operationId: string | undefined;
	status: CallStatus;
	/** As parsed, secrets included: for tests in this process, never for the page. Undefined if none or not JSON. */
	body: unknown;
	contentType: string | undefined;
	fault?: Fault['kind'];
	/** When the request came, in milliseconds since 1970. */
	at: number;
	/** From the request's arrival until it is noted, in milliseconds. */
	ms: number;
}

/** A request, or an answer of the sandbox itself, that does not fit the description. Holds no secret, no whole key. */
export interface Violation {
	/** Milliseconds since 1970. */
	at: number;
	/** Masked, see {@link maskKey}. */
	key: string;
	side: 'request' | 'answer';
	method: string;
	/** Below the API's base, without the query. */
	path: string;
	operationId: string | undefined;
	text: string;
}

export interface SeedMember {
	/** Made if left out. */
	_id?: string;
	name: string;
	loginId: string;
	email?: string;
	isAdmin?: boolean;
}

export interface SeedClient {
	/** Made if left out. */
	_id?: string;
	name: string;
	/** As documented, `en` if left out. */
	language?: string;
	isSaasClient?: boolean;
	members?: SeedMember[];
}

/** What an agency starts with. A number of clients or agents means that many invented ones. */
export interface AgencySetup {
	clients?: SeedClient[] | number;
	/** Those that are a client's name it by the id that the setup gives it. */
	agents?: SeedAgent[] | number;
	/** For ids and what is invented; 1 if left out. */
	seed?: number;
	faults?: FaultPlan;
	limit?: RateLimit;
}

/** How a change ended. A change that did not end in 'done' changed nothing. */
export type Outcome = 'done' | 'login ID in use' | 'no such client' | 'no such member';

/** The state of one agency. Every change is one synchronous step, so a login ID is checked and taken atomically. */
export class Agency {
	readonly apiKey: string;

	readonly agents = new Agents(
		(wanted) => this.takeId(wanted),
		(clientId) => this.allClients.has(clientId),
	);

	private readonly allClients = new Map<string, Client>();

	private readonly membersOfClient = new Map<string, Member[]>();

	/** Who holds a login ID, by its {@link loginKey}. */
	private readonly logins = new Map<string, Member>();

	private readonly allCalls: Call[] = [];

	private readonly allViolations: Violation[] = [];

	private readonly idPrefix: string;

	private readonly idsTaken = new Set<string>();

	private idsMade = 0;

	private readonly limit: { limiter: Limiter; retryAfter: RetryAfter } | undefined;

	private faults: FaultPlan | undefined;

	private requestsPlanned = 0;

	/**
	 * @param clock for the rate limit: milliseconds from any fixed point, never going back
	 * @throws Error if the setup has a login ID or an id twice, or an agent of a client that it does not have
	 */
	constructor(apiKey: string, setup: AgencySetup, clock: () => number) {
		const seed = setup.seed ?? 1;
		this.apiKey = apiKey;
		this.idPrefix = hexDigits(mulberry32(seed), 16);
		this.limit = setup.limit && {
			limiter: limiterOf(setup.limit, clock),
			retryAfter: setup.limit.retryAfter,
		};
		this.faults = setup.faults;
		const { clients = [], agents = [] } = setup;
		for (const client of typeof clients === 'number' ? inventClients(clients, seed) : clients) {
			this.seedClient(client);
		}
		for (const agent of typeof agents === 'number' ? inventAgents(agents, seed) : agents) {
			this.agents.seed(agent);
		}
	}

	/** In the order of their creation. */
	get clients(): readonly Client[] {
		return [...this.allClients.values()];
	}

	/** Of all clients, in the order of their clients. */
	get members(): readonly Member[] {
		return [...this.membersOfClient.values()].flat();
	}

	/** In the order of their answers. */
	get calls(): readonly Call[] {
		return this.allCalls;
	}

	get violations(): readonly Violation[] {
		return this.allViolations;
	}

	/** Lets the requests from now on meet these faults, counted from the first again; undefined: none. */
	plan(faults: FaultPlan | undefined): void {
		this.faults = faults;
		this.requestsPlanned = 0;
	}

	/** The fault that the next request, one for this operation, meets. Counts that request. */
	nextFault(operationId: string | undefined): Fault | null {
		if (this.faults === undefined || !concerns(this.faults, operationId)) return null;
		return faultOf(this.faults, this.requestsPlanned++);
	}

	/** If the next request is over the agency's rate limit: how many milliseconds too early, and how to say so. */
	turnedAway(): { ms: number; retryAfter: RetryAfter } | null {
		const ms = this.limit?.limiter.take() ?? 0;
		return this.limit === undefined || ms === 0 ? null : { ms, retryAfter: this.limit.retryAfter };
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

	/** The members of a client in the order of their creation, or undefined if there is no such client. */
	membersOf(clientId: string): readonly Member[] | undefined {
		return this.membersOfClient.get(clientId);
	}

	/** Creates a client and its first member, or neither. */
	createClient(client: ClientInput, member: MemberInput): Outcome {
		if (this.logins.has(loginKey(member.loginId))) return 'login ID in use';
		const { _id } = this.enterClient({ ...client, _id: this.takeId(), isSaasClient: false });
		return this.addMember(_id, member);
	}

	updateClient(clientId: string, update: Partial<ClientInput>): Outcome {
		const client = this.allClients.get(clientId);
		if (client === undefined) return 'no such client';
		Object.assign(client, update);
		return 'done';
	}

	/** A new member is no admin unless said: undocumented for a client's first member, the schema's default for others. */
	addMember(clientId: string, seed: SeedMember): Outcome {
		const { name, loginId, email, isAdmin = false } = seed;
		const members = this.membersOfClient.get(clientId);
		if (members === undefined) return 'no such client';
		if (this.logins.has(loginKey(loginId))) return 'login ID in use';
		const member: Member = { _id: this.takeId(seed._id), clientId, isAdmin, name, loginId };
		if (email !== undefined) member.email = email;
		members.push(member);
		this.logins.set(loginKey(loginId), member);
		return 'done';
	}

	/** An update without `isAdmin` takes the admin's rights away: the description gives that field the default false. */
	updateMember(clientId: string, memberId: string, update: MemberUpdate): Outcome {
		const members = this.membersOfClient.get(clientId);
		if (members === undefined) return 'no such client';
		const member = members.find(({ _id }) => _id === memberId);
		if (member === undefined) return 'no such member';
		const { name, loginId = member.loginId, email, isAdmin = false } = update;
		const holder = this.logins.get(loginKey(loginId));
		if (holder !== undefined && holder !== member) return 'login ID in use';

		this.logins.delete(loginKey(member.loginId));
		this.logins.set(loginKey(loginId), member);
		member.loginId = loginId;
		member.isAdmin = isAdmin;
		if (name !== undefined) member.name = name;
		if (email !== undefined) member.email = email;
		return 'done';
	}

	private seedClient(seed: SeedClient) {
		const { name, language = 'en', isSaasClient = false, members = [] } = seed;
		const { _id } = this.enterClient({ _id: this.takeId(seed._id), name, language, isSaasClient });
		for (const member of members) {
			if (this.addMember(_id, member) !== 'done') {
				throw new Error(`The setup has the login ID ${member.loginId} twice`);
			}
		}
	}

	private enterClient({ _id, name, language, isSaasClient }: Client): Client {
		const client: Client = { _id, name, language, isSaasClient };
		this.allClients.set(client._id, client);
		this.membersOfClient.set(client._id, []);
		return client;
	}

	/**
	 * An id that nothing else in the agency has: the wanted one, or one of 24 hex digits, as ChatDash's pages show them.
	 * Of those 16 come from the seed and 8 count, so that runs repeat.
	 * @throws Error if the wanted one is taken
	 */
	private takeId(wanted?: string): string {
		const id = wanted ?? this.makeId();
		if (this.idsTaken.has(id)) throw new Error(`The setup has the id ${id} twice`);
		this.idsTaken.add(id);
		return id;
	}

	private makeId(): string {
		this.idsMade += 1;
		const id = this.idPrefix + this.idsMade.toString(16).padStart(8, '0');
		// The setup may have wanted what an earlier agency of this seed made.
		return this.idsTaken.has(id) ? this.makeId() : id;
	}
}

/** An agency's key as it may be shown: its first 8 characters. Of a key that short nothing is shown. */
export function maskKey(apiKey: string): string {
	return apiKey.length > 8 ? `${apiKey.slice(0, 8)}…` : '…';
}

/** Login IDs that ChatDash takes for the same: an older page of its documentation says they ignore case. */
function loginKey(loginId: string): string {
	return loginId.toLowerCase();
}

function hexDigits(draw: () => number, count: number): string {
	return Array.from({ length: count }, () => Math.floor(draw() * 16).toString(16)).join('');
}

const PLACES = ['Harbour', 'Maple', 'Northgate', 'Riverside', 'Summit', 'Willow', 'Elm Street'];
const TRADES = ['Dental', 'Plumbing', 'Law', 'Fitness', 'Realty', 'Bakery', 'Optics', 'Roofing'];
const LANGUAGES = ['en', 'en', 'en', 'de', 'fr', 'es', 'pt'];

/** Clients with one admin each. Names may repeat, as ChatDash allows; login IDs do not. */
function inventClients(count: number, seed: number): SeedClient[] {
	const draw = mulberry32(seed);
	const oneOf = (words: string[]) => words[Math.floor(draw() * words.length)] ?? '';
	return Array.from({ length: count }, (_, index) => {
		const loginId = `owner${index + 1}@agency-client.example`;
		return {
			name: `${oneOf(PLACES)} ${oneOf(TRADES)}`,
			language: oneOf(LANGUAGES),
			members: [{ name: 'Owner', loginId, email: loginId, isAdmin: true }],
		};
	});
}
