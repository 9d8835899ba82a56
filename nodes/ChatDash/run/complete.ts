// After all items are sent: looks up the records that the user wants, because ChatDash's answers contain no ID.
import type { IDataObject } from 'n8n-workflow';

import type { Finding, Sought } from '../operation/operation';
import { type AccountRun, LIST_LAGS } from './accountRun';
import type { RequestContext } from '../../transport/requester';
import { forEachConcurrent } from './concurrency';
import type { Outcome } from './outcome';
import type { Reads } from './reads';

/** How an item's record is found. */
export interface Wanted {
	readonly finding: Finding;
	/** The IDs of the records that were there before the item was sent; `undefined` if they aren't known. */
	readonly idsBefore: ReadonlySet<string> | undefined;
}

type Done = Extract<Outcome, { kind: 'done' }>;

/**
 * Looks up the records, and adds each to its item's output; one list serves all items.
 *
 * @param wanted how each is found, by the item
 * @param outcomes of the run, in which the outputs are replaced
 */
export async function completed(
	wanted: ReadonlyMap<number, Wanted>,
	outcomes: Outcome[],
	account: AccountRun,
): Promise<void> {
	const records = new Map<number, IDataObject>();
	let missing = wanted;
	for (const wait of [0, ...LIST_LAGS]) {
		if (missing.size === 0 || account.line.abort.aborted) break;
		if (wait > 0) await account.rest(wait);
		const looked = await lookedUpFor(missing, account);
		for (const [index, record] of looked.records) records.set(index, record);
		missing = looked.missing;
	}
	for (const [index, { finding }] of wanted) {
		const outcome = outcomes[index];
		if (outcome?.kind !== 'done') continue;
		outcomes[index] = withRecord(outcome, finding, records.get(index));
	}
}

const withRecord = (done: Done, finding: Finding, record: IDataObject | undefined): Done => ({
	...done,
	outputs: done.outputs.map((output) => finding.added(output, record)),
	...(record === undefined && { lacksRecord: true }),
});

/** What came of looking up the records of some items. */
interface Looked {
	readonly records: Map<number, IDataObject>;
	/** Items whose record isn't in the list yet. Where the list can't be read, reading it again is no help. */
	readonly missing: ReadonlyMap<number, Wanted>;
}

/** Looks in fresh lists. A record that several items would have is given to the one whose it proves to be. */
async function lookedUpFor(
	wanted: ReadonlyMap<number, Wanted>,
	account: AccountRun,
): Promise<Looked> {
	const reads = account.freshReads();
	const { records, missing } = await lookUp(wanted, 'new', reads, account.line);
	const owners = new Map<IDataObject, number>();
	for (const record of records.values()) owners.set(record, (owners.get(record) ?? 0) + 1);
	const disputed = new Map(
		[...wanted].filter(([index]) => {
			const record = records.get(index);
			return record !== undefined && owners.get(record) !== 1;
		}),
	);
	for (const index of disputed.keys()) records.delete(index);
	const settled = await lookUp(disputed, 'same', reads, account.line);
	return {
		records: new Map([...records, ...settled.records]),
		missing: new Map([...missing, ...settled.missing]),
	};
}

async function lookUp(
	wanted: ReadonlyMap<number, Wanted>,
	sought: Sought,
	reads: Reads,
	{ settings }: RequestContext,
): Promise<Looked> {
	const records = new Map<number, IDataObject>();
	const missing = new Map<number, Wanted>();
	await forEachConcurrent([...wanted], settings.maxConcurrency, async ([index, one]) => {
		const found = await reads.find(() => one.finding.lookUp(sought, one.idsBefore));
		if (found.kind === 'found') records.set(index, found.record);
		else if (found.kind === 'nothing') missing.set(index, one);
	});
	return { records, missing };
}
