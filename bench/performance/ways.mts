// The ways that turn the same items into clients, each with one node at the same place in the same workflow. One more
// way, for comparison, assigns an agent for each item.

import type { INode } from 'n8n-workflow';

import type { NewWorkflow } from '../../sandbox/n8n/editor-session.mjs';
import { CHATDASH_NODE } from '../../sandbox/workspace.mjs';
import type { AgencySetup } from '../../sandbox/server.js';
import { dealsWorkflow, NODES } from '../../test/e2e/deals-workflow.mjs';
import { CREDENTIAL_TYPE } from '../../test/e2e/stage.mjs';
import type { Deal } from '../../test/e2e/deals-workflow.mjs';
import type { Made } from './api.mjs';

/**
 * An item. Its field names are those that auto-map expects, and its values give the computing expressions something to
 * do.
 */
export interface Item extends Deal {
	readonly clientName: string;
	readonly firstName: string;
	readonly lastName: string;
	readonly memberName: string;
	readonly loginId: string;
	readonly password: string;
	readonly agentName: string;
}

/** @returns this many different items, always the same ones */
export const itemsOf = (count: number): Item[] =>
	Array.from({ length: count }, (_, number) => ({
		company: `Company ${number}`,
		contact: `Contact ${number}`,
		clientName: ` Company ${number} `,
		firstName: 'Contact',
		lastName: `No ${number}`,
		memberName: `Contact No ${number}`,
		loginId: `Contact${number}@example.com`,
		email: `contact${number}@example.com`,
		password: `a password, the ${number}th`,
		agentName: `Agent ${number}`,
	}));

/** One node with its parameters. */
export interface Way {
	readonly id: WayId;
	/** The name in the tables and in the chart. */
	readonly name: string;
	/** The properties of the node between the items and the end of the workflow. */
	node(account: Account): Partial<INode>;
	/** What each processed item creates or assigns in ChatDash; nothing if left out. */
	readonly makes?: Made;
	/** The most items that this way can process; any number if left out. */
	readonly most?: number;
	/** The agency's setup for this many items; empty if left out. */
	setup?(items: number): AgencySetup;
}

export type WayId =
	| 'floor'
	| 'httpRequest'
	| 'declarative'
	| 'bare'
	| 'mapped'
	| 'computed'
	| 'templates'
	| 'evaluated'
	| 'autoMapped'
	| 'createOnly'
	| 'assign';

/** The account that the node uses, and n8n's IDs of the credentials with its key. */
export interface Account {
	readonly baseUrl: string;
	readonly chatDash: string;
	readonly header: string;
}

const chatDash = (account: Account, parameters: INode['parameters']): Partial<INode> => ({
	type: CHATDASH_NODE,
	credentials: { [CREDENTIAL_TYPE]: { id: account.chatDash, name: 'ChatDash' } },
	parameters: { resource: 'client', operation: 'create', ...parameters },
});

/**
 * These ways are compared with nodes that send one request an item, so they leave out the requests that look up the new
 * clients' IDs. The passwords are the items' own, as in the requests that they're compared with.
 */
const ONE_REQUEST_AN_ITEM = { passwordSource: 'define', options: { includeClientId: false } };

const MAPPED = {
	...ONE_REQUEST_AN_ITEM,
	clientName: '={{ $json.clientName }}',
	memberName: '={{ $json.memberName }}',
	loginId: '={{ $json.loginId }}',
	password: '={{ $json.password }}',
	additionalFields: { email: '={{ $json.email }}' },
};

const COMPUTED = {
	...ONE_REQUEST_AN_ITEM,
	clientName: '={{ $json.clientName.trim() }}',
	memberName: "={{ $json.firstName + ' ' + $json.lastName }}",
	loginId: '={{ $json.loginId.toLowerCase() }}',
	password: "={{ $json.password || 'none' }}",
	additionalFields: { email: '={{ $json.email.trim() }}' },
};

/** Expressions that the node leaves to n8n. It evaluates all fields of an item at once. */
const EVALUATED = {
	...ONE_REQUEST_AN_ITEM,
	clientName: '={{ String($json.clientName).trim() }}',
	memberName: "={{ [$json.firstName, $json.lastName].join(' ') }}",
	loginId: "={{ $json.loginId.split(' ')[0].toLowerCase() }}",
	password: "={{ $json.password ? $json.password : 'none' }}",
	additionalFields: { email: "={{ $json.email.replace(' ', '') }}" },
};

