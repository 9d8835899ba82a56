// Executions that were not started in the editor: finds them in n8n's list, and starts them from there with Retry.

import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { EditorSession, FinishedExecution } from '../../sandbox/n8n/editor-session.mjs';

const STARTED_WITHIN_MS = 60_000;
const POLL_MS = 50;

/** Waits until a workflow has been started this many times, and all these executions have ended. */
export async function executionsOf(
	session: EditorSession,
	workflowId: string,
	count: number,
): Promise<FinishedExecution[]> {
	const deadline = Date.now() + STARTED_WITHIN_MS;
	for (;;) {
		const ids = await session.executionIds(workflowId);
		if (ids.length >= count) {
			return await Promise.all(ids.map(async (id) => await session.untilEnded(id)));
		}
		assert.ok(Date.now() < deadline, `${ids.length} of ${count} executions have started`);
		await pause(POLL_MS);
	}
}

/** Does what *Retry* in the list of executions does, with the workflow as it is saved now. */
export async function retried(
	session: EditorSession,
	{ id }: FinishedExecution,
	workflowId: string,
): Promise<FinishedExecution> {
	const before = await session.executionIds(workflowId);
	await session.ask('POST', `/rest/executions/${id}/retry`, { loadWorkflow: true });
	const started = (await session.executionIds(workflowId)).find((each) => !before.includes(each));
	assert.ok(started !== undefined, 'Retry started no execution');
	return await session.untilEnded(started);
}

/** The items of all outputs of a node, from its last run. */
export const itemsOf = ({ data }: FinishedExecution, node: string): IDataObject[] =>
	(data.resultData.runData[node]?.at(-1)?.data?.['main'] ?? []).flatMap(
		(items: INodeExecutionData[] | null) => (items ?? []).map(({ json }) => json),
	);
