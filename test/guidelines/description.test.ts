// n8n's guidelines for texts that users read, checked against the description of the built package. The linter knows
// only some of these rules and sees only literals in the source; these tests check what n8n really shows.
import { PackageDirectoryLoader } from 'n8n-core';
import {
	type ICredentialType,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
	type INodeTypeDescription,
	NodeHelpers,
} from 'n8n-workflow';

import { ChatDash } from '../../nodes/ChatDash/ChatDash.node';
import { allSavedNames, isFor } from '../../docs/make/saved-names';
import { readPackageFile } from '../read-file';

declare const PACKAGE_FOLDER: string;

/** A parameter with its path of labels, for messages that show where it is. */
interface Placed {
	readonly where: string;
	readonly inCollection: boolean;
	readonly property: INodeProperties;
}

let description: INodeTypeDescription;
let trigger: INodeTypeDescription;
let credentials: ICredentialType[];
let properties: Placed[];
let choices: Array<{ where: string; options: INodePropertyOptions[]; of: INodeProperties }>;

beforeAll(async () => {
	const loader = new PackageDirectoryLoader(PACKAGE_FOLDER);
	await loader.loadAll();
	const describe = (name: string) =>
		NodeHelpers.getVersionedNodeType(loader.getNode(name).type).description;
	description = describe('chatDash');
	trigger = describe('chatDashTrigger');
	credentials = Object.values(loader.credentialTypes).map(({ type }) => type);
	properties = [
		...placed(description.properties, '', false),
		...placed(trigger.properties, `${trigger.displayName} > `, false),
		...credentials.flatMap((credential) =>
			placed(credential.properties, `${credential.displayName} > `, false),
		),
	];
	choices = properties.flatMap(({ where, property }) => {
		const options = (property.options ?? []).filter(isChoice);
		return options.length > 0 ? [{ where, options, of: property }] : [];
	});
});

const isChoice = (
	option: INodePropertyOptions | INodeProperties | INodePropertyCollection,
): option is INodePropertyOptions => 'value' in option;

const isProperty = (
	option: INodePropertyOptions | INodeProperties | INodePropertyCollection,
): option is INodeProperties => 'type' in option;

function placed(list: INodeProperties[], path: string, inCollection: boolean): Placed[] {
	return list.flatMap((property) => {
		const where = `${path}${property.displayName}`;
		const inside = (property.options ?? []).flatMap((option) => {
			if (isProperty(option)) return [option];
			return 'values' in option ? option.values : [];
		});
		return [{ where, inCollection, property }, ...placed(inside, `${where} > `, true)];
	});
}

/** The link that n8n's linter wants in the description of a list with several IDs, in exactly this form. */
const N8N_LINK = '<a href="https://docs.n8n.io/code/expressions/">';

/** Words that stay lowercase inside a title; the first and the last word never do. */
const SMALL = new Set(
	'a an and as at but by for from if in into is nor of on or per the to via vs with'.split(' '),
);

/** Names that are written as their owners write them. */
const BRANDS = new Set(['n8n']);

