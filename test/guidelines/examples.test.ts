// The examples, checked against the built description: n8n would silently drop a parameter that the node doesn't have,
// or no longer has.
import { PackageDirectoryLoader } from 'n8n-core';
import { type INode, type INodeTypeDescription, NodeHelpers, UnexpectedError } from 'n8n-workflow';

import triggerPreview from '../../nodes/ChatDashTrigger/__schema__/v1.0.0.json';
import { listPackageFolder, readPackageFile } from '../read-file';
import { expectAccepted } from './saved-node';

declare const PACKAGE_FOLDER: string;

const CHATDASH = 'n8n-nodes-chatdash.chatDash';
const TRIGGER = 'n8n-nodes-chatdash.chatDashTrigger';
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';

interface Example {
	name: string;
	nodes: INode[];
	connections: Record<string, Record<string, Array<Array<{ node: string }>>>>;
	settings: Record<string, unknown>;
	pinData: object;
}

const readExample = (file: string) => JSON.parse(readPackageFile(`examples/${file}`)) as Example;

const files = listPackageFolder('examples').filter((file) => file.endsWith('.json'));

/** The examples that create clients from deals. */
const ONBOARDING = files.filter((file) =>
	readExample(file).nodes.some(({ name }) => name === 'Write Welcome Email'),
);

/** The examples for one source of deals, and its nodes. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
	'form-sign-up.json': ['formTrigger'],
	'google-sheets-migration.json': ['googleSheets', 'googleSheets'],
	'highlevel-won-opportunity.json': ['webhook'],
	'hubspot-won-deal.json': ['hubspotTrigger', 'hubspot', 'hubspot'],
	'pipedrive-won-deal.json': ['pipedriveTrigger', 'pipedrive'],
	'stripe-checkout.json': ['stripeTrigger'],
};

/** Nodes of n8n itself, which need no service. */
const PLAIN = ['filter', 'manualTrigger', 'set', 'splitOut', 'stickyNote'];

/** The descriptions of the package's nodes, by the type that workflows save. */
const descriptions = new Map<string, INodeTypeDescription>();

function descriptionOf({ type }: INode): INodeTypeDescription {
	const description = descriptions.get(type);
	if (description === undefined) throw new UnexpectedError(`The package has no node ${type}`);
	return description;
}

/** A trigger has no node before it that its agents could come from, so n8n asks for them when it's opened. */
const EXPECTED_ISSUES: Readonly<Record<string, object | null>> = {
	[CHATDASH]: null,
	[TRIGGER]: { parameters: { agentIds: ['Parameter "Agents" is required.'] } },
};

beforeAll(async () => {
	const loader = new PackageDirectoryLoader(PACKAGE_FOLDER);
	await loader.loadAll();
	for (const name of ['chatDash', 'chatDashTrigger']) {
		const { type } = loader.getNode(name);
		descriptions.set(
			`n8n-nodes-chatdash.${name}`,
			NodeHelpers.getVersionedNodeType(type).description,
		);
	}
});

describe.each(files)('%s', (file) => {
	const text = readPackageFile(`examples/${file}`);
	const example = readExample(file);
	const names = example.nodes.map(({ name }) => name);
	const nodes = example.nodes.filter(({ type }) => type !== STICKY_NOTE);
	const chatDash = nodes.filter(({ type }) => [CHATDASH, TRIGGER].includes(type));

	it('has a node of the package', () => {
		expect(chatDash).not.toEqual([]);
	});

	it.each(chatDash.map((node) => [node.name, node] as const))(
		'%s: the node accepts every parameter, and misses none',
		(_name, node) => {
			const description = descriptionOf(node);
			expectAccepted(node, description);
			expect(
				NodeHelpers.getNodeParametersIssues(description.properties, node, description),
			).toEqual(EXPECTED_ISSUES[node.type]);
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
		expect(new Set(led)).toEqual(new Set(nodes.map(({ name }) => name)));
	});

	it('has room on the canvas for names, connections and their item counts', () => {
		expect(nodes.flatMap((node) => nodes.filter((other) => isTooClose(node, other)))).toEqual([]);
		for (const connection of connectionsOf(example)) {
			const { from, to } = connection;
			expect([from.name, to.name, roomFor(connection)]).toEqual([from.name, to.name, 'enough']);
			const crossed = nodes.filter((node) => crosses(connection, node)).map(({ name }) => name);
			expect([from.name, to.name, crossed]).toEqual([from.name, to.name, []]);
		}
	});

	it('has a connection at each error output', () => {
		for (const { name } of nodes.filter(hasErrorOutput)) {
			expect([name, example.connections[name]?.['main']?.[1]?.length ?? 0]).not.toEqual([name, 0]);
		}
	});

	it('contains no credential, no execution data and no real address', () => {
		expect(example.nodes.filter(({ credentials }) => credentials !== undefined)).toEqual([]);
		expect(example.pinData).toEqual({});
		const addresses = text.match(/[\w.+-]+@[\w.-]+/g) ?? [];
		expect(addresses.filter((address) => !address.endsWith('@example.com'))).toEqual([]);
	});
});

