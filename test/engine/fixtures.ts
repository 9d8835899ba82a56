/**
 * What the engine's tests share: a ChatDash to send to, won deals, and a user's mapping of them. A file starts one
 * sandbox; each test opens its own agency in it, so that tests don't affect each other.
 */
import Fastify from 'fastify';
import {
	sleep,
	UnexpectedError,
	type IDataObject,
	type INodeExecutionData,
	type INodeParameters,
} from 'n8n-workflow';

import { ChatDashClientApi } from '../../credentials/ChatDashClientApi.credentials';
import { startSandbox, type Agency, type AgencySetup, type Sandbox } from '../../sandbox/server';
import {
	createParameters,
	runNode,
	type CreateFields,
	type CredentialData,
	type Ran,
	type Run,
} from './harness';

declare const PACKAGE_FOLDER: string;

/** The sandbox compiles the whole API description when it starts, which takes seconds on a busy machine. */
const START_TIMEOUT = 60_000;

/** An agency in the sandbox and its credential. */
export interface Opened {
	agency: Agency;
	credential: { apiKey: string; baseUrl: string };
}

/**
 * Starts a sandbox before the tests of a file and stops it after them. A request that violates the API's description
 * fails the file.
 *
 * @returns a function that opens a new agency with the clients, faults and limits that the test wants
 */
export function useSandbox(): (setup?: AgencySetup) => Opened {
	let sandbox: Sandbox | undefined;
	let opened = 0;

	beforeAll(async () => {
		sandbox = await startSandbox({ description: `${PACKAGE_FOLDER}/api/chatdash-openapi.yaml` });
	}, START_TIMEOUT);

	afterAll(async () => {
		const violations = sandbox?.violations ?? [];
		await sandbox?.close();
		expect(violations).toEqual([]);
	});

	return (setup = {}) => {
		if (sandbox === undefined) throw new UnexpectedError('The sandbox has not started');
		opened += 1;
		const apiKey = `CD.agency-${opened}`;
		return {
			agency: sandbox.openAgency(apiKey, setup),
			credential: { apiKey, baseUrl: sandbox.baseUrl },
		};
	};
}

/** A won deal, as a CRM would return it. */
export const deal = (number: number) => ({
	dealId: 4200 + number,
	company: `Company ${number}`,
	contact: { name: `Contact ${number}`, email: `contact${number}@example.com` },
	pin: `pin of deal ${number}!`,
	stage: 'won',
});

export const deals = (count: number) => Array.from({ length: count }, (_, number) => deal(number));

/** A user's mapping of these deals; the password comes from the deal. */
export const MAPPED: CreateFields = {
	clientName: '={{ $json.company }}',
	memberName: '={{ $json.contact.name }}',
	loginId: '={{ $json.contact.email }}',
	password: '={{ $json.pin }}',
};

/** A client with its login, as if it had been created earlier. */
export const existing = (name: string, ...loginIds: string[]) => ({
	name,
	members: loginIds.map((loginId) => ({ name: 'Somebody', loginId })),
});

/** Clients with other names that use the logins of these deals. */
export const takenBy = (numbers: readonly number[]) =>
	numbers.map((number) => existing(`Earlier ${number}`, deal(number).contact.email));

/** The request body for a deal. */
export const bodyOf = (number: number) => ({
	client: { name: `Company ${number}`, language: 'en' },
	member: {
		name: `Contact ${number}`,
		loginId: `contact${number}@example.com`,
		password: `pin of deal ${number}!`,
	},
});

/** Runs the node over deals with the usual mapping; the given fields replace those of the mapping. */
export async function runDeals(
	{ credential }: Pick<Opened, 'credential'>,
	{
		fields = {},
		...run
	}: Partial<Omit<Run, 'credential' | 'parameters'>> & { fields?: CreateFields },
): Promise<Ran> {
	return await runNode({
		items: deals(1),
		...run,
		credential,
		parameters: parametersOf(fields),
	});
}

export const parametersOf = (fields: CreateFields): INodeParameters =>
	createParameters({ ...MAPPED, ...fields });

/** The `json` of each item. */
export const jsonOf = (items: ReadonlyArray<{ json: IDataObject }>) =>
	items.map(({ json }) => json);

/** The error and the message of an error item. */
export function saidBy(item: { json: IDataObject } | undefined) {
	return { error: String(item?.json['error']), message: String(item?.json['message']) };
}

