// The statistics that the benchmark needs.

/** The median: the middle number, or the mean of the two in the middle. */
export function median(numbers: readonly number[]): number {
	const sorted = numbers.toSorted((one, other) => one - other);
	const middle = sorted.length / 2;
	const [lower = NaN, upper = NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
	return (lower + upper) / 2;
}

/** A figure that was measured several times. */
export interface Measured {
	readonly median: number;
	readonly least: number;
	readonly most: number;
}

export const measured = (numbers: readonly number[]): Measured => ({
	median: median(numbers),
	least: Math.min(...numbers),
	most: Math.max(...numbers),
});

/** Ratios of two series of measurements, round by round. */
export const against = (ones: readonly number[], others: readonly number[]): Measured =>
	measured(ones.map((one, round) => one / (others[round] ?? NaN)));

/** Formats a ratio for the tables. */
export const ratio = (value: number) => value.toFixed(2);
