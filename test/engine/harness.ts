/**
 * Runs whole workflows in n8n's own engine, so that a test sees what a user would see in n8n:
 *
 *     Deals ──▶ ChatDash ──┬─▶ Created    (main output)
 *                          └─▶ Failed     (error output)
 *
 * n8n-core's package loader loads the ChatDash node and its credential from the built package, n8n-core's
 * `WorkflowExecute` passes items on, and n8n's own HTTP helper sends requests. The harness replaces only what lies
 * outside n8n-core: the start node, the two nodes that collect items, and the store of credentials.
 */
import {
	ExecutionLifecycleHooks,
	ExternalSecretsProxy,
	LoadOptionsContext,
	PackageDirectoryLoader,
	WorkflowExecute,
} from 'n8n-core';
import {
	createRunExecutionData,
	ICredentialsHelper,
	jsonParse,
	NodeConnectionTypes,
	NodeHelpers,
	sleep,
	UnexpectedError,
	Workflow,
	type ExecutionStatus,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type INode,
	type INodeExecutionData,
	type INodeListSearchResult,
	type INodeParameters,
	type INodePropertyOptions,
	type INodeType,
	type INodeTypes,
	type IRequestOptionsSimplified,
	type IRunExecutionData,
	type IWorkflowExecuteAdditionalData,
	type NodeExecutionHint,
	type NodeParameterValueType,
	type OnError,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

declare const PACKAGE_FOLDER: string;

/** The name of the node that outputs the items: expressions downstream can use `$('Deals').item`. */
export const START = 'Deals';
const NODE = 'ChatDash';
const ON_MAIN = 'Created';
const ON_ERROR = 'Failed';
export const CREDENTIAL = 'chatDashApi';
/**
 * The address of this n8n, which expressions such as `$execution.resumeUrl` are built from. Nothing is requested there.
 */
const N8N_URL = 'http://localhost:5678/';

/** The parameters of *Client → Create*, flat. `createParameters` puts each one where the node stores it. */
export interface CreateFields {
	dataMode?: 'defineBelow' | 'autoMapInputData';
	clientName?: string;
	language?: string;
	memberName?: string;
	loginId?: string;
	passwordSource?: 'define' | 'generate';
	password?: string;
	email?: string;
	onLoginIdInUse?: 'error' | 'skip' | 'omit';
	options?: {
		includeClientId?: boolean;
		maxConcurrency?: number;
		maxRetries?: number;
		timeout?: number;
	};
}

/**
 * A ChatDash node's parameters for *Client → Create*, as a saved workflow contains them. A password is entered manually,
 * and the ID isn't included unless a test asks for it, because most tests count requests.
 */
export function createParameters({ email, options, ...fields }: CreateFields): INodeParameters {
	return {
		resource: 'client',
		operation: 'create',
		...(fields.password !== undefined && { passwordSource: 'define' }),
		...fields,
		...(email !== undefined && { additionalFields: { email } }),
		options: { includeClientId: false, ...options },
	};
}

export interface CredentialData {
	apiKey: string;
	baseUrl: string;
	clientId?: string;
}

/** One execution of the workflow above. */
export interface Run {
	/** What the start node passes to the node under test, one object per item. */
	items: IDataObject[];
	/** What it passes after that, as in a loop: the node runs again for each of these lists. */
	furtherRounds?: IDataObject[][];
	parameters: INodeParameters;
	/** The node's *On Error* setting; n8n's default is to stop. */
	onError?: OnError;
	credential?: CredentialData;
	/** Credentials of other types, by the name of the type. */
	otherCredentials?: Record<string, { type: ICredentialType; data: CredentialData }>;
	/** Other settings of the node, such as `retryOnFail`. n8n waits 1 s between tries if `waitBetweenTries` is 0. */
	node?: Partial<Omit<INode, 'parameters' | 'onError'>>;
	/** A node type to run instead of ChatDash. */
	nodeType?: INodeType;
	/** Is called repeatedly; once it returns true, the execution is canceled as with the user's *Stop*. */
	cancelWhen?: () => boolean;
}

/** An item as it reached the node after the node under test. */
export interface Received {
	json: IDataObject;
	/** The value of `$('Deals').item.json` there: the input item that n8n traces the item back to. */
	deal: NodeParameterValueType;
}

/** The results of an execution. */
export interface Ran {
	status: ExecutionStatus;
	/** The main output of the last round, as n8n stored it. */
	output: INodeExecutionData[];
	/** Its error output, as n8n stored it; it is empty unless `onError` is `continueErrorOutput`. */
	errorOutput: INodeExecutionData[];
	/** Both outputs of every round. */
	rounds: Array<{ output: INodeExecutionData[]; errorOutput: INodeExecutionData[] }>;
	/** What the nodes after the two outputs received. */
	downstream: { main: Received[]; error: Received[] };
	/** Why the execution failed, as n8n stored it. */
	error:
		| { message: string; description?: string | null | undefined; httpCode?: string | null }
		| undefined;
	hints: NodeExecutionHint[];
	/** How often the credential was read, which costs n8n a database read each time. */
	credentialReads: number;
	/** Everything that n8n would write into its database: where to search for secrets. */
	stored: IRunExecutionData;
}

/** Executes the workflow from its start node, as a trigger does. */
export async function runNode(run: Run): Promise<Ran> {
	const workflow = await workflowOf(run);
	return await execute(
		workflow,
		run,
		'trigger',
		createRunExecutionData({
			executionData: {
				nodeExecutionStack: [run.items, ...(run.furtherRounds ?? [])].map((items) => ({
					node: nodeOf(workflow.real, START),
					data: { main: [items.map((json) => ({ json }))] },
					source: null,
				})),
			},
		}),
	);
}

/**
 * Executes again what failed, as *Retry* in n8n's list of executions does: a new execution that continues from the
 * stored data at the failed node. `run` is the workflow as it is saved by then.
 */
export async function retryExecution(failed: Ran, run: Run): Promise<Ran> {
	const workflow = await workflowOf(run);
	const stored = jsonParse<IRunExecutionData>(JSON.stringify(failed.stored));
	delete stored.resultData.error;
	const { lastNodeExecuted, runData } = stored.resultData;
	const tasks = lastNodeExecuted === undefined ? undefined : runData[lastNodeExecuted];
	if (tasks?.at(-1)?.error !== undefined) tasks.pop();
	for (const entry of stored.executionData?.nodeExecutionStack ?? []) {
		entry.node = nodeOf(workflow.real, entry.node.name);
	}
	return await execute(workflow, run, 'retry', stored);
}

/**
 * Opens a list of the node as the editor does: n8n calls the method that the parameter names.
 *
 * @param filter the search text that the user typed
 * @param paginationToken where the page begins
 */
export async function openList(
	method: string,
	at: ListSettings,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { methods } = at.nodeType ?? (await loadPackage()).nodeType;
	const search = methods?.listSearch?.[method];
	if (search === undefined) throw new UnexpectedError(`The node has no list '${method}'`);
	return await search.call(await listContext(at), filter, paginationToken);
}

/** Loads the choices of a field with several IDs as the editor does. */
export async function loadChoices(
	method: string,
	at: ListSettings,
): Promise<INodePropertyOptions[]> {
	const { methods } = at.nodeType ?? (await loadPackage()).nodeType;
	const load = methods?.loadOptions?.[method];
	if (load === undefined) throw new UnexpectedError(`The node has no choices '${method}'`);
	return await load.call(await listContext(at));
}

type ListSettings = Omit<Run, 'items'>;

async function listContext(at: ListSettings): Promise<ListContext> {
	const run: Run = { items: [], ...at };
	const { real, ...workflow } = await workflowOf(run);
	const node = nodeOf(real, NODE);
	return new ListContext(
		real,
		node,
		{
			...additionalData(
				{ real, ...workflow },
				new CredentialStore(workflow.credentialType, run),
				'internal',
				'none',
			),
			// The editor sends the defaults, too, and n8n decides by the operation which credentials the node has.
			currentNodeParameters: { ...node.parameters, ...run.parameters },
		},
		'parameters.list',
	);
}

/** n8n-core's context with n8n-workflow's types, in which a workflow may have no name. */
class ListContext extends LoadOptionsContext {
	override getWorkflow() {
		return { ...super.getWorkflow(), name: 'Won deals become clients' };
	}
}

interface TestWorkflow {
	real: Workflow;
	credentialType: ICredentialType;
	downstream: Ran['downstream'];
}

async function workflowOf(run: Run): Promise<TestWorkflow> {
	const chatDash = await loadPackage();
	const downstream: Ran['downstream'] = { main: [], error: [] };
	const types: Record<string, INodeType> = {
		start: startType,
		[NODE]: run.nodeType ?? chatDash.nodeType,
		[ON_MAIN]: collectorType(downstream.main),
		[ON_ERROR]: collectorType(downstream.error),
	};
	const node = (name: string, type: string, x: number, y: number): INode => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [x, y],
		parameters: {},
	});
	const real = new Workflow({
		id: 'won-deals',
		name: 'Won deals become clients',
		active: false,
		nodeTypes: nodeTypesOf(types),
		// Every workflow created since n8n 1.0 has this order.
		settings: { executionOrder: 'v1' },
		nodes: [
			node(START, 'start', 0, 0),
			{
				...node(NODE, NODE, 200, 0),
				credentials: Object.fromEntries(
					[CREDENTIAL, ...Object.keys(run.otherCredentials ?? {})].map((type) => [
						type,
						{ id: type, name: type },
					]),
				),
				...run.node,
				parameters: run.parameters,
				onError: run.onError ?? 'stopWorkflow',
			},
			node(ON_MAIN, ON_MAIN, 400, 0),
			node(ON_ERROR, ON_ERROR, 400, 200),
		],
		connections: {
			[START]: { main: [[{ node: NODE, type: NodeConnectionTypes.Main, index: 0 }]] },
			[NODE]: {
				main: [
					[{ node: ON_MAIN, type: NodeConnectionTypes.Main, index: 0 }],
					[{ node: ON_ERROR, type: NodeConnectionTypes.Main, index: 0 }],
				],
			},
		},
	});
	return { real, credentialType: chatDash.credentialType, downstream };
}

