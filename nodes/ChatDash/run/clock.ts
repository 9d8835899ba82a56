// The time a run goes by. Tests give it another one, in which a wait of minutes takes none.
import { sleep } from 'n8n-workflow';

export interface Clock {
	/** In milliseconds. */
	now(): number;
	/** Waits for so many milliseconds, or until the signal fires, whichever comes first. It does not reject. */
	rest(milliseconds: number, until: AbortSignal): Promise<void>;
	/** A number from 0 up to 1, for spreading waits. */
	chance(): number;
}

export const CLOCK: Clock = {
	now: () => Date.now(),
	rest: async (milliseconds, until) => {
		await Promise.allSettled([sleep(milliseconds, until)]);
	},
	chance: () => Math.random(),
};
