/* The ids of one agency's records. */
import { mulberry32 } from './faults';

/** Gives each record an id that nothing else in the agency has; those of the same seed repeat in the same order. */
export class Ids {
	private readonly prefix: string;

	private readonly taken = new Set<string>();

	private made = 0;

	constructor(seed: number) {
		this.prefix = hexDigits(mulberry32(seed), 16);
	}

	/**
	 * An id that nothing else has: the wanted one, or one of 24 hex digits, as ChatDash's pages show them. Of those 16
	 * come from the seed and 8 count, so that runs repeat.
	 * @throws Error if the wanted one is taken
	 */
	take(wanted?: string): string {
		const id = wanted ?? this.make();
		if (this.taken.has(id)) throw new Error(`The setup has the id ${id} twice`);
		this.taken.add(id);
		return id;
	}

	private make(): string {
		this.made += 1;
		const id = this.prefix + this.made.toString(16).padStart(8, '0');
		// The setup may have wanted what an earlier agency of this seed made.
		return this.taken.has(id) ? this.make() : id;
	}
}

function hexDigits(draw: () => number, count: number): string {
	return Array.from({ length: count }, () => Math.floor(draw() * 16).toString(16)).join('');
}
