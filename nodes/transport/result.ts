// The result of parsing user input.

/** The parsed value, or an error. */
export type Result<Value> = { readonly ok: true; readonly value: Value } | Err;

/** Why a value is invalid. */
export interface Err {
	readonly ok: false;
	/** What is wrong: a sentence without a period. */
	readonly message: string;
	/** What to do about it: whole sentences. */
	readonly advice: string;
	/** A whole sentence that explains several errors of an item. It's only shown once. */
	readonly note?: string;
}

/** Creates the result for a valid value. */
export const ok = <Value>(value: Value): Result<Value> => ({ ok: true, value });

/** Creates the result for an invalid value. */
export const err = (message: string, advice: string): Err => ({ ok: false, message, advice });
