/* What an agency starts with: records that the setup lists, or invented ones. */
import { inventAgents } from './agents';
import type { SeedAgent } from './agents';
import { mulberry32 } from './faults';
import type { FaultPlan } from './faults';
import type { Lag } from './lag';
import type { RateLimit } from './limits';

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
	/** Lists show changes late; at once if left out. */
	lag?: Lag;
	/** Stores clients' names with one space where several follow one another. Otherwise names are stored as they came. */
	normalizesNames?: boolean;
	/** Assigning an agent of one client to another moves it, with status 200. Otherwise that is refused. */
	movesAgents?: boolean;
}

/** The seed of a setup that gives none. */
export const DEFAULT_SEED = 1;

/** The clients and agents that a setup lists or, where it gives a number, invented ones. */
export function seedsOf({ clients = [], agents = [], seed = DEFAULT_SEED }: AgencySetup) {
	return {
		clients: typeof clients === 'number' ? inventClients(clients, seed) : clients,
		agents: typeof agents === 'number' ? inventAgents(agents, seed) : agents,
	};
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
