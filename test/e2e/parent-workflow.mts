// A workflow that creates its clients in a sub-workflow:
//
//     parent:  trigger ──▶ Sample Deals ──▶ Split Out Deals ──▶ Onboard ──▶ Tell Sales
//     sub:     Deals Came In ──▶ Create a Client ──▶ Send Welcome Email

import assert from 'node:assert/strict';

import type { INode, INodeParameters } from 'n8n-workflow';

import type { EditorSession } from '../../sandbox/n8n/editor-session.mjs';
import { canvasNode } from './agent-workflow.mjs';
import { type Deal, dealsWorkflow, NODES, onlyDeals, wire } from './deals-workflow.mjs';
import { LINE } from './stage.mjs';

export const SUB = { start: 'Deals Came In', mail: 'Send Welcome Email' } as const;
export const PARENT = { call: 'Onboard', next: 'Tell Sales' } as const;

export interface ParentOptions {
	readonly deals: readonly Deal[];
	readonly credentialId: string;
	/** Whether the sub-workflow fails after its clients were created. */
	readonly mailFails?: boolean;
	/** Whether the parent fails after the sub-workflow has ended. */
	readonly nextFails?: boolean;
	/** Settings of the ChatDash node. */
	readonly settings?: Partial<INode>;
	readonly parameters?: INodeParameters;
}

/** The IDs of the two workflows. */
export interface Family {
	readonly parentId: string;
	readonly subId: string;
}

/** Creates both workflows in n8n. */
export async function createFamily(
	session: EditorSession,
	{
		deals,
		credentialId,
		mailFails = false,
		nextFails = false,
		settings = {},
		parameters = {},
	}: ParentOptions,
): Promise<Family> {
	const workflow = dealsWorkflow({
		name: 'Onboarding',
		deals,
		credentialId,
		onError: 'stopWorkflow',
		parameters,
	});
	const chatDash = workflow.nodes.find(({ name }) => name === NODES.chatDash);
	assert.ok(chatDash);
	const start = canvasNode(SUB.start, 'n8n-nodes-base.executeWorkflowTrigger', 1.1, {
		inputSource: 'passthrough',
	});
	const mail = mailFails ? failing(SUB.mail) : working(SUB.mail);
	const subId = await session.createWorkflow({
		name: 'Onboarding of a customer',
		nodes: [start, { ...chatDash, ...settings }, mail],
		connections: { ...wire(SUB.start, NODES.chatDash), ...wire(NODES.chatDash, SUB.mail) },
		settings: { executionOrder: 'v1' },
	});
	await publishSub(session, subId);

	const { nodes, connections, ...parent } = onlyDeals(workflow);
	const call = canvasNode(PARENT.call, 'n8n-nodes-base.executeWorkflow', 1.2, {
		workflowId: { __rl: true, mode: 'id', value: subId },
		options: {},
	});
	const next = nextFails ? failing(PARENT.next) : working(PARENT.next);
	const parentId = await session.createWorkflow({
		...parent,
		nodes: [...nodes, call, next],
		connections: {
			...connections,
			...wire(NODES.items, PARENT.call),
			...wire(PARENT.call, PARENT.next),
		},
	});
	return { parentId, subId };
}

/** Replaces the sub-workflow's failing node with a working one, as a user would. */
export async function repairMail(session: EditorSession, { subId }: Family): Promise<void> {
	const nodes = await session.nodesOf(subId);
	await session.ask('PATCH', `/rest/workflows/${subId}`, {
		nodes: nodes.map((node) => (node.name === SUB.mail ? working(SUB.mail) : node)),
	});
	await publishSub(session, subId);
}

/** n8n 1 calls the saved version of a sub-workflow, and can't publish it. */
async function publishSub(session: EditorSession, subId: string): Promise<void> {
	if (LINE !== '1') await session.publishWorkflow(subId);
}

const failing = (name: string): INode =>
	canvasNode(name, 'n8n-nodes-base.stopAndError', 1, { errorMessage: `${name} is down` });

const working = (name: string): INode => canvasNode(name, 'n8n-nodes-base.noOp', 1, {});
