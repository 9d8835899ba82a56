// The fields of an agent, the same ones whether it is created or changed.
import type { IDataObject } from 'n8n-workflow';

import {
	optionsField,
	optionalId,
	optionalSecret,
	secretJson,
	requiredText,
	booleanField,
} from '../../fields/field';
import { omitUndefined } from '../../../transport/json';
import { hintsFor, platformChoices, platformsWith } from './platforms';

export const agentName = requiredText({
	displayName: 'Agent Name',
	placeholder: 'e.g. Front Desk',
	description: 'The agent as it appears in your ChatDash dashboard',
});

export const platform = optionsField({
	displayName: 'Platform',
	options: platformChoices,
	default: 'voiceflow',
	required: true,
	description: 'Where the agent was built. It cannot be changed later.',
});

const API_ID = {
	displayName: 'API ID',
	placeholder: 'e.g. 66f1c0a2b7e4d9035a8c1f23',
	description:
		'What the platform knows the agent by: an assistant ID (OpenAI, Vapi), agent ID (ElevenLabs, Retell), agent name (VectorShift), project ID (Voiceflow), chatflow ID (Flowise) or webhook URL (Botpress)',
};
const API_KEY = {
	displayName: 'API Key',
	description: "The platform's key that ChatDash uses to reach the agent",
};
const BOT_ID = {
	displayName: 'Bot ID',
	placeholder: 'e.g. 3f6b1c0e-5d2a-4b8e-9c7d-1a2b3c4d5e6f',
	description: 'The ID of the bot in Botpress',
};
const WORKSPACE_ID = {
	displayName: 'Workspace ID',
	placeholder: 'e.g. wkspace_01ABCDEFGHJKMNPQRSTVWXYZ00',
	description: 'The ID of the workspace in Botpress',
};
const CREDENTIALS = {
	displayName: 'Platform Credentials (JSON)',
	description:
		"What ChatDash needs besides the key, as JSON. ChatDash's public pages do not name these fields, so ask ChatDash which ones your platform has.",
};

const whenPlatformUses = (part: 'apiId' | 'apiKey') => ({
	showFor: { platform: platformsWith((each) => each[part] !== undefined) },
	hintsBy: { field: 'platform', hints: hintsFor(part) },
});
const withCredentials = (kind: 'fields' | 'json') => ({
	showFor: { platform: platformsWith(({ credentials }) => credentials === kind) },
});

/** Of a new agent: those that its platform uses. */
export const platformFields = {
	apiId: optionalId(API_ID, whenPlatformUses('apiId')),
	apiKey: optionalSecret(API_KEY, whenPlatformUses('apiKey')),
	botId: optionalId(BOT_ID, withCredentials('fields')),
	platformCredentials: secretJson(CREDENTIALS, withCredentials('json')),
	workspaceId: optionalId(WORKSPACE_ID, withCredentials('fields')),
};

/** Of an agent whose platform the node does not know beforehand. */
export const allPlatformFields = {
	apiId: optionalId(API_ID),
	apiKey: optionalSecret(API_KEY),
	botId: optionalId(BOT_ID),
	platformCredentials: secretJson(CREDENTIALS),
	workspaceId: optionalId(WORKSPACE_ID),
};

/** What ChatDash notes of an agent, each off unless said. */
export const flags = {
	isSaas: booleanField({
		displayName: 'Is SaaS',
		default: true,
		description: "Whether the agent is one of your agency's SaaS offer",
	}),
	isTemplate: booleanField({
		displayName: 'Is Template',
		default: true,
		description: 'Whether the agent is a template',
	}),
	useImportWebhook: booleanField({
		displayName: 'Use Import Webhook',
		default: true,
		description: 'Whether conversations come in through an import webhook',
	}),
	usingExternalWidget: booleanField({
		displayName: 'Using External Widget',
		default: true,
		description: "Whether the agent runs in another widget than ChatDash's",
	}),
};

type Flags = { readonly [Name in keyof typeof flags]: boolean | undefined };

/** The part of a body that holds the flags that were set; nothing if none was. */
export function agentConfig(
	{ isSaas, isTemplate, useImportWebhook, usingExternalWidget }: Flags,
	before: IDataObject = {},
): IDataObject {
	const set = omitUndefined({ isSaas, isTemplate, useImportWebhook, usingExternalWidget });
	return Object.keys(set).length === 0 ? {} : { agentConfig: { ...before, ...set } };
}

interface Credentials {
	readonly botId: string | undefined;
	readonly platformCredentials: IDataObject | undefined;
	readonly workspaceId: string | undefined;
}

/** The part of a body that holds a platform's credentials; nothing if none were given. */
export function credentialsOf(
	{ botId, platformCredentials, workspaceId }: Credentials,
	before: IDataObject = {},
): IDataObject {
	const given = { ...platformCredentials, ...omitUndefined({ botId, workspaceId }) };
	return Object.keys(given).length === 0 ? {} : { platformCredentials: { ...before, ...given } };
}
