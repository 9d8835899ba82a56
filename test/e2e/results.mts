// Finds the result of an execution in what n8n prints or stores.

import assert from 'node:assert/strict';

import type { INodeExecutionData, IRunExecutionData } from 'n8n-workflow';

/** An execution as `n8n execute --rawOutput` prints it. */
export interface Result {
	readonly status: unknown;
	readonly data: IRunExecutionData;
}

/** n8n first prints lines of its log, then the result, whose braces are the only ones at the beginning of a line. */
export function resultIn(output: string): Result {
	const json = /^\{$[\s\S]*^\}$/m.exec(output)?.[0];
	assert.ok(json !== undefined, `n8n printed no result:\n${output}`);
	const result: unknown = JSON.parse(json);
	assert.ok(isResult(result), 'n8n printed a result without data');
	return result;
}

function isResult(value: unknown): value is Result {
	return (
		typeof value === 'object' &&
		value !== null &&
		'data' in value &&
		typeof value.data === 'object' &&
		value.data !== null &&
		'resultData' in value.data
	);
}

/** The items on each output of a node, from its only run. */
export function outputsOf(data: IRunExecutionData, node: string): INodeExecutionData[][] {
	const runs = data.resultData.runData[node] ?? [];
	assert.equal(runs.length, 1, `${node} ran once`);
	return (runs[0]?.data?.['main'] ?? []).map((items) => items ?? []);
}
