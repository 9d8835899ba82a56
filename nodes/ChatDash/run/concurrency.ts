/** Works through a list in its order, with at most so many entries under way at once. */
export async function forEachConcurrent<Entry>(
	entries: readonly Entry[],
	concurrency: number,
	process: (entry: Entry, index: number) => Promise<void>,
): Promise<void> {
	// Mostly it is a single read of an item, and there may be thousands of items.
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
