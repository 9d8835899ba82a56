/*
 * The agents of one agency, and whose they are: an agent belongs to one client at most, and has to be taken away from it
 * before another one gets it, unless the setup has agents move. Unlike passwords, the keys of their platforms are kept, because ChatDash answers them to
 * whoever reads an agent; what is shown to people is built without them (see control.ts).
 */
import { mulberry32 } from './faults';

/** `Platform` of the description. */
export const PLATFORMS = [
	'voiceflow',
	'openai',
	'botpress',
	'vectorshift',
	'flowise',
	'vapi',
	'retell',
	'elevenlabs',
	'n8n',
	'custom',
] as const;

export type Platform = (typeof PLATFORMS)[number];

/** `AgentConfig` of the description. */
export interface AgentConfig {
	usingExternalWidget: boolean;
	useImportWebhook: boolean;
	isTemplate: boolean;
	isSaas: boolean;
}

/** `Agent` of the description, as ChatDash answers it. */
export interface Agent {
	_id: string;
	/** Left out while the agent is no client's: the description has the field as a text, and never as null. */
	clientId?: string;
	name: string;
	platform: Platform;
	/** This and the next two as they came; what they mean differs by platform. */
	apiId?: string;
	apiKey?: string;
	platformCredentials?: Record<string, unknown>;
	agentConfig: AgentConfig;
}

/** What creates an agent. */
export type AgentInput = Omit<Agent, '_id' | 'clientId' | 'agentConfig'> & {
	agentConfig?: Partial<AgentConfig>;
};

/** What an update of an agent may hold; what is left out stays. The platform never changes. */
export type AgentUpdate = Partial<Omit<AgentInput, 'platform'>>;

export interface SeedAgent extends AgentInput {
	/** Made if left out. */
	_id?: string;
	/** No client's if left out. */
	clientId?: string;
}

/** How a change ended. A change that did not end in 'done' changed nothing. */
export type AgentOutcome =
	| 'done'
	| 'no such agent'
	| 'no such client'
	| 'agent already assigned'
	| 'agent not assigned to the client';

/** Every change is one synchronous step, so an agent is found free and assigned atomically. */
export class Agents {
	private readonly allAgents = new Map<string, Agent>();

	/**
	 * @param takeId gives an id of its own, the wanted one if there is one
	 * @param isClient tells whether the agency has a client of this id
	 * @param moves whether an assigned agent can be assigned again, and moves
	 */
	constructor(
		private readonly takeId: (wanted?: string) => string,
		private readonly isClient: (clientId: string) => boolean,
		private readonly moves: boolean,
	) {}

	/** In the order of their creation. */
	get all(): readonly Agent[] {
		return [...this.allAgents.values()];
	}

	get(agentId: string): Agent | undefined {
		return this.allAgents.get(agentId);
	}

	/** The agents of a client in the order of their creation, or undefined if there is no such client. */
	of(clientId: string): readonly Agent[] | undefined {
		if (!this.isClient(clientId)) return undefined;
		return this.all.filter((agent) => agent.clientId === clientId);
	}

	/** @throws Error if the id is taken, or the agent's client is none of the agency's */
	seed({ _id, clientId, ...input }: SeedAgent): void {
		const agent = this.enter(input, _id);
		if (clientId === undefined) return;
		if (this.assign([agent._id], clientId) !== 'done') {
			throw new Error(`The setup has an agent of the client ${clientId}, but no such client`);
		}
	}

	/** A new agent is no client's. Names may repeat, as nothing says that ChatDash minds. */
	create(input: AgentInput): AgentOutcome {
		this.enter(input);
		return 'done';
	}

	/** A flag left out of the `agentConfig` that comes takes the description's default false; without one all stay. */
	update(agentId: string, { agentConfig, ...update }: AgentUpdate): AgentOutcome {
		const agent = this.allAgents.get(agentId);
		if (agent === undefined) return 'no such agent';
		Object.assign(agent, update);
		if (agentConfig !== undefined) agent.agentConfig = { ...ALL_OFF, ...agentConfig };
		return 'done';
	}

	/** Assigns all of these agents, or none. Unless agents move, one that has a client is refused, even if it is this one. */
	assign(agentIds: readonly string[], clientId: string): AgentOutcome {
		if (!this.isClient(clientId)) return 'no such client';
		const agents: Agent[] = [];
		for (const agentId of agentIds) {
			const agent = this.allAgents.get(agentId);
			if (agent === undefined) return 'no such agent';
			agents.push(agent);
		}
		const areFree = agents.every((agent) => agent.clientId === undefined);
		if (!areFree && !this.moves) return 'agent already assigned';
		for (const agent of agents) agent.clientId = clientId;
		return 'done';
	}

	unassign(agentId: string, clientId: string): AgentOutcome {
		const agent = this.allAgents.get(agentId);
		if (agent === undefined) return 'no such agent';
		if (!this.isClient(clientId)) return 'no such client';
		if (agent.clientId !== clientId) return 'agent not assigned to the client';
		delete agent.clientId;
		return 'done';
	}

	private enter({ agentConfig, ...input }: AgentInput, wantedId?: string): Agent {
		const _id = this.takeId(wantedId);
		const agent: Agent = { _id, ...input, agentConfig: { ...ALL_OFF, ...agentConfig } };
		this.allAgents.set(_id, agent);
		return agent;
	}
}

/** The description's defaults. */
const ALL_OFF: AgentConfig = {
	usingExternalWidget: false,
	useImportWebhook: false,
	isTemplate: false,
	isSaas: false,
};

const ROLES = ['Front Desk', 'Booking Assistant', 'Order Line', 'Lead Qualifier', 'Website Chat'];

/** Agents on all platforms in turn, none of them a client's. Names repeat. */
export function inventAgents(count: number, seed: number): SeedAgent[] {
	const draw = mulberry32(seed);
	return Array.from({ length: count }, (_, index) => {
		const platform = PLATFORMS[index % PLATFORMS.length] ?? 'custom';
		const name = ROLES[Math.floor(draw() * ROLES.length)] ?? '';
		// ChatDash does not use an id and a key for these two.
		if (platform === 'n8n' || platform === 'custom') return { name, platform };
		const own = `${platform}-${index + 1}`;
		return { name, platform, apiId: `${own}-agent`, apiKey: `test-${own}` };
	});
}
