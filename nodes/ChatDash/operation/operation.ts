// What an operation is: data and pure functions in one file. The engine in run/ reads the fields, sends the request and
// puts out the result of any operation, and knows none by name.
import type { IDataObject } from 'n8n-workflow';

import type { Rejection } from '../../transport/classify';
import { type Result, type Err, err, ok } from '../../transport/result';
import type { ApiRequest } from '../../transport/http';
import type { Fields, Values } from '../fields/field';
import type { Reading } from '../resources/reading';

/**
 * How a request may be treated when nobody can say whether it did its work; each operation declares it.
 * - `safe`: doing it twice is as doing it once (every read, most changes of a known record)
 * - `confirm`: a repeat is refused if the first one did its work, and a look-up tells whose work it was
 * - `never`: a repeat might do the work twice
 */
export type RetryMode = 'idempotent' | 'verify' | 'unsafe';

/**
 * What a look-up has to prove of the record it finds:
 * - `new`: it was just made, so a record that fits is the one; it only has to be told from others of its name
 * - `own`: this very request made it, so everything that the request said about it has to fit
 * - `same`: it is the one that the user means, by what people know it by
 */
export type Sought = 'new' | 'own' | 'same';

/** Who did the work that a look-up found done: this run, or an earlier one of which nothing is left. */
export type DoneBy = 'thisRun' | 'earlierRun';

/** Something that only one item of a run can have, such as a login ID. */
export interface Claim {
	readonly key: string;
	/** Two items that claim the same key for the same holder ask for the same thing: the later one is a repeat. */
	readonly holder?: string;
	/** Why another item can't have it, given the number of the item that does. */
	readonly conflict: (item: number) => Err;
}

/** A request that changes something. */
export interface Sending {
	readonly request: ApiRequest;
	/** What the item claims by the IDs that were looked up; checked right before the request is sent. */
	readonly claim?: Claim;
	/** The ids that were chosen, by parameter name: they are put out too, so that the next node has something to hold on to. */
	readonly ids?: IDataObject;
	/** What of the body must never be shown again, beside what the user put in. */
	readonly secrets?: readonly string[];
}

/** Whose record it is that a refusal is about: `unknown` if that couldn't be looked up. */
export type Holder = 'same' | 'other' | 'unknown';

/** How an operation finds the record that it made, or that stands in its way. */
interface FindingOf<V> {
	/**
	 * The IDs of the records among which the new one will be, read before the item is sent. What was there by then was not
	 * made by this run.
	 */
	idsBefore?(values: V): Reading<ReadonlySet<string>>;
	/**
	 * Finds the record; `undefined` if there is none that fits.
	 *
	 * @param before what `idsBefore` gave; `undefined` if it isn't known, or doesn't matter
	 */
	lookUp(
		values: V,
		sought: Sought,
		before: ReadonlySet<string> | undefined,
	): Reading<IDataObject | undefined>;
	/** The output of an item of which a look-up proved that it is done, though no answer said so. */
	confirmed(values: V, by: DoneBy): IDataObject;
	/** For refusals that say that such a record is there already. */
	readonly conflict?: {
		matches(refusal: Rejection): boolean;
		/** Whether the user wants an item passed over whose record is there already. */
		isSkipped(values: V): boolean;
		/** The output of such an item. */
		skipped(refusal: Rejection, found: IDataObject): IDataObject;
		/** What to do about an item that isn't passed over; without it, `advice` of the operation is used. */
		advice?(values: V, holder: Holder): string;
	};
	/** For operations that can put out the record beside ChatDash's words. */
	readonly record?: {
		isWanted(values: V): boolean;
		/** Adds the record to the output of a finished item; `undefined` if it could not be looked up. */
		added(output: IDataObject, found: IDataObject | undefined): IDataObject;
	};
}

/** What the user sees of an operation, and the fields it asks for. */
interface Description<F> {
	readonly name: string;
	readonly value: string;
	/** Names the node on the canvas and describes it to an AI agent. */
	readonly action: string;
	readonly description: string;
	/** What has happened to an item when all went well, as it reads in "it was not created". */
	readonly participle: string;
	/** The page of ChatDash's documentation. */
	readonly page: string;
	/** In the order in which the user sees them. */
	readonly fields: F;
	/** Fields that *Auto-Map Input Data* takes from the item's field of the same name. */
	readonly autoMapped?: ReadonlyArray<string & keyof F>;
}

/** What the functions of every operation file can say of an item. */
interface Telling<F> {
	/** How a person would name the item in a sentence, such as by its login ID. */
	naming(values: Values<F>): string;
	/** What to do about a refusal, where there is more to say than ChatDash said. */
	advice?(values: Values<F>, refusal: Rejection): string | undefined;
}

/** An operation that reads, as its file writes it: its functions get the values of just the fields that it declares. */
export interface ReadFile<F> extends Description<F>, Telling<F> {
	/** The records to put out, one an output item. */
	records(values: Values<F>): Reading<IDataObject[]>;
}

/** An operation that changes something, as its file writes it. */
export interface WriteFile<F> extends Description<F>, Telling<F> {
	/** What may be done with a request of which nobody knows whether it did its work. */
	readonly retry: RetryMode;
	/** The request; a conversation where it takes reads to make it. */
	request(values: Values<F>): Sending | Reading<Sending>;
	/** The output of a finished item, made from the documented body of the answer; the body alone if left out. */
	result?(values: Values<F>, body: IDataObject): IDataObject;
	/** The record that is changed: items that change the same one are sent one after another, in input order. */
	changes?(values: Values<F>): string | undefined;
	/** What the item claims in its run; checked for all items before anything is sent. */
	claim?(values: Values<F>): Claim | undefined;
	readonly finding?: FindingOf<Values<F>>;
}

