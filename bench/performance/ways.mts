// The ways on which the same items become clients, all of them at the same place in the same workflow; and, to be compared
// with them, one on which each item assigns an agent.

import type { INode } from 'n8n-workflow';

import type { NewWorkflow } from '../../sandbox/n8n/editor-session.mjs';
import { CHATDASH_NODE } from '../../sandbox/workspace.mjs';
import type { AgencySetup } from '../../sandbox/server.js';
import { dealsWorkflow, NODES } from '../../test/e2e/deals-workflow.mjs';
import { CREDENTIAL_TYPE } from '../../test/e2e/stage.mjs';
import type { Deal } from '../../test/e2e/deals-workflow.mjs';
import type { Made } from './api.mjs';

/** An item; its fields are called as auto-map wants them, and what is computed with has something to compute. */
export interface Item extends Deal {
	readonly clientName: string;
	readonly firstName: string;
	readonly lastName: string;
	readonly memberName: string;
	readonly loginId: string;
	readonly password: string;
	readonly agentName: string;
}

/** @returns so many different items, the same ones each time */
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
	/** As tables and chart name it. */
	readonly name: string;
	/** What is different about the node between the items and the end of the workflow. */
	node(account: Account): Partial<INode>;
	/** What ChatDash has more of for each item afterwards; of nothing if it is not said. */
	readonly makes?: Made;
	/** The most items that get through on this way; any number if it is not said. */
	readonly most?: number;
	/** What the agency starts with for so many items, if it is not empty. */
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

/** Whom the node talks to, and n8n's ids of the credentials that hold the key. */
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

const MAPPED = {
	clientName: '={{ $json.clientName }}',
	memberName: '={{ $json.memberName }}',
	loginId: '={{ $json.loginId }}',
	password: '={{ $json.password }}',
	additionalFields: { email: '={{ $json.email }}' },
};

const COMPUTED = {
	clientName: '={{ $json.clientName.trim() }}',
	memberName: "={{ $json.firstName + ' ' + $json.lastName }}",
	loginId: '={{ $json.loginId.toLowerCase() }}',
	password: "={{ $json.password || 'none' }}",
	additionalFields: { email: '={{ $json.email.trim() }}' },
};

/** What the node leaves to n8n, all fields of an item at once. */
const EVALUATED = {
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
			// The cheapest way to map five fields there: one expression an item.
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
	// It sends everything at once: of 10,000 items about half came through, at three tries.
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

/** No node that uses n8n's request helper does less. It keeps to no limit, so it is only compared where there is none. */
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
		node: (account) => chatDash(account, { dataMode: 'autoMapInputData' }),
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

/** The workflow that goes this way. */
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

/** What is compared: all ways but the floor and the yardstick, which are always measured. */
export const COMPARED: readonly Way[] = WAYS.filter((way) => way !== FLOOR && way !== HTTP_REQUEST);
