/** What n8n gives the ChatDash Trigger when it registers and when it receives a call, without n8n. */
import type {
	IDataObject,
	IHookFunctions,
	IHttpRequestOptions,
	IWebhookFunctions,
} from 'n8n-workflow';

/** A trigger in a workflow. Tests change it between the calls of its methods, as users and n8n do. */
export interface FakeTrigger {
	workflowId: string | undefined;
	nodeId: string;
	/** By the paths under which the node reads them. */
	parameters: Readonly<Record<string, unknown>>;
	/** `undefined` if the node has none. */
	credential: IDataObject | undefined;
	/** `undefined` if n8n has none. */
	webhookUrl: string | undefined;
	staticData: IDataObject;
	/** The lines in n8n's log, with their level. */
	readonly log: string[];
}

export const CLIENT_KEY = 'CD.CL.test-model';

export const WEBHOOK_URL = 'https://n8n.example.com/webhook/5f0c/webhook';

/** A trigger for the ended calls of an agent, with changes. */
export const fakeTrigger = (changes: Partial<FakeTrigger> = {}): FakeTrigger => ({
	workflowId: 'workflow-1',
	nodeId: 'node-1',
	parameters: { events: ['call.ended'], agentIds: ['a0'], clientId: '' },
	credential: {
		apiKey: CLIENT_KEY,
		clientId: 'acme',
		baseUrl: 'https://chatdash.example/v1/public',
	},
	webhookUrl: WEBHOOK_URL,
	staticData: {},
	log: [],
	...changes,
});

/** An object of a type of n8n that only has these members. */
const withMembers = (members: Readonly<Record<string, unknown>>) =>
	Object.create(
		null,
		Object.fromEntries(Object.entries(members).map(([name, value]) => [name, { value }])),
	);

const sharedMembers = (trigger: FakeTrigger) => ({
	logger: withMembers(
		Object.fromEntries(
			['debug', 'info', 'warn', 'error'].map((level) => [
				level,
				(...texts: unknown[]) => trigger.log.push(`${level}: ${texts.map(asText).join(' ')}`),
			]),
		),
	),
	getWorkflow: () => ({ id: trigger.workflowId, name: 'Calls', active: true }),
	getNode: () => ({
		id: trigger.nodeId,
		name: 'ChatDash Trigger',
		type: 'n8n-nodes-chatdash.chatDashTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...(trigger.credential && {
			credentials: { chatDashClientApi: { id: '1', name: 'ChatDash Client account' } },
		}),
	}),
	getCredentials: async () =>
		await (trigger.credential === undefined
			? Promise.reject(new Error("The node doesn't have any credentials set"))
			: Promise.resolve(trigger.credential)),
	getNodeParameter: (path: string, fallback: unknown) => trigger.parameters[path] ?? fallback,
	getNodeWebhookUrl: () => trigger.webhookUrl,
	getTimezone: () => 'Europe/Berlin',
	getWorkflowStaticData: () => trigger.staticData,
});

const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** @param send sends a request as n8n does: it returns a full response, or rejects without one */
export const hookFunctions = (
	trigger: FakeTrigger,
	send: (request: IHttpRequestOptions) => Promise<unknown>,
): IHookFunctions =>
	withMembers({
		...sharedMembers(trigger),
		helpers: withMembers({
			httpRequestWithAuthentication: async (_credential: string, request: IHttpRequestOptions) =>
				await send(request),
		}),
	});

/** A request to the trigger's address. */
export interface FakeCall {
	readonly query: unknown;
	readonly body: unknown;
	/** Whether someone listens for a test event. */
	readonly isTest?: boolean;
	/** Is called when the request has been answered. */
	readonly onResponse?: (status: number, body: unknown) => void;
}

export const webhookFunctions = (
	trigger: FakeTrigger,
	{ query, body, isTest = false, onResponse }: FakeCall,
): IWebhookFunctions =>
	withMembers({
		...sharedMembers(trigger),
		getMode: () => (isTest ? 'manual' : 'webhook'),
		getQueryData: () => query,
		getBodyData: () => body,
		getResponseObject: () => ({
			status: (status: number) => ({ json: (sent: unknown) => onResponse?.(status, sent) }),
		}),
	});