interface Item {
	naming(): string;
	advice(refusal: Rejection): string | undefined;
}

/** A read for the values of one item. */
export interface ReadTask extends Item {
	readonly does: 'read';
	records(): Reading<IDataObject[]>;
}

/** A change for the values of one item; as above, with the values filled in. */
export interface WriteTask extends Item {
	readonly does: 'write';
	readonly retry: RetryMode;
	/**
	 * What the item asks for, and of which operation, without its passwords and keys and without options: the same in a later try of the run if
	 * the same is to be done, whatever has become of ChatDash's records since.
	 */
	asksFor(): Readonly<Record<string, unknown>>;
	/** The record that is changed, if items that change the same one have to go one after another. */
	changes(): string | undefined;
	claim(): Claim | undefined;
	request(): Sending | Reading<Sending>;
	result(body: IDataObject): IDataObject;
	readonly finding?: Finding;
}

/** See {@link FindingOf}. */
export interface Finding {
	readonly idsBefore?: () => Reading<ReadonlySet<string>>;
	lookUp(sought: Sought, before: ReadonlySet<string> | undefined): Reading<IDataObject | undefined>;
	confirmed(by: DoneBy): IDataObject;
	isConflict(refusal: Rejection): boolean;
	isSkipped(): boolean;
	skipped(refusal: Rejection, found: IDataObject): IDataObject;
	conflictAdvice(holder: Holder): string | undefined;
	isWanted(): boolean;
	added(output: IDataObject, found: IDataObject | undefined): IDataObject;
}

export type Task = ReadTask | WriteTask;

/** An operation as the engine knows it. */
export interface Operation extends Description<Fields> {
	readonly does: Task['does'];
	/** For a read always `safe`. */
	readonly retry: RetryMode;
	/**
	 * @param values of every field, by name, as the field itself read it
	 * @returns a fault if they give nothing to do
	 * @throws if one is missing, which would be a fault of the engine
	 */
	task(values: Readonly<Record<string, unknown>>): Result<Task>;
}

/** Declares an operation that reads; the types of the values in its functions follow from its fields. */
export function defineRead<F extends Fields>(file: ReadFile<F>): Operation {
	const { records, naming, advice, ...description } = file;
	return {
		...description,
		does: 'read',
		retry: 'idempotent',
		task: (given) => {
			const values = complete(given, file);
			return ok<Task>({
				does: 'read',
				naming: () => naming(values),
				advice: (refusal) => advice?.(values, refusal),
				records: () => records(values),
			});
		},
	};
}

/** Declares an operation that changes something; the types of the values in its functions follow from its fields. */
export function defineWrite<F extends Fields>(file: WriteFile<F>): Operation {
	const { request, result, naming, advice, changes, claim, finding, ...description } = file;
	return {
		...description,
		does: 'write',
		task: (given) => {
			const values = complete(given, file);
			if (changesNothing(file.fields, given)) return NOTHING_CHOSEN;
			return ok<Task>({
				does: 'write',
				retry: file.retry,
				asksFor: () => ({ of: file.page, ...whatIsAskedFor(file.fields, given) }),
				changes: () => changes?.(values),
				claim: () => claim?.(values),
				naming: () => naming(values),
				advice: (refusal) => advice?.(values, refusal),
				request: () => request(values),
				result: (body) => result?.(values, body) ?? body,
				...(finding && { finding: findingFor(finding, values) }),
			});
		},
	};
}

function findingFor<V>(
	{ idsBefore, lookUp, confirmed, conflict, record }: FindingOf<V>,
	values: V,
): Finding {
	return {
		...(idsBefore && { idsBefore: () => idsBefore(values) }),
		lookUp: (sought, before) => lookUp(values, sought, before),
		confirmed: (by) => confirmed(values, by),
		isConflict: (refusal) => conflict?.matches(refusal) === true,
		isSkipped: () => conflict?.isSkipped(values) === true,
		skipped: (refusal, found) => conflict?.skipped(refusal, found) ?? found,
		conflictAdvice: (holder) => conflict?.advice?.(values, holder),
		isWanted: () => record?.isWanted(values) === true,
		added: (output, found) => record?.added(output, found) ?? output,
	};
}

const NOTHING_CHOSEN: Err = err(
	'There is nothing to update',
	"Choose at least one field in 'Update Fields'.",
);

/** Whether an operation that updates was given no field to update. */
function changesNothing(fields: Fields, values: Readonly<Record<string, unknown>>): boolean {
	const updates = Object.entries(fields).filter(
		([, { collection }]) => collection === 'updateFields',
	);
	return updates.length > 0 && updates.every(([name]) => values[name] === undefined);
}

const whatIsAskedFor = (fields: Fields, values: Readonly<Record<string, unknown>>) =>
	Object.fromEntries(
		Object.entries(values).filter(([name]) => {
			const field = fields[name];
			return field?.collection !== 'options' && !field?.secrets && !field?.controlOnly;
		}),
	);

/** A value that a field read has the field's type; so all that is left to see is that each field was read. */
function complete<F extends Fields>(
	values: Readonly<Record<string, unknown>>,
	{ value, fields }: { readonly value: string; readonly fields: F },
): Values<F> {
	if (areComplete(values, fields)) return values;
	throw new TypeError(`Not every field of ${value} was read`);
}

const areComplete = <F extends Fields>(
	values: Readonly<Record<string, unknown>>,
	fields: F,
): values is Values<F> => Object.keys(fields).every((name) => name in values);
