// After all items are sent: the records that the user wants to have with ChatDash's words, which hold no ID.
import type { IDataObject } from 'n8n-workflow';

import type { Finding, Sought } from '../resources/operation';
import { type AccountRun, LIST_LAGS } from './accountRun';
import type { Line } from './ask';
import { inOrder } from './inOrder';
import type { Outcome } from './outcome';
import type { Reads } from './reads';

/** How an item's record is found. */
export interface Wanted {
	readonly finding: Finding;
	/** The IDs of the records that were there before the item was sent; `undefined` if they aren't known. */
	readonly idsBefore: ReadonlySet<string> | undefined;
}

type Done = Extract<Outcome, { is: 'done' }>;

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
	if (wanted.size === 0) return;
	const records = await found(wanted, account);
	for (const wait of LIST_LAGS) {
		if (records.size === wanted.size || account.line.cancellation.happened) break;
		await account.rest(wait);
		const missing = [...wanted].filter(([index]) => !records.has(index));
		for (const [index, record] of await found(new Map(missing), account))
			records.set(index, record);
	}
	for (const [index, { finding }] of wanted) {
		const outcome = outcomes[index];
		if (outcome?.is !== 'done') continue;
		outcomes[index] = withRecord(outcome, finding, records.get(index));
	}
}

const withRecord = (done: Done, finding: Finding, record: IDataObject | undefined): Done => ({
	...done,
	outputs: done.outputs.map((output) => finding.added(output, record)),
	...(record === undefined && { lacksRecord: true }),
});

/** What is found by fresh lists. A record that several items would have is given to the one whose it proves to be. */
async function found(
	wanted: ReadonlyMap<number, Wanted>,
	account: AccountRun,
): Promise<Map<number, IDataObject>> {
	const reads = account.freshReads();
	const records = await lookedUp(wanted, 'new', reads, account.line);
	const owners = new Map<IDataObject, number[]>();
	for (const [index, record] of records) owners.set(record, [...(owners.get(record) ?? []), index]);
	const disputed = new Map(
		[...wanted].filter(([index]) => {
			const record = records.get(index);
			return record !== undefined && (owners.get(record)?.length ?? 0) > 1;
		}),
	);
	for (const index of disputed.keys()) records.delete(index);
	for (const [index, record] of await lookedUp(disputed, 'same', reads, account.line)) {
		records.set(index, record);
	}
	return records;
}

async function lookedUp(
	wanted: ReadonlyMap<number, Wanted>,
	sought: Sought,
	reads: Reads,
	{ settings }: Line,
): Promise<Map<number, IDataObject>> {
	const records = new Map<number, IDataObject>();
	await inOrder([...wanted], settings.maxConcurrency, async ([index, { finding, idsBefore }]) => {
		const lookUp = await reads.find(() => finding.lookUp(sought, idsBefore));
		if (lookUp.is === 'found') records.set(index, lookUp.record);
	});
	return records;
}
