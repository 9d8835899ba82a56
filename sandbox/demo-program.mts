// Runs the first example once, in n8n's own engine and against a sandbox, and prints what became of its deals. demo.mts
// starts this program, because n8n's engine reads its settings when it's loaded, and nothing of it should be left when n8n
// itself starts.
//
// n8n's own nodes are part of what the first start downloads. So the three that the example has are replaced by small
// ones here, which only do what the example asks of them. The ChatDash node is the real one.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { IDataObject, IExecuteFunctions, INodeType } from 'n8n-workflow';

import { ChatDashApi } from '../credentials/ChatDashApi.credentials.js';
import { ChatDash } from '../nodes/ChatDash/ChatDash.node.js';
import { CREDENTIALS } from '../nodes/transport/credentials.js';
import { dealOutcomes, reportLines } from './deal-report.mjs';
import { firstAgency } from './first-agency.js';
import { SANDBOX_KEY } from './kept-sandbox.mjs';
import {
	CredentialStore,
	loadWorkflow,
	nodeOf,
	plainDescription,
	startExecution,
	startingAt,
	startType,
} from './n8n/engine.js';
import { explain, Problem } from './problem.mjs';
import { type Sandbox, startSandbox } from './server.js';
import { CHATDASH_NODE, readWorkflow } from './workspace.mjs';

const CHECKOUT = fileURLToPath(new URL('..', import.meta.url));
const DESCRIPTION = join(CHECKOUT, 'api', 'chatdash-openapi.yaml');
const EXAMPLE = join(CHECKOUT, 'examples', 'won-deals-to-chatdash-clients.json');

const MANUAL_TRIGGER = 'n8n-nodes-base.manualTrigger';
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';

/** A node that turns each of its items into others. */
const nodeThat = (
	properties: INodeType['description']['properties'],
	turn: (context: IExecuteFunctions, item: IDataObject, index: number) => readonly IDataObject[],
): INodeType => ({
	description: { ...plainDescription, properties },
	async execute(this: IExecuteFunctions) {
		const items = this.getInputData().flatMap(({ json }, item) =>
			turn(this, json, item).map((output) => ({ json: output, pairedItem: { item } })),
		);
		return [items];
	},
});

/** *Edit Fields*: the fields of a JSON text, or assigned ones. */
const editFields = nodeThat(
	[
		{ displayName: 'Mode', name: 'mode', type: 'string', default: 'manual' },
		{ displayName: 'JSON', name: 'jsonOutput', type: 'json', default: '{}' },
		{ displayName: 'Fields', name: 'assignments', type: 'assignmentCollection', default: {} },
	],
	(context, _item, index) => {
		if (context.getNodeParameter('mode', index) === 'raw') {
			return [JSON.parse(String(context.getNodeParameter('jsonOutput', index)))];
		}
		const assigned: unknown = context.getNodeParameter('assignments.assignments', index);
		const fields = Array.isArray(assigned) ? assigned.filter(isAssignment) : [];
		return [Object.fromEntries(fields.map(({ name, value }) => [name, value]))];
	},
);

const isAssignment = (value: unknown): value is { name: string; value: string } =>
	typeof value === 'object' && value !== null && 'name' in value && 'value' in value;

/** *Split Out*: an item for each entry of a list. */
const splitOut = nodeThat(
	[{ displayName: 'Fields', name: 'fieldToSplitOut', type: 'string', default: '' }],
	(context, item, index) => {
		const list = item[String(context.getNodeParameter('fieldToSplitOut', index))];
		return Array.isArray(list) ? list : [];
	},
);

/** *Filter*: n8n's engine itself evaluates the conditions. */
const filter = nodeThat(
	[{ displayName: 'Conditions', name: 'conditions', type: 'filter', default: {} }],
	(context, item, index) =>
		context.getNodeParameter('conditions', index, false, { extractValue: true }) === true
			? [item]
			: [],
);

const TYPES: Readonly<Record<string, INodeType>> = {
	[MANUAL_TRIGGER]: startType,
	'n8n-nodes-base.set': editFields,
	'n8n-nodes-base.splitOut': splitOut,
	'n8n-nodes-base.filter': filter,
	[CHATDASH_NODE]: new ChatDash(),
};

/** @returns a line for each deal, and one with the totals */
async function runExample({ baseUrl }: Sandbox): Promise<readonly string[]> {
	const { name, nodes, connections } = await readWorkflow(EXAMPLE);
	const credential = CREDENTIALS.agency.name;
	const workflow = loadWorkflow({
		id: 'demo',
		name,
		nodes: nodes
			.filter(({ type }) => type !== STICKY_NOTE)
			.map((node) =>
				node.type === CHATDASH_NODE
					? { ...node, credentials: { [credential]: { id: 'demo', name: 'ChatDash sandbox' } } }
					: node,
			),
		connections,
		types: TYPES,
	});
	const trigger = nodes.find(({ type }) => type === MANUAL_TRIGGER);
	const { status, data } = await startExecution(
		workflow,
		new CredentialStore({
			[credential]: { type: new ChatDashApi(), data: { apiKey: SANDBOX_KEY, baseUrl } },
		}),
		'trigger',
		'demo',
		startingAt(nodeOf(workflow, trigger?.name ?? ''), [[{}]]),
	);
	if (status !== 'success') {
		const reason = data.resultData.error?.message ?? 'no reason';
		throw new Problem(`The workflow “${name}” ended as "${status}": ${reason}`);
	}
	const chatDash = nodes.filter(({ type }) => type === CHATDASH_NODE);
	return [name, ...reportLines(dealOutcomes({ id: 'demo', status, data }, chatDash))];
}

/** @returns the exit code */
async function main(): Promise<number> {
	try {
		const sandbox = await startSandbox({ description: DESCRIPTION });
		try {
			sandbox.openAgency(SANDBOX_KEY, firstAgency(new Date()));
			console.log((await runExample(sandbox)).join('\n'));
		} finally {
			await sandbox.close();
		}
		return 0;
	} catch (reason) {
		return explain(reason);
	}
}

process.exitCode = await main();
