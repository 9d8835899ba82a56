/* The IDs of one agency's records. */
import { mulberry32 } from './faults';

/** Gives each record an ID that is unique in the agency. The same seed gives the same IDs in the same order. */
export class Ids {
	private readonly prefix: string;

	private readonly taken = new Set<string>();

	private made = 0;

	constructor(seed: number) {
		this.prefix = hexDigits(mulberry32(seed), 16);
	}

	/**
	 * Returns a unique ID: the wanted one, or a generated one of 24 hex digits, as ChatDash's pages show them. 16 digits
	 * come from the seed and 8 are a counter, so that runs can be repeated.
	 * @throws Error if the wanted ID is taken
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
		// The setup may contain an ID that an earlier agency with the same seed generated.
		return this.taken.has(id) ? this.make() : id;
	}
}

function hexDigits(random: () => number, count: number): string {
	return Array.from({ length: count }, () => Math.floor(random() * 16).toString(16)).join('');
}
