// Ends requests and waits when the user stops an execution. n8n gives one signal for that. A listener on it for each request
// would add up over thousands of items, so one listener here serves them all.

export class AbortScope {
	private readonly controllers = new Set<AbortController>();
	private readonly listeners = new Set<() => void>();

	/** @param signal such as n8n's `getExecutionCancelSignal`; without one, nothing is ever aborted */
	constructor(private readonly signal?: AbortSignal) {
		const abort = () => {
			this.controllers.forEach((controller) => controller.abort());
			this.listeners.forEach((listener) => listener());
		};
		signal?.addEventListener('abort', abort, { once: true });
	}

	get aborted(): boolean {
		return this.signal?.aborted === true;
	}

	/** Calls the listener once when the scope is aborted; at once if it is aborted already. */
	onAbort(listener: () => void): void {
		if (this.aborted) listener();
		else this.listeners.add(listener);
	}

	/**
	 * Runs work that ends when the scope is aborted.
	 *
	 * @param work gets a controller whose signal fires then; the work may abort it itself
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
