/*
 * The agents of one agency, and their clients. An agent belongs to at most one client, and must be unassigned before
 * another client can get it, unless the setup has `movesAgents`. Unlike passwords, the keys of their platforms are
 * stored, because ChatDash returns them when an agent is read. The state that people see doesn't include them (see
 * control.ts).
 */
import { mulberry32 } from './faults';

/** `Platform` of the API description. */
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

/** `AgentConfig` of the API description. */
export interface AgentConfig {
	usingExternalWidget: boolean;
	useImportWebhook: boolean;
	isTemplate: boolean;
	isSaas: boolean;
}

/** `Agent` of the API description, as ChatDash returns it. */
export interface Agent {
	_id: string;
	/** Left out while the agent has no client: in the API description this field is a string and never null. */
	clientId?: string;
	name: string;
	platform: Platform;
	/** This field and the next two are stored as received; their meaning depends on the platform. */
	apiId?: string;
	apiKey?: string;
	platformCredentials?: Record<string, unknown>;
	agentConfig: AgentConfig;
}

/** The fields that create an agent. */
export type AgentInput = Omit<Agent, '_id' | 'clientId' | 'agentConfig'> & {
	agentConfig?: Partial<AgentConfig>;
};

/** The fields of an agent update. A field that is left out stays as it is. The platform never changes. */
export type AgentUpdate = Partial<Omit<AgentInput, 'platform'>>;

export interface SeedAgent extends AgentInput {
	/** Generated if left out. */
	_id?: string;
	/** No client if left out. */
	clientId?: string;
}

/** The result of a change. Only 'done' has changed something. */
export type AgentOutcome =
	| 'done'
	| 'no such agent'
	| 'no such client'
	| 'agent already assigned'
	| 'agent not assigned to the client';

/** Every change is one synchronous step, so checking that an agent is free and assigning it is atomic. */
export class Agents {
	private readonly allAgents = new Map<string, Agent>();

	/**
	 * @param takeId returns a unique ID, or the wanted one
	 * @param isClient whether the agency has a client with this ID
	 * @param moves whether assigning an assigned agent moves it instead of being rejected
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

	/** @throws Error if the ID is taken, or the agency has no such client */
	seed({ _id, clientId, ...input }: SeedAgent): void {
		const agent = this.enter(input, _id);
		if (clientId === undefined) return;
		if (this.assign([agent._id], clientId) !== 'done') {
			throw new Error(`The setup has an agent of the client ${clientId}, but no such client`);
		}
	}

	/** A new agent has no client. Names may repeat, because no page of ChatDash forbids it. */
	create(input: AgentInput): AgentOutcome {
		this.enter(input);
		return 'done';
	}

	/**
	 * In an `agentConfig`, a missing flag becomes false, the default. Without an `agentConfig`, all flags stay as they
	 * are.
	 */
	update(agentId: string, { agentConfig, ...update }: AgentUpdate): AgentOutcome {
		const agent = this.allAgents.get(agentId);
		if (agent === undefined) return 'no such agent';
		Object.assign(agent, update);
		if (agentConfig !== undefined) agent.agentConfig = { ...DEFAULT_CONFIG, ...agentConfig };
		return 'done';
	}

	/**
	 * Assigns all of these agents, or none. Unless agents move, one with a client is rejected, even if it's this client.
	 */
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
		const agent: Agent = { _id, ...input, agentConfig: { ...DEFAULT_CONFIG, ...agentConfig } };
		this.allAgents.set(_id, agent);
		return agent;
	}
}

/** The defaults of the API description. */
const DEFAULT_CONFIG: AgentConfig = {
	usingExternalWidget: false,
	useImportWebhook: false,
	isTemplate: false,
	isSaas: false,
};

const ROLES = ['Front Desk', 'Booking Assistant', 'Order Line', 'Lead Qualifier', 'Website Chat'];

/** Agents on all platforms in turn, without a client. Names repeat. */
export function inventAgents(count: number, seed: number): SeedAgent[] {
	const random = mulberry32(seed);
	return Array.from({ length: count }, (_, index) => {
		const platform = PLATFORMS[index % PLATFORMS.length] ?? 'custom';
		const name = ROLES[Math.floor(random() * ROLES.length)] ?? '';
		// ChatDash doesn't use an ID and a key for these two platforms.
		if (platform === 'n8n' || platform === 'custom') return { name, platform };
		const own = `${platform}-${index + 1}`;
		return { name, platform, apiId: `${own}-agent`, apiKey: `test-${own}` };
	});
}
