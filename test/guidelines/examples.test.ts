// The examples, checked against the built description: n8n would silently drop a parameter that the node doesn't have,
// or no longer has.
import { PackageDirectoryLoader } from 'n8n-core';
import {
	type INode,
	type INodeTypeDescription,
	NodeHelpers,
	deepCopy,
	isResourceLocatorValue,
} from 'n8n-workflow';

import { listPackageFolder, readPackageFile } from '../read-file';

declare const PACKAGE_FOLDER: string;

const CHATDASH = 'n8n-nodes-chatdash.chatDash';

interface Example {
	name: string;
	nodes: INode[];
	connections: Record<string, Record<string, Array<Array<{ node: string }>>>>;
	pinData: object;
}

const files = listPackageFolder('examples').filter((file) => file.endsWith('.json'));

let description: INodeTypeDescription;

beforeAll(async () => {
	const loader = new PackageDirectoryLoader(PACKAGE_FOLDER);
	await loader.loadAll();
	description = NodeHelpers.getVersionedNodeType(loader.getNode('chatDash').type).description;
});

describe.each(files)('%s', (file) => {
	const text = readPackageFile(`examples/${file}`);
	const example = JSON.parse(text) as Example;
	const names = example.nodes.map(({ name }) => name);
	const chatDash = example.nodes.filter(({ type }) => type === CHATDASH);

	it('has the ChatDash node, in an existing version', () => {
		expect(chatDash).not.toEqual([]);
		for (const { typeVersion } of chatDash)
			expect([description.version].flat()).toContain(typeVersion);
	});

	it.each(chatDash.map((node) => [node.name, node] as const))(
		'%s: the node accepts every parameter, and misses none',
		(_name, node) => {
			const taken = NodeHelpers.getNodeParameters(
				description.properties,
				deepCopy(node.parameters),
				true,
				false,
				node,
				description,
			);
			expect(taken).toMatchObject(node.parameters);
			expect(
				NodeHelpers.getNodeParametersIssues(description.properties, node, description),
			).toBeNull();
			for (const [name, value] of Object.entries(node.parameters)) {
				const options = description.properties
					.filter((property) => property.name === name)
					.filter((property) =>
						NodeHelpers.displayParameter(node.parameters, property, node, description),
					);
				expect([name, options.length]).toEqual([name, 1]);
				const [shown] = options;
				if (isResourceLocatorValue(value)) {
					expect(shown?.modes?.map((mode) => mode.name)).toContain(value.mode);
				}
				if (shown?.type === 'collection' && typeof value === 'object' && value !== null) {
					const known = (shown.options ?? []).map((option) => option.name);
					expect(known).toEqual(expect.arrayContaining(Object.keys(value)));
				}
			}
		},
	);

	it('has unique node names, and refers only to its own nodes', () => {
		expect(new Set(names).size).toBe(names.length);
		const led = Object.entries(example.connections).flatMap(([from, { main = [] }]) => [
			from,
			...main.flat().map(({ node }) => node),
		]);
		const asked = [...text.matchAll(/\$\('([^']+)'\)/g)].map(([, name]) => name);
		expect(names).toEqual(expect.arrayContaining([...led, ...asked]));
		const notes = ['n8n-nodes-base.stickyNote'];
		const onTheWay = example.nodes.filter(({ type }) => !notes.includes(type));
		expect(new Set(led)).toEqual(new Set(onTheWay.map(({ name }) => name)));
	});

	it('contains no credential, no execution data and no real address', () => {
		expect(example.nodes.filter(({ credentials }) => credentials !== undefined)).toEqual([]);
		expect(example.pinData).toEqual({});
		const addresses = text.match(/[\w.+-]+@[\w.-]+/g) ?? [];
		expect(addresses.filter((address) => !address.endsWith('@example.com'))).toEqual([]);
	});
});
