// Agents as ChatDash returns them, and the field that chooses one.
import type { IDataObject } from 'n8n-workflow';

import { type Api, SharedDecoder } from '../../../transport/api';
import { asRecords, asString, isId, isRecord } from '../../../transport/json';
import { path } from '../../../transport/request';
import { CandidateIndex } from '../../fields/candidates';
import { comparisonKey } from '../../fields/comparisonKey';
import type { ExistingIds } from '../../operation/operation';
import { type LocatorValue, locator } from '../../fields/locator';
import type { LocatorConfig } from '../../fields/locatorConfig';
import { byName } from '../../fields/lookupModes';
import { resolveId } from '../../fields/resolveLocator';
import { listClients, resolveClientId } from '../client/record';
import { platformName } from './platforms';

/** The fields of an agent that the node uses, and the whole record. */
export interface AgentRecord {
	readonly _id: string;
	readonly name: string;
	readonly platform: string;
	/** The client that the agent is assigned to. */
	readonly clientId: string | undefined;
	readonly record: IDataObject;
}

/** Decodes a list of agents. Entries without an ID are ignored. */
const decodeAgents = (list: unknown): readonly AgentRecord[] =>
	asRecords(list).flatMap((record) => {
		const { _id, name, platform, clientId } = record;
		return isId(_id)
			? [
					{
						_id,
						name: asString(name),
						platform: asString(platform),
						clientId: isId(clientId) ? clientId : undefined,
						record,
					},
				]
			: [];
	});

/** Fetches the agents of the agency, without a cache. */
export const listAgents = async (api: Api): Promise<readonly AgentRecord[]> =>
	decodeAgents(await api.get('/agents'));

const AGENT_LIST = new SharedDecoder(decodeAgents);

/** Fetches the agents of the agency once for all items of a run. */
const listAgentsShared = async (api: Api): Promise<readonly AgentRecord[]> =>
	await api.getShared('/agents', AGENT_LIST);

/** @param owner names who has an agent in words, if that's known better than by the client's ID */
const candidatesFrom = (
	agents: readonly AgentRecord[],
	owner = (clientId: string) => `assigned to client ${clientId}`,
) =>
	new CandidateIndex(
		agents.map(({ _id, name, platform, clientId }) => {
			const detail = [
				platformName(platform),
				clientId === undefined ? 'not assigned' : owner(clientId),
			].join(', ');
			return { id: _id, key: name, label: `${name} (${detail})`, detail };
		}),
	);

const AGENT_CANDIDATES = new SharedDecoder((body) => candidatesFrom(decodeAgents(body)));

/** The agents with the names of their clients, for someone who looks for one that's free. */
async function candidatesWithOwners(api: Api): Promise<CandidateIndex> {
	const agents = await listAgents(api);
	const clients = await listClients(api);
	return candidatesFrom(
		agents,
		(clientId) => clients.nameOf(clientId) ?? `assigned to client ${clientId}`,
	);
}

export const AGENT: LocatorConfig<never> = {
	parameter: 'agentId',
	noun: 'agent',
	label: 'Agent',
	idExample: '66f1c0a2b7e4d9035a8c1f22',
	howToList: "Use 'Agent: Get Many' to list all agents.",
	list: {
		searchListMethod: 'searchAgents',
		load: async (api) => await api.getShared('/agents', AGENT_CANDIDATES),
		loadForEditor: candidatesWithOwners,
	},
	lookupMode: byName('Front Desk'),
};

/** A field that chooses an agent. */
export const agentLocator = locator(AGENT);

export const resolveAgentId = async (chosen: LocatorValue, api: Api): Promise<string> =>
	await resolveId(AGENT, chosen, api, {});

/** A group of an agent's fields, such as its settings; an empty one if the agent has none. */
export function groupOf(agent: unknown, name: string): IDataObject {
	const group = isRecord(agent) ? agent[name] : undefined;
	return isRecord(group) ? group : {};
}

/** A chosen agent and a chosen client. */
export interface Assignment {
	readonly agentId: LocatorValue;
	readonly clientId: LocatorValue;
}

/** Resolves an agent and a client to IDs. If both can't be resolved, the error is about the agent. */
export async function resolveAssignment({ agentId, clientId }: Assignment, api: Api) {
	const agent = await resolveAgentId(agentId, api);
	const client = await resolveClientId(clientId, api);
	return { agent, client };
}

/** Fetches the IDs of the agency's agents, once for all items of a run. */
export const listAgentIds = async (api: Api): Promise<ReadonlySet<string>> =>
	new Set((await listAgentsShared(api)).map(({ _id }) => _id));

/** What a new agent is recognized by. */
interface NewAgent {
	readonly agentName: string;
	readonly platform: string;
	readonly apiId: string | undefined;
}

/** Finds the ID of the agent that was just created: the only one like it that wasn't in the list before. */
export async function findNewAgent(
	{ agentName, platform, apiId }: NewAgent,
	api: Api,
	existing: ExistingIds,
	isDisputed: boolean,
): Promise<string | undefined> {
	if (existing === undefined || isDisputed) return undefined;
	const added = (await listAgentsShared(api)).filter(
		(agent) =>
			!existing.has(agent._id) &&
			comparisonKey(agent.name) === comparisonKey(agentName) &&
			agent.platform === platform &&
			(apiId === undefined || agent.record['apiId'] === apiId),
	);
	return added.length === 1 ? added[0]?._id : undefined;
}

/** A copy of an agent, and the choice of the agent that it's a copy of. */
interface Duplicate {
	readonly agentId: LocatorValue;
	readonly agentName: string;
	readonly apiId: string | undefined;
}

/** Finds the ID of a copy. It has the platform and the API ID of the agent that it's a copy of, unless it got its own. */
export async function findDuplicate(
	{ agentId, agentName, apiId }: Duplicate,
	api: Api,
	existing: ExistingIds,
	isDisputed: boolean,
): Promise<string | undefined> {
	const id = await resolveAgentId(agentId, api);
	const source = (await listAgentsShared(api)).find(({ _id }) => _id === id);
	if (source === undefined) return undefined;
	const copied = asString(source.record['apiId']);
	const like = {
		agentName,
		platform: source.platform,
		apiId: apiId ?? (copied === '' ? undefined : copied),
	};
	return await findNewAgent(like, api, existing, isDisputed);
}

/** Fetches whether the agent is assigned to the client. */
export async function isAssigned(pair: Assignment, api: Api): Promise<boolean> {
	const { agent, client } = await resolveAssignment(pair, api);
	const agents = decodeAgents(await api.get(path`/clients/${client}/agents`));
	return agents.some(({ _id }) => _id === agent);
}
