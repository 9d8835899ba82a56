// The workflow that an agency builds, for tests that bring their own deals:
//
//     trigger ──▶ Sample Deals ──▶ Split Out Deals ──▶ Create a Client ──┬─▶ Client Created
//                                                                        └─▶ Needs Attention    (error output)

import {
	type IConnections,
	type INode,
	type INodeParameters,
	NodeConnectionTypes,
	type OnError,
} from 'n8n-workflow';

import type { NewWorkflow } from '../../sandbox/n8n/editor-session.mjs';
import { CHATDASH_NODE } from '../../sandbox/workspace.mjs';
import { CREDENTIAL_TYPE } from './stage.mjs';

/** A deal as the agency's CRM returns it. */
export interface Deal {
	readonly company: string;
	readonly contact: string;
	readonly email: string;
}

/** The names of the nodes on the canvas. */
export const NODES = {
	trigger: 'When clicking ‘Execute workflow’',
	webhook: 'Deals Were Won',
	source: 'Sample Deals',
	items: 'Split Out Deals',
	chatDash: 'Create a Client',
	created: 'Client Created',
	failed: 'Needs Attention',
} as const;

export interface DealsWorkflow {
	readonly name: string;
	readonly deals: readonly Deal[];
	/** The credential of the ChatDash node. */
	readonly credentialId: string;
	/** How the node handles errors; n8n's own default is to stop. */
	readonly onError: OnError;
	/** Parameters of the ChatDash node that differ from the usual mapping. */
	readonly parameters?: INodeParameters;
	/** The path of the webhook that starts the workflow. Without it, the workflow is started in the editor. */
	readonly webhook?: string;
}

const MANUAL_TRIGGER: INode = {
	id: 'trigger',
	name: NODES.trigger,
	type: 'n8n-nodes-base.manualTrigger',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** It responds at once, so that the caller doesn't have to wait for the end of the run. */
const webhookTrigger = (path: string): INode => ({
	id: 'trigger',
	name: NODES.webhook,
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2,
	position: [0, 0],
	webhookId: path,
	parameters: { path, responseMode: 'onReceived', options: {} },
});

/** @returns the workflow, ready to create it in n8n */
export function dealsWorkflow(workflow: DealsWorkflow): NewWorkflow {
	const { name, deals, credentialId, onError, parameters = {}, webhook } = workflow;
	const trigger = webhook === undefined ? MANUAL_TRIGGER : webhookTrigger(webhook);
	const mapping = {
		resource: 'client',
		operation: 'create',
		dataMode: 'defineBelow',
		clientName: '={{ $json.company }}',
		language: 'en',
		memberName: '={{ $json.contact }}',
		loginId: '={{ $json.email }}',
		passwordSource: 'generate',
		additionalFields: {},
		options: {},
	};
	return {
		name,
		nodes: [
			trigger,
			{
				id: 'source',
				name: NODES.source,
				type: 'n8n-nodes-base.set',
				typeVersion: 3.4,
				position: [220, 0],
				parameters: { mode: 'raw', jsonOutput: JSON.stringify({ deals }), options: {} },
			},
			{
				id: 'items',
				name: NODES.items,
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				position: [440, 0],
				parameters: { fieldToSplitOut: 'deals', options: {} },
			},
			{
				id: 'chatDash',
				name: NODES.chatDash,
				type: CHATDASH_NODE,
				typeVersion: 1,
				position: [660, 0],
				onError,
				credentials: { [CREDENTIAL_TYPE]: { id: credentialId, name: 'ChatDash' } },
				parameters: { ...mapping, ...parameters },
			},
			{
				id: 'created',
				name: NODES.created,
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [920, -100],
				parameters: {},
			},
			{
				id: 'failed',
				name: NODES.failed,
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [920, 100],
				parameters: {},
			},
		],
		connections: {
			...wire(trigger.name, NODES.source),
			...wire(NODES.source, NODES.items),
			...wire(NODES.items, NODES.chatDash),
			...wire(NODES.chatDash, NODES.created, NODES.failed),
		},
		settings: { executionOrder: 'v1' },
	};
}

/** The first nodes of the workflow, up to its deals, without the ChatDash node. */
export function onlyDeals({ nodes, connections, ...workflow }: NewWorkflow): NewWorkflow {
	const kept: readonly string[] = [NODES.trigger, NODES.source, NODES.items];
	return {
		...workflow,
		nodes: nodes.filter(({ name }) => kept.includes(name)),
		connections: Object.fromEntries(
			Object.entries(connections).filter(([from]) => kept.includes(from) && from !== NODES.items),
		),
	};
}

/** Connects the outputs of a node, in their order, to one node each. */
export function wire(from: string, ...to: readonly string[]): IConnections {
	return {
		[from]: { main: to.map((node) => [{ node, type: NodeConnectionTypes.Main, index: 0 }]) },
	};
}
