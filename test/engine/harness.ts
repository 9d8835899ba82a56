/**
 * Runs whole workflows in n8n's own engine, so that a test sees what a user would see in n8n:
 *
 *     Deals ──▶ ChatDash ──┬─▶ Created    (main output)
 *                          └─▶ Failed     (error output)
 *
 * n8n-core's package loader loads the ChatDash node and its credential from the built package, n8n-core's
 * `WorkflowExecute` passes items on, and n8n's own HTTP helper sends requests. The harness replaces only what lies
 * outside n8n-core: the start node, the two nodes that collect items, and what sandbox/n8n/engine.ts has.
 */
import { LoadOptionsContext, PackageDirectoryLoader } from 'n8n-core';
import {
	jsonParse,
	NodeConnectionTypes,
	NodeHelpers,
	sleep,
	UnexpectedError,
	type ExecutionStatus,
	type ICredentialType,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type INodeListSearchResult,
	type INodeParameters,
	type INodePropertyOptions,
	type INodeType,
	type IRunExecutionData,
	type NodeExecutionHint,
	type NodeParameterValueType,
	type OnError,
	type Workflow,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import {
	CredentialStore,
	additionalData,
	loadWorkflow,
	nodeOf,
	plainDescription,
	startExecution,
	startType,
	startingAt,
} from '../../sandbox/n8n/engine';

declare const PACKAGE_FOLDER: string;

/** The name of the node that outputs the items: expressions downstream can use `$('Deals').item`. */
export const START = 'Deals';
const NODE = 'ChatDash';
const ON_MAIN = 'Created';
const ON_ERROR = 'Failed';
export const CREDENTIAL = 'chatDashApi';

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
		startingAt(nodeOf(workflow.real, START), [run.items, ...(run.furtherRounds ?? [])]),
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
	const { real, credentialType } = await workflowOf(run);
	const node = nodeOf(real, NODE);
	return new ListContext(
		real,
		node,
		{
			...additionalData(real, storeFor(credentialType, run), 'internal', 'none'),
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
	const real = loadWorkflow({
		id: 'won-deals',
		name: 'Won deals become clients',
		types,
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
	const credentials = storeFor(workflow.credentialType, run);
	const execution = startExecution(workflow.real, credentials, mode, executionId, data);

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

/** The credentials of a run: the agency's, and others. */
function storeFor(
	type: ICredentialType,
	{ credential, otherCredentials = {} }: Pick<Run, 'credential' | 'otherCredentials'>,
): CredentialStore {
	const others = Object.entries(otherCredentials).map(
		([name, other]) => [name, { type: other.type, data: { ...other.data } }] as const,
	);
	return new CredentialStore({
		...Object.fromEntries(others),
		[CREDENTIAL]: { type, data: credential && { ...credential } },
	});
}
