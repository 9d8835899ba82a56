/**
 * Workflows as each released version saved them, in test/saved-workflows. n8n still has to load each node without losing
 * a parameter, and the node has to send what it sent then. `requests.json` has that, by file and node: what changes
 * something, or else what is read, sorted by its path, because some of it is read at the same time.
 */
import { PackageDirectoryLoader } from 'n8n-core';
import {
	type IDataObject,
	type IHttpRequestOptions,
	type INode,
	type INodeType,
	NodeHelpers,
	UnexpectedError,
	jsonParse,
} from 'n8n-workflow';

import { describedFor, madeUp } from '../../docs/make/described';
import { CALL_BODIES } from '../contract/calls';
import { DESCRIBED, ID, MATCHING } from '../contract/walk';
import { fakeTrigger, hookFunctions, webhookFunctions } from '../fake-trigger';
import { expectAccepted, keptOf } from '../guidelines/saved-node';
import { listPackageFolder, readPackageFile } from '../read-file';
import { type Got, type Reply, clientCredential, closeHosts, host, opened } from './fixtures';
import { runNode } from './harness';

declare const PACKAGE_FOLDER: string;

const FOLDER = 'test/saved-workflows';
const API_PATH = '/v1/public';
const TRIGGER = 'n8n-nodes-chatdash.chatDashTrigger';

interface Sent {
	readonly method: string;
	readonly path: string;
	readonly body?: unknown;
}

/** A node of this package in a workflow of a version. */
interface Saved {
	readonly place: string;
	readonly node: INode;
	readonly sent: readonly Sent[] | undefined;
}

const VERSIONS = listPackageFolder(FOLDER);

function savedWith(version: string): Saved[] {
	const read = (file: string) => readPackageFile(`${FOLDER}/${version}/${file}`);
	const requests = jsonParse<Record<string, readonly Sent[]>>(read('requests.json'));
	return listPackageFolder(`${FOLDER}/${version}`)
		.filter((file) => file !== 'requests.json')
		.flatMap((file) =>
			jsonParse<{ nodes: INode[] }>(read(file))
				.nodes.filter(({ type }) => type.startsWith('n8n-nodes-chatdash.'))
				.map((node) => {
					const place = `${file}: ${node.name}`;
					return { place, node, sent: requests[place] };
				}),
		);
}

const ALL = VERSIONS.flatMap(savedWith);
const named = (saved: readonly Saved[]) => saved.map((each) => [each.place, each] as const);

const types = new Map<string, INodeType>();

function typeOf({ type }: INode): INodeType {
	const found = types.get(type);
	if (found === undefined) throw new UnexpectedError(`The package has no node ${type}`);
	return found;
}

beforeAll(async () => {
	const loader = new PackageDirectoryLoader(PACKAGE_FOLDER);
	await loader.loadAll();
	for (const name of ['chatDash', 'chatDashTrigger']) {
		const { type } = loader.getNode(name);
		types.set(`n8n-nodes-chatdash.${name}`, NodeHelpers.getVersionedNodeType(type));
	}
});

afterEach(closeHosts);

