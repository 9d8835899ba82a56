/**
 * The result of checking something a person typed or mapped: the value as it will be used, or what is wrong
 * with it (`fault`, one sentence without a full stop) and what to do about it (`advice`, whole sentences).
 */
export type Checked<Value> = { readonly ok: true; readonly value: Value } | Fault;

/** Why something cannot be used. */
export interface Fault {
	readonly ok: false;
	readonly fault: string;
	readonly advice: string;
	/** Something that explains several faults of one item, a whole sentence; it is said once. */
	readonly note?: string;
}

/** The value is fit for use. */
export const fit = <Value>(value: Value): Checked<Value> => ({ ok: true, value });

/** The value cannot be used, for this reason. */
export const faulty = (fault: string, advice: string): Fault => ({
	ok: false,
	fault,
	advice,
});
