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
