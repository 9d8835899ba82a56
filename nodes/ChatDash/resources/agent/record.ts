// Agents as ChatDash lists them, and how one is chosen. ChatDash's records contain the keys of the agents' platforms; these
// leave this file only if the user asks for them.
import type { IDataObject } from 'n8n-workflow';

import { type Api, SharedDecoder } from '../../../transport/api';
import { asRecords, asString, isId, isRecord } from '../../../transport/json';
import { path } from '../../../transport/request';
import { CandidateIndex } from '../../fields/candidates';
import { booleanField } from '../../fields/field';
import { type LocatorConfig, type LocatorValue, locator, resolveId } from '../../fields/locator';
import { resolveClientId } from '../client/record';
import { platformName } from './platforms';

/** What is needed of an agent in a list, and the whole record. */
export interface AgentRecord {
	readonly _id: string;
	readonly name: string;
	readonly platform: string;
	/** The client that the agent is assigned to. */
	readonly clientId: string | undefined;
	readonly record: IDataObject;
}

/** The agents in a list. An entry without an ID isn't one. */
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

/** The agents of the agency as they are now. */
export const listAgents = async (api: Api): Promise<readonly AgentRecord[]> =>
	decodeAgents(await api.get('/agents'));

/** What opens an agent's platform. */
const CREDENTIALS: readonly string[] = ['apiKey', 'platformCredentials'];

const pick = (record: IDataObject, isIn: (name: string) => boolean): IDataObject =>
	Object.fromEntries(Object.entries(record).filter(([name]) => isIn(name)));

/** A record without what opens an agent's platform, however deep it lies. */
export const withoutCredentials = (record: IDataObject): IDataObject =>
	Object.fromEntries(
		Object.entries(pick(record, (name) => !CREDENTIALS.includes(name))).map(([name, value]) => [
			name,
			inner(value),
		]),
	);

function inner(value: IDataObject[string]): IDataObject[string] {
	if (Array.isArray(value)) {
		return value.map((entry) => (isRecord(entry) ? withoutCredentials(entry) : entry));
	}
	return isRecord(value) ? withoutCredentials(value) : value;
}

/** What is put out of the answer to a change: its words, and no key should ChatDash ever give the agent along. */
export const messageOnly = (_values: unknown, body: IDataObject): IDataObject =>
	withoutCredentials(body);

/** How the user wants agents to be put out. */
export interface AgentOutput {
	readonly simplify: boolean;
	readonly includeCredentials: boolean;
}

/** An agent as it is put out. */
export function formatAgent(record: IDataObject, { simplify, includeCredentials }: AgentOutput) {
	return {
		...(simplify ? simplified(record) : withoutCredentials(record)),
		...(includeCredentials && pick(record, (name) => CREDENTIALS.includes(name))),
	};
}

/** The fields that people use, most used first, without one inside the other. */
function simplified({
	_id,
	name,
	platform,
	clientId,
	apiId,
	agentConfig,
}: IDataObject): IDataObject {
	const { usingExternalWidget, useImportWebhook, isTemplate, isSaas } = isRecord(agentConfig)
		? agentConfig
		: {};
	return {
		_id,
		name,
		platform,
		clientId: clientId ?? null,
		apiId,
		usingExternalWidget: usingExternalWidget === true,
		useImportWebhook: useImportWebhook === true,
		isTemplate: isTemplate === true,
		isSaas: isSaas === true,
	};
}

/** The fields that say how agents are put out. */
export const simplify = booleanField({
	displayName: 'Simplify',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
});

export const includeCredentials = booleanField(
	{
		displayName: 'Include Credentials',
		description:
			"Whether to put out the agent's key and credentials for its platform too. n8n stores what a node puts out, so leave this off unless you need them.",
	},
	{ collection: 'options' },
);

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

export const AGENT: LocatorConfig = {
	parameter: 'agentId',
	noun: 'agent',
	label: 'Agent',
	searchListMethod: 'searchAgents',
	idExample: '66f1c0a2b7e4d9035a8c1f22',
	lookupMode: { mode: 'name', label: 'Name', example: 'Front Desk' },
	list: async (api) => await api.getShared('/agents', AGENT_CANDIDATES),
};

/** A field that chooses an agent. */
export const agentLocator = locator(AGENT);

export const resolveAgentId = async (chosen: LocatorValue, api: Api): Promise<string> =>
	await resolveId(AGENT, chosen, api);

/** An agent and a client, as they were chosen. */
interface Pair {
	readonly agentId: LocatorValue;
	readonly clientId: LocatorValue;
}

/** The IDs of an agent and a client. A message about the agent comes first. */
export async function resolvePair({ agentId, clientId }: Pair, api: Api) {
	const agent = await resolveAgentId(agentId, api);
	const client = await resolveClientId(clientId, api);
	return { agent, client };
}

/** Whether the client has the agent now. */
export async function isAssigned(pair: Pair, api: Api): Promise<boolean> {
	const { agent, client } = await resolvePair(pair, api);
	const agents = decodeAgents(await api.get(path`/clients/${client}/agents`));
	return agents.some(({ _id }) => _id === agent);
}