describe.each(Object.entries(SOURCES))('%s', (file, sources) => {
	const { nodes } = readExample(file);

	it('has the nodes of its source, and no other node that needs a service', () => {
		const types = nodes
			.map(({ type }) => type.replace('n8n-nodes-base.', ''))
			.filter((type) => type !== CHATDASH && !PLAIN.includes(type));
		expect(types).toEqual(sources);
	});

	it('passes on what the source could not return, too', () => {
		const getting = nodes.filter(({ type }) => /\.(hubspot|pipedrive)$/.test(type));
		expect(getting.map(({ onError }) => onError)).toEqual(getting.map(() => 'continueErrorOutput'));
	});
});

it('form-sign-up.json stores no executions', () => {
	expect(readExample('form-sign-up.json').settings).toMatchObject({
		saveDataErrorExecution: 'none',
		saveDataSuccessExecution: 'none',
		saveManualExecutions: false,
		saveExecutionProgress: false,
	});
});

it('examples/README.md describes each example by its name in n8n', () => {
	const rows = readPackageFile('examples/README.md')
		.split('\n')
		.filter((line) => line.startsWith('| '));
	const missing = files.filter(
		(file) => !rows.some((row) => row.includes(`[${readExample(file).name}](${file})`)),
	);
	expect(missing).toEqual([]);
});

describe('call-ended-to-crm-note.json', () => {
	const { nodes } = readExample('call-ended-to-crm-note.json');

	it('maps the fields of the call in one node', () => {
		const others = nodes.filter(({ name, type }) => name !== 'Note' && type !== STICKY_NOTE);
		for (const name of Object.keys(triggerPreview.properties)) {
			expect(JSON.stringify(others)).not.toMatch(new RegExp(`\\$json\\.${name}\\b`));
		}
		expect(JSON.stringify(others)).not.toContain("$('ChatDash Trigger')");
	});

	it('reads only fields that the trigger returns', () => {
		const note = nodes.find(({ name }) => name === 'Note');
		const read = [...JSON.stringify(note?.parameters).matchAll(/\$json\.(\w+)/g)];
		expect(read.length).toBeGreaterThan(5);
		expect(Object.keys(triggerPreview.properties)).toEqual(
			expect.arrayContaining(read.map(([, name]) => name)),
		);
	});
});

/** The nodes that get the output of a node, directly or through others. */
function reachableFrom(start: string, connections: Example['connections']): Set<string> {
	const found = new Set<string>();
	const visit = (name: string): void => {
		for (const { node } of connections[name]?.['main']?.flat() ?? []) {
			if (found.has(node)) continue;
			found.add(node);
			visit(node);
		}
	};
	visit(start);
	return found;
}

