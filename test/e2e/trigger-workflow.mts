// A workflow that starts with the ChatDash Trigger, what a test does to it in n8n, and the calls that ChatDash sends to it.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import type { EditorSession, NewWorkflow } from '../../sandbox/n8n/editor-session.mjs';
import { TRIGGER_NODE } from '../../sandbox/workspace.mjs';
import { LINE } from './stage.mjs';

/** The nodes' names. */
export const TRIGGER = 'ChatDash Trigger';
const NEXT = 'Next';

const UNTIL_MS = 120_000;
const POLL_MS = 50;

export interface TriggerWorkflow {
	readonly parameters: INodeParameters;
	readonly credentialId: string;
	readonly name?: string;
}

/** The workflow as a user builds it: the trigger, and a node that shows what arrives. */
export function triggerWorkflow({
	parameters,
	credentialId,
	name = 'Calls',
}: TriggerWorkflow): NewWorkflow {
	const trigger: INode = {
		id: randomUUID(),
		webhookId: randomUUID(),
		name: TRIGGER,
		type: TRIGGER_NODE,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { chatDashClientApi: { id: credentialId, name: 'ChatDash client' } },
	};
	const next: INode = {
		id: randomUUID(),
		name: NEXT,
		type: 'n8n-nodes-base.noOp',
		typeVersion: 1,
		position: [220, 0],
		parameters: {},
	};
	return {
		name,
		nodes: [trigger, next],
		connections: { [TRIGGER]: { main: [[{ node: NEXT, type: 'main', index: 0 }]] } },
	};
}

/** Asks n8n to publish a workflow. n8n 2 answers before it's published, n8n 1 afterwards. */
export async function askToPublish(session: EditorSession, workflowId: string): Promise<void> {
	const { versionId } = recordOf(await session.ask('GET', `/rest/workflows/${workflowId}`));
	await session.ask('POST', `/rest/workflows/${workflowId}/activate`, { versionId });
}

/** How publishing a workflow ended: the error's text, or nothing. */
export async function publish(
	session: EditorSession,
	workflowId: string,
): Promise<string | undefined> {
	try {
		await askToPublish(session, workflowId);
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
	if (LINE === '1') return undefined;
	const status = await publicationOf(session, workflowId, 'published', 'failed');
	return status === 'published' ? undefined : await failureOf(session, workflowId);
}

export async function unpublish(session: EditorSession, workflowId: string): Promise<void> {
	await session.ask('POST', `/rest/workflows/${workflowId}/deactivate`, {});
	if (LINE !== '1') await publicationOf(session, workflowId, 'not_published');
}

/** Changes the trigger as a user does in the editor, and saves. */
export async function changeTrigger(
	session: EditorSession,
	workflowId: string,
	parameters: INodeParameters,
): Promise<void> {
	const nodes = await session.nodesOf(workflowId);
	await session.ask('PATCH', `/rest/workflows/${workflowId}`, {
		nodes: nodes.map((node) =>
			node.name === TRIGGER ? { ...node, parameters: { ...node.parameters, ...parameters } } : node,
		),
	});
}

/** Waits for one of these states of the publication, which n8n 2 works on in the background. */
async function publicationOf(
	session: EditorSession,
	workflowId: string,
	...wanted: string[]
): Promise<string> {
	let status = '';
	await until(
		async () => {
			status = String(recordOf(await publication(session, workflowId))['status']);
			return wanted.includes(status);
		},
		`the workflow's publication is ${wanted.join(' or ')}`,
	);
	return status;
}

const publication = async (session: EditorSession, workflowId: string) =>
	await session.ask('GET', `/rest/workflows/${workflowId}/publication-status`);

const failureOf = async (session: EditorSession, workflowId: string): Promise<string> => {
	const { triggers } = recordOf(await publication(session, workflowId));
	return Array.isArray(triggers)
		? triggers.map((trigger) => String(recordOf(trigger)['errorMessage'])).join(' ')
		: '';
};

/** Waits until something is so. */
export async function until(isSo: () => Promise<boolean> | boolean, what: string): Promise<void> {
	const deadline = Date.now() + UNTIL_MS;
	while (!(await isSo())) {
		assert.ok(Date.now() < deadline, `Waited for nothing: ${what}`);
		await pause(POLL_MS);
	}
}

/** Sends a body to an address as ChatDash does. */
export async function send(
	address: string,
	body: unknown,
): Promise<{ readonly status: number; readonly text: string; readonly ms: number }> {
	const started = performance.now();
	const response = await fetch(address, {
		method: 'POST',
		headers: { 'content-type': 'application/json', connection: 'close' },
		body: typeof body === 'string' ? body : JSON.stringify(body),
	});
	const text = await response.text();
	return { status: response.status, text, ms: performance.now() - started };
}

/** A call that has ended, in the form of ChatDash's page. */
export const endedCall = (platformId: string, changes: IDataObject = {}): IDataObject => ({
	event: 'call.ended',
	conversation: {
		_id: `conversation-${platformId}`,
		platformId,
		channel: 'inbound',
		agentNumber: '+1 555 0100',
		customerNumber: '+1 555 0142',
		metadata: { campaign: 'spring' },
		startedAt: '2026-03-01T09:00:00.000Z',
		endedAt: '2026-03-01T09:01:30.000Z',
		endedReason: 'customer-ended-call',
		cost: 0.12,
		duration: 90,
		url: 'https://example.com/recordings/1.mp3',
		noAnswer: false,
		summary: 'Asked for an appointment.',
		evaluation: { isSuccess: true },
		messages: [
			{ sender: 'bot', type: 'text', content: { text: 'Acme Dental, hello.' } },
			{ sender: 'user', type: 'text', content: { text: 'An appointment, please.' } },
		],
		customAnalysis: { mood: 'friendly' },
		...changes,
	},
});

/** How many executions a workflow has, once the count hasn't changed for a second. */
export async function countOnceQuiet(session: EditorSession, workflowId: string): Promise<number> {
	let count = (await session.executionIds(workflowId)).length;
	for (let quietSince = Date.now(); Date.now() - quietSince < 1000; await pause(POLL_MS)) {
		const now = (await session.executionIds(workflowId)).length;
		if (now !== count) [count, quietSince] = [now, Date.now()];
	}
	return count;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
	assert.ok(typeof value === 'object' && value !== null);
	return Object.fromEntries(Object.entries(value));
}
