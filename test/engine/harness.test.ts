/**
 * Checks the harness itself: the results of these small nodes end where n8n would send them. It also shows readers of
 * the ChatDash node's tests what n8n itself does with an item, an error, a retry and a stop.
 */
import {
	NodeConnectionTypes,
	NodeOperationError,
	sleep,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
} from 'n8n-workflow';

import { retryExecution, runNode } from './harness';

const deals = [
	{ company: 'Acme Dental', stage: 'won' },
	{ company: 'Müller & Söhne GmbH', stage: 'won' },
];

/** A node type that only runs the test's function. */
function nodeThat(
	execute: (context: IExecuteFunctions) => INodeExecutionData[] | Promise<INodeExecutionData[]>,
): INodeType {
	return {
		description: {
			name: 'trivial',
			displayName: 'Trivial',
			description: 'Does what the test says',
			group: [],
			version: 1,
			defaults: {},
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			properties: [{ name: 'greeting', displayName: 'Greeting', type: 'string', default: '' }],
		},
		async execute(this: IExecuteFunctions) {
			return [await execute(this)];
		},
	};
}

describe('items', () => {
	test('reach the node with resolved expressions, and the next node in the same order', async () => {
		const ran = await runNode({
			items: deals,
			parameters: { greeting: '=Welcome, {{ $json.company }}' },
			nodeType: nodeThat((context) =>
				context.getInputData().map((_, item) => ({
					json: { text: context.getNodeParameter('greeting', item) },
					pairedItem: { item },
				})),
			),
		});

		expect(ran.status).toBe('success');
		expect(ran.downstream.main).toEqual([
			{ json: { text: 'Welcome, Acme Dental' }, deal: deals[0] },
			{ json: { text: 'Welcome, Müller & Söhne GmbH' }, deal: deals[1] },
		]);
		expect(ran.downstream.error).toEqual([]);
	});

	test('are traced back by pairedItem, not by position', async () => {
		const ran = await runNode({
			items: deals,
			parameters: {},
			nodeType: nodeThat(() => [{ json: { of: 'the second deal' }, pairedItem: { item: 1 } }]),
		});

		expect(ran.downstream.main).toEqual([{ json: { of: 'the second deal' }, deal: deals[1] }]);
	});
});

describe('the error output', () => {
	const nodeWith = (err: INodeExecutionData) =>
		nodeThat(() => [{ json: { message: 'Created' }, pairedItem: { item: 0 } }, err]);

	test('receives an item of error and message, with the fields of its input item', async () => {
		const ran = await runNode({
			items: deals,
			parameters: {},
			onError: 'continueErrorOutput',
			nodeType: nodeWith({
				json: { error: 'Login ID already in use', message: 'Item 1' },
				pairedItem: { item: 1 },
			}),
		});

		expect(ran.downstream.main).toEqual([{ json: { message: 'Created' }, deal: deals[0] }]);
		expect(ran.downstream.error).toEqual([
			{
				json: { ...deals[1], error: 'Login ID already in use', message: 'Item 1' },
				deal: deals[1],
			},
		]);
		expect(ran.errorOutput).toHaveLength(1);
	});

	test('doesn’t receive an item with one key more than error and message', async () => {
		const failure = { error: 'Login ID already in use', extra: 42 };
		const ran = await runNode({
			items: deals,
			parameters: {},
			onError: 'continueErrorOutput',
			nodeType: nodeWith({ json: failure, pairedItem: { item: 1 } }),
		});

		expect(ran.downstream.error).toEqual([]);
		expect(ran.downstream.main.map(({ json }) => json)).toEqual([{ message: 'Created' }, failure]);
	});

	test('receives every item with its own error, but loses its json', async () => {
		const ran = await runNode({
			items: deals,
			parameters: {},
			onError: 'continueErrorOutput',
			nodeType: nodeThat((context) => [
				{
					json: { note: 'lost' },
					error: new NodeOperationError(context.getNode(), 'Login ID already in use'),
					pairedItem: { item: 1 },
				},
			]),
		});

		expect(ran.downstream.error.map(({ json }) => json)).toEqual([
			{ error: 'Login ID already in use' },
		]);
	});
});

describe('a node that throws', () => {
	const nodeThatThrows = (times: number) => {
		const tries: number[] = [];
		const nodeType = nodeThat((context) => {
			const kept = context.getContext('node');
			tries.push((kept['tries'] = Number(kept['tries'] ?? 0) + 1));
			if (tries.length > times) return context.getInputData();
			const failure = new NodeOperationError(context.getNode(), 'ChatDash is down');
			failure.description = 'Try later';
			throw failure;
		});
		return { nodeType, tries };
	};

	test('ends the execution, and nothing reaches the next node', async () => {
		const ran = await runNode({
			items: deals,
			parameters: {},
			nodeType: nodeThatThrows(1).nodeType,
		});

		expect(ran.status).toBe('error');
		expect(ran.error).toMatchObject({ message: 'ChatDash is down', description: 'Try later' });
		expect(ran.downstream).toEqual({ main: [], error: [] });
	});

	test('is tried again by Retry On Fail, and its context is kept', async () => {
		const { nodeType, tries } = nodeThatThrows(1);
		const ran = await runNode({
			items: deals,
			parameters: {},
			node: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
			nodeType,
		});

		expect(ran.status).toBe('success');
		expect(tries).toEqual([1, 2]);
		expect(ran.downstream.main).toHaveLength(deals.length);
	});

	test('continues in a retry of the execution with the same items, and its context is kept', async () => {
		const { nodeType, tries } = nodeThatThrows(1);
		const run = { items: deals, parameters: {}, nodeType };
		const failed = await runNode(run);
		const retried = await retryExecution(failed, { ...run, items: [] });

		expect(failed.status).toBe('error');
		expect(retried.status).toBe('success');
		expect(tries).toEqual([1, 2]);
		expect(retried.downstream.main.map(({ deal }) => deal)).toEqual(deals);
	});
});

test('a stopped execution notifies the node, and nothing reaches the next node', async () => {
	let started = false;
	let notified = false;
	const ran = await runNode({
		items: deals,
		parameters: {},
		cancelWhen: () => started,
		nodeType: nodeThat(async (context) => {
			const signal = context.getExecutionCancelSignal();
			started = true;
			while (signal?.aborted === false) await sleep(1);
			notified = true;
			return context.getInputData();
		}),
	});

	expect(notified).toBe(true);
	expect(ran.status).toBe('canceled');
	expect(ran.downstream).toEqual({ main: [], error: [] });
});

test('hints of the node are kept', async () => {
	const hint = { message: "'Email' was empty for 2 of 2 items" };
	const ran = await runNode({
		items: deals,
		parameters: {},
		nodeType: nodeThat((context) => {
			context.addExecutionHints(hint);
			return context.getInputData();
		}),
	});

	expect(ran.hints).toEqual([hint]);
});
