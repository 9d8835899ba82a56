// The platforms that agents are built on, and the fields that ChatDash uses for each, from its documentation:
// https://docs.chat-dash.com/api-reference/agents/pages/post-agents

import { groupBy } from '../../../transport/json';
import type { Variants } from '../../fields/field';

interface Platform {
	readonly name: string;
	/** How the platform identifies an agent; not set if ChatDash doesn't use it. */
	readonly apiId?: Term;
	/** What ChatDash connects to the platform with; not set if it needs nothing. */
	readonly apiKey?: Term;
	/** Further credentials. ChatDash documents their fields only for Botpress, so for others, the user enters JSON. */
	readonly credentials?: 'fields' | 'json';
}

/** What a platform calls something. */
interface Term {
	readonly displayName: string;
	readonly placeholder?: string;
	/** Where to find it; the field's own description if left out. */
	readonly description?: string;
}

const ASSISTANT_ID = {
	displayName: 'Assistant ID',
	placeholder: 'e.g. asst_0a1b2c3d4e5f',
	description: "The assistant's ID on its platform",
};
const AGENT_ID = {
	displayName: 'Agent ID',
	placeholder: 'e.g. agent_0a1b2c3d4e5f',
	description: "The agent's ID on its platform",
};
const KEY = { displayName: 'API Key' };

/** By ChatDash's value, in alphabetical order by name, as n8n's guidelines require. */
export const PLATFORMS = {
	botpress: {
		name: 'Botpress',
		apiId: {
			displayName: 'Webhook URL',
			placeholder: 'e.g. https://webhook.botpress.cloud/…',
			description: "The webhook URL of the bot's Messaging API integration in Botpress",
		},
		apiKey: { displayName: 'Personal Access Token' },
		credentials: 'fields',
	},
	custom: { name: 'Custom' },
	elevenlabs: { name: 'ElevenLabs', apiId: AGENT_ID, apiKey: KEY },
	flowise: {
		name: 'Flowise',
		apiId: {
			displayName: 'Chatflow ID',
			placeholder: 'e.g. 3f6b1c0e-5d2a-4b8e-9c7d-1a2b3c4d5e6f',
			description: "The chatflow's ID in Flowise",
		},
		apiKey: KEY,
		credentials: 'json',
	},
	n8n: { name: 'n8n', credentials: 'json' },
	openai: { name: 'OpenAI', apiId: ASSISTANT_ID, apiKey: KEY },
	retell: { name: 'Retell', apiId: AGENT_ID, apiKey: KEY },
	vapi: {
		name: 'Vapi',
		apiId: ASSISTANT_ID,
		apiKey: { displayName: 'Private API Key' },
		credentials: 'json',
	},
	vectorshift: {
		name: 'VectorShift',
		apiId: {
			displayName: 'Agent Name on VectorShift',
			placeholder: 'e.g. Front Desk',
			description: "The agent's name on VectorShift",
		},
		apiKey: KEY,
	},
	voiceflow: {
		name: 'Voiceflow',
		apiId: {
			displayName: 'Project ID',
			placeholder: 'e.g. 66f1c0a2b7e4d9035a8c1f23',
			description: "The project's ID in Voiceflow",
		},
		apiKey: { displayName: 'Dialog API Key' },
	},
} as const satisfies Readonly<Record<string, Platform>>;

type PlatformValue = keyof typeof PLATFORMS;

const isPlatform = (value: string): value is PlatformValue => Object.hasOwn(PLATFORMS, value);

const entries: ReadonlyArray<readonly [string, Platform]> = Object.entries(PLATFORMS);

/** The platforms as options of a field. */
export const platformChoices = entries.map(([value, { name }]) => ({ name, value }));

/** Returns a platform's name, or ChatDash's value if the platform isn't in the table. */
export const platformName = (value: string): string =>
	isPlatform(value) ? PLATFORMS[value].name : value;

/** Returns the values of the platforms that match. */
export const platformsWith = (matches: (platform: Platform) => boolean): string[] =>
	entries.flatMap(([value, platform]) => (matches(platform) ? [value] : []));

/**
 * Returns the terms of the platforms for a part of the connection. Platforms with the same term share its texts.
 *
 * @param usual the term that needs no texts of its own
 */
export function termsFor(part: 'apiId' | 'apiKey', usual: string): Variants {
	const named = entries.flatMap(([value, platform]) => {
		const term = platform[part];
		return term === undefined || term.displayName === usual ? [] : [{ term, value }];
	});
	const byTerm = groupBy(named, ({ term }) => term);
	return {
		field: 'platform',
		allValues: entries.map(([value]) => value),
		texts: [...byTerm].map(([term, platforms]) => ({
			...term,
			values: platforms.map(({ value }) => value),
		})),
	};
}
