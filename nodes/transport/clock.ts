// The clock of a run. Tests use a virtual one, in which waits take no time.
import { sleep as sleepUntil } from 'n8n-workflow';

export interface Clock {
	/** The time in milliseconds. */
	now(): number;
	/** Waits until the time has passed or the signal is aborted. The promise isn't rejected. */
	sleep(milliseconds: number, until: AbortSignal): Promise<void>;
	/** A random number from 0 up to 1, for jitter. */
	random(): number;
}

export const CLOCK: Clock = {
	now: () => Date.now(),
	sleep: async (milliseconds, until) => {
		await Promise.allSettled([sleepUntil(milliseconds, until)]);
	},
	random: () => Math.random(),
};
