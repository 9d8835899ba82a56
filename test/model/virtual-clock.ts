// A clock whose waits take no time: when everything waits, it jumps to the moment at which the first wait ends.
import type { Clock } from '../../nodes/transport/clock';
import { mulberry32 } from '../../sandbox/faults';

interface Sleeper {
	readonly wakesAt: number;
	readonly wake: () => void;
}

export class VirtualClock implements Clock {
	private time = 0;
	private readonly sleepers: Sleeper[] = [];
	private readonly draw: () => number;

	constructor(seed: number) {
		this.draw = mulberry32(seed);
	}

	now(): number {
		return this.time;
	}

	random(): number {
		return this.draw();
	}

	async sleep(milliseconds: number, until?: AbortSignal): Promise<void> {
		if (until?.aborted === true) return;
		await new Promise<void>((wake) => {
			const sleeper = { wakesAt: this.time + milliseconds, wake };
			this.sleepers.push(sleeper);
			until?.addEventListener('abort', () => wake(), { once: true });
		});
	}

	/**
	 * Lets time pass until the work is done.
	 *
	 * @throws if the work waits for something other than time
	 */
	async run<Result>(work: Promise<Result>): Promise<Result> {
		let ended = false;
		const end = () => {
			ended = true;
		};
		work.then(end, end);
		const { port1, port2 } = new MessageChannel();
		// The message arrives when everything that doesn't wait has finished.
		const everythingWaits = async () => {
			await new Promise<void>((resolve) => {
				port1.onmessage = () => resolve();
				port2.postMessage(undefined);
			});
		};
		try {
			for (;;) {
				await everythingWaits();
				if (ended) return await work;
				this.wakeNext();
			}
		} finally {
			port1.close();
		}
	}

	private wakeNext(): void {
		const next = this.sleepers.reduce<Sleeper | undefined>(
			(first, each) => (first === undefined || each.wakesAt < first.wakesAt ? each : first),
			undefined,
		);
		if (next === undefined) throw new Error('The work waits for something other than time');
		this.sleepers.splice(this.sleepers.indexOf(next), 1);
		this.time = Math.max(this.time, next.wakesAt);
		next.wake();
	}
}
