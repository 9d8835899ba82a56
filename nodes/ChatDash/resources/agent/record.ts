// Agents as ChatDash returns them, and the field that chooses one. The records contain the keys of the agents'
// platforms, which the node returns only if the user asks for them.
import type { IDataObject } from 'n8n-workflow';

import { type Api, SharedDecoder } from '../../../transport/api';
import { asRecords, asString, isId, isRecord } from '../../../transport/json';
import { path } from '../../../transport/request';
import { CandidateIndex } from '../../fields/candidates';
import { comparisonKey } from '../../fields/comparisonKey';
import { switchOption } from '../../fields/options';
import type { ExistingIds } from '../../operation/operation';
import { simplifyRecord } from '../../operation/simplify';
import { type LocatorValue, locator } from '../../fields/locator';
import type { LocatorConfig } from '../../fields/locatorConfig';
import { byName } from '../../fields/lookupModes';
import { resolveId } from '../../fields/resolveLocator';
import { resolveClientId } from '../client/record';
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

/** The fields with an agent's credentials for its platform. */
const CREDENTIALS: readonly string[] = ['apiKey', 'platformCredentials'];

const pick = (record: IDataObject, matches: (name: string) => boolean): IDataObject =>
	Object.fromEntries(Object.entries(record).filter(([name]) => matches(name)));

/** Removes the credentials for an agent's platform from a record, at any depth. */
export const withoutCredentials = (record: IDataObject): IDataObject =>
	Object.fromEntries(
		Object.entries(pick(record, (name) => !CREDENTIALS.includes(name))).map(([name, value]) => [
			name,
			valueWithoutCredentials(value),
		]),
	);

function valueWithoutCredentials(value: IDataObject[string]): IDataObject[string] {
	if (Array.isArray(value)) {
		return value.map((entry) => (isRecord(entry) ? withoutCredentials(entry) : entry));
	}
	return isRecord(value) ? withoutCredentials(value) : value;
}

/** The output of a change: ChatDash's message, without credentials in case the response contains the agent. */
export const messageOnly = (_values: unknown, body: IDataObject): IDataObject =>
	withoutCredentials(body);

/** The user's options for returned agents. */
export interface AgentOutput {
	readonly simplify: boolean;
	readonly includeCredentials: boolean;
}

/** Formats an agent for the output. */
export function formatAgent(record: IDataObject, { simplify, includeCredentials }: AgentOutput) {
	return {
		...(simplify ? simplifyRecord(flattened(record), SIMPLIFIED) : withoutCredentials(record)),
		...(includeCredentials && pick(record, (name) => CREDENTIALS.includes(name))),
	};
}

/** The most useful fields of an agent. The last four are in a group of their own in ChatDash. */
const SIMPLIFIED = [
	'_id',
	'name',
	'platform',
	'clientId',
	'apiId',
	'usingExternalWidget',
	'useImportWebhook',
	'isTemplate',
	'isSaas',
];

/** Moves the settings up. Those that ChatDash leaves out are false, and an agent without a client gets `null`. */
function flattened({ agentConfig, clientId, ...agent }: IDataObject): IDataObject {
	const { usingExternalWidget, useImportWebhook, isTemplate, isSaas } = isRecord(agentConfig)
		? agentConfig
		: {};
	return {
		...agent,
		clientId: clientId ?? null,
		usingExternalWidget: usingExternalWidget === true,
		useImportWebhook: useImportWebhook === true,
		isTemplate: isTemplate === true,
		isSaas: isSaas === true,
	};
}

export const includeCredentials = switchOption({
	displayName: 'Include Credentials',
	description:
		"Whether to include the agent's API key and platform credentials in the output. n8n stores node output with each execution, so leave this off unless you need them.",
});

const AGENT_CANDIDATES = new SharedDecoder(
	(body) =>
		new CandidateIndex(
			decodeAgents(body).map(({ _id, name, platform, clientId }) => ({
				id: _id,
				key: name,
				label: `${name} (${platformName(platform)})`,
				detail: `${platformName(platform)}, ${clientId === undefined ? 'not assigned' : `assigned to client ${clientId}`}`,
			})),
		),
);

export const AGENT: LocatorConfig<never> = {
	parameter: 'agentId',
	noun: 'agent',
	label: 'Agent',
	idExample: '66f1c0a2b7e4d9035a8c1f22',
	howToList: "Use 'Agent: Get Many' to list all agents.",
	list: {
		searchListMethod: 'searchAgents',
		load: async (api) => await api.getShared('/agents', AGENT_CANDIDATES),
	},
	lookupMode: byName('Front Desk'),
};

/** A field that chooses an agent. */
export const agentLocator = locator(AGENT);

export const resolveAgentId = async (chosen: LocatorValue, api: Api): Promise<string> =>
	await resolveId(AGENT, chosen, api, {});

/** A chosen agent and a chosen client. */
export interface Pair {
	readonly agentId: LocatorValue;
	readonly clientId: LocatorValue;
}

/** Resolves an agent and a client to IDs. If both can't be resolved, the error is about the agent. */
export async function resolvePair({ agentId, clientId }: Pair, api: Api) {
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

/** Fetches whether the agent is assigned to the client. */
export async function isAssigned(pair: Pair, api: Api): Promise<boolean> {
	const { agent, client } = await resolvePair(pair, api);
	const agents = decodeAgents(await api.get(path`/clients/${client}/agents`));
	return agents.some(({ _id }) => _id === agent);
}
