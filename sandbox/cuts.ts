/* Work that ends early when the sandbox closes. */

/**
 * Gives each piece of work a controller of its own. One signal for all of them would do, but Node.js warns about a signal
 * with more than ten listeners.
 */
export class Cuts {
	private readonly running = new Set<AbortController>();

	private closed = false;

	get isClosed(): boolean {
		return this.closed;
	}

	/** @param work ends when its controller is aborted */
	async during<T>(work: (controller: AbortController) => Promise<T>): Promise<T> {
		const controller = new AbortController();
		this.running.add(controller);
		if (this.closed) controller.abort('closed');
		return await work(controller).finally(() => this.running.delete(controller));
	}

	/** Ends the work that is running, and all later work at once. The reason is 'closed'. */
	close(): void {
		this.closed = true;
		for (const controller of this.running) controller.abort('closed');
	}
}
