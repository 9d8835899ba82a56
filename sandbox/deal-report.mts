// Reads the outcome of each deal from a finished run. `npm start -- --once` prints it, because there is no editor to
// show it.

import type { INode, INodeExecutionData, ITaskData } from 'n8n-workflow';

import type { FinishedExecution } from './n8n/editor-session.mjs';

/** The outcome of one deal. It never contains a password, though the data of the run may. */
export interface DealOutcome {
	readonly company: string;
	readonly loginId: string;
	/** Whether the client of the deal is new. `words` has what happened after that. */
	readonly kind: 'created' | 'skipped' | 'needs attention';
	/** ChatDash's own words, one entry for each node that changed something for the deal, or failed. */
	readonly words: readonly string[];
}

/**
 * @param execution of an example workflow
 * @param nodes the ChatDash nodes, in the order in which a deal reaches them
 * @returns the outcomes in the order in which the first node received the deals
 */
export function dealOutcomes(execution: FinishedExecution, nodes: readonly INode[]): DealOutcome[] {
	const runOf = (node: string, number = 0) => execution.data.resultData.runData[node]?.[number];
	const first = nodes[0]?.name ?? '';

	/** The items that a node received. */
	const received = (run: ITaskData | undefined) => {
		const source = run?.source[0];
		if (source == null) return [];
		const before = runOf(source.previousNode, source.previousNodeRun);
		return before?.data?.['main']?.[source.previousNodeOutput ?? 0] ?? [];
	};
	/** The number of the deal that an item of a node belongs to, found through n8n's item linking (`pairedItem`). */
	const dealOf = (item: INodeExecutionData, node: string): number => {
		const number = inputOf(item);
		const run = runOf(node);
		const before = run?.source[0]?.previousNode;
		const input = received(run)[number];
		if (node === first || before === undefined || input === undefined) return number;
		return dealOf(input, before);
	};

	// A deal that was left out, because its client exists, is in no output of the node that creates the clients.
	const outcomes = received(runOf(first)).map(
		({ json }): Mutable<DealOutcome> => ({
			company: textOf(json['company']) ?? '?',
			loginId: textOf(json['email']) ?? '?',
			kind: 'skipped',
			words: [],
		}),
	);
	for (const node of nodes) {
		const { name } = node;
		const [done = null, failed = null] = runOf(name)?.data?.['main'] ?? [];
		const note = (item: INodeExecutionData, words: unknown, kind?: DealOutcome['kind']) => {
			const outcome = outcomes[dealOf(item, name)];
			if (outcome === undefined) return;
			outcome.kind = kind ?? outcome.kind;
			outcome.words = [...outcome.words, textOf(words) ?? []].flat();
		};
		for (const item of done ?? []) {
			const isNew = createsClient(node) && item.json['skipped'] !== true;
			note(item, item.json['message'], isNew ? 'created' : undefined);
		}
		for (const item of failed ?? []) note(item, item.json['error'], 'needs attention');
	}
	const hasCreated = nodes.some(
		(node) => createsClient(node) && runOf(node.name)?.data !== undefined,
	);
	return hasCreated ? outcomes : outcomes.filter(({ words }) => words.length > 0);
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Whether a node creates the clients of deals. */
export const createsClient = ({ parameters: { resource, operation } }: INode): boolean =>
	resource === 'client' && operation === 'create';

/** @returns one line for each deal and one with the totals */
export function reportLines(outcomes: readonly DealOutcome[]): string[] {
	const count = (kind: DealOutcome['kind']) => outcomes.filter((each) => each.kind === kind).length;
	const attention = count('needs attention');
	return [
		...outcomes.map(({ company, loginId, kind, words }) =>
			[`${company} · ${loginId} · ${kind}`, words.join(' → ')].filter((part) => part).join(': '),
		),
		`${outcomes.length} deals: ${count('created')} created, ${count('skipped')} skipped, ` +
			`${attention} ${attention === 1 ? 'needs' : 'need'} attention`,
	];
}

const textOf = (value: unknown) => (typeof value === 'string' ? value.trim() : undefined);

/** The index of the input item that an item came from. */
function inputOf({ pairedItem }: INodeExecutionData): number {
	const [first] = Array.isArray(pairedItem) ? pairedItem : [pairedItem];
	return typeof first === 'object' ? first.item : (first ?? -1);
}