function isTitleCase(label: string): boolean {
	const words = label.split(' ').filter((word) => !BRANDS.has(word));
	return words.every((word, index) => {
		const edge = index === 0 || index === words.length - 1;
		// `is` may be lowercase or not: n8n's linter accepts both, titles usually capitalize it.
		return /^[A-Z0-9(]/.test(word) || (!edge && SMALL.has(word));
	});
}

/** The entries for which `isWrong` returns true, as texts; an empty list if all are right. */
const wrong = <Entry>(
	entries: Entry[],
	say: (entry: Entry) => string,
	isWrong: (entry: Entry) => boolean,
) => entries.filter(isWrong).map(say);

const sentences = (text: string) => text.split(/\.\s/).length;

/** The parameters of each operation, in the order of the editor. */
function byOperation(): Array<[operation: string, shown: INodeProperties[]]> {
	const operations = choices.filter(({ of }) => of.name === 'operation');
	return operations.flatMap(({ of, options }) => {
		const resource = String(of.displayOptions?.show?.['resource']?.[0]);
		return options.map(({ value }): [string, INodeProperties[]] => [
			`${resource}/${String(value)}`,
			description.properties.filter(
				(property) =>
					!['resource', 'operation'].includes(property.name) &&
					isFor(property, resource, String(value)),
			),
		]);
	});
}

const namesIn = (operation: string): [resource: string, operation: string] => {
	const [resource = '', value = ''] = operation.split('/');
	return [resource, value];
};

test('the build makes the same parameters and credentials as the source', () => {
	const made = new ChatDash().description;
	expect(description.credentials).toEqual(made.credentials);
	const names = (list: readonly INodeProperties[]) => list.map(({ name }) => name);
	expect(names(description.properties)).toEqual(names(made.properties));
	expect(JSON.stringify(description.properties)).toBe(JSON.stringify(made.properties));
});

describe('Labels', () => {
	test('are in Title Case', () => {
		expect(
			wrong(
				// A notice shows its name as a text.
				properties.filter(({ property }) => property.type !== 'notice'),
				({ where }) => where,
				({ property }) => !isTitleCase(property.displayName),
			),
		).toEqual([]);
		expect(
			choices.flatMap(({ where, options }) =>
				wrong(
					options,
					({ name }) => `${where}: ${name}`,
					({ name }) => !isTitleCase(name.replace(/ \(\w+\)$/, '')),
				),
			),
		).toEqual([]);
	});

	test('write ID, URL, API and JSON in capitals, without emoji and double spaces', () => {
		const all = [
			...properties.map(({ property }) => property.displayName),
			...choices.flatMap(({ options }) => options.map(({ name }) => name)),
		];
		expect(
			all.filter((label) =>
				/\b(Id|Url|Api|Json)\b|\p{Extended_Pictographic}|\s\s|^\s|\s$/u.test(label),
			),
		).toEqual([]);
	});

	test('are unique within a list', () => {
		expect(
			choices
				.filter(({ options }) => new Set(options.map(({ name }) => name)).size !== options.length)
				.map(({ where }) => where),
		).toEqual([]);
	});
});

describe('Descriptions, hints and placeholders', () => {
	const texts = () => [
		...properties.flatMap(({ where, property }) =>
			[
				property.description,
				property.hint,
				...(property.type === 'notice' ? [property.displayName] : []),
			].map((text) => ({ where, text: text ?? '' })),
		),
		...choices.flatMap(({ where, options }) =>
			options.map(({ name, description: text }) => ({
				where: `${where}: ${name}`,
				text: text ?? '',
			})),
		),
		...[description, trigger].map((node) => ({ where: 'node', text: node.description })),
	];
	const say = ({ where, text }: { where: string; text: string }) => `${where}: ${text}`;

	test('start with a capital letter and end with a full stop only if they have several sentences', () => {
		expect(
			wrong(texts(), say, ({ text }) =>
				text === ''
					? false
					: !/^[A-Z]/.test(text) || text.endsWith('.') !== sentences(text.replace(/\.$/, '. ')) > 2,
			),
		).toEqual([]);
	});

	test('say more than the label', () => {
		expect(
			properties
				.filter(({ property }) => property.description === property.displayName)
				.map(({ where }) => where),
		).toEqual([]);
	});

	test('use no HTML line breaks, and links open in a new tab', () => {
		expect(
			wrong(
				texts(),
				say,
				({ text }) =>
					/<br/i.test(text) ||
					(/<a /.test(text.replace(N8N_LINK, '')) && !text.includes('target="_blank"')),
			),
		).toEqual([]);
	});

	test('of a boolean begin with Whether', () => {
		expect(
			properties
				.filter(
					({ property }) =>
						property.type === 'boolean' && !/^Whether /.test(property.description ?? ''),
				)
				.map(({ where }) => where),
		).toEqual([]);
	});

	test('placeholders are examples', () => {
		expect(
			properties
				.filter(
					({ property: { type, placeholder } }) =>
						type === 'string' && placeholder !== undefined && !placeholder.startsWith('e.g. '),
				)
				.map(({ where }) => where),
		).toEqual([]);
	});

	test('each text field that users fill in has an example or is a password', () => {
		expect(
			properties
				.filter(
					({ property: { type, placeholder, typeOptions } }) =>
						type === 'string' && placeholder === undefined && typeOptions?.password !== true,
				)
				.map(({ where }) => where),
		).toEqual([]);
	});
});

describe('Parameters', () => {
	test('begin with Resource and Operation, which take no expression', () => {
		const [resource, ...rest] = description.properties;
		expect(resource).toMatchObject({ name: 'resource', noDataExpression: true });
		const operations = rest.filter(({ name }) => name === 'operation');
		expect(operations.length).toBe(resource?.options?.length);
		operations.forEach((operation) => expect(operation.noDataExpression).toBe(true));
	});

	// A field that is dropped on it would become its value, and the editor would remove the values of all hidden fields.
	test('with Data Mode take no expression there, and a notice names the fields that auto-map looks for', () => {
		const [mode, ...others] = description.properties.filter(({ name }) => name === 'dataMode');
		expect(others).toEqual([]);
		expect(mode?.noDataExpression).toBe(true);
		const notices = description.properties.filter(({ type }) => type === 'notice');
		expect(notices.map(({ name }) => name)).toEqual(['autoMapNotice']);
		expect(notices[0]?.displayName).toBe(
			"In this mode, the incoming fields must be named clientName, language, memberName, loginId, email, and password if 'Password Source' is 'Enter Manually'. Spellings like Client Name work, too. If yours have other names, rename them with an Edit Fields node before this one.",
		);
		expect(mode?.options).toContainEqual(
			expect.objectContaining({
				description:
					'Use when the incoming items already have fields named clientName, language, memberName, loginId, email',
			}),
		);
		expect(notices[0]?.displayOptions?.show?.['dataMode']).toEqual(['autoMapInputData']);
	});

	test('put collections last, after the fields that every item needs', () => {
		for (const [operation, shown] of byOperation()) {
			const firstCollection = shown.findIndex(({ type }) => type === 'collection');
			expect([operation, firstCollection]).not.toEqual([operation, -1]);
			const after = shown.slice(firstCollection).map(({ type }) => type);
			expect([operation, new Set(after)]).toEqual([operation, new Set(['collection'])]);
		}
	});

	test('in a collection are optional and alphabetical', () => {
		const collections = properties.filter(({ property }) => property.type === 'collection');
		expect(collections.length).toBeGreaterThan(0);
		for (const { property } of collections) {
			const inside = (property.options ?? []).filter(isProperty);
			const labels = inside.map(({ displayName }) => displayName);
			expect(labels).toEqual([...labels].sort((one, other) => one.localeCompare(other)));
			expect(inside.filter(({ required }) => required === true)).toEqual([]);
		}
	});

	test('lists of five or more are alphabetical', () => {
		const long = choices.filter(({ options }) => options.length >= 5);
		expect(long.length).toBeGreaterThan(0);
		for (const { options } of long) {
			const names = options.map(({ name }) => name);
			expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other)));
		}
	});

	test('have a default of their type, and a list has one of its options as the default', () => {
		const typeOf: Readonly<Record<string, string>> = {
			boolean: 'boolean',
			collection: 'object',
			notice: 'string',
			dateTime: 'string',
			fixedCollection: 'object',
			json: 'string',
			multiOptions: 'object',
			number: 'number',
			options: 'string',
			resourceLocator: 'object',
			string: 'string',
		};
		expect(
			properties
				.filter(({ property: { type, typeOptions, default: standing } }) =>
					typeOptions?.multipleValues === true && type === 'string'
						? !Array.isArray(standing)
						: typeof standing !== typeOf[type],
				)
				.map(({ where }) => where),
		).toEqual([]);
		expect(
			choices
				.filter(({ options, of }) => {
					const standing = Array.isArray(of.default) ? of.default : [of.default];
					return !standing.every((each) => options.some(({ value }) => value === each));
				})
				.map(({ where }) => where),
		).toEqual([]);
	});

	test('that contain a secret hide the input', () => {
		const secret = /password|secret|token|apiKey/i;
		const found = properties.filter(
			({ property }) => property.type === 'string' && secret.test(property.name),
		);
		expect([...new Set(found.map(({ where }) => where))].sort()).toEqual([
			'API Key',
			'Additional Fields > API Key',
			'ChatDash API > API Key',
			'ChatDash Client API > API Key',
			'Dialog API Key',
			'Password',
			'Personal Access Token',
			'Private API Key',
			'Update Fields > API Key',
			'Update Fields > Password',
		]);
		found.forEach(({ property }) => expect(property.typeOptions?.password).toBe(true));
	});

	test('with the same name are never shown together', () => {
		for (const [operation] of byOperation()) {
			const [resource, value] = namesIn(operation);
			for (const dataMode of ['autoMapInputData', 'defineBelow']) {
				for (const passwordSource of ['define', 'generate']) {
					const values = {
						resource,
						operation: value,
						dataMode,
						passwordSource,
						platform: 'voiceflow',
						returnAll: false,
					};
					const shown = description.properties
						.filter((property) =>
							NodeHelpers.displayParameter(values, property, { typeVersion: 1 }, description),
						)
						.map(({ name }) => name);
					expect([operation, shown]).toEqual([operation, [...new Set(shown)]]);
				}
			}
		}
	});

	test('have a description of at most 150 kB, which n8n sends to each editor', () => {
		expect(JSON.stringify(description).length).toBeLessThan(150_000);
	});

	test('with a condition are few, because for each of them the editor evaluates all expressions of the node', () => {
		const conditioned = description.properties.filter(
			({ displayOptions }) => displayOptions !== undefined,
		);
		const operations = byOperation().length;
		// An agent's ID and key have 13 alone, because they have each platform's own names.
		expect(conditioned.length).toBeLessThanOrEqual(2 * operations);
	});
});

