// What an operation has to know before it can go on, told as a conversation: it yields the reads it needs, gets the body
// of each answer back, and returns what it made of them. So the rule stays pure, and the engine decides how a read is
// sent and which ones the items of a run share.
import type { Err } from '../../transport/result';

/** A read of something in ChatDash. */
export interface Read {
	/** Below the base URL; begins with a slash, and ids in it are encoded. */
	readonly path: string;
	/** What the answer holds by the API's page. */
	readonly expects: 'record' | 'list';
	/** Whether one answer may serve all items of a run: what the run itself changes is read anew. */
	readonly shared: boolean;
}

/** What a conversation says: the reads it needs next, which may go out together, or that the item is at fault. */
export type Step = readonly Read[] | Err;

/** A conversation that ends in a result; each read that it yields is answered with its body, in the same order. */
export type Reading<Result> = Generator<Step, Result, readonly unknown[]>;

/** Reads a list or a record once a run, for all items that need it. */
export function* once(path: string, expects: Read['expects'] = 'list'): Reading<unknown> {
	const [body] = yield [{ path, expects, shared: true }];
	return body;
}

/** Reads a list or a record as it is now. */
export function* now(path: string, expects: Read['expects'] = 'list'): Reading<unknown> {
	const [body] = yield [{ path, expects, shared: false }];
	return body;
}

/** Reads several lists as they are now, many of them at once. */
export function* allNow(paths: readonly string[]): Reading<readonly unknown[]> {
	return yield paths.map((path): Read => ({ path, expects: 'list', shared: false }));
}

/** Ends the conversation, because the item cannot be sent for this reason. */
export function* giveUp(fault: Err): Reading<never> {
	yield fault;
	throw new TypeError('A conversation went on after its item was found at fault');
}

/**
 * Writes a path below the base URL. Ids and names in it are encoded, whatever they hold, so that none of them can lead
 * to another place; use it as a tag: path`/clients/${clientId}/members`.
 */
export function path(parts: TemplateStringsArray, ...ids: readonly string[]): string {
	return String.raw({ raw: parts }, ...ids.map((id) => encodeURIComponent(id.toWellFormed())));
}
