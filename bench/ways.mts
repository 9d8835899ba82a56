// The ways of creating a client for every deal that bench/reliability.mts compares: n8n's HTTP Request node as its users
// set it up, and the ChatDash node. All of them stand at the same place in the same workflow.

import type { INode, INodeParameters } from 'n8n-workflow';

import type { EditorSession, NewWorkflow } from '../sandbox/n8n/editor-session.mjs';
import { type Deal, dealsWorkflow, NODES } from '../test/e2e/deals-workflow.mjs';
import { CREDENTIAL_TYPE } from '../test/e2e/stage.mjs';

/** One node with one setting. */
export interface Way {
	/** As the table names it. */
	readonly name: string;
	readonly node: 'HTTP Request' | 'ChatDash';
	/** What it differs in from a node that was just put on the canvas. */
	readonly settings: Readonly<Partial<Pick<INode, 'onError' | 'retryOnFail'>>> & {
		readonly maxTries?: number;
		readonly waitBetweenTries?: number;
	};
	/** Goes into the parameter Options. */
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
		// Fits under the limit of the benchmark. A user would have to know that limit; it is here to be fair.
		name: 'HTTP Request, error output, Batching (20 a second)',
		node: 'HTTP Request',
		settings: ERROR_OUTPUT,
		options: batches(20),
	},
	{ name: '**ChatDash**, as it comes', node: 'ChatDash', settings: {}, options: {} },
	OURS,
];

/** Whom the node talks to. */
export interface Account {
	readonly apiKey: string;
	readonly baseUrl: string;
}

/** @returns the workflow that goes this way; its credential is new in n8n */
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

/** What makes the node an HTTP Request that asks the same of ChatDash. */
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