describe('Operations', () => {
	test('have an action as a sentence, which names the node on the canvas', () => {
		const operations = choices
			.filter(({ of }) => of.name === 'operation')
			.flatMap(({ options }) => options);
		expect(operations.length).toBeGreaterThan(0);
		for (const { action } of operations) expect(action).toMatch(/^[A-Z][a-z]+( [a-z]+| [A-Z]+)+$/);
	});
});

describe('The node', () => {
	test('can be used by an AI agent, has one main input and output, and a subtitle', () => {
		expect(description).toMatchObject({
			displayName: 'ChatDash',
			usableAsTool: true,
			inputs: ['main'],
			outputs: ['main'],
			subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		});
	});

	test('keeps the names that saved workflows contain', () => {
		const saved: unknown = JSON.parse(readPackageFile('test/guidelines/saved-names.json'));
		expect(allSavedNames(description.properties, trigger.properties)).toEqual(saved);
	});

	test('begins with Client → Create, whichever resources are added, because n8n doesn’t save defaults', () => {
		const [resource, ...rest] = description.properties;
		expect(resource?.default).toBe('client');
		const defaults = rest
			.filter(({ name }) => name === 'operation')
			.map((operation) => [operation.displayOptions?.show?.['resource']?.[0], operation.default]);
		expect(Object.fromEntries(defaults)).toEqual({
			agent: 'getAll',
			analytics: 'query',
			billingSubscription: 'getAll',
			client: 'create',
			conversation: 'getAll',
			coupon: 'getAll',
			invoice: 'get',
			lead: 'create',
			leadTag: 'getAll',
			member: 'create',
			message: 'getAll',
			product: 'getAll',
			promotionCode: 'getAll',
			transaction: 'getAll',
			webhookSubscription: 'create',
		});
	});

	test('uses each credential of the package, and tests it', () => {
		const used = description.credentials ?? [];
		expect(used.map(({ name }) => name)).toEqual(credentials.map(({ name }) => name));
		for (const { testedBy } of used) expect(testedBy).toMatch(/^testChatDash\w*Api$/);
	});

	test('requires the credential of a client where it’s shown', () => {
		const required = (description.credentials ?? []).filter((one) => one.required === true);
		expect(required.map(({ name }) => name)).toEqual(['chatDashClientApi']);
	});
});

