// What the node returns of an agent. ChatDash's records contain the keys of the agents' platforms, which the node returns only
// if the user asks for them.
import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../../transport/json';
import { switchOption } from '../../fields/options';
import { simplifyRecord } from '../../operation/simplify';

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
export const outputWithoutCredentials = (_values: unknown, body: IDataObject): IDataObject =>
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
