// Ends what takes too long. All attempts of a run may take equally long, so they run out in the order in which they began
// and one wait at a time serves them all; a timer for each of thousands would cost more than the rest of this file.
import { sleep } from 'n8n-workflow';

interface Attempt {
	/** In the milliseconds of `Date.now`. */
	readonly due: number;
	readonly runOut: () => void;
}

export class TimeLimit {
	/** In the order in which they began. */
	private readonly attempts = new Set<Attempt>();
	private waiting: AbortController | undefined;

	/** @param milliseconds that each attempt may take */
	constructor(private readonly milliseconds: number) {}

	/**
	 * Begins an attempt.
	 *
	 * @param runOut is called once when its time is up
	 * @returns what to call at its end
	 */
	begin(runOut: () => void): () => void {
		const attempt = { due: Date.now() + this.milliseconds, runOut };
		this.attempts.add(attempt);
		if (this.waiting === undefined) void this.watch((this.waiting = new AbortController()));
		return () => {
			this.attempts.delete(attempt);
			// A timer that nobody needs would keep a process waiting that could end.
			if (this.attempts.size > 0) return;
			this.waiting?.abort();
			this.waiting = undefined;
		};
	}

	private async watch(waiting: AbortController): Promise<void> {
		for (const attempt of this.attempts) {
			const left = attempt.due - Date.now();
			if (left > 0) await Promise.allSettled([sleep(left, waiting.signal)]);
			if (waiting.signal.aborted) return;
			// One that has ended meanwhile is not there any more; the next one is not due before it would have been.
			if (this.attempts.delete(attempt)) attempt.runOut();
		}
		this.waiting = undefined;
	}
}