describe('The trigger', () => {
	test('has no input, one main output, a subtitle, and a webhook, and is no tool for an AI agent', () => {
		expect(trigger).toMatchObject({
			displayName: 'ChatDash Trigger',
			group: ['trigger'],
			inputs: [],
			outputs: ['main'],
			subtitle: '={{ $parameter["events"].join(", ") }}',
			webhooks: [{ name: 'default', httpMethod: 'POST' }],
		});
		expect(trigger).not.toHaveProperty('usableAsTool');
	});

	test('has the icon of the node', () => {
		expect(trigger.iconUrl).toEqual(description.iconUrl);
	});

	test('requires the credential of a client, and takes the agency’s for the list of agents', () => {
		expect(trigger.credentials).toEqual([
			{
				name: 'chatDashClientApi',
				required: true,
				displayName: 'Credential for ChatDash Client API',
			},
			{
				name: 'chatDashApi',
				displayName: 'Credential for ChatDash API (Only for the List of Agents)',
			},
		]);
	});

	test('starts with ended calls, because n8n doesn’t save defaults', () => {
		const defaults = trigger.properties.map((property) => [property.name, property.default]);
		expect(Object.fromEntries(defaults)).toMatchObject({
			events: ['call.ended'],
			agentIds: [],
			clientId: '',
			options: {},
		});
	});

	test('explains what to do while it waits for a call', () => {
		expect(trigger.triggerPanel).toMatchObject({ header: expect.any(String) });
		expect(trigger.activationMessage).toMatch(/\.$/);
		expect(trigger.eventTriggerDescription).toMatch(/^[A-Z].*[^.]$/);
	});
});

describe('The credentials', () => {
	test('follow the naming rules, have the node’s icon, and link to a page', () => {
		expect(credentials.map(({ name, displayName }) => [name, displayName])).toEqual([
			['chatDashApi', 'ChatDash API'],
			['chatDashClientApi', 'ChatDash Client API'],
		]);
		for (const { iconUrl, documentationUrl = '' } of credentials) {
			expect(iconUrl).toEqual(description.iconUrl);
			expect(URL.canParse(documentationUrl)).toBe(true);
		}
	});

	test('have the same fields in the same order, and a client’s has its ID', () => {
		const [agency, client] = credentials.map(({ properties: own }) => own.map(({ name }) => name));
		expect(agency).toEqual(['apiKey', 'baseUrl']);
		expect(client).toEqual(['apiKey', 'clientId', 'baseUrl']);
	});
});
