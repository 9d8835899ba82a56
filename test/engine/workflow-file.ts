/**
 * Runs a workflow as a user imports it in n8n's own engine. n8n's other nodes aren't part of this package, so the types of
 * those that the workflow uses are passed in: see base-nodes.ts.
 */
import { WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	type ExecutionStatus,
	type IConnections,
	type IDataObject,
	type INode,
	type INodeType,
	type IPinData,
	Workflow,
} from 'n8n-workflow';

import { readPackageFile } from '../read-file';
import {
	additionalData,
	CREDENTIAL,
	type CredentialData,
	CredentialStore,
	loadPackage,
	nodeOf,
	nodeTypesOf,
} from './harness';

/** A workflow as a user exports and imports it. */
export interface WorkflowFile {
	readonly name: string;
	readonly nodes: readonly INode[];
	readonly connections: IConnections;
}

const CHATDASH = 'n8n-nodes-chatdash.chatDash';
const STICKY_NOTE = 'n8n-nodes-base.stickyNote';

/** One execution of a whole workflow. */
export interface FileRun {
	readonly file: WorkflowFile;
	/** The types of all nodes but ChatDash's, by the name that the workflow saves. */
	readonly types: Readonly<Record<string, INodeType>>;
	/** The name of the trigger, and the items that it returns. */
	readonly start: string;
	readonly items: readonly IDataObject[];
	readonly credential: CredentialData;
}

/** The results of an execution. */
export interface RanFile {
	readonly status: ExecutionStatus;
	/** Why the execution failed. */
	readonly error: string | undefined;
	/** What a node returned from one of its outputs, in all of its runs. */
	readonly itemsOf: (node: string, output?: number) => IDataObject[];
}

/** Reads one of the examples. */
export const readExample = (file: string): WorkflowFile =>
	JSON.parse(readPackageFile(`examples/${file}`));

/** Executes a workflow from its trigger, whose items are pinned, as *Execute workflow* in the editor does. */
export async function runFile(run: FileRun): Promise<RanFile> {
	const { nodeType, credentialType } = await loadPackage();
	const real = new Workflow({
		id: 'imported',
		name: run.file.name,
		active: false,
		nodeTypes: nodeTypesOf({ ...run.types, [CHATDASH]: nodeType }),
		settings: { executionOrder: 'v1' },
		nodes: run.file.nodes.filter(({ type }) => type !== STICKY_NOTE).map(withCredential),
		connections: run.file.connections,
	});
	const pinData: IPinData = { [run.start]: run.items.map((json) => ({ json })) };
	const { status, data } = await new WorkflowExecute(
		additionalData({ real }, new CredentialStore(credentialType, run), 'manual', run.file.name),
		'manual',
		createRunExecutionData({
			resultData: { pinData },
			executionData: {
				nodeExecutionStack: [
					{ node: nodeOf(real, run.start), data: { main: [[{ json: {} }]] }, source: null },
				],
			},
		}),
	).processRunExecutionData(real);
	return {
		status,
		error: data.resultData.error?.message,
		itemsOf: (node, output = 0) =>
			(data.resultData.runData[node] ?? []).flatMap(({ data: outputs }) =>
				(outputs?.['main']?.[output] ?? []).map(({ json }) => json),
			),
	};
}

/** What the user does first: selects a credential in each ChatDash node. */
const withCredential = (node: INode): INode =>
	node.type === CHATDASH
		? { ...node, credentials: { [CREDENTIAL]: { id: CREDENTIAL, name: CREDENTIAL } } }
		: { ...node };