export const FLOOR: Way = {
	id: 'floor',
	name: 'The workflow without the node',
	node: () => ({ type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {}, credentials: {} }),
};

export const HTTP_REQUEST: Way = {
	id: 'httpRequest',
	name: 'HTTP Request',
	makes: 'clients',
	node: ({ baseUrl, header }) => ({
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		credentials: { httpHeaderAuth: { id: header, name: 'ChatDash' } },
		parameters: {
			method: 'POST',
			url: `${baseUrl}/clients`,
			authentication: 'genericCredentialType',
			genericAuthType: 'httpHeaderAuth',
			sendBody: true,
			specifyBody: 'json',
			// The cheapest way to map five fields here: one expression per item.
			jsonBody: `={{ JSON.stringify({
				client: { name: $json.clientName, language: 'en' },
				member: { name: $json.memberName, loginId: $json.loginId, email: $json.email, password: $json.password },
			}) }}`,
			options: {},
		},
	}),
};

export const DECLARATIVE: Way = {
	id: 'declarative',
	name: 'Declarative twin',
	// This way sends everything at once: with 10,000 items, about half succeeded, in three tries.
	most: 1000,
	makes: 'clients',
	node: (account) => ({ ...chatDash(account, MAPPED), type: 'CUSTOM.chatDashDeclarative' }),
};

export const OURS_MAPPED: Way = {
	id: 'mapped',
	name: 'ChatDash, five fields mapped',
	makes: 'clients',
	node: (account) => chatDash(account, MAPPED),
};

export const CREATE_ONLY: Way = {
	id: 'createOnly',
	name: 'ChatDash with no other operation, mapped',
	makes: 'clients',
	node: (account) => ({ ...chatDash(account, MAPPED), type: 'CUSTOM.chatDashCreateOnly' }),
};

/**
 * The minimum for a node that uses n8n's request helper. It ignores rate limits, so it's only compared where there is
 * none.
 */
export const BARE: Way = {
	id: 'bare',
	name: "Bare node, n8n's request helper alone",
	makes: 'clients',
	node: (account) => ({ ...chatDash(account, {}), type: 'CUSTOM.chatDashBare' }),
};

/** In the order of the table. */
export const WAYS: readonly Way[] = [
	FLOOR,
	HTTP_REQUEST,
	DECLARATIVE,
	OURS_MAPPED,
	{
		id: 'computed',
		name: 'ChatDash, fields that compute',
		makes: 'clients',
		node: (account) => chatDash(account, COMPUTED),
	},
	{
		id: 'templates',
		name: 'ChatDash, the same with text around',
		makes: 'clients',
		node: (account) =>
			chatDash(account, {
				...COMPUTED,
				memberName: '={{ $json.firstName }} {{ $json.lastName }}',
			}),
	},
	{
		id: 'evaluated',
		name: 'ChatDash, fields that compute more',
		makes: 'clients',
		node: (account) => chatDash(account, EVALUATED),
	},
	{
		id: 'autoMapped',
		name: 'ChatDash, auto-mapped',
		makes: 'clients',
		node: (account) => chatDash(account, { ...ONE_REQUEST_AN_ITEM, dataMode: 'autoMapInputData' }),
	},
	CREATE_ONLY,
	{
		id: 'assign',
		name: 'ChatDash, an agent assigned by name',
		makes: 'assigned',
		setup: (items) => ({
			clients: [{ _id: 'acme', name: 'Acme Dental' }],
			agents: itemsOf(items).map(({ agentName }) => ({ name: agentName, platform: 'vapi' })),
		}),
		node: (account) =>
			chatDash(account, {
				resource: 'agent',
				operation: 'assign',
				agentId: { __rl: true, mode: 'name', value: '={{ $json.agentName }}' },
				clientId: { __rl: true, mode: 'name', value: 'Acme Dental' },
			}),
	},
];

/** The workflow for this way. */
export function workflowFor(way: Way, items: readonly Item[], account: Account): NewWorkflow {
	const workflow = dealsWorkflow({
		name: `${way.name}, ${items.length} items`,
		deals: items,
		credentialId: account.chatDash,
		onError: 'stopWorkflow',
	});
	return {
		...workflow,
		nodes: workflow.nodes.map((node) =>
			node.name === NODES.chatDash ? { ...node, ...way.node(account) } : node,
		),
	};
}

/** The ways to choose from: all but the floor and HTTP Request, which are always measured. */
export const COMPARED: readonly Way[] = WAYS.filter((way) => way !== FLOOR && way !== HTTP_REQUEST);
