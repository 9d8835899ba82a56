// Sets up the n8n of `npm start` for the user: an owner to sign in as, a credential for the sandbox, and the example
// workflows. A later start leaves them as the user changed them, and only updates the credential.

import { readFile } from 'node:fs/promises';

import type { INode } from 'n8n-workflow';

import type { EditorSession, Named, NewWorkflow, Owner } from './n8n/editor-session.mjs';

/** Used only on this machine, so the login isn't secret. */
export const OWNER: Owner = {
	email: 'owner@example.com',
	firstName: 'Sandbox',
	lastName: 'Owner',
	password: 'ChatDash-Sandbox-1',
};

const CREDENTIAL_NAME = 'ChatDash sandbox';
const CREDENTIAL_TYPE = 'chatDashApi';

/** The type of this package's node, as workflows save it. */
export const CHATDASH_NODE = 'n8n-nodes-chatdash.chatDash';

/** The credential's data for the sandbox. */
export interface SandboxAccess {
	readonly apiKey: string;
	readonly baseUrl: string;
}

/**
 * Creates or updates the credential, and creates the workflows that don't exist yet.
 *
 * @param workflowFiles the examples, as a user would import them
 * @returns the workflows, in the same order
 */
export async function prepareWorkspace(
	session: EditorSession,
	access: SandboxAccess,
	workflowFiles: readonly string[],
): Promise<readonly Named[]> {
	const credentialId = await keepCredential(session, access);
	const existing = await session.workflows();
	const workflows: Named[] = [];
	for (const file of workflowFiles) {
		const workflow = await readWorkflow(file);
		const { name } = workflow;
		const id =
			existing.find((each) => each.name === name)?.id ??
			(await session.createWorkflow({
				...workflow,
				nodes: workflow.nodes.map((node) => withCredential(node, credentialId)),
			}));
		workflows.push({ id, name });
	}
	return workflows;
}

async function keepCredential(
	session: EditorSession,
	{ apiKey, baseUrl }: SandboxAccess,
): Promise<string> {
	const credential = {
		name: CREDENTIAL_NAME,
		type: CREDENTIAL_TYPE,
		data: { apiKey, baseUrl },
	};
	const existing = (await session.credentials(CREDENTIAL_TYPE)).find(
		({ name }) => name === CREDENTIAL_NAME,
	);
	if (existing === undefined) return await session.createCredential(credential);
	await session.updateCredential(existing.id, credential);
	return existing.id;
}

/**
 * Adds the sandbox's credential to a node of an example, which comes without one because examples are for all users.
 */
function withCredential(node: INode, id: string): INode {
	if (node.type !== CHATDASH_NODE) return node;
	return { ...node, credentials: { [CREDENTIAL_TYPE]: { id, name: CREDENTIAL_NAME } } };
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
