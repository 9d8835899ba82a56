// Sends all deals one way, and compares what n8n reports about them with what the sandbox really has.

import { setTimeout as pause } from 'node:timers/promises';

import type { INodeExecutionData } from 'n8n-workflow';

import type { EditorSession, FinishedExecution } from '../sandbox/n8n/editor-session.mjs';
import { Problem } from '../sandbox/problem.mjs';
import type { Agency, AgencySetup } from '../sandbox/server.js';
import { type Deal, NODES } from '../test/e2e/deals-workflow.mjs';
import type { Stage } from '../test/e2e/stage.mjs';
import { type Way, workflowFor } from './ways.mjs';

/** The results of one run. All numbers except `requests`, `rejected` and `seconds` count deals. */
export interface Measured {
	readonly way: Way;
	/** The sandbox has the client. */
	readonly created: number;
	/** n8n reported the deal as a success. */
	readonly reportedCreated: number;
	/** n8n reported the deal as an error, or reported nothing, because the node stopped or didn't end. */
	readonly reportedFailed: number;
	/** Reported as failed, though the sandbox has the client. */
	readonly falseErrors: number;
	/** Reported as created, though the sandbox doesn't have the client. */
	readonly falseSuccesses: number;
	/** Not reported as created, and the sandbox doesn't have the client. */
	readonly missing: number;
	/** All requests that the sandbox received. */
	readonly requests: number;
	/** Requests that were answered with 429. */
	readonly rejected: number;
	/** From the start of the workflow to its end, by n8n's clock. */
	readonly seconds: number;
	/** Whether the run ended on its own. Otherwise it was stopped after {@link LONGEST_RUN_MS}. */
	readonly ended: boolean;
}

/** More than twice the time of the slowest run that ended on its own. Some runs never end. */
export const LONGEST_RUN_MS = 45_000;

/** No new request for this long means that none is in progress. */
const QUIET_MS = 500;

export async function measure(
	stage: Stage,
	way: Way,
	deals: readonly Deal[],
	apiKey: string,
	setup: AgencySetup,
): Promise<Measured> {
	const { sandbox, session } = stage;
	const agency = sandbox.openAgency(apiKey, setup);
	const account = { apiKey, baseUrl: sandbox.baseUrl };
	const workflowId = await session.createWorkflow(await workflowFor(way, deals, account, session));
	const { execution, ended } = await run(session, workflowId);
	await untilQuiet(agency);
	const [wrong] = agency.violations;
	if (wrong !== undefined) throw new Problem(`${way.name} sent a wrong request: ${wrong.text}`);

	const clients = new Set(agency.members.map(({ loginId }) => loginId));
	const successes = successesOf(execution);
	const fates = deals.map(({ email }, item) => ({
		exists: clients.has(email),
		reported: successes.has(item),
	}));
	const count = (reported: boolean, exists: boolean) =>
		fates.filter((fate) => fate.reported === reported && fate.exists === exists).length;
	return {
		way,
		created: agency.clients.length,
		reportedCreated: successes.size,
		reportedFailed: deals.length - successes.size,
		falseErrors: count(false, true),
		falseSuccesses: count(true, false),
		missing: count(false, false),
		requests: agency.calls.length,
		rejected: agency.calls.filter(({ status }) => status === 429).length,
		seconds: secondsOf(await session.ask('GET', `/rest/executions/${execution.id}`)),
		ended,
	};
}

/** Runs a workflow as the editor does, and stops it if it doesn't end. */
async function run(session: EditorSession, workflowId: string) {
	const started = await session.ask('POST', `/rest/workflows/${workflowId}/run`, {
		triggerToStartFrom: { name: NODES.trigger },
	});
	if (typeof started !== 'object' || started === null || !('executionId' in started)) {
		throw new Problem('n8n did not start a workflow.');
	}
	const id = String(started.executionId);
	const ending = session.untilEnded(id);
	const ended = await Promise.race([
		ending.then(() => true),
		pause(LONGEST_RUN_MS, false, { ref: false }),
	]);
	if (!ended) await session.ask('POST', `/rest/executions/${id}/stop`);
	return { execution: await ending, ended };
}

/** A node that stops at the first error may still have requests in progress, and their effects count as well. */
async function untilQuiet(agency: Agency): Promise<void> {
	let before = -1;
	while (before !== agency.calls.length) {
		before = agency.calls.length;
		await pause(QUIET_MS);
	}
}

/** The numbers of the deals that the node returned on its success output. */
function successesOf({ data }: FinishedExecution): ReadonlySet<number> {
	const outputs = data.resultData.runData[NODES.chatDash]?.at(-1)?.data?.['main'] ?? [];
	const [created, failed] = outputs.map((output) => (output ?? []).map(dealOf));
	const successes = new Set(created);
	const twice = (failed ?? []).find((deal) => successes.has(deal));
	if (twice !== undefined) throw new Problem(`Deal ${twice} came out as a success and an error.`);
	return successes;
}

function dealOf({ pairedItem }: INodeExecutionData): number {
	const [origin] = Array.isArray(pairedItem) ? pairedItem : [pairedItem];
	if (typeof origin === 'number') return origin;
	if (origin === undefined) throw new Problem('An output item does not say which deal it is for.');
	return origin.item;
}

function secondsOf(execution: unknown): number {
	if (
		typeof execution === 'object' &&
		execution !== null &&
		'startedAt' in execution &&
		'stoppedAt' in execution
	) {
		const { startedAt, stoppedAt } = execution;
		const ms = Date.parse(String(stoppedAt)) - Date.parse(String(startedAt));
		if (Number.isFinite(ms)) return ms / 1000;
	}
	throw new Problem('n8n does not say when an execution began and ended.');
}
