/**
 * What n8n's editor offers in the menu of *Additional Fields* of *Agent → Create*, by n8n's own rule for what is shown.
 * The editor lists whatever is shown, so a field with several hints must not appear several times.
 */
import { NodeHelpers, type INodeProperties } from 'n8n-workflow';

import { ChatDash } from '../../nodes/ChatDash/ChatDash.node';

const { description } = new ChatDash();

const isProperty = (option: object): option is INodeProperties => 'type' in option;

const NEW_AGENT = { resource: 'agent', operation: 'create' };

const node = { typeVersion: 1 };

/** The properties of a list that are shown with these parameters. */
const shownOf = (properties: readonly INodeProperties[], parameters: Record<string, string>) =>
	properties.filter((property) =>
		NodeHelpers.displayParameter({}, property, node, description, parameters),
	);

/** The fields of a new agent that are shown or offered besides its name and its platform. */
function offeredFor(platform: string): INodeProperties[] {
	const parameters = { ...NEW_AGENT, platform };
	const collections = description.properties.filter(
		(property) =>
			property.name === 'additionalFields' &&
			NodeHelpers.displayParameter(parameters, property, node, description),
	);
	expect(collections.length).toBe(1);
	return [
		...description.properties.filter(
			(property) =>
				['apiId', 'apiKey'].includes(property.name) &&
				NodeHelpers.displayParameter(parameters, property, node, description),
		),
		...shownOf((collections[0]?.options ?? []).filter(isProperty), parameters),
	];
}

const FLAGS = ['isSaas', 'isTemplate', 'useImportWebhook', 'usingExternalWidget'];

test.each([
	['botpress', ['apiId', 'apiKey', 'botId', 'workspaceId']],
	['custom', []],
	['elevenlabs', ['apiId', 'apiKey']],
	['flowise', ['apiId', 'apiKey', 'platformCredentials']],
	['n8n', ['platformCredentials']],
	['openai', ['apiId', 'apiKey']],
	['retell', ['apiId', 'apiKey']],
	['vapi', ['apiId', 'apiKey', 'platformCredentials']],
	['vectorshift', ['apiId', 'apiKey']],
	['voiceflow', ['apiId', 'apiKey']],
	['={{ $json.platform }}', ['apiId', 'apiKey', 'botId', 'platformCredentials', 'workspaceId']],
])('for the platform %s each field is offered once', (platform, fields) => {
	expect(
		offeredFor(platform)
			.map(({ name }) => name)
			.sort(),
	).toEqual([...fields, ...FLAGS].sort());
});

test.each([
	['botpress', 'Webhook URL', 'Personal Access Token'],
	['elevenlabs', 'Agent ID', 'API Key'],
	['flowise', 'Chatflow ID', 'API Key'],
	['openai', 'Assistant ID', 'API Key'],
	['retell', 'Agent ID', 'API Key'],
	['vapi', 'Assistant ID', 'Private API Key'],
	['vectorshift', 'Agent Name on VectorShift', 'API Key'],
	['voiceflow', 'Project ID', 'Dialog API Key'],
	['={{ $json.platform }}', 'API ID', 'API Key'],
])('for the platform %s the ID and the key have its own names', (platform, id, key) => {
	const labelOf = (field: string) =>
		offeredFor(platform).find(({ name }) => name === field)?.displayName;
	expect(labelOf('apiId')).toBe(id);
	expect(labelOf('apiKey')).toBe(key);
});

test.each([
	['botpress', /^The webhook URL of the bot/],
	['elevenlabs', /^The agent's ID/],
	['flowise', /^The chatflow's ID/],
	['openai', /^The assistant's ID/],
	['retell', /^The agent's ID/],
	['vapi', /^The assistant's ID/],
	['vectorshift', /^The agent's name/],
	['voiceflow', /^The project's ID/],
	['={{ $json.platform }}', /assistant ID \(OpenAI, Vapi\), .*project ID \(Voiceflow\)/],
])('for the platform %s the ID is explained as it’s called there', (platform, words) => {
	const [field] = offeredFor(platform).filter(({ name }) => name === 'apiId');
	expect(field?.description).toMatch(words);
});

test('keys and credentials are masked, whatever their hint', () => {
	for (const property of ['voiceflow', 'flowise', '={{ $json.platform }}'].flatMap(offeredFor)) {
		if (!['apiKey', 'platformCredentials'].includes(property.name)) continue;
		expect(property.typeOptions?.password).toBe(true);
	}
});
