// A client for a running n8n that does what its editor does in the browser: logs in, stores credentials and workflows,
// runs a workflow and reads the result. It uses n8n's internal REST API, as found in n8n 2.41.1 and 1.123.81, and hides
// the differences between them.

import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';

import type {
	ExecutionStatus,
	IConnections,
	INode,
	IPinData,
	IRunExecutionData,
} from 'n8n-workflow';

import type { N8nInstance } from './instance.mjs';

/** The account that owns an n8n. n8n requires a password of 8 to 64 characters with a digit and a capital letter. */
export interface Owner {
	readonly email: string;
	readonly firstName: string;
	readonly lastName: string;
	readonly password: string;
}

/** A credential as it's sent to n8n. */
export interface NewCredential {
	readonly name: string;
	/** "chatDashApi" */
	readonly type: string;
	readonly data: Readonly<Record<string, unknown>>;
}

/** A workflow as a user exports and imports it. */
export interface NewWorkflow {
	readonly name: string;
	readonly nodes: readonly INode[];
	readonly connections: IConnections;
	readonly settings?: Readonly<Record<string, unknown>>;
	/** The items that nodes return in the editor instead of running, by the nodes' names. */
	readonly pinData?: IPinData;
}

/** A record of n8n with an ID and a name. */
export interface Named {
	readonly id: string;
	readonly name: string;
}

/** A run of a workflow that has ended. */
export interface FinishedExecution {
	readonly id: string;
	/** "success", "error", "crashed" or "canceled" */
	readonly status: ExecutionStatus;
	/** What each node received, returned, or failed with. */
	readonly data: IRunExecutionData;
}

export interface RunOptions {
	/** The name of the trigger node to start from; the workflow's manual trigger if left out. */
	readonly trigger?: string;
	/** How long to wait for the end of the run; five minutes if left out. */
	readonly timeoutMs?: number;
}

const RUN_TIMEOUT_MS = 300_000;
const RUN_POLL_MS = 50;
const PUBLISH_TIMEOUT_MS = 60_000;
const UNFINISHED_STATUSES: readonly string[] = ['new', 'running', 'waiting', 'unknown'];
const MANUAL_TRIGGER = 'n8n-nodes-base.manualTrigger';

/** n8n rejected a request, or its response isn't as expected. */
export class EditorError extends Error {
	override readonly name = 'EditorError';

	/**
	 * @param status of n8n's response
	 * @param message n8n's own words, and the request
	 */
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

/** A login to a running n8n. */
export class EditorSession {
	private constructor(
		private readonly instance: N8nInstance,
		/** The login as `n8n-auth=…`: for the Cookie header, and for a browser that needs the same login. */
		readonly cookie: string,
	) {}

	/**
	 * Logs in as the owner. An n8n without an owner gets this one.
	 *
	 * @throws EditorError when n8n has another owner or another password
	 */
	static async open(instance: N8nInstance, owner: Owner): Promise<EditorSession> {
		const { body: settings } = await request(instance.origin, 'GET', '/rest/settings');
		const userManagement = recordIn(settings, 'userManagement');
		const { headers } =
			userManagement['showSetupOnFirstLoad'] === true
				? await request(instance.origin, 'POST', '/rest/owner/setup', { body: owner })
				: await request(instance.origin, 'POST', '/rest/login', {
						body: { emailOrLdapLoginId: owner.email, password: owner.password },
					});
		const cookie = headers
			.getSetCookie()
			.map((entry) => entry.split(';', 1)[0] ?? '')
			.find((entry) => entry.startsWith('n8n-auth='));
		if (cookie === undefined)
			throw new EditorError(200, 'n8n logged the owner in without a cookie.');
		return new EditorSession(instance, cookie);
	}

	/** All credentials of a type. */
	async credentials(type: string): Promise<readonly Named[]> {
		const found = listOf(await this.ask('GET', '/rest/credentials'));
		return found.filter((credential) => credential['type'] === type).map(named);
	}

	/** @returns the new credential's ID */
	async createCredential(credential: NewCredential): Promise<string> {
		return named(await this.ask('POST', '/rest/credentials', credential)).id;
	}

	/** Replaces the name and the data of a credential. */
	async updateCredential(id: string, credential: NewCredential): Promise<void> {
		await this.ask('PATCH', `/rest/credentials/${id}`, credential);
	}

