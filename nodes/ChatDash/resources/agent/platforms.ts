// The platforms that agents are built on, and what ChatDash needs of each: the table of the agents' pages.
// https://docs.chat-dash.com/api-reference/agents/pages/post-agents

interface Platform {
	readonly name: string;
	/** What *API ID* is on this platform; nothing where ChatDash does not use one. */
	readonly apiId?: string;
	/** What *API Key* is on this platform, `true` if just that; nothing where ChatDash does not use one. */
	readonly apiKey?: string | true;
	/** Further credentials: Botpress has two fields; what the fields of the others are called no page shows. */
	readonly credentials?: 'fields' | 'json';
}

/** By the value that ChatDash knows a platform by; alphabetical by name, as n8n wants lists to be. */
export const PLATFORMS = {
	botpress: {
		name: 'Botpress',
		apiId: 'the webhook URL of its Messaging API',
		apiKey: 'a personal access token',
		credentials: 'fields',
	},
	custom: { name: 'Custom' },
	elevenlabs: { name: 'ElevenLabs', apiId: 'the agent ID', apiKey: true },
	flowise: {
		name: 'Flowise',
		apiId: 'the chatflow ID',
		apiKey: true,
		credentials: 'json',
	},
	n8n: { name: 'n8n', credentials: 'json' },
	openai: { name: 'OpenAI', apiId: 'the assistant ID', apiKey: true },
	retell: { name: 'Retell', apiId: 'the agent ID', apiKey: true },
	vapi: {
		name: 'Vapi',
		apiId: 'the assistant ID',
		apiKey: 'the private API key',
		credentials: 'json',
	},
	vectorshift: { name: 'VectorShift', apiId: "the agent's name", apiKey: true },
	voiceflow: { name: 'Voiceflow', apiId: 'the project ID', apiKey: 'the Dialog API key' },
} as const satisfies Readonly<Record<string, Platform>>;

type PlatformValue = keyof typeof PLATFORMS;

const isPlatform = (value: string): value is PlatformValue => Object.hasOwn(PLATFORMS, value);

const entries: ReadonlyArray<readonly [string, Platform]> = Object.entries(PLATFORMS);

/** The platforms as choices. */
export const platformChoices = entries.map(([value, { name }]) => ({ name, value }));

/** As people write it; a platform that is newer than this table stays as ChatDash writes it. */
export const platformName = (value: string): string =>
	isPlatform(value) ? PLATFORMS[value].name : value;

/** The values of the platforms that something is so for. */
export const platformsWith = (fits: (platform: Platform) => boolean): string[] =>
	entries.flatMap(([value, platform]) => (fits(platform) ? [value] : []));

/** What a field is on each platform that uses it, for the hint below the field; nothing where its name says it all. */
export const hintsFor = (part: 'apiId' | 'apiKey'): Record<string, { hint: string }> =>
	Object.fromEntries(
		entries.flatMap(([value, platform]) => {
			const what = platform[part];
			return typeof what === 'string'
				? [[value, { hint: `For ${platform.name}, this is ${what}` }]]
				: [];
		}),
	);