test('each version in the changelog has workflows', () => {
	const released = [...readPackageFile('CHANGELOG.md').matchAll(/^## \[(\d[^\]]*)\]/gm)];
	expect(released.length).toBeGreaterThan(0);
	expect(VERSIONS).toEqual(expect.arrayContaining(released.map(([, version]) => version)));
});

/** Those of the node, and the trigger. */
const OPERATIONS_OF_0_1_0 = 53;

test('the workflows of the first version have every operation that it had', () => {
	const names = jsonParse<object>(readPackageFile('test/guidelines/saved-names.json'));
	const saved = savedWith('0.1.0').map(({ node }) => {
		const { resource, operation } = keptOf(node, typeOf(node).description) ?? {};
		return node.type === TRIGGER ? 'trigger' : `${String(resource)}/${String(operation)}`;
	});
	expect(saved.filter((operation) => !Object.keys(names).includes(operation))).toEqual([]);
	expect(new Set(saved).size).toBe(OPERATIONS_OF_0_1_0);
});

test.each(named(ALL))('%s: n8n keeps every parameter', (_place, { node }) => {
	const { description } = typeOf(node);
	expectAccepted(node, description);
	const loaded = { ...node, parameters: keptOf(node, description) ?? {} };
	expect(
		NodeHelpers.getNodeParametersIssues(description.properties, loaded, description),
	).toBeNull();
});

/** Responds to a request as ChatDash's pages describe, with records that have the names and IDs of the workflows. */
function respond({ method, path }: Pick<Got, 'method' | 'path'>): Reply {
	const described = describedFor(DESCRIBED, method, path.slice(API_PATH.length));
	if (described === undefined) return { status: 404 };
	const body = madeUp(described.answer, { ...MATCHING.responses, [ID]: MATCHING.id });
	return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** A generated password is another one each time. */
const parseBody = (text: string, { parameters }: INode): unknown =>
	JSON.parse(text, (name, value: unknown) =>
		name === 'password' && !JSON.stringify(parameters).includes(JSON.stringify(value))
			? 'generated'
			: value,
	);

function sentTo(got: readonly Got[], node: INode): Sent[] {
	const changes = got.filter(({ method }) => method !== 'GET');
	const reads = [...got].sort((one, other) => (one.path < other.path ? -1 : 1));
	return (changes.length > 0 ? changes : reads).map(({ method, path, body }) => ({
		method,
		path: path.slice(API_PATH.length),
		...(body !== '' && { body: parseBody(body, node) }),
	}));
}

const [TRIGGERS, NODES] = [true, false].map((isTrigger) =>
	ALL.filter(({ node }) => (node.type === TRIGGER) === isTrigger),
);

test.each(named(NODES ?? []))('%s: the node sends what it sent', async (_place, { node, sent }) => {
	const chatDash = await host(respond);
	const { credential } = opened(chatDash);
	const { parameters, typeVersion } = node;
	const ran = await runNode({
		items: [{}],
		parameters,
		credential,
		otherCredentials: clientCredential(credential, { clientId: MATCHING.id }),
		node: { typeVersion },
	});
	expect([ran.error?.message, ran.status]).toEqual([undefined, 'success']);
	expect(sentTo(chatDash.got, node)).toEqual(sent);
});

/** The parameters, and those in collections by their paths, as a node reads them. */
const readable = (parameters: IDataObject): IDataObject => ({
	...parameters,
	...Object.fromEntries(
		Object.entries(parameters).flatMap(([name, value]) =>
			typeof value === 'object' && value !== null && !Array.isArray(value)
				? Object.entries(value).map(([inner, each]) => [`${name}.${inner}`, each])
				: [],
		),
	),
});

test.each(named(TRIGGERS ?? []))('%s: the trigger registers, and starts', async (_place, saved) => {
	const { node, sent } = saved;
	const type = typeOf(node);
	const trigger = fakeTrigger({ parameters: readable(keptOf(node, type.description) ?? {}) });
	const requests: IHttpRequestOptions[] = [];
	const hooks = hookFunctions(trigger, async (request) => {
		requests.push(request);
		const isRead = (request.method ?? 'GET') === 'GET';
		const body = JSON.stringify(isRead ? [] : { _id: 'new' });
		return await Promise.resolve({ statusCode: 200, headers: {}, body });
	});
	expect(await type.webhookMethods?.['default']?.create.call(hooks)).toBe(true);
	const changes = requests.filter(({ method = 'GET' }) => method !== 'GET');
	const tokens = changes.map(({ body }) => /token=([\w-]+)/.exec(JSON.stringify(body))?.[1] ?? '');
	expect(
		changes.map(({ method, url, body }, index) => ({
			method,
			path: url.slice(url.indexOf(API_PATH) + API_PATH.length),
			body: JSON.parse(JSON.stringify(body).replaceAll(tokens[index] ?? '', 'TOKEN')),
		})),
	).toEqual(sent);

	const query = { token: tokens[0], agent: MATCHING.id };
	const call = webhookFunctions(trigger, { query, body: CALL_BODIES[0] });
	const started = await type.webhook?.call(call);
	expect(started?.workflowData?.[0]?.[0]?.json).toMatchObject({ event: 'call.ended' });
});
