// What n8n requires of a trigger that registers itself at a service, checked against the built package.
import { PackageDirectoryLoader } from 'n8n-core';
import { type INodeProperties, type INodeType, NodeHelpers } from 'n8n-workflow';

import codex from '../../nodes/ChatDashTrigger/ChatDashTrigger.node.json';
import manifest from '../../package.json';

declare const PACKAGE_FOLDER: string;

let node: INodeType;
let credentialNames: string[];

beforeAll(async () => {
	const loader = new PackageDirectoryLoader(PACKAGE_FOLDER);
	await loader.loadAll();
	node = NodeHelpers.getVersionedNodeType(loader.getNode('chatDashTrigger').type);
	credentialNames = Object.values(loader.credentialTypes).map(({ type }) => type.name);
});

const isProperty = (option: object): option is INodeProperties => 'type' in option;

/** The parameters and those in the collections, with the names of these. */
const allProperties = (): Array<[path: string, property: INodeProperties]> =>
	node.description.properties.flatMap((property) => [
		[property.name, property],
		...(property.options ?? [])
			.filter(isProperty)
			.map((option): [string, INodeProperties] => [`${property.name}.${option.name}`, option]),
	]);

test('has each method of a webhook, and nothing that other kinds of nodes have', () => {
	const { webhooks = [] } = node.description;
	expect(webhooks).toEqual([
		// With another mode, n8n would respond only when the workflow has ended.
		{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
	]);
	const methods = Object.keys(node.webhookMethods?.['default'] ?? {});
	expect(methods.sort()).toEqual(['checkExists', 'create', 'delete']);
	expect(node.webhook).toBeInstanceOf(Function);
	for (const other of ['execute', 'trigger', 'poll', 'supplyData']) {
		expect(node).not.toHaveProperty(other);
	}
	expect(node.description).not.toHaveProperty('usableAsTool');
	expect(node.description).not.toHaveProperty('polling');
});

test('only names credentials of the package', () => {
	const used = (node.description.credentials ?? []).map(({ name }) => name);
	expect(used.length).toBeGreaterThan(0);
	expect(credentialNames).toEqual(expect.arrayContaining(used));
});

test('has the methods that fill its lists', () => {
	const wanted = allProperties().flatMap(
		([, { typeOptions }]) => typeOptions?.loadOptionsMethod ?? [],
	);
	expect(wanted).toHaveLength(1);
	expect(Object.keys(node.methods?.loadOptions ?? {})).toEqual(wanted);
});

test('has the parameters that workflows save, and the editor always offers all of them', () => {
	expect(allProperties().map(([path, { type }]) => `${path}: ${type}`)).toEqual([
		'events: multiOptions',
		'agentIds: multiOptions',
		'clientId: string',
		'addressNotice: notice',
		'options: collection',
		'options.ignoreRepeats: boolean',
		'options.rawOutput: boolean',
		'options.minimumDuration: number',
		'options.onlyWithSummary: boolean',
	]);
	for (const [path, { displayOptions }] of allProperties()) {
		expect([path, displayOptions]).toEqual([path, undefined]);
	}
});

test('requires what it can’t be registered without', () => {
	const required = allProperties().filter(([, property]) => property.required === true);
	expect(required.map(([path]) => path)).toEqual(['events', 'agentIds']);
});

test('shows no words of its own code', () => {
	const texts = JSON.stringify(node.description);
	expect(texts).not.toMatch(/token|digest|HMAC|getNodeWebhookUrl|\/private\//i);
});

test('only has HTML in its panel that n8n shows, and no unfinished tag', () => {
	const panel = JSON.stringify(node.description.triggerPanel);
	const tags = [...panel.matchAll(/<(\/?)(\w+)/g)].map(([, slash, tag]) => `${slash}${tag}`);
	expect([...new Set(tags)].sort()).toEqual(['/a', '/b', 'a', 'b', 'br']);
	for (const tag of ['a', 'b']) {
		expect(tags.filter((each) => each === tag).length).toBe(
			tags.filter((each) => each === `/${tag}`).length,
		);
	}
});

test('has a codex file, so that n8n shows it in a category and links to its documentation', () => {
	expect(codex.node).toBe(`${manifest.name}.${node.description.name}`);
	expect([codex.nodeVersion, codex.codexVersion]).toEqual(['1.0', '1.0']);
	expect(codex.categories.length).toBeGreaterThan(0);
	const links = Object.values(codex.resources).flat();
	expect(links.filter(({ url }) => !URL.canParse(url))).toEqual([]);
	expect(new Set(codex.alias.map((word) => word.toLowerCase())).size).toBe(codex.alias.length);
});
