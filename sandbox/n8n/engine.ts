/*
 * n8n's own engine without n8n: n8n-core runs a whole workflow in this process, and sends requests with its own HTTP
 * helper. This file has what n8n's main package would add: the store of credentials, the node types, and the data of an
 * execution. The tests in test/engine use it, and so does the demo of `npm start`.
 */
import { ExecutionLifecycleHooks, ExternalSecretsProxy, WorkflowExecute } from 'n8n-core';
import {
	createRunExecutionData,
	ICredentialsHelper,
	NodeConnectionTypes,
	UnexpectedError,
	Workflow,
	type IConnections,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type IHttpRequestOptions,
	type INode,
	type INodeType,
	type INodeTypes,
	type IRequestOptionsSimplified,
	type IRunExecutionData,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

/**
 * The address of this n8n, which expressions such as `$execution.resumeUrl` are built from. Nothing is requested there.
 */
const N8N_URL = 'http://localhost:5678/';

/** A workflow and the types of its nodes, by the names that the nodes have as their type. */
export interface RunnableWorkflow {
	readonly id: string;
	readonly name: string;
	readonly nodes: readonly INode[];
	readonly connections: IConnections;
	readonly types: Readonly<Record<string, INodeType>>;
}

/** Loads a workflow as n8n does: parameters that a node's description doesn't have are dropped. */
export const loadWorkflow = ({ id, name, nodes, connections, types }: RunnableWorkflow): Workflow =>
	new Workflow({
		id,
		name,
		active: false,
		nodeTypes: nodeTypesOf(types),
		// Every workflow created since n8n 1.0 has this order.
		settings: { executionOrder: 'v1' },
		nodes: [...nodes],
		connections,
	});

/**
 * The data of an execution that is about to start at a node.
 *
 * @param rounds what the node passes on: a list of items, or several of them, as in a loop
 */
export const startingAt = (
	node: INode,
	rounds: ReadonlyArray<readonly IDataObject[]>,
): IRunExecutionData =>
	createRunExecutionData({
		executionData: {
			nodeExecutionStack: rounds.map((items) => ({
				node,
				data: { main: [items.map((json) => ({ json }))] },
				source: null,
			})),
		},
	});

/** Starts an execution. The returned promise can be canceled, as with the user's *Stop*. */
export const startExecution = (
	workflow: Workflow,
	credentials: CredentialStore,
	mode: WorkflowExecuteMode,
	executionId: string,
	data: IRunExecutionData,
) =>
	new WorkflowExecute(
		additionalData(workflow, credentials, mode, executionId),
		mode,
		data,
	).processRunExecutionData(workflow);

/** @throws UnexpectedError if there is no node of this name */
export function nodeOf(workflow: Workflow, name: string): INode {
	const node = workflow.getNode(name);
	if (node === null) throw new UnexpectedError(`The workflow has no node '${name}'`);
	return node;
}

function nodeTypesOf(types: Readonly<Record<string, INodeType>>): INodeTypes {
	const byName = (name: string): INodeType => {
		const type = types[name];
		if (type === undefined) throw new UnexpectedError(`There is no node type '${name}'`);
		return type;
	};
	return { getByName: byName, getByNameAndVersion: byName, getKnownTypes: () => ({}) };
}

/** What the description of a node needs at least. */
export const plainDescription = {
	name: 'plain',
	displayName: 'Plain',
	description: 'Stands where a user has a trigger or a next node',
	group: [],
	version: 1,
	defaults: {},
	inputs: [NodeConnectionTypes.Main],
	outputs: [NodeConnectionTypes.Main],
	properties: [],
};

/** Outside the editor, n8n passes a trigger's items on as they are, without calling its type. */
export const startType: INodeType = {
	description: { ...plainDescription, inputs: [] },
	async trigger() {
		return await Promise.resolve({});
	},
};

/** What n8n's main package passes to n8n-core, as far as a node of this package can access it. */
export function additionalData(
	workflow: Workflow,
	credentials: CredentialStore,
	mode: WorkflowExecuteMode,
	executionId: string,
): IWorkflowExecuteAdditionalData {
	const { id, name = '', nodes, connectionsBySourceNode: connections } = workflow;
	return {
		executionId,
		hooks: new ExecutionLifecycleHooks(mode, executionId, {
			id,
			name,
			active: false,
			isArchived: false,
			activeVersionId: null,
			createdAt: new Date(),
			updatedAt: new Date(),
			nodes: Object.values(nodes),
			connections,
		}),
		externalSecretsProxy: new ExternalSecretsProxy(),
		credentialsHelper: credentials,
		currentNodeExecutionIndex: 0,
		variables: {},
		restApiUrl: N8N_URL,
		instanceBaseUrl: N8N_URL,
		formBaseUrl: N8N_URL,
		formWaitingBaseUrl: N8N_URL,
		formTestBaseUrl: N8N_URL,
		webhookBaseUrl: N8N_URL,
		webhookWaitingBaseUrl: N8N_URL,
		webhookTestBaseUrl: N8N_URL,
		mcpBaseUrl: N8N_URL,
		mcpTestBaseUrl: N8N_URL,
		logAiEvent: () => {},
		executeWorkflow: notPartOfThis,
		getRunExecutionData: notPartOfThis,
		getRuntimeCredential: notPartOfThis,
		startRunnerTask: notPartOfThis,
	};
}

function notPartOfThis(): never {
	throw new UnexpectedError('The node asked n8n for something that isn’t offered here');
}

/** A credential as a user stores it in n8n, and its type, which authenticates with it. */
export interface StoredCredential {
	readonly type: ICredentialType;
	/** `undefined` if the user has none of this type. */
	readonly data: Readonly<Record<string, string>> | undefined;
}

/** n8n's store of credentials, with one of each type. */
export class CredentialStore extends ICredentialsHelper {
	timesRead = 0;

	/** @param credentials by the names of their types */
	constructor(private readonly credentials: Readonly<Record<string, StoredCredential>>) {
		super();
	}

	getParentTypes() {
		return [];
	}

	isCredentialUsableByNode() {
		return true;
	}

	getCredentialsProperties(type: string) {
		return this.credentials[type]?.type.properties ?? [];
	}

	/** Like n8n's own store: the workflow's evaluator resolves the stored data for one item. */
	async getDecrypted(
		...[, , type, mode, executeData, , resolve]: Parameters<ICredentialsHelper['getDecrypted']>
	) {
		const data = this.credentials[type]?.data;
		if (data === undefined) throw new UnexpectedError('This run was given no credential');
		this.timesRead += 1;
		const stored = { ...data };
		if (resolve === undefined) return await Promise.resolve(stored);
		const { workflow, runExecutionData, runIndex, itemIndex, node, connectionInputData } = resolve;
		const resolved = workflow.expression.getParameterValue(
			stored,
			runExecutionData,
			runIndex,
			itemIndex,
			node.name,
			connectionInputData,
			mode,
			{},
			executeData,
			false,
			stored,
		);
		if (typeof resolved !== 'object' || resolved === null) return notPartOfThis();
		return await Promise.resolve(Object.fromEntries(Object.entries(resolved)));
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		options: IHttpRequestOptions | IRequestOptionsSimplified,
	) {
		const authenticate = this.credentials[typeName]?.type.authenticate;
		if (typeof authenticate !== 'function' || !('url' in options)) return notPartOfThis();
		return await authenticate(credentials, options);
	}

	async preAuthentication() {
		return await Promise.resolve(undefined);
	}

	async runPreAuthentication() {
		return await Promise.resolve(undefined);
	}

	getCredentials = notPartOfThis;

	updateCredentials = notPartOfThis;

	updateCredentialsOauthTokenData = notPartOfThis;
}
