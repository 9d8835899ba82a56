/**
 * The result of checking something a person typed or mapped: the value as it will be used, or what is wrong
 * with it (`fault`, one sentence without a full stop) and what to do about it (`advice`, whole sentences).
 */
export type Result<Value> = { readonly ok: true; readonly value: Value } | Err;

/** Why something cannot be used. */
export interface Err {
	readonly ok: false;
	readonly message: string;
	readonly advice: string;
	/** Something that explains several faults of one item, a whole sentence; it is said once. */
	readonly note?: string;
}

/** The value is fit for use. */
export const ok = <Value>(value: Value): Result<Value> => ({ ok: true, value });

/** The value cannot be used, for this reason. */
export const err = (fault: string, advice: string): Err => ({
	ok: false,
	message: fault,
	advice,
});
