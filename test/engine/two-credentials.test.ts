/**
 * An operation that needs a client's key, among operations that need the agency's. The key of each request is that of its
 * credential, and a list that only the agency can read is read with the agency's key, if the user selected it.
 */
import { type INodeParameters, type INodeTypeDescription, NodeApiError } from 'n8n-workflow';

import { ChatDash } from '../../nodes/ChatDash/ChatDash.node';
import { credentialsOf } from '../../nodes/ChatDash/description/credentials';
import { propertiesOf } from '../../nodes/ChatDash/description/properties';
import { listSearchMethods } from '../../nodes/ChatDash/listSearch';
import { fieldsOf } from '../../nodes/ChatDash/operation/resource';
import { defineWrite } from '../../nodes/ChatDash/operation/define';
import type { Resource } from '../../nodes/ChatDash/operation/resource';
import { agent } from '../../nodes/ChatDash/resources/agent';
import { agentLocator, resolveAgentId } from '../../nodes/ChatDash/resources/agent/record';
import { client } from '../../nodes/ChatDash/resources/client';
import { run } from '../../nodes/ChatDash/run/run';
import { RUN_OPTIONS } from '../../nodes/ChatDash/run/options';
import {
	type Host,
	PEOPLE,
	byId,
	byName,
	clientCredential,
	closeHosts,
	fromList,
	host,
	jsonOf,
	parametersFor,
	saidBy,
	useSandbox,
} from './fixtures';
import { type CredentialData, type Run, openList, runNode } from './harness';

const openAgency = useSandbox();
afterEach(closeHosts);

const subscribe = defineWrite({
	name: 'Create',
	value: 'create',
	action: 'Create a made up subscription',
	description: 'Send the calls of an agent to an address',
	pastTense: 'created',
	operationId: 'createWebhookSubscription',
	credential: 'client',
	retry: 'unsafe',
	target: 'agentId',
	fields: { agentId: agentLocator },
	async request({ agentId }, api) {
		const agentIds = [await resolveAgentId(agentId, api)];
		return {
			request: {
				method: 'POST',
				path: '/webhooks/subscriptions',
				body: { agentIds, clientId: api.clientId ?? null },
				expects: 'record',
			},
		};
	},
});

const RESOURCES: readonly Resource[] = [
	agent,
	client,
	{
		name: 'Made Up',
		value: 'madeUp',
		operations: [subscribe],
		defaultOperation: 'create',
	},
];

class WithBothKeys extends ChatDash {
	override description: INodeTypeDescription = {
		...new ChatDash().description,
		credentials: credentialsOf(RESOURCES),
		properties: propertiesOf(RESOURCES, 'client', RUN_OPTIONS),
	};

	override methods = {
		...new ChatDash().methods,
		listSearch: listSearchMethods(fieldsOf(RESOURCES)),
	};

	override execute: ChatDash['execute'] = async function () {
		return [await run(this, subscribe)];
	};
}

const ONLY_CLIENT = { chatDashClientApi: { id: 'client', name: 'Client' } };

/** ChatDash as it responds to a client's key. */
const openHost = async () => await host(() => ({ body: { _id: 'subscription-1' } }));

const credentialAt = ({ origin }: Host, data: Partial<CredentialData> = {}) =>
	clientCredential({ baseUrl: `${origin}/v1/public` }, data);

const nodeOf = (parameters: INodeParameters) => ({
	nodeType: new WithBothKeys(),
	parameters: parametersFor('madeUp.create', parameters),
});

const runSubscribe = async (agentId: INodeParameters, settings: Omit<Run, 'parameters'>) =>
	await runNode({ ...nodeOf({ agentId }), ...settings });

const sentTo = ({ got }: Host) =>
	got.map(({ headers, body }) => [headers['authorization'], JSON.parse(body)]);

