// Reads from a finished run what became of each deal, for `npm start -- --once`, which has no screen to show it on.

import type { INodeExecutionData, ITaskData } from 'n8n-workflow';

import type { FinishedExecution } from './n8n/editor-session.mjs';

/** What became of one deal. It never holds a password, though the run's data may. */
export interface DealOutcome {
	readonly company: string;
	readonly loginId: string;
	/** Whether its client is new; what came after that is in the words. */
	readonly kind: 'created' | 'skipped' | 'needs a look';
	/** ChatDash's own words, one entry for each node that the deal came to. */
	readonly words: readonly string[];
}

/**
 * @param execution of an example workflow
 * @param nodeNames the ChatDash nodes, in the order in which a deal comes to them; the first one creates the client
 * @returns the deals in the order in which the first node received them
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
	/** The number of the deal that an item of a node belongs to, by n8n's own linking of items. */
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

/** The number of the input item that an item came from. */
function inputOf({ pairedItem }: INodeExecutionData): number {
	const [first] = Array.isArray(pairedItem) ? pairedItem : [pairedItem];
	return typeof first === 'object' ? first.item : (first ?? -1);
}
