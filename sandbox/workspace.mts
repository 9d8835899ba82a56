// Sets up the n8n of `npm start` for the user: an owner to sign in as, credentials for the sandbox, and the example
// workflows. A later start leaves them as the user changed them, and only updates the credentials.

import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import type { INode } from 'n8n-workflow';

import { ChatDash } from '../nodes/ChatDash/ChatDash.node.js';
import { ChatDashTrigger } from '../nodes/ChatDashTrigger/ChatDashTrigger.node.js';
import { CREDENTIALS } from '../nodes/transport/credentials.js';
import type {
	EditorSession,
	Named,
	NewCredential,
	NewWorkflow,
	Owner,
} from './n8n/editor-session.mjs';
import { shownCredentials } from './shown-credentials.js';

/** Used only on this machine, so the login isn't secret. */
export const OWNER: Owner = {
	email: 'owner@example.com',
	firstName: 'Sandbox',
	lastName: 'Owner',
	password: 'ChatDash-Sandbox-1',
};

/** The type of this package's node, as workflows save it. */
export const CHATDASH_NODE = 'n8n-nodes-chatdash.chatDash';

/** The type of its trigger. */
export const TRIGGER_NODE = 'n8n-nodes-chatdash.chatDashTrigger';

/** What the credentials for the sandbox contain. */
export interface SandboxAccess {
	/** The agency's key. */
	readonly apiKey: string;
	readonly baseUrl: string;
	/** A client with a key of its own. Without it, there's no credential for a client. */
	readonly client?: {
		readonly _id: string;
		readonly apiKey: string;
		/** The agents whose calls start the example with a trigger. */
		readonly agentIds?: readonly string[];
	};
}

/**
 * Creates or updates the credentials, and creates the workflows that don't exist yet. A new one that starts with a call is
 * published, because n8n has no button that starts it. A user may unpublish it, so a later start doesn't publish it again.
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
			(await addWorkflow(session, {
				...workflow,
				nodes: workflow.nodes.map((node) => connected(node, credentials, access)),
			}));
		workflows.push({ id, name });
	}
	return workflows;
}

/** @returns the new workflow's ID */
async function addWorkflow(session: EditorSession, workflow: NewWorkflow): Promise<string> {
	const id = await session.createWorkflow(workflow);
	if (workflow.nodes.some(({ type }) => type === TRIGGER_NODE)) await session.publishWorkflow(id);
	return id;
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

/** The nodes of this package, by their types. */
const DESCRIPTIONS = new Map([
	[CHATDASH_NODE, new ChatDash().description],
	[TRIGGER_NODE, new ChatDashTrigger().description],
]);

/**
 * Adds what a node of an example needs for the sandbox: its credentials, and a trigger's agents. The example comes without
 * them because it's for all users.
 */
function connected(
	node: INode,
	credentials: ReadonlyMap<string, Named>,
	{ client }: SandboxAccess,
): INode {
	const description = DESCRIPTIONS.get(node.type);
	if (description === undefined) return node;
	const needed = shownCredentials(node, description).flatMap((name) => {
		const own = credentials.get(name);
		return own === undefined ? [] : [[name, own] as const];
	});
	const withCredentials = { ...node, credentials: Object.fromEntries(needed) };
	if (node.type !== TRIGGER_NODE) return withCredentials;
	return {
		...withCredentials,
		parameters: { ...node.parameters, agentIds: [...(client?.agentIds ?? [])] },
		// The address is made of it. n8n's editor generates it when a user imports a workflow.
		webhookId: randomUUID(),
	};
}

/** @throws Error if the file contains no workflow */
export async function readWorkflow(file: string): Promise<NewWorkflow> {
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
