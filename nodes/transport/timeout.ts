// Ends what takes too long. All attempts of a run may take equally long, so they run out in the order in which they began
// and one wait at a time serves them all; a timer for each of thousands would cost more than the rest of this file.
import { sleep } from 'n8n-workflow';

interface Attempt {
	/** In the milliseconds of `Date.now`. */
	readonly due: number;
	readonly onTimeout: () => void;
}

export class SharedTimeout {
	/** In the order in which they began. */
	private readonly attempts = new Set<Attempt>();
	private timer: AbortController | undefined;

	/** @param milliseconds that each attempt may take */
	constructor(private readonly milliseconds: number) {}

	/**
	 * Begins an attempt.
	 *
	 * @param runOut is called once when its time is up
	 * @returns what to call at its end
	 */
	start(onTimeout: () => void): () => void {
		const attempt = { due: Date.now() + this.milliseconds, onTimeout };
		this.attempts.add(attempt);
		if (this.timer === undefined) void this.watch((this.timer = new AbortController()));
		return () => {
			this.attempts.delete(attempt);
			// A timer that nobody needs would keep a process waiting that could end.
			if (this.attempts.size > 0) return;
			this.timer?.abort();
			this.timer = undefined;
		};
	}

	private async watch(timer: AbortController): Promise<void> {
		for (const attempt of this.attempts) {
			const left = attempt.due - Date.now();
			if (left > 0) await Promise.allSettled([sleep(left, timer.signal)]);
			if (timer.signal.aborted) return;
			// One that has ended meanwhile is not there any more; the next one is not due before it would have been.
			if (this.attempts.delete(attempt)) attempt.onTimeout();
		}
		this.timer = undefined;
	}
}
