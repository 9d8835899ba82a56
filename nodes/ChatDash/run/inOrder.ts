/** Works through a list in its order, with at most so many entries under way at once. */
export async function inOrder<Entry>(
	entries: readonly Entry[],
	atOnce: number,
	work: (entry: Entry, index: number) => Promise<void>,
): Promise<void> {
	// Mostly it is a single read of an item, and there may be thousands of items.
	if (entries.length <= atOnce) {
		await Promise.all(entries.map(work));
		return;
	}
	const rest = entries.entries();
	const lane = async () => {
		for (const [index, entry] of rest) await work(entry, index);
	};
	await Promise.all(Array.from({ length: atOnce }, lane));
}
