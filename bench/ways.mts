// The ways of creating a client for each deal that bench/reliability.mts compares: n8n's HTTP Request node as users set
// it up, and the ChatDash node. Each way uses one node at the same place in the same workflow.

import type { INode, INodeParameters } from 'n8n-workflow';

import type { EditorSession, NewWorkflow } from '../sandbox/n8n/editor-session.mjs';
import { type Deal, dealsWorkflow, NODES } from '../test/e2e/deals-workflow.mjs';
import { CREDENTIAL_TYPE } from '../test/e2e/stage.mjs';

/** One node with its settings. */
export interface Way {
	/** The name in the table. */
	readonly name: string;
	readonly node: 'HTTP Request' | 'ChatDash';
	/** The settings that differ from those of a new node. */
	readonly settings: Readonly<Partial<Pick<INode, 'onError' | 'retryOnFail'>>> & {
		readonly maxTries?: number;
		readonly waitBetweenTries?: number;
	};
	/** The value of the parameter *Options*. */
	readonly options: INodeParameters;
}

const ERROR_OUTPUT = { onError: 'continueErrorOutput' } as const;

const batches = (batchSize: number): INodeParameters => ({
	batching: { batch: { batchSize, batchInterval: 1000 } },
});

export const PLAIN: Way = {
	name: 'HTTP Request, as it comes',
	node: 'HTTP Request',
	settings: {},
	options: {},
};

export const OURS: Way = {
	name: '**ChatDash**, error output',
	node: 'ChatDash',
	settings: ERROR_OUTPUT,
	options: {},
};

export const WAYS: readonly Way[] = [
	PLAIN,
	{
		name: 'HTTP Request, Retry On Fail (5 tries)',
		node: 'HTTP Request',
		settings: { retryOnFail: true, maxTries: 5, waitBetweenTries: 1000 },
		options: {},
	},
	{
		name: 'HTTP Request, error output',
		node: 'HTTP Request',
		settings: ERROR_OUTPUT,
		options: {},
	},
	{
		name: 'HTTP Request, error output, Batching (40 a second)',
		node: 'HTTP Request',
		settings: ERROR_OUTPUT,
		options: batches(40),
	},
	{
		// Stays under the benchmark's limit. A user would have to know that limit; this way is included to be fair.
		name: 'HTTP Request, error output, Batching (20 a second)',
		node: 'HTTP Request',
		settings: ERROR_OUTPUT,
		options: batches(20),
	},
	// With its default options, as users have it: it also looks up the new clients' IDs, which its requests include.
	{ name: '**ChatDash**, as it comes', node: 'ChatDash', settings: {}, options: {} },
	OURS,
];

/** The account that the node uses. */
export interface Account {
	readonly apiKey: string;
	readonly baseUrl: string;
}

/** @returns the workflow for this way; its credential is created in n8n */
export async function workflowFor(
	way: Way,
	deals: readonly Deal[],
	account: Account,
	session: EditorSession,
): Promise<NewWorkflow> {
	const ours = way.node === 'ChatDash';
	const credentialId = await session.createCredential({
		name: 'ChatDash',
		...(ours
			? { type: CREDENTIAL_TYPE, data: { ...account } }
			: { type: HEADER_AUTH, data: { name: 'Authorization', value: account.apiKey } }),
	});
	const workflow = dealsWorkflow({
		name: way.name,
		deals,
		credentialId,
		onError: 'stopWorkflow',
		parameters: { options: way.options },
	});
	const nodes = workflow.nodes.map((node) => {
		if (node.name !== NODES.chatDash) return node;
		return { ...node, ...(ours ? {} : httpRequest(way, account, credentialId)), ...way.settings };
	});
	return { ...workflow, nodes };
}

const HEADER_AUTH = 'httpHeaderAuth';

/** The properties that turn the node into an HTTP Request node that sends the same request to ChatDash. */
function httpRequest(way: Way, { baseUrl }: Account, credentialId: string) {
	return {
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		credentials: { [HEADER_AUTH]: { id: credentialId, name: 'ChatDash' } },
		parameters: {
			method: 'POST',
			url: `${baseUrl}/clients`,
			authentication: 'genericCredentialType',
			genericAuthType: HEADER_AUTH,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: `={{ JSON.stringify({
				client: { name: $json.company, language: 'en' },
				member: { name: $json.contact, loginId: $json.email, password: 'a password for ' + $json.email },
			}) }}`,
			options: way.options,
		},
	};
}
