// After all items are sent: adds the IDs of new records to the outputs, because ChatDash's responses have none.
import type { ApiReader } from '../../transport/apiReader';
import { forEachConcurrent } from '../../transport/concurrency';
import type { Enrich, ExistingIds, ItemValues } from '../operation/operation';
import { type AccountRun, LIST_LAGS_MS } from './accountRun';
import { arrange } from './arrange';
import type { Outcome } from './outcome';

/** An item whose record is looked up. */
export interface ToEnrich {
	readonly values: ItemValues;
	readonly existing: ExistingIds;
}

type Items = ReadonlyMap<number, ToEnrich>;

/** What lookups for some items found. */
interface Found {
	readonly ids: ReadonlyMap<number, string>;
	/** Items whose record isn't in the list yet. If the list can't be read, reading it again is no help. */
	readonly missing: Items;
}

/**
 * Looks the records up, and adds each one's ID to its item's output; one list serves all items.
 *
 * @param outcomes of the run, in which the outputs are replaced
 */
export async function enrich(
	config: Enrich<ItemValues>,
	items: Items,
	outcomes: Outcome[],
	account: AccountRun,
): Promise<void> {
	const ids = new Map<number, string>();
	let missing = items;
	for (const wait of [0, ...LIST_LAGS_MS]) {
		if (missing.size === 0 || account.context.abort.aborted) break;
		if (wait > 0) await account.sleep(wait);
		const found = await findUndisputed(config, missing, account);
		for (const [index, id] of found.ids) ids.set(index, id);
		missing = found.missing;
	}
	for (const index of items.keys()) {
		const outcome = outcomes[index];
		if (outcome?.kind !== 'done') continue;
		const id = ids.get(index);
		outcomes[index] = {
			...outcome,
			outputs: outcome.outputs.map((output) => arrange(output, { [config.idName]: id ?? null })),
			...(id === undefined && { lacksId: true }),
		};
	}
}

/** Looks in fresh lists. If several items find the same record, it's given to the one that it proves to belong to. */
async function findUndisputed(
	config: Enrich<ItemValues>,
	items: Items,
	account: AccountRun,
): Promise<Found> {
	const reader = account.freshReader();
	const { maxConcurrency } = account.context.settings;
	const first = await findAll(config, items, reader, maxConcurrency, false);
	const owners = new Map<string, number>();
	for (const id of first.ids.values()) owners.set(id, (owners.get(id) ?? 0) + 1);
	const disputed = new Map(
		[...items].filter(([index]) => {
			const id = first.ids.get(index);
			return id !== undefined && owners.get(id) !== 1;
		}),
	);
	const settled = await findAll(config, disputed, reader, maxConcurrency, true);
	return {
		ids: new Map([...[...first.ids].filter(([index]) => !disputed.has(index)), ...settled.ids]),
		missing: new Map([...first.missing, ...settled.missing]),
	};
}

async function findAll(
	config: Enrich<ItemValues>,
	items: Items,
	reader: ApiReader,
	concurrency: number,
	isDisputed: boolean,
): Promise<Found> {
	const ids = new Map<number, string>();
	const missing = new Map<number, ToEnrich>();
	await forEachConcurrent([...items], concurrency, async ([index, item]) => {
		const { values, existing } = item;
		const found = await reader.find(
			async (api) => await config.find(values, api, existing, isDisputed),
		);
		if (found.kind === 'found') ids.set(index, found.value);
		else if (found.kind === 'missing') missing.set(index, item);
	});
	return { ids, missing };
}
