/**
 * Runs work for the same key one after another, in the order of the calls, and everything else at once.
 *
 * @returns a function that runs work for a key; without a key, it runs at once
 */
export function serializeByKey(): (
	key: string | undefined,
	work: () => Promise<void>,
) => Promise<void> {
	const queues = new Map<string, Promise<void>>();
	return async (key, work) => {
		if (key === undefined) return await work();
		const previous = queues.get(key);
		const turn = (async () => {
			await previous;
			await work();
		})();
		queues.set(key, turn);
		await turn;
		if (queues.get(key) === turn) queues.delete(key);
	};
}