/** The bodies that were sent, in the order in which they arrived. */
export const sentTo = ({ calls }: Agency) =>
	calls.flatMap(({ method, body }) => (method === 'POST' ? [body] : []));

/** The status of each attempt to create a client, in the order in which they ended. */
export const statusesOf = ({ calls }: Agency) =>
	calls.flatMap(({ operationId, status }) => (operationId === 'createClient' ? [status] : []));

/** ChatDash asks for a longer wait than a run accepts. This ends the run, and it's certain that nothing was done. */
export const LONG_LIMIT = { kind: 'rateLimit', retryAfter: 'seconds', seconds: 3600 } as const;

/** The names of an agency's clients, in the order in which they were created. */
export const clientsOf = ({ clients }: Agency) => clients.map(({ name }) => name);

/** A request as a {@link Host} received it. */
export interface Got {
	method: string;
	path: string;
	headers: Record<string, string | string[] | undefined>;
	body: string;
}

/** The response of a {@link Host}. */
export interface Reply {
	status?: number;
	headers?: Record<string, string>;
	body?: string | object;
	/** Cuts the connection instead of responding. */
	cut?: true;
	/** Sends a body that trickles in and never ends. */
	trickles?: true;
}

/** A host that isn't ChatDash, or one with responses that ChatDash never sends: the test decides. */
export interface Host {
	origin: string;
	port: number;
	got: Got[];
	/** The maximum number of requests that were running at once. */
	mostAtOnce(): number;
	close(): Promise<void>;
}

/** Starts a host on this machine, on any free port if none is given. */
export async function startHost(
	answer: (request: Got) => Reply | Promise<Reply>,
	port = 0,
): Promise<Host> {
	const server = Fastify({ forceCloseConnections: true });
	const got: Got[] = [];
	let now = 0;
	let most = 0;

	server.removeAllContentTypeParsers();
	server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
		done(null, body),
	);
	server.all('/*', async ({ method, url, headers, body }, reply) => {
		const request = { method, path: url, headers, body: typeof body === 'string' ? body : '' };
		got.push(request);
		now += 1;
		most = Math.max(most, now);
		const omitCredentialsFrom = await answer(request);
		now -= 1;
		if (omitCredentialsFrom.cut) {
			reply.hijack();
			reply.raw.destroy();
			return;
		}
		if (omitCredentialsFrom.trickles) {
			reply.hijack();
			for (reply.raw.writeHead(200); !reply.raw.destroyed; await sleep(10)) reply.raw.write(' ');
			return;
		}
		const isText = typeof omitCredentialsFrom.body === 'string';
		await reply
			.code(omitCredentialsFrom.status ?? 200)
			.headers({
				'content-type': isText ? 'text/html' : 'application/json',
				...omitCredentialsFrom.headers,
			})
			.send(isText ? omitCredentialsFrom.body : JSON.stringify(omitCredentialsFrom.body ?? {}));
	});

	const origin = await server.listen({ host: '127.0.0.1', port });
	return {
		origin,
		port: Number(new URL(origin).port),
		got,
		mostAtOnce: () => most,
		close: async () => await server.close(),
	};
}

const hosts: Host[] = [];

/** Starts a host that is stopped by {@link closeHosts}. */
export async function host(...parts: Parameters<typeof startHost>): Promise<Host> {
	const started = await startHost(...parts);
	hosts.push(started);
	return started;
}

/**
 * Starts a host without clients and members, so each list that is read before the first change is empty. The test
 * provides all other responses.
 */
export async function createHost(...[answer, port]: Parameters<typeof startHost>): Promise<Host> {
	let hasChanged = false;
	return await host((request) => {
		hasChanged ||= isChange(request);
		return hasChanged ? answer(request) : { body: [] };
	}, port);
}

const isChange = ({ method }: { method: string }) => method !== 'GET';

/** The requests that changed something, in the order in which they arrived. */
export const changesAt = ({ got }: Host) => got.filter(isChange);

/** For `afterEach`. */
export async function closeHosts(): Promise<void> {
	await Promise.all(hosts.splice(0).map(async (started) => await started.close()));
}

/** The access to a host, with any key. */
export const opened = (
	{ origin }: Host,
	apiKey = 'CD.agency-of-a-host',
): Pick<Opened, 'credential'> => ({
	credential: { apiKey, baseUrl: `${origin}/v1/public` },
});