	/**
	 * Lets n8n test a credential, as the editor does when a user saves it.
	 *
	 * @param id of the stored credential; the data given here is tested instead of the stored data
	 * @returns n8n's verdict and the text that the user reads
	 */
	async testCredential(
		id: string,
		credential: NewCredential,
	): Promise<{ readonly status: 'OK' | 'Error'; readonly message: string }> {
		const verdict = recordOf(
			await this.ask('POST', '/rest/credentials/test', { credentials: { id, ...credential } }),
		);
		return {
			status: verdict['status'] === 'OK' ? 'OK' : 'Error',
			message: String(verdict['message']),
		};
	}

	/** All workflows that aren't in n8n's archive. */
	async workflows(): Promise<readonly Named[]> {
		const found = listOf(await this.ask('GET', '/rest/workflows'));
		return found.filter((workflow) => workflow['isArchived'] !== true).map(named);
	}

	/** @returns the new workflow's ID */
	async createWorkflow(workflow: NewWorkflow): Promise<string> {
		// n8n 1 stores the workflow exactly as sent, and has no default for this field.
		return named(await this.ask('POST', '/rest/workflows', { active: false, ...workflow })).id;
	}

	/**
	 * Publishes the saved version of a workflow: from then on its triggers start it, and other workflows can call it.
	 *
	 * n8n 2 answers the request before it has replaced the published version, so this waits until it has.
	 *
	 * @throws EditorError if a trigger can't be registered, or n8n doesn't finish in time
	 */
	async publishWorkflow(workflowId: string): Promise<void> {
		const { versionId } = recordOf(await this.ask('GET', `/rest/workflows/${workflowId}`));
		await this.ask('POST', `/rest/workflows/${workflowId}/activate`, { versionId });
		if (this.instance.runtime.line === '1') return;
		const deadline = Date.now() + PUBLISH_TIMEOUT_MS;
		for (;;) {
			const publication = recordOf(
				await this.ask('GET', `/rest/workflows/${workflowId}/publication-status`),
			);
			if (publication['status'] === 'failed') {
				const reasons = listOf(publication['triggers']).map((trigger) => trigger['errorMessage']);
				throw new EditorError(200, `Workflow ${workflowId} isn't published: ${reasons.join(', ')}`);
			}
			if (publication['status'] !== 'in_progress') return;
			if (Date.now() > deadline) {
				throw new EditorError(
					200,
					`Workflow ${workflowId} isn't published after ${PUBLISH_TIMEOUT_MS} ms.`,
				);
			}
			await pause(RUN_POLL_MS);
		}
	}

	/** A workflow's nodes, as they are now in the editor. */
	async nodesOf(workflowId: string): Promise<readonly INode[]> {
		const { nodes } = recordOf(await this.ask('GET', `/rest/workflows/${workflowId}`));
		if (!isNodeList(nodes))
			throw new EditorError(200, `Workflow ${workflowId} came without nodes.`);
		return nodes;
	}

	/** The address where a browser shows a workflow. */
	workflowAddress(workflowId: string): string {
		return `${this.instance.origin}/workflow/${workflowId}`;
	}

	/**
	 * Runs a workflow as *Execute workflow* in the editor does, and waits for its end.
	 *
	 * @throws EditorError when n8n doesn't start it (for example because a required field is empty), or it doesn't end in
	 *   time. A run that failed doesn't throw: check its status.
	 */
	async run(workflowId: string, options: RunOptions = {}): Promise<FinishedExecution> {
		const trigger = options.trigger ?? (await this.manualTriggerOf(workflowId));
		const started = recordOf(
			await this.ask('POST', `/rest/workflows/${workflowId}/run`, {
				...(await this.workflowToRun(workflowId)),
				triggerToStartFrom: { name: trigger },
			}),
		);
		return await this.untilEnded(String(started['executionId']), options.timeoutMs);
	}

	/**
	 * Waits for the end of a run, for example of one that was started with Retry in the list of executions.
	 *
	 * @param timeoutMs five minutes if left out
	 * @throws EditorError when it doesn't end in time
	 */
	async untilEnded(executionId: string, timeoutMs = RUN_TIMEOUT_MS): Promise<FinishedExecution> {
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			if (!isUnfinished(await this.execution(executionId))) {
				// n8n 1 stores the status before the data, so the execution is read once more.
				const { status, data } = await this.execution(executionId);
				return {
					id: executionId,
					status: endedAs(String(status)),
					data: this.unflatten(String(data)),
				};
			}
			if (Date.now() > deadline) {
				throw new EditorError(200, `Execution ${executionId} has not ended after ${timeoutMs} ms.`);
			}
			await pause(RUN_POLL_MS);
		}
	}

