// One timer for the timeouts of all requests. All attempts have the same timeout, so they time out in the order in
// which they started. A separate timer for each of thousands of requests would be slow.
import { sleep } from 'n8n-workflow';

interface Attempt {
	readonly dueMs: number;
	readonly onTimeout: () => void;
}

export class SharedTimeout {
	/** In the order in which they started. */
	private readonly attempts = new Set<Attempt>();
	private timer: AbortController | undefined;

	/** @param timeoutMs how long each attempt may take */
	constructor(private readonly timeoutMs: number) {}

	/**
	 * Starts an attempt.
	 *
	 * @param onTimeout is called once, unless the attempt ends before
	 * @returns a function to call when the attempt ends
	 */
	start(onTimeout: () => void): () => void {
		const attempt = { dueMs: Date.now() + this.timeoutMs, onTimeout };
		this.attempts.add(attempt);
		if (this.timer === undefined) void this.watch((this.timer = new AbortController()));
		return () => {
			this.attempts.delete(attempt);
			// A timer that isn't needed would keep the process from exiting.
			if (this.attempts.size > 0) return;
			this.timer?.abort();
			this.timer = undefined;
		};
	}

	private async watch(timer: AbortController): Promise<void> {
		for (const attempt of this.attempts) {
			const leftMs = attempt.dueMs - Date.now();
			if (leftMs > 0) await Promise.allSettled([sleep(leftMs, timer.signal)]);
			if (timer.signal.aborted) return;
			// If the attempt has ended, it's no longer in the set. The next attempt isn't due earlier.
			if (this.attempts.delete(attempt)) attempt.onTimeout();
		}
		this.timer = undefined;
	}
}
