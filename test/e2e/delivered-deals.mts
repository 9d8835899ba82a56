// Deals that arrive one at a time at a webhook, each in its own execution: `Deal Was Won ──▶ Create a Client`.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

import type { INodeParameters } from 'n8n-workflow';

import type { SeedClient } from '../../sandbox/server.js';
import { canvasNode } from './agent-workflow.mjs';
import { dealsWorkflow, NODES, wire } from './deals-workflow.mjs';
import type { Stage } from './stage.mjs';

/** An item as the node returned it. */
export type Item = Readonly<Record<string, unknown>>;

/** Starts the workflow for the deal with a number, and waits for its item. */
export type Deliver = (number: number) => Promise<Item>;

export const nameOf = (number: number) => `Company ${number}`;
export const loginOf = (number: number) => `contact${number}@example.com`;
const contactOf = (number: number) => `Contact ${number}`;

/** The client of a deal, as an earlier execution created it. */
export const clientOf = (number: number): SeedClient => ({
	name: nameOf(number),
	members: [{ name: contactOf(number), loginId: loginOf(number) }],
});

const WEBHOOK = 'Deal Was Won';

/**
 * Publishes a workflow that creates a client for each delivery and responds with its item. If an item fails, the
 * response is the error item.
 *
 * @param path the webhook's path
 */
export async function receiveDeals(
	{ n8n, session }: Stage,
	path: string,
	credentialId: string,
	parameters: INodeParameters = {},
): Promise<Deliver> {
	const { nodes } = dealsWorkflow({
		name: path,
		deals: [],
		credentialId,
		onError: 'continueRegularOutput',
		parameters: {
			clientName: '={{ $json.body.company }}',
			memberName: '={{ $json.body.contact }}',
			loginId: '={{ $json.body.email }}',
			...parameters,
		},
	});
	const webhook = canvasNode(
		WEBHOOK,
		'n8n-nodes-base.webhook',
		2,
		{ path, httpMethod: 'POST', responseMode: 'lastNode', options: {} },
		{ webhookId: path },
	);
	const id = await session.createWorkflow({
		name: path,
		nodes: [webhook, ...nodes.filter(({ name }) => name === NODES.chatDash)],
		connections: wire(WEBHOOK, NODES.chatDash),
		settings: { executionOrder: 'v1' },
	});
	await session.publishWorkflow(id);

	const address = `${n8n.origin}/webhook/${path}`;
	// For another method, a registered webhook has a different message than an address where nothing listens.
	while (!/not registered for GET/.test(await (await fetch(address)).text())) await pause(50);

	return async (number) => {
		const response = await fetch(address, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({
				company: nameOf(number),
				contact: contactOf(number),
				email: loginOf(number),
			}),
		});
		const text = await response.text();
		assert.equal(response.status, 200, text);
		const item: unknown = JSON.parse(text);
		assert.ok(typeof item === 'object' && item !== null, text);
		return { ...item };
	};
}
