// Reads the outcome of each deal from a finished run. `npm start -- --once` prints it, because there is no editor to
// show it.

import type { INodeExecutionData, ITaskData } from 'n8n-workflow';

import type { FinishedExecution } from './n8n/editor-session.mjs';

/** The outcome of one deal. It never contains a password, though the data of the run may. */
export interface DealOutcome {
	readonly company: string;
	readonly loginId: string;
	/** Whether the client of the deal is new. `words` has what happened after that. */
	readonly kind: 'created' | 'skipped' | 'needs a look';
	/** ChatDash's own words, one entry for each node that received the deal. */
	readonly words: readonly string[];
}

/**
 * @param execution of an example workflow
 * @param nodeNames the ChatDash nodes, in the order in which a deal reaches them; the first one creates the client
 * @returns the outcomes in the order in which the first node received the deals
 */
export function dealOutcomes(
	execution: FinishedExecution,
	nodeNames: readonly string[],
): DealOutcome[] {
	const runOf = (node: string, number = 0) => execution.data.resultData.runData[node]?.[number];
	const [first = ''] = nodeNames;

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

	const outcomes = new Map<number, DealOutcome>();
	const deals = received(runOf(first));
	for (const node of nodeNames) {
		const [done = null, failed = null] = runOf(node)?.data?.['main'] ?? [];
		const note = (item: INodeExecutionData, kind: DealOutcome['kind'], words: unknown) => {
			const number = dealOf(item, node);
			const before = outcomes.get(number);
			outcomes.set(number, {
				company: textOf(deals[number]?.json['company']),
				loginId: textOf(deals[number]?.json['email']),
				kind: before === undefined || kind === 'needs a look' ? kind : before.kind,
				words: [...(before?.words ?? []), textOf(words)],
			});
		};
		for (const item of done ?? []) {
			note(item, item.json['skipped'] === true ? 'skipped' : 'created', item.json['message']);
		}
		for (const item of failed ?? []) note(item, 'needs a look', item.json['error']);
	}
	return [...outcomes.entries()].sort(([a], [b]) => a - b).map(([, each]) => each);
}

/** @returns one line for each deal and one with the totals */
export function reportLines(outcomes: readonly DealOutcome[]): string[] {
	const count = (kind: DealOutcome['kind']) => outcomes.filter((each) => each.kind === kind).length;
	return [
		...outcomes.map(
			({ company, loginId, kind, words }) =>
				`${company} · ${loginId} · ${kind}: ${words.join(' → ')}`,
		),
		`${outcomes.length} deals: ${count('created')} created, ${count('skipped')} skipped, ` +
			`${count('needs a look')} to look at`,
	];
}

const textOf = (value: unknown) => (typeof value === 'string' ? value.trim() : '?');

/** The index of the input item that an item came from. */
function inputOf({ pairedItem }: INodeExecutionData): number {
	const [first] = Array.isArray(pairedItem) ? pairedItem : [pairedItem];
	return typeof first === 'object' ? first.item : (first ?? -1);
}
