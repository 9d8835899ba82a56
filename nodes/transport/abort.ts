// When the user stops an execution, requests and waits under way end. n8n gives one signal for that; a listener on it for
// each of them would add up over thousands of items, so one listener here serves them all.

export class AbortScope {
	private readonly controllers = new Set<AbortController>();

	/** @param signal n8n's, as `getExecutionCancelSignal` gives it; without one nothing is ever cancelled */
	constructor(private readonly signal: AbortSignal | undefined) {
		signal?.addEventListener(
			'abort',
			() => this.controllers.forEach((controller) => controller.abort()),
			{
				once: true,
			},
		);
	}

	get aborted(): boolean {
		return this.signal?.aborted === true;
	}

	/**
	 * Does a piece of work that ends when the user stops the execution.
	 *
	 * @param work gets a controller whose signal fires then; it may fire it itself
	 */
	async run<Result>(work: (controller: AbortController) => Promise<Result>): Promise<Result> {
		const controller = new AbortController();
		this.controllers.add(controller);
		if (this.aborted) controller.abort();
		try {
			return await work(controller);
		} finally {
			this.controllers.delete(controller);
		}
	}
}
