/**
 * Processes a list in its order, at most so many entries at a time.
 *
 * @param concurrency how many entries are processed at the same time
 */
export async function forEachConcurrent<Entry>(
	entries: readonly Entry[],
	concurrency: number,
	process: (entry: Entry, index: number) => Promise<void>,
): Promise<void> {
	// Most lists are short, and there may be thousands of them.
	if (entries.length <= concurrency) {
		await Promise.all(entries.map(process));
		return;
	}
	const rest = entries.entries();
	const worker = async () => {
		for (const [index, entry] of rest) await process(entry, index);
	};
	await Promise.all(Array.from({ length: concurrency }, worker));
}

/**
 * Maps the entries of a list, a bounded number at a time. If one fails, no other one starts.
 *
 * @throws what the first failure threw
 */
export async function mapConcurrent<Entry, Value>(
	list: readonly Entry[],
	limit: number,
	map: (entry: Entry) => Promise<Value>,
): Promise<readonly Value[]> {
	const values: Value[] = [];
	let hasFailed = false;
	await forEachConcurrent(list, limit, async (entry, index) => {
		if (hasFailed) return;
		let isDone = false;
		try {
			values[index] = await map(entry);
			isDone = true;
		} finally {
			hasFailed ||= !isDone;
		}
	});
	return values;
}
