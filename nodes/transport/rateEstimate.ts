// Estimates how many requests a second ChatDash accepts, because it documents no limits.
//
// Each throttled response gives a lower and an upper bound. Since the previous one, N requests were accepted in T
// seconds. A limit that allows a burst and then refills at a steady rate accepts at most burst + rate × T requests, so
// the rate is at least (N − burst) / T. Since requests were throttled in the end, the rate is at most N / T. The first
// throttled response shows the size of the burst.

/** How much the rate grows in a second while there's no upper bound. */
const SEARCH_GROWTH = 3;

/** Where the rate starts between the lower and the upper bound. */
const START_FRACTION = 0.6;

/** How much of the distance between the bounds the rate grows in a second. */
const STEP_FRACTION = 0.05;

/**
 * How much the rate grows in a second at the upper bound. It does grow, because limits may depend on the time of day.
 */
const PROBE_GROWTH = 1.005;

/** All times are in milliseconds of the same clock. */
export class RateEstimate {
	private currentRate = Infinity;
	private minRate = 0;
	private maxRate = Infinity;

	/** Unknown until the first throttled response. */
	private burst: number | undefined;

	/** When requests were first sent after the last throttled response, and how many were accepted since then. */
	private resumedAt: number;
	private acceptedSinceResume = 0;

	private grownAt = 0;

	/** @param now when the first request can be sent */
	constructor(now: number) {
		this.resumedAt = now;
	}

	/** Requests a second; infinite until the first throttled response. */
	get rate(): number {
		return this.currentRate;
	}

	/** Counts a request that wasn't throttled. */
	accepted(): void {
		this.acceptedSinceResume++;
	}

	/**
	 * Updates the bounds and the rate after a throttled response.
	 *
	 * @param resumeAt when the next request can be sent
	 */
	throttled(now: number, resumeAt: number): void {
		const accepted = this.acceptedSinceResume;
		const seconds = (now - this.resumedAt) / 1000;
		if (this.burst === undefined) {
			this.burst = accepted;
		} else if (accepted > 0 && seconds > 0) {
			this.maxRate = accepted / seconds;
			this.minRate = Math.max(0, (accepted - this.burst) / seconds);
			this.currentRate = this.minRate + (this.maxRate - this.minRate) * START_FRACTION;
		}
		if (this.currentRate === Infinity) {
			this.currentRate = Math.max(1, accepted / ((resumeAt - this.resumedAt) / 1000));
		}
		this.resumedAt = resumeAt;
		this.grownAt = resumeAt;
		this.acceptedSinceResume = 0;
	}

	/** Raises the rate for the time since the last call. */
	grow(now: number): void {
		const seconds = (now - this.grownAt) / 1000;
		if (this.currentRate === Infinity || seconds <= 0) return;
		this.grownAt = now;
		if (this.maxRate === Infinity) {
			this.currentRate *= SEARCH_GROWTH ** seconds;
		} else if (this.currentRate < this.maxRate) {
			const step = (this.maxRate - this.minRate) * STEP_FRACTION * seconds;
			this.currentRate = Math.min(this.maxRate, this.currentRate + step);
		} else {
			this.currentRate *= PROBE_GROWTH ** seconds;
		}
	}
}
