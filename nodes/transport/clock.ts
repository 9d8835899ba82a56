// The time a run goes by. Tests give it another one, in which a wait of minutes takes none.
import { sleep as sleepUntil } from 'n8n-workflow';

export interface Clock {
	/** In milliseconds. */
	now(): number;
	/** Waits for so many milliseconds, or until the signal fires, whichever comes first. It does not reject. */
	sleep(milliseconds: number, until: AbortSignal): Promise<void>;
	/** A number from 0 up to 1, for spreading waits. */
	random(): number;
}

export const CLOCK: Clock = {
	now: () => Date.now(),
	sleep: async (milliseconds, until) => {
		await Promise.allSettled([sleepUntil(milliseconds, until)]);
	},
	random: () => Math.random(),
};
