// The fields of an agent, for creating and updating it.
import type { IDataObject } from 'n8n-workflow';

import { secretJson } from '../../fields/json';
import { booleanField, optionsField } from '../../fields/options';
import { optionalId, optionalSecret, requiredText } from '../../fields/text';
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

/** For a new agent: each field is only shown for the platforms that use it. */
export const platformFields = {
	apiId: optionalId(API_ID, whenPlatformUses('apiId')),
	apiKey: optionalSecret(API_KEY, whenPlatformUses('apiKey')),
	botId: optionalId(BOT_ID, withCredentials('fields')),
	platformCredentials: secretJson(CREDENTIALS, withCredentials('json')),
	workspaceId: optionalId(WORKSPACE_ID, withCredentials('fields')),
};

/** For an existing agent, because its platform isn't known in the editor. */
export const allPlatformFields = {
	apiId: optionalId(API_ID),
	apiKey: optionalSecret(API_KEY),
	botId: optionalId(BOT_ID),
	platformCredentials: secretJson(CREDENTIALS),
	workspaceId: optionalId(WORKSPACE_ID),
};

/** An agent's settings. ChatDash's default is `false` for each. */
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

/**
 * Returns the part of the body with an agent's settings; an empty object if none was set.
 *
 * @param current the agent's settings before the update
 */
export function agentConfig(
	{ isSaas, isTemplate, useImportWebhook, usingExternalWidget }: Flags,
	current: IDataObject = {},
): IDataObject {
	const settings = omitUndefined({ isSaas, isTemplate, useImportWebhook, usingExternalWidget });
	return Object.keys(settings).length === 0 ? {} : { agentConfig: { ...current, ...settings } };
}

interface Credentials {
	readonly botId: string | undefined;
	readonly platformCredentials: IDataObject | undefined;
	readonly workspaceId: string | undefined;
}

/**
 * Returns the part of the body with the platform's credentials; an empty object if none was set.
 *
 * @param current the agent's credentials before the update
 */
export function credentialsOf(
	{ botId, platformCredentials, workspaceId }: Credentials,
	current: IDataObject = {},
): IDataObject {
	const credentials = { ...platformCredentials, ...omitUndefined({ botId, workspaceId }) };
	return Object.keys(credentials).length === 0
		? {}
		: { platformCredentials: { ...current, ...credentials } };
}
