// Agents as ChatDash lists them, and how one is chosen. ChatDash gives the keys of their platforms along; they leave this
// file only where the user asks for them.
import type { IDataObject } from 'n8n-workflow';

import type { Rejection } from '../../../transport/classify';
import { isRecord } from '../../../transport/json';
import { clientIdOf } from '../client/record';
import { booleanField } from '../../fields/field';
import {
	type LocatorConfig,
	type Candidate,
	type LocatorValue,
	idOf,
	locator,
} from '../../fields/locator';
import { type Reading, now, once, path } from '../reading';
import { isId, asRecords, remembered, textOf } from '../records';
import { platformName } from './platforms';

/** What is needed of an agent in a list, and all that ChatDash gave. */
export interface AgentRecord {
	readonly _id: string;
	readonly name: string;
	readonly platform: string;
	/** Of the client it is assigned to, if it is. */
	readonly clientId: string | undefined;
	readonly record: IDataObject;
}

/** The agents in a list; an entry without an ID is none. */
export const decodeAgents = remembered((list): readonly AgentRecord[] =>
	asRecords(list).flatMap((record) => {
		const { _id, name, platform, clientId } = record;
		return isId(_id)
			? [
					{
						_id,
						name: textOf(name),
						platform: textOf(platform),
						clientId: isId(clientId) ? clientId : undefined,
						record,
					},
				]
			: [];
	}),
);

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
export const omitCredentialsFrom = (_values: unknown, body: IDataObject): IDataObject =>
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

export const AGENT: LocatorConfig = {
	noun: 'agent',
	label: 'Agent',
	searchListMethod: 'searchAgents',
	idExample: '66f1c0a2b7e4d9035a8c1f22',
	known: { by: 'name', label: 'Name', example: 'Front Desk' },
};

/** A field that chooses an agent. */
export const agentField = locator(AGENT);

/** The agents of the agency, to choose from. */
export function* agentChoices(): Reading<readonly Candidate[]> {
	return choicesIn(yield* once('/agents'));
}

const choicesIn = remembered((list): readonly Candidate[] =>
	decodeAgents(list).map(({ _id, name, platform, clientId }) => ({
		_id,
		known: name,
		label: `${name} (${platformName(platform)})`,
		detail: `${platformName(platform)}, ${clientId === undefined ? 'not assigned' : `assigned to client ${clientId}`}`,
	})),
);

/** The ID of the agent that was chosen. */
export const agentIdOf = (agent: LocatorValue): Reading<string> => idOf(AGENT, agent, agentChoices);

/** What to do when ChatDash knows no such agent. */
export const noSuchAgent = (_values: unknown, { status }: Rejection): string | undefined =>
	status === 404
		? "Check 'Agent': ChatDash may have no agent of this ID any more. 'Agent: Get Many' lists those it has."
		: undefined;

/** What to do when ChatDash does not know one of the two. */
export const noSuchAgentOrClient = (_values: unknown, { status }: Rejection): string | undefined =>
	status === 404
		? "Check 'Agent' and 'Client': ChatDash may not have one of them any more. 'Get Many' lists those it has."
		: undefined;

/** The agent as the client has it now; `undefined` if the client does not have it. */
export function* agentOfClient(
	agent: LocatorValue,
	client: LocatorValue,
): Reading<IDataObject | undefined> {
	const agentId = yield* agentIdOf(agent);
	const clientId = yield* clientIdOf(client);
	const agents = decodeAgents(yield* now(path`/clients/${clientId}/agents`));
	return agents.find(({ _id }) => _id === agentId)?.record;
}
