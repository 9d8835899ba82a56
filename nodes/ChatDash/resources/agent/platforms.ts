// The platforms that agents are built on, and the fields that ChatDash uses for each, from its documentation:
// https://docs.chat-dash.com/api-reference/agents/pages/post-agents

interface Platform {
	readonly name: string;
	/** What *API ID* means on this platform; not set if ChatDash doesn't use the field. */
	readonly apiId?: string;
	/** What *API Key* means on this platform, `true` if the name is enough; not set if ChatDash doesn't use the field. */
	readonly apiKey?: string | true;
	/** Further credentials. ChatDash documents their fields only for Botpress, so for others, the user enters JSON. */
	readonly credentials?: 'fields' | 'json';
}

/** By ChatDash's value, in alphabetical order by name, as n8n's guidelines require. */
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

/** The platforms as options of a field. */
export const platformChoices = entries.map(([value, { name }]) => ({ name, value }));

/** Returns a platform's name, or ChatDash's value if the platform isn't in the table. */
export const platformName = (value: string): string =>
	isPlatform(value) ? PLATFORMS[value].name : value;

/** Returns the values of the platforms that match. */
export const platformsWith = (matches: (platform: Platform) => boolean): string[] =>
	entries.flatMap(([value, platform]) => (matches(platform) ? [value] : []));

/** Returns the hint below a field for each platform that needs one. */
export const hintsFor = (part: 'apiId' | 'apiKey'): Record<string, { hint: string }> =>
	Object.fromEntries(
		entries.flatMap(([value, platform]) => {
			const meaning = platform[part];
			return typeof meaning === 'string'
				? [[value, { hint: `For ${platform.name}, this is ${meaning}` }]]
				: [];
		}),
	);