/** A client's key, to be used next to the agency's credential. */
export const clientCredential = (
	{ baseUrl }: Pick<CredentialData, 'baseUrl'>,
	data: Partial<CredentialData> = {},
) => ({
	chatDashClientApi: {
		type: new ChatDashClientApi(),
		data: { apiKey: 'CD.CL.acme', baseUrl, ...data },
	},
});

/** A chooser's value as n8n saves it in a workflow. */
const chosen = (mode: string) => (value: string) => ({ __rl: true, mode, value }) as const;
export const byId = chosen('id');
export const byName = chosen('name');
export const byLogin = chosen('loginId');
export const fromList = chosen('list');

/**
 * Runs one of the node's operations. An item's own values come from expressions such as `={{ $json.id }}`.
 *
 * @param operation as in `client.getAll`
 */
export async function runOperation(
	{ credential }: Pick<Opened, 'credential'>,
	operation: `${string}.${string}`,
	{ parameters, ...run }: Omit<Run, 'credential'>,
): Promise<Ran> {
	return await runNode({
		...run,
		credential,
		parameters: parametersFor(operation, parameters),
	});
}

/** The parameters of an operation as a saved workflow contains them. */
export function parametersFor(operation: string, parameters: INodeParameters): INodeParameters {
	const [resource = '', name = ''] = operation.split('.');
	return { resource, operation: name, ...parameters };
}

/** Three clients, four members and four agents that the tests of several files use by these IDs. */
export const PEOPLE: AgencySetup = {
	clients: [
		{
			_id: 'acme',
			name: 'Acme Dental',
			language: 'de',
			members: [
				{
					_id: 'ada',
					name: 'Ada',
					loginId: 'ada@acme.example',
					email: 'ada@mail.example',
					isAdmin: true,
				},
				{ _id: 'ben', name: 'Ben', loginId: 'ben@acme.example', email: 'ben@mail.example' },
			],
		},
		{
			_id: 'bolt',
			name: 'Bolt Law',
			members: [
				{ _id: 'bea', name: 'Bea', loginId: 'bea@bolt.example', isAdmin: true },
				{ _id: 'bob', name: 'Bob', loginId: 'bob@bolt.example' },
			],
		},
		{ _id: 'cafe', name: 'Zoë’s Café', isSaasClient: true },
	],
	agents: [
		{
			_id: 'desk',
			clientId: 'acme',
			name: 'Front Desk',
			platform: 'botpress',
			apiId: 'https://botpress.example/desk',
			apiKey: 'key-of-desk',
			platformCredentials: { botId: 'bot-1', workspaceId: 'space-1', token: 'token-of-desk' },
			agentConfig: { isTemplate: true, useImportWebhook: true },
		},
		{ _id: 'line', name: 'Order Line', platform: 'vapi', apiId: 'vapi-1', apiKey: 'key-of-line' },
		{ _id: 'chat', clientId: 'bolt', name: 'Website Chat', platform: 'custom' },
		{ _id: 'spare', name: 'Spare', platform: 'openai', apiId: 'asst-1', apiKey: 'key-of-spare' },
	],
};

/** The credentials of the agents' platforms. */
export const AGENT_SECRETS = ['key-of-desk', 'token-of-desk', 'key-of-line', 'key-of-spare'];

/** How often each operation of the description was requested. */
export function timesAsked({ calls }: Agency): Record<string, number> {
	const times: Record<string, number> = {};
	for (const { operationId = 'none' } of calls) times[operationId] = (times[operationId] ?? 0) + 1;
	return times;
}

/** The bodies of the requests for an operation, in the order of their responses. */
export const bodiesOf = ({ calls }: Agency, operation: string) =>
	calls.flatMap(({ operationId, body }) => (operationId === operation ? [body] : []));

/** The input item that each output item comes from. */
export const pairsOf = (items: ReadonlyArray<Pick<INodeExecutionData, 'pairedItem'>>) =>
	items.map(({ pairedItem }) =>
		typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : pairedItem,
	);

export const hintsOf = ({ hints }: Ran) => hints.map(({ message }) => message);

/** ChatDash's response to a created client. */
export const CREATED = { message: 'Client created successfully' };

/** The output of a deal that was created. */
export const createdDeal = (number: number) => ({
	...CREATED,
	clientName: `Company ${number}`,
	language: 'en',
	memberName: `Contact ${number}`,
	loginId: `contact${number}@example.com`,
});
