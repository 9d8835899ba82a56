/* The initial records of an agency: those that the setup lists, or generated ones. */
import { inventAgents } from './agents';
import type { SeedAgent } from './agents';
import type { SeedAccount } from './billing/records';
import type { SeedConversation } from './conversations';
import { mulberry32 } from './faults';
import type { FaultPlan } from './faults';
import type { Lag } from './lag';
import type { SeedLeads } from './leads';
import type { RateLimit } from './limits';
import type { SeedSubscription } from './subscriptions';

export interface SeedMember {
	/** Generated if left out. */
	_id?: string;
	name: string;
	loginId: string;
	email?: string;
	isAdmin?: boolean;
}

export interface SeedClient {
	/** Generated if left out. */
	_id?: string;
	name: string;
	/** `en` if left out, as documented. */
	language?: string;
	isSaasClient?: boolean;
	/** The client's own key, as in `CD.CL.test-…`. Without it, the client has none. */
	apiKey?: string;
	members?: SeedMember[];
}

/** What an agency starts with. If `clients` or `agents` is a number, that many are generated. */
export interface AgencySetup {
	clients?: SeedClient[] | number;
	/** An agent refers to its client by the ID that the client has in this setup. */
	agents?: SeedAgent[] | number;
	/** The leads and lead tags of agents in this setup. */
	leads?: SeedLeads[];
	/** The Stripe accounts that are connected to the agency. */
	accounts?: SeedAccount[];
	/** A subscription refers to its client and its agent by the IDs that they have in this setup. */
	subscriptions?: SeedSubscription[];
	/** A conversation refers to its agent by the ID that the agent has in this setup. */
	conversations?: SeedConversation[];
	/** For IDs and generated records; 1 if left out. */
	seed?: number;
	faults?: FaultPlan;
	limit?: RateLimit;
	/** How far lists are behind changes; they show changes at once if left out. */
	lag?: Lag;
	/** Stores client names with repeated spaces collapsed to one. Otherwise names are stored as received. */
	normalizesNames?: boolean;
	/**
	 * Assigning an agent of one client to another client moves it, with status 200. Otherwise the request is rejected.
	 */
	movesAgents?: boolean;
	/** Rejects an update that removes the last event of a subscription. Otherwise a subscription can have none. */
	keepsLastEvent?: boolean;
	/** Rejects a new subscription whose address is on this machine, which ChatDash could never call. */
	refusesLocalhost?: boolean;
}

/** The seed if the setup has none. */
export const DEFAULT_SEED = 1;

/** The clients and agents that a setup lists. If it has a number instead, they are generated. */
export function seedsOf({
	clients = [],
	agents = [],
	subscriptions = [],
	seed = DEFAULT_SEED,
}: AgencySetup) {
	return {
		subscriptions,
		clients: typeof clients === 'number' ? generateClients(clients, seed) : clients,
		agents: typeof agents === 'number' ? inventAgents(agents, seed) : agents,
	};
}

const PLACES = ['Harbor', 'Maple', 'Northgate', 'Riverside', 'Summit', 'Willow', 'Elm Street'];
const TRADES = ['Dental', 'Plumbing', 'Law', 'Fitness', 'Realty', 'Bakery', 'Optics', 'Roofing'];
const LANGUAGES = ['en', 'en', 'en', 'de', 'fr', 'es', 'pt'];

/** Clients with one admin each. Names may repeat, as ChatDash allows; login IDs don't. */
function generateClients(count: number, seed: number): SeedClient[] {
	const random = mulberry32(seed);
	const oneOf = (words: string[]) => words[Math.floor(random() * words.length)] ?? '';
	return Array.from({ length: count }, (_, index) => {
		const loginId = `owner${index + 1}@agency-client.example`;
		return {
			name: `${oneOf(PLACES)} ${oneOf(TRADES)}`,
			language: oneOf(LANGUAGES),
			members: [{ name: 'Owner', loginId, email: loginId, isAdmin: true }],
		};
	});
}