describe.each(ONBOARDING)('%s', (file) => {
	const { nodes, connections } = readExample(file);
	const names = nodes.filter(({ type }) => type !== STICKY_NOTE).map(({ name }) => name);

	it('maps the fields of the deals in one node', () => {
		const after = reachableFrom('Deal', connections);
		const before = names.filter((name) => name !== 'Deal' && !after.has(name));
		expect(before).not.toEqual([]);
		for (const { name, parameters } of nodes.filter((node) => after.has(node.name))) {
			const asked = before.filter((other) => JSON.stringify(parameters).includes(`$('${other}')`));
			expect([name, asked]).toEqual([name, []]);
		}
	});

	it('skips clients that exist, and lets only those with a password through to the email', () => {
		const create = nodes.find(({ name }) => name === 'Create a Client');
		expect(create?.parameters).toMatchObject({
			onLoginIdInUse: 'skip',
			passwordSource: 'generate',
		});
		expect(create?.onError).toBe('continueErrorOutput');
		const leading = Object.entries(connections).flatMap(([name, { main = [] }]) =>
			main.flat().some(({ node }) => node === 'Write Welcome Email') ? [name] : [],
		);
		expect(leading).toEqual(['Only New Clients']);
		const filter = nodes.find(({ name }) => name === 'Only New Clients');
		expect(JSON.stringify(filter?.parameters)).toContain('{{ $json.password }}');
	});

	it('has no password in what it reports', () => {
		const reported = nodes.filter(({ name }) => /^(Needs Attention|Report Row)$/.test(name));
		expect(reported).toHaveLength(1);
		expect(JSON.stringify(reported)).not.toContain('password');
	});

	it('writes an email with the sign-in link that doesn’t mention ChatDash', () => {
		const email = nodes.find(({ name }) => name === 'Write Welcome Email');
		const text = JSON.stringify(email?.parameters);
		for (const part of ['dashboardUrl', '$json.loginId', '$json.password']) {
			expect(text).toContain(part);
		}
		expect(text).not.toMatch(/chatdash/i);
	});
});

/** The width and height of a node on n8n's canvas. */
const SIZE = 96;
/** The height of its name and subtitle, which are below it. They're at most twice as wide as the node. */
const LABEL_HEIGHT = 48;

interface Box {
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
}

interface Connection {
	readonly from: INode;
	readonly to: INode;
	readonly output: number;
}

const nodeBox = ({ position: [left, top] }: INode): Box => ({
	left,
	right: left + SIZE,
	top,
	bottom: top + SIZE,
});

const labelBox = ({ position: [left, top] }: INode): Box => ({
	left: left - SIZE / 2,
	right: left + (SIZE * 3) / 2,
	top: top + SIZE,
	bottom: top + SIZE + LABEL_HEIGHT,
});

const overlap = (a: Box, b: Box) =>
	a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const isTooClose = (node: INode, other: INode) =>
	node !== other && [nodeBox(other), labelBox(other)].some((box) => overlap(labelBox(node), box));

const hasErrorOutput = ({ onError }: INode) => onError === 'continueErrorOutput';

function connectionsOf({ nodes, connections }: Example): Connection[] {
	const byName = new Map(nodes.map((node) => [node.name, node]));
	return [...byName].flatMap(([name, from]) =>
		(connections[name]?.['main'] ?? []).flatMap((targets, output) =>
			targets.flatMap(({ node }) => {
				const to = byName.get(node);
				return to === undefined ? [] : [{ from, to, output }];
			}),
		),
	);
}

/** The item count is at the middle of a connection. If there's an error output, the outputs have names at its start. */
function roomFor({ from, to }: Connection): string {
	const gap = to.position[0] - from.position[0] - SIZE;
	return gap >= (hasErrorOutput(from) ? 200 : 100) ? 'enough' : `${gap} pixels`;
}

/** Whether a connection runs through a node or its name. n8n draws a Bézier curve that starts and ends horizontally. */
function crosses({ from, to, output }: Connection, node: INode): boolean {
	const outputs = hasErrorOutput(from) ? 2 : 1;
	const startX = from.position[0] + SIZE;
	const startY = from.position[1] + (SIZE * (output + 1)) / (outputs + 1);
	const [endX, top] = to.position;
	const middleX = (startX + endX) / 2;
	const boxes = node === from || node === to ? [labelBox(node)] : [nodeBox(node), labelBox(node)];
	return Array.from({ length: 200 }, (_, step) => step / 200).some((t) => {
		const rest = 1 - t;
		const x = rest ** 3 * startX + 3 * middleX * (rest ** 2 * t + rest * t ** 2) + t ** 3 * endX;
		const y = startY + (top + SIZE / 2 - startY) * (3 * t ** 2 - 2 * t ** 3);
		return boxes.some(({ left, right, top: above, bottom }) => {
			return left < x && x < right && above < y && y < bottom;
		});
	});
}