test('The request has the client’s key, and the name was looked up with the agency’s', async () => {
	const { agency, credential } = openAgency(PEOPLE);
	const acme = await openHost();
	const ran = await runSubscribe(byName('Front Desk'), {
		items: [{}, {}],
		credential,
		otherCredentials: credentialAt(acme, { clientId: ' acme ' }),
	});
	expect(ran.error).toBeUndefined();
	expect(jsonOf(ran.output)).toEqual(Array(2).fill({ _id: 'subscription-1' }));
	expect(sentTo(acme)).toEqual(
		Array(2).fill(['CD.CL.acme', { agentIds: ['desk'], clientId: 'acme' }]),
	);
	expect(agency.calls.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /agents']);
	expect(ran.credentialReads).toBe(2);
});

test.each([
	['an ID', byId('desk')],
	['a choice from the list', fromList('desk')],
])('%s needs no agency credential', async (_what, agentId) => {
	const acme = await openHost();
	const ran = await runSubscribe(agentId, {
		items: [{}],
		node: { credentials: ONLY_CLIENT },
		otherCredentials: credentialAt(acme),
	});
	expect(ran.error).toBeUndefined();
	expect(sentTo(acme)).toEqual([['CD.CL.acme', { agentIds: ['desk'], clientId: null }]]);
});

test('A name without an agency credential is invalid, and its message has what to do', async () => {
	const acme = await openHost();
	const ran = await runSubscribe(byName('={{ $json.agent }}'), {
		items: [{ agent: 'Front Desk' }, { agent: 'Spare' }],
		node: { credentials: ONLY_CLIENT },
		otherCredentials: credentialAt(acme),
		onError: 'continueErrorOutput',
	});
	expect(acme.got).toEqual([]);
	for (const item of ran.errorOutput) {
		const { error, message } = saidBy(item);
		expect(error).toBe("ChatDash only lists agents with your agency's API key");
		expect(message).toMatch(/Select a ChatDash credential in the node, or select 'By ID'/);
	}
	expect(ran.errorOutput).toHaveLength(2);
});

test('A wrong key in the agency credential is told, but an ID doesn’t need it', async () => {
	const acme = await openHost();
	const settings = {
		items: [{}],
		credential: { apiKey: 'CD.CL.acme', baseUrl: acme.origin },
		otherCredentials: credentialAt(acme),
	};
	const named = await runSubscribe(byName('Front Desk'), settings);
	expect(named.error?.message).toMatch(/'API Key' is a client key/);
	expect(acme.got).toEqual([]);
	const byItsId = await runSubscribe(byId('desk'), settings);
	expect(byItsId.error).toBeUndefined();
});

test('An agency key in the client credential is told before anything is sent', async () => {
	const acme = await openHost();
	const ran = await runSubscribe(byId('desk'), {
		items: [{}],
		otherCredentials: credentialAt(acme, { apiKey: 'CD.agency' }),
	});
	expect(ran.error?.message).toMatch(/'API Key' isn't a client key/);
	expect(acme.got).toEqual([]);
});

test('Without a client credential, the item says which one is missing', async () => {
	const { credential } = openAgency();
	const ran = await runSubscribe(byId('desk'), { items: [{}], credential });
	expect(ran.error?.message).toMatch(/The node has no ChatDash client credential/);
	expect(ran.error?.description).toMatch(/Select a ChatDash client credential in the node/);
});

test('Items of several agencies and clients only use their own lists and keys', async () => {
	const people = (_id: string) => ({
		agents: [{ _id, name: 'Front Desk', platform: 'voiceflow' as const }],
	});
	const agencies = [openAgency(people('desk-0')), openAgency(people('desk-1'))] as const;
	const acme = await openHost();
	const items = [
		[0, 0],
		[0, 1],
		[1, 1],
		[0, 0],
	].map(([own = 0, other = 0]) => ({
		clientKey: `CD.CL.client-${own}`,
		agencyKey: agencies[other === 0 ? 0 : 1].credential.apiKey,
		expected: [`CD.CL.client-${own}`, { agentIds: [`desk-${other}`], clientId: null }],
	}));
	const ran = await runSubscribe(byName('Front Desk'), {
		items: items.map(({ clientKey, agencyKey }) => ({ clientKey, agencyKey })),
		credential: { ...agencies[0].credential, apiKey: '={{ $json.agencyKey }}' },
		otherCredentials: credentialAt(acme, { apiKey: '={{ $json.clientKey }}' }),
	});
	expect(ran.error).toBeUndefined();
	expect(
		sentTo(acme)
			.map((sent) => JSON.stringify(sent))
			.sort(),
	).toEqual(items.map(({ expected }) => JSON.stringify(expected)).sort());
});

describe('The drop-down', () => {
	test('is read with the agency’s key', async () => {
		const { credential } = openAgency(PEOPLE);
		const acme = await openHost();
		const { results } = await openList('searchAgents', {
			...nodeOf({}),
			credential,
			otherCredentials: credentialAt(acme),
		});
		expect(results.map(({ value }) => value)).toContain('desk');
		expect(acme.got).toEqual([]);
	});

	test('says that the ID has to be entered if the agency credential isn’t selected', async () => {
		const acme = await openHost();
		const thrown: unknown = await openList('searchAgents', {
			...nodeOf({}),
			node: { credentials: ONLY_CLIENT },
			otherCredentials: credentialAt(acme),
		}).catch((error: unknown) => error);
		if (!(thrown instanceof NodeApiError)) throw thrown;
		expect(thrown.message).toBe("ChatDash only lists agents with your agency's API key");
		expect(thrown.description).toBe(
			"Select a ChatDash credential in the node, or select 'By ID' and enter the agent's ID.",
		);
		expect(acme.got).toEqual([]);
	});
});
