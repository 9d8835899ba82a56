// The fields of an agent, for creating and updating it.
import type { IDataObject } from 'n8n-workflow';

import { additionalField, updateField } from '../../fields/collection';
import { secretJson } from '../../fields/json';
import type { Field, Values } from '../../fields/field';
import { booleanField, optionsField } from '../../fields/options';
import { optionalId, optionalSecret, requiredText } from '../../fields/text';
import { omitUndefined } from '../../../transport/json';
import { platformChoices, platformsWith, termsFor } from './platforms';

export const agentName = requiredText({
	displayName: 'Agent Name',
	placeholder: 'e.g. Front Desk',
	description: "The agent's name as shown in your ChatDash dashboard",
});

export const platform = optionsField({
	displayName: 'Platform',
	options: platformChoices,
	default: 'voiceflow',
	required: true,
	description: "The platform the agent was built on. You can't change it later.",
});

/** An agent's settings. ChatDash's default is `false` for each. */
const FLAGS = {
	isSaas: booleanField({
		displayName: 'Mark as SaaS',
		default: true,
		description: "Whether the agent is part of your agency's SaaS offering",
	}),
	isTemplate: booleanField({
		displayName: 'Mark as Template',
		default: true,
		description: 'Whether the agent is a template',
	}),
	useImportWebhook: booleanField({
		displayName: 'Use Import Webhook',
		default: true,
		description: 'Whether ChatDash imports conversations through a webhook',
	}),
	usingExternalWidget: booleanField({
		displayName: 'Use External Widget',
		default: true,
		description: "Whether the agent uses a chat widget other than ChatDash's",
	}),
};

const API_ID = {
	displayName: 'API ID',
	placeholder: 'e.g. 66f1c0a2b7e4d9035a8c1f23',
	description:
		"The agent's ID on its platform: assistant ID (OpenAI, Vapi), agent ID (ElevenLabs, Retell), agent name (VectorShift), project ID (Voiceflow), chatflow ID (Flowise), or webhook URL (Botpress)",
};
const API_KEY = {
	displayName: 'API Key',
	description: 'The API key that ChatDash uses to connect to the platform',
};
const BOT_ID = {
	displayName: 'Bot ID',
	placeholder: 'e.g. 3f6b1c0e-5d2a-4b8e-9c7d-1a2b3c4d5e6f',
	description: "The bot's ID in Botpress",
};
const WORKSPACE_ID = {
	displayName: 'Workspace ID',
	placeholder: 'e.g. wkspace_01ABCDEFGHJKMNPQRSTVWXYZ00',
	description: "The workspace's ID in Botpress",
};
const CREDENTIALS = {
	displayName: 'Platform Credentials (JSON)',
	description:
		"Additional credentials for the platform, as a JSON object. ChatDash doesn't document these fields, so ask ChatDash which ones your platform needs.",
};

const whenPlatformUses = (part: 'apiId' | 'apiKey', label: string) => ({
	showFor: { platform: platformsWith((each) => each[part] !== undefined) },
	variants: termsFor(part, label),
});
const withCredentials = (kind: 'fields' | 'json') => ({
	showFor: { platform: platformsWith(({ credentials }) => credentials === kind) },
});

/** For a new agent: each field is only shown for the platforms that use it. */
export const newAgentFields = {
	apiId: optionalId(API_ID, whenPlatformUses('apiId', API_ID.displayName)),
	apiKey: optionalSecret(API_KEY, whenPlatformUses('apiKey', API_KEY.displayName)),
	botId: additionalField(optionalId(BOT_ID, withCredentials('fields'))),
	isSaas: additionalField(FLAGS.isSaas),
	isTemplate: additionalField(FLAGS.isTemplate),
	platformCredentials: additionalField(secretJson(CREDENTIALS, withCredentials('json'))),
	useImportWebhook: additionalField(FLAGS.useImportWebhook),
	usingExternalWidget: additionalField(FLAGS.usingExternalWidget),
	workspaceId: additionalField(optionalId(WORKSPACE_ID, withCredentials('fields'))),
};

/** A field's texts with one more sentence. */
const withNote = <Texts extends { description?: string }>(texts: Texts, note: string): Texts => ({
	...texts,
	description: `${texts.description}. ${note}`,
});

const AS_ORIGINAL = "If you don't add this field, the copy has what the original has.";

const copiedFlag = (flag: Field<boolean>, note = AS_ORIGINAL) =>
	additionalField({ ...flag, property: withNote(flag.property, note) });

/** For a copy of an agent: it has the agent's platform, so the editor doesn't know which fields that uses. */
export const duplicateFields = {
	apiId: additionalField(optionalId(withNote(API_ID, AS_ORIGINAL))),
	apiKey: additionalField(optionalSecret(withNote(API_KEY, AS_ORIGINAL))),
	isSaas: copiedFlag(FLAGS.isSaas),
	isTemplate: copiedFlag(FLAGS.isTemplate, "If you don't add this field, the copy isn't one."),
	useImportWebhook: copiedFlag(FLAGS.useImportWebhook),
	usingExternalWidget: copiedFlag(FLAGS.usingExternalWidget),
};

/** For an existing agent: all fields are offered, because the editor doesn't know its platform. */
export const agentUpdateFields = {
	agentName: updateField(agentName),
	apiId: updateField(optionalId(API_ID), ''),
	apiKey: updateField(optionalSecret(API_KEY), ''),
	botId: updateField(optionalId(BOT_ID), ''),
	isSaas: updateField(FLAGS.isSaas),
	isTemplate: updateField(FLAGS.isTemplate),
	platformCredentials: updateField(secretJson(CREDENTIALS)),
	useImportWebhook: updateField(FLAGS.useImportWebhook),
	usingExternalWidget: updateField(FLAGS.usingExternalWidget),
	workspaceId: updateField(optionalId(WORKSPACE_ID), ''),
};

type Flags = { readonly [Name in keyof typeof FLAGS]: boolean | undefined };

/**
 * Returns the part of the body with an agent's settings; an empty object if none was set.
 *
 * @param current the agent's settings before the update
 */
export function agentConfigBody(
	{ isSaas, isTemplate, useImportWebhook, usingExternalWidget }: Flags,
	current: IDataObject = {},
): IDataObject {
	const settings = omitUndefined({ isSaas, isTemplate, useImportWebhook, usingExternalWidget });
	return Object.keys(settings).length === 0 ? {} : { agentConfig: { ...current, ...settings } };
}

type NewAgent = Values<typeof newAgentFields> & {
	readonly agentName: string;
	readonly platform: string;
};

/** The body of the request that creates an agent. */
export const newAgentBody = (values: NewAgent): IDataObject => ({
	name: values.agentName,
	platform: values.platform,
	...omitUndefined({ apiId: values.apiId, apiKey: values.apiKey }),
	...platformCredentialsBody(values),
	...agentConfigBody(values),
});

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
export function platformCredentialsBody(
	{ botId, platformCredentials, workspaceId }: Credentials,
	current: IDataObject = {},
): IDataObject {
	const credentials = { ...platformCredentials, ...omitUndefined({ botId, workspaceId }) };
	return Object.keys(credentials).length === 0
		? {}
		: { platformCredentials: { ...current, ...credentials } };
}
