// Sets up the n8n of `npm start` for the user: an owner to sign in as, credentials for the sandbox, and the example
// workflows. A later start leaves them as the user changed them, and only updates the credentials.

import { readFile } from 'node:fs/promises';

import { type INode, NodeHelpers } from 'n8n-workflow';

import { ChatDash } from '../nodes/ChatDash/ChatDash.node.js';
import { CREDENTIALS } from '../nodes/transport/credentials.js';
import type {
	EditorSession,
	Named,
	NewCredential,
	NewWorkflow,
	Owner,
} from './n8n/editor-session.mjs';

/** Used only on this machine, so the login isn't secret. */
export const OWNER: Owner = {
	email: 'owner@example.com',
	firstName: 'Sandbox',
	lastName: 'Owner',
	password: 'ChatDash-Sandbox-1',
};

/** The type of this package's node, as workflows save it. */
export const CHATDASH_NODE = 'n8n-nodes-chatdash.chatDash';

/** What the credentials for the sandbox contain. */
export interface SandboxAccess {
	/** The agency's key. */
	readonly apiKey: string;
	readonly baseUrl: string;
	/** A client with a key of its own. Without it, there's no credential for a client. */
	readonly client?: { readonly _id: string; readonly apiKey: string };
}

/**
 * Creates or updates the credentials, and creates the workflows that don't exist yet.
 *
 * @param workflowFiles the examples, as a user would import them
 * @returns the workflows, in the same order
 */
export async function prepareWorkspace(
	session: EditorSession,
	access: SandboxAccess,
	workflowFiles: readonly string[],
): Promise<readonly Named[]> {
	const credentials = new Map<string, Named>();
	for (const credential of credentialsFor(access)) {
		credentials.set(credential.type, await keepCredential(session, credential));
	}
	const existing = await session.workflows();
	const workflows: Named[] = [];
	for (const file of workflowFiles) {
		const workflow = await readWorkflow(file);
		const { name } = workflow;
		const id =
			existing.find((each) => each.name === name)?.id ??
			(await session.createWorkflow({
				...workflow,
				nodes: workflow.nodes.map((node) => withCredentials(node, credentials)),
			}));
		workflows.push({ id, name });
	}
	return workflows;
}

function credentialsFor({ apiKey, baseUrl, client }: SandboxAccess): NewCredential[] {
	const agencys = {
		name: 'ChatDash sandbox',
		type: CREDENTIALS.agency.name,
		data: { apiKey, baseUrl },
	};
	if (client === undefined) return [agencys];
	const clients = {
		name: 'ChatDash client sandbox',
		type: CREDENTIALS.client.name,
		data: { apiKey: client.apiKey, clientId: client._id, baseUrl },
	};
	return [agencys, clients];
}

async function keepCredential(session: EditorSession, credential: NewCredential): Promise<Named> {
	const { name, type } = credential;
	const existing = (await session.credentials(type)).find((each) => each.name === name);
	if (existing === undefined) return { id: await session.createCredential(credential), name };
	await session.updateCredential(existing.id, credential);
	return existing;
}

const { description } = new ChatDash();

/**
 * Adds the sandbox's credentials to a node of an example, which comes without any because examples are for all users.
 */
function withCredentials(node: INode, credentials: ReadonlyMap<string, Named>): INode {
	if (node.type !== CHATDASH_NODE) return node;
	const needed = (description.credentials ?? []).flatMap((credential) => {
		const own = credentials.get(credential.name);
		const isShown = NodeHelpers.displayParameter(node.parameters, credential, node, description);
		return own !== undefined && isShown ? [[credential.name, own] as const] : [];
	});
	return { ...node, credentials: Object.fromEntries(needed) };
}

async function readWorkflow(file: string): Promise<NewWorkflow> {
	const workflow: unknown = JSON.parse(await readFile(file, 'utf8'));
	if (!isWorkflow(workflow)) throw new Error(`${file} is no workflow.`);
	return workflow;
}

function isWorkflow(value: unknown): value is NewWorkflow {
	return (
		typeof value === 'object' &&
		value !== null &&
		'name' in value &&
		'nodes' in value &&
		Array.isArray(value.nodes) &&
		'connections' in value
	);
}
