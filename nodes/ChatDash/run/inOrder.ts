/** Works through a list in its order, with at most so many entries under way at once. */
export async function inOrder<Entry>(
	entries: readonly Entry[],
	atOnce: number,
	work: (entry: Entry, index: number) => Promise<void>,
): Promise<void> {
	const rest = entries.entries();
	const lane = async () => {
		for (const [index, entry] of rest) await work(entry, index);
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, entries.length) }, lane));
}
