/**
 * Runs a workflow as a user imports it in n8n's own engine. n8n's other nodes aren't part of this package, so the types of
 * those that the workflow uses are passed in: see base-nodes.ts.
 */
import type {
	ExecutionStatus,
	IConnections,
	IDataObject,
	INode,
	INodeType,
	IPinData,
} from 'n8n-workflow';

import {
	CredentialStore,
	loadWorkflow,
	nodeOf,
	startExecution,
	startingAt,
} from '../../sandbox/n8n/engine';
import { readPackageFile } from '../read-file';
import { CREDENTIAL, type CredentialData, loadPackage } from './harness';

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
	const workflow = loadWorkflow({
		id: 'imported',
		name: run.file.name,
		nodes: run.file.nodes.filter(({ type }) => type !== STICKY_NOTE).map(withCredential),
		connections: run.file.connections,
		types: { ...run.types, [CHATDASH]: nodeType },
	});
	const credentials = new CredentialStore({
		[CREDENTIAL]: { type: credentialType, data: { ...run.credential } },
	});
	const pinData: IPinData = { [run.start]: run.items.map((json) => ({ json })) };
	const execution = startingAt(nodeOf(workflow, run.start), [[{}]]);
	execution.resultData.pinData = pinData;
	const { status, data } = await startExecution(
		workflow,
		credentials,
		'manual',
		run.file.name,
		execution,
	);
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