let executions = 0;

async function execute(
	workflow: TestWorkflow,
	run: Run,
	mode: WorkflowExecuteMode,
	data: IRunExecutionData,
): Promise<Ran> {
	executions += 1;
	const executionId = String(executions);
	const credentials = new CredentialStore(workflow.credentialType, run);
	const execution = new WorkflowExecute(
		additionalData(workflow, credentials, mode, executionId),
		mode,
		data,
	).processRunExecutionData(workflow.real);

	let ended = false;
	const cancelled = (async () => {
		const { cancelWhen } = run;
		if (cancelWhen === undefined) return;
		while (!ended && !cancelWhen()) await sleep(1);
		if (!ended) execution.cancel();
	})();
	const finished = await execution.finally(() => {
		ended = true;
	});
	await cancelled;

	const { resultData } = finished.data;
	const tasks = resultData.runData[NODE] ?? [];
	const rounds = tasks.map(({ data: outputs }) => ({
		output: outputs?.['main']?.[0] ?? [],
		errorOutput: outputs?.['main']?.[1] ?? [],
	}));
	return {
		status: finished.status,
		...(rounds.at(-1) ?? { output: [], errorOutput: [] }),
		rounds,
		downstream: workflow.downstream,
		error: resultData.error,
		hints: tasks.at(-1)?.hints ?? [],
		credentialReads: credentials.timesRead,
		stored: finished.data,
	};
}

