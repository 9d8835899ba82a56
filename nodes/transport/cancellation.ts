// When the user stops an execution, requests and waits under way end. n8n gives one signal for that; a listener on it for
// each of them would add up over thousands of items, so one listener here serves them all.

export class Cancellation {
	private readonly parts = new Set<AbortController>();

	/** @param signal n8n's, as `getExecutionCancelSignal` gives it; without one nothing is ever cancelled */
	constructor(private readonly signal: AbortSignal | undefined) {
		signal?.addEventListener('abort', () => this.parts.forEach((part) => part.abort()), {
			once: true,
		});
	}

	get happened(): boolean {
		return this.signal?.aborted === true;
	}

	/**
	 * Does a piece of work that ends when the user stops the execution.
	 *
	 * @param work gets a controller whose signal fires then; it may fire it itself
	 */
	async during<Result>(work: (part: AbortController) => Promise<Result>): Promise<Result> {
		const part = new AbortController();
		this.parts.add(part);
		if (this.happened) part.abort();
		try {
			return await work(part);
		} finally {
			this.parts.delete(part);
		}
	}
}