	/** The IDs of the latest 100 executions of a workflow, the oldest first. */
	async executionIds(workflowId: string): Promise<string[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const found = await this.ask('GET', `/rest/executions?filter=${filter}&limit=100`);
		return listOf(recordOf(found)['results'])
			.map(({ id }) => String(id))
			.sort((one, other) => Number(one) - Number(other));
	}

	/**
	 * Sends any other request of the editor.
	 *
	 * @param path including the leading `/rest/`
	 * @returns n8n's response body, without the `data` object around it
	 * @throws EditorError with n8n's words for every status of 400 and above
	 */
	async ask(method: Method, path: string, body?: object): Promise<unknown> {
		const answer = await request(this.instance.origin, method, path, {
			cookie: this.cookie,
			...(body === undefined ? {} : { body }),
		});
		return answer.body;
	}

	private async execution(executionId: string): Promise<Readonly<Record<string, unknown>>> {
		return recordOf(await this.ask('GET', `/rest/executions/${executionId}`));
	}

	/** n8n 1 runs the workflow in the request; n8n 2 runs the saved one. */
	private async workflowToRun(workflowId: string): Promise<object> {
		if (this.instance.runtime.line !== '1') return {};
		return { workflowData: await this.ask('GET', `/rest/workflows/${workflowId}`) };
	}

	private async manualTriggerOf(workflowId: string): Promise<string> {
		const nodes = await this.nodesOf(workflowId);
		const trigger = nodes.find(({ type }) => type === MANUAL_TRIGGER);
		if (trigger === undefined) {
			throw new EditorError(200, `Workflow ${workflowId} has no manual trigger to start from.`);
		}
		return trigger.name;
	}

	/**
	 * n8n sends a run's data in the format of the flatted package. This uses n8n's own copy of that package to parse it.
	 */
	private unflatten(text: string): IRunExecutionData {
		const flatted: { parse: (text: string) => unknown } = createRequire(this.instance.runtime.n8n)(
			'flatted',
		);
		const data = flatted.parse(text);
		if (!isRunData(data)) throw new EditorError(200, 'An execution came without its data.');
		return data;
	}
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

interface Answer {
	readonly headers: Headers;
	readonly body: unknown;
}

async function request(
	origin: string,
	method: Method,
	path: string,
	{ body, cookie }: { readonly body?: object; readonly cookie?: string } = {},
): Promise<Answer> {
	const response = await fetch(origin + path, {
		method,
		headers: {
			// n8n closes a connection that was idle for 5 seconds, even if it was too busy to read a request that came in time.
			connection: 'close',
			...(cookie === undefined ? {} : { cookie }),
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
		},
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	const text = await response.text();
	if (!response.ok) {
		throw new EditorError(response.status, `${method} ${path} → ${response.status}: ${text}`);
	}
	const answer: unknown = JSON.parse(text);
	return { headers: response.headers, body: recordOf(answer)['data'] };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
	if (isRecord(value)) return value;
	throw new EditorError(200, `n8n answered ${JSON.stringify(value)} where an object was expected.`);
}

function recordIn(value: unknown, key: string): Readonly<Record<string, unknown>> {
	return recordOf(recordOf(value)[key]);
}

function listOf(value: unknown): ReadonlyArray<Readonly<Record<string, unknown>>> {
	if (Array.isArray(value)) return value.map(recordOf);
	throw new EditorError(200, `n8n answered ${JSON.stringify(value)} where a list was expected.`);
}

function named(value: unknown): Named {
	const { id, name } = recordOf(value);
	return { id: String(id), name: String(name) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isUnfinished({ status }: Readonly<Record<string, unknown>>): boolean {
	return typeof status !== 'string' || UNFINISHED_STATUSES.includes(status);
}

function isNodeList(value: unknown): value is INode[] {
	return Array.isArray(value) && value.every((node) => isRecord(node) && 'type' in node);
}

function isRunData(value: unknown): value is IRunExecutionData {
	return isRecord(value) && isRecord(value['resultData']);
}

const ENDINGS = ['success', 'error', 'crashed', 'canceled'] as const;

function endedAs(status: string): ExecutionStatus {
	const ending = ENDINGS.find((known) => known === status);
	if (ending === undefined) throw new EditorError(200, `An execution ended as "${status}".`);
	return ending;
}