export function nodeOf(workflow: Workflow, name: string): INode {
	const node = workflow.getNode(name);
	if (node === null) throw new UnexpectedError(`The workflow has no node '${name}'`);
	return node;
}

let loaded: { nodeType: INodeType; credentialType: ICredentialType } | undefined;

/** The node and its credential, from the built package, through n8n's own loader. */
export async function loadPackage() {
	if (loaded === undefined) {
		const loader = new PackageDirectoryLoader(PACKAGE_FOLDER);
		await loader.loadAll();
		loaded = {
			nodeType: NodeHelpers.getVersionedNodeType(loader.getNode('chatDash').type),
			credentialType: loader.getCredential(CREDENTIAL).type,
		};
	}
	return loaded;
}

export function nodeTypesOf(types: Readonly<Record<string, INodeType>>): INodeTypes {
	const byName = (name: string): INodeType => {
		const type = types[name];
		if (type === undefined) throw new UnexpectedError(`There is no node type '${name}'`);
		return type;
	};
	return { getByName: byName, getByNameAndVersion: byName, getKnownTypes: () => ({}) };
}

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
const startType: INodeType = {
	description: { ...plainDescription, inputs: [] },
	async trigger() {
		return await Promise.resolve({});
	},
};

function collectorType(received: Received[]): INodeType {
	return {
		description: plainDescription,
		async execute(this: IExecuteFunctions) {
			const items = this.getInputData();
			for (const [index, { json }] of items.entries()) {
				const deal = this.evaluateExpression(`{{ $('${START}').item.json }}`, index);
				received.push({ json, deal });
			}
			return await Promise.resolve([items]);
		},
	};
}

/** What n8n's main package passes to n8n-core, as far as the node under test can access it. */
export function additionalData(
	workflow: Pick<TestWorkflow, 'real'>,
	credentials: CredentialStore,
	mode: WorkflowExecuteMode,
	executionId: string,
): IWorkflowExecuteAdditionalData {
	const { id, name = '', nodes, connectionsBySourceNode: connections } = workflow.real;
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
	throw new UnexpectedError('The node asked n8n for something that this harness does not offer');
}

/** n8n's store of credentials, with one of each type; it authenticates with the package's own credential class. */
export class CredentialStore extends ICredentialsHelper {
	timesRead = 0;

	constructor(
		private readonly type: ICredentialType,
		private readonly run: Pick<Run, 'credential' | 'otherCredentials'>,
	) {
		super();
	}

	private dataOf(type: string): CredentialData | undefined {
		const { credential, otherCredentials = {} } = this.run;
		return type === CREDENTIAL ? credential : otherCredentials[type]?.data;
	}

	getParentTypes() {
		return [];
	}

	isCredentialUsableByNode() {
		return true;
	}

	getCredentialsProperties() {
		return this.type.properties;
	}

	/** Like n8n's own store: the workflow's evaluator resolves the stored data for one item. */
	async getDecrypted(
		...[, , type, mode, executeData, , resolve]: Parameters<ICredentialsHelper['getDecrypted']>
	) {
		const data = this.dataOf(type);
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
		const { authenticate } = this.run.otherCredentials?.[typeName]?.type ?? this.type;
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
