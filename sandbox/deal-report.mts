// Reads from a finished run what became of each deal, for `npm start -- --once`, which has no screen to show it on.

import type { INodeExecutionData } from 'n8n-workflow';

import type { FinishedExecution } from './n8n/editor-session.mjs';

/** What became of one deal. It never holds a password, though the run's data may. */
export interface DealOutcome {
	readonly company: string;
	readonly loginId: string;
	readonly kind: 'created' | 'skipped' | 'needs a look';
	/** ChatDash's own words. */
	readonly words: string;
}

/**
 * @param execution of the example workflow
 * @param nodeName the ChatDash node
 * @returns the deals in the order in which the node received them
 */
export function dealOutcomes(execution: FinishedExecution, nodeName: string): DealOutcome[] {
	const { runData } = execution.data.resultData;
	const run = runData[nodeName]?.[0];
	if (run === undefined) return [];
	const source = run.source[0];
	const deals =
		source == null
			? []
			: (runData[source.previousNode]?.[source.previousNodeRun ?? 0]?.data?.['main']?.[
					source.previousNodeOutput ?? 0
				] ?? []);
	const [done = null, failed = null] = run.data?.['main'] ?? [];
	const outcomes = new Map<number, DealOutcome>();
	for (const item of done ?? []) {
		const kind = item.json['skipped'] === true ? 'skipped' : 'created';
		outcomes.set(inputOf(item), outcome(deals[inputOf(item)], kind, item.json['message']));
	}
	for (const item of failed ?? []) {
		outcomes.set(inputOf(item), outcome(deals[inputOf(item)], 'needs a look', item.json['error']));
	}
	return [...outcomes.entries()].sort(([a], [b]) => a - b).map(([, each]) => each);
}

/** @returns one line for each deal and one with the totals */
export function reportLines(outcomes: readonly DealOutcome[]): string[] {
	const count = (kind: DealOutcome['kind']) => outcomes.filter((each) => each.kind === kind).length;
	return [
		...outcomes.map(
			({ company, loginId, kind, words }) => `${company} · ${loginId} · ${kind}: ${words}`,
		),
		`${outcomes.length} deals: ${count('created')} created, ${count('skipped')} skipped, ` +
			`${count('needs a look')} to look at`,
	];
}

function outcome(
	deal: INodeExecutionData | undefined,
	kind: DealOutcome['kind'],
	words: unknown,
): DealOutcome {
	const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '?');
	return {
		company: text(deal?.json['company']),
		loginId: text(deal?.json['email']),
		kind,
		words: text(words),
	};
}

/** The number of the input item that an item came from. */
function inputOf({ pairedItem }: INodeExecutionData): number {
	const [first] = Array.isArray(pairedItem) ? pairedItem : [pairedItem];
	return typeof first === 'object' ? first.item : (first ?? -1);
}
