// What an operation is: data and pure functions in one file. The engine in run/ reads the fields, sends the request and
// puts out the result of any operation, and knows none by name.
import type { IDataObject } from 'n8n-workflow';

import type { Refusal } from '../../transport/answers';
import type { ApiRequest } from '../../transport/exchange';
import type { Fields, Values } from './field';

/**
 * A look-up as a conversation: it yields the reads it needs, gets the body of each answer back, and returns what it
 * found. So the rule stays pure, and the engine decides how a read is sent and which ones the items of a run share.
 */
export type LookUp = Generator<ApiRequest, IDataObject | undefined, unknown>;

/**
 * How a request may be treated when nobody can say whether it did its work; each operation declares it.
 * - `safe`: doing it twice is as doing it once (every read, every change of a known record)
 * - `confirm`: a repeat is refused if the first one did its work, and a look-up tells whose work it was
 * - `never`: a repeat might do the work twice
 */
export type Repeat = 'safe' | 'confirm' | 'never';

/**
 * What a look-up has to prove of the record it finds:
 * - `new`: it was just made, so a record that fits is the one; it only has to be told from others of its name
 * - `own`: this very request made it, so everything that the request said about it has to fit
 * - `same`: it is the one that the user means, by what people know it by
 */
export type Sought = 'new' | 'own' | 'same';

/** How an operation finds the record that it made, or that stands in its way. */
interface FindingOf<V> {
	lookUp(values: V, sought: Sought): LookUp;
	/** Whether a refusal says that such a record is there already. */
	isConflict(refusal: Refusal): boolean;
	/** Whether the user wants an item passed over whose record is there already. */
	isSkipped(values: V): boolean;
	/** The output of such an item. */
	skipped(refusal: Refusal, found: IDataObject): IDataObject;
	/**
	 * The output of an item of which a look-up proved that it is done, though no answer said so.
	 *
	 * @param by `thisRun` if this run sent the request, `earlierRun` if one did of which nothing is left
	 */
	confirmed(values: V, by: 'thisRun' | 'earlierRun'): IDataObject;
	/** Whether the user wants the record beside ChatDash's words. */
	isWanted(values: V): boolean;
	/** Adds the record to the output of a finished item; `undefined` if it could not be looked up. */
	added(output: IDataObject, found: IDataObject | undefined): IDataObject;
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
	/** What may be done with a request of which nobody knows whether it did its work. */
	readonly repeat: Repeat;
	/** Fields that *Auto-Map Input Data* takes from the item's field of the same name. */
	readonly autoMapped?: ReadonlyArray<string & keyof F>;
}

/** An operation as its file writes it: its functions get the values of just the fields that it declares. */
export interface OperationFile<F> extends Description<F> {
	request(values: Values<F>): ApiRequest;
	/** The output of a finished item, made from the documented body of the answer. */
	result(values: Values<F>, body: IDataObject): IDataObject;
	/** How a person would name the item in a sentence, such as by its login ID. */
	naming(values: Values<F>): string;
	/** What to do about a refusal, where there is more to say than ChatDash said. */
	advice(values: Values<F>, refusal: Refusal): string | undefined;
	readonly finding?: FindingOf<Values<F>>;
}

/** What an operation makes of the values of one item; as above, with the values filled in. */
export interface Task {
	request(): ApiRequest;
	result(body: IDataObject): IDataObject;
	naming(): string;
	advice(refusal: Refusal): string | undefined;
	readonly repeat: Repeat;
	readonly finding?: {
		lookUp(sought: Sought): LookUp;
		isConflict(refusal: Refusal): boolean;
		isSkipped(): boolean;
		skipped(refusal: Refusal, found: IDataObject): IDataObject;
		confirmed(by: 'thisRun' | 'earlierRun'): IDataObject;
		isWanted(): boolean;
		added(output: IDataObject, found: IDataObject | undefined): IDataObject;
	};
}

/** An operation as the engine knows it. */
export interface Operation extends Description<Fields> {
	/**
	 * @param values of every field, by name, as the field itself read it
	 * @throws if one is missing, which would be a fault of the engine
	 */
	task(values: Readonly<Record<string, unknown>>): Task;
}

/** Declares an operation; the types of the values in its functions follow from its fields. */
export function defineOperation<F extends Fields>(file: OperationFile<F>): Operation {
	const { request, result, naming, advice, finding, autoMapped, ...description } = file;
	return {
		...description,
		...(autoMapped && { autoMapped }),
		task: (values) => {
			if (!areComplete(values, file.fields)) {
				throw new TypeError(`Not every field of ${file.value} was read`);
			}
			return {
				request: () => request(values),
				result: (body) => result(values, body),
				naming: () => naming(values),
				advice: (refusal) => advice(values, refusal),
				repeat: file.repeat,
				...(finding && {
					finding: {
						lookUp: (sought) => finding.lookUp(values, sought),
						isConflict: (refusal) => finding.isConflict(refusal),
						isSkipped: () => finding.isSkipped(values),
						skipped: (refusal, found) => finding.skipped(refusal, found),
						confirmed: (by) => finding.confirmed(values, by),
						isWanted: () => finding.isWanted(values),
						added: (output, found) => finding.added(output, found),
					},
				}),
			};
		},
	};
}

/** A value that a field read has the field's type; so all that is left to see is that each field was read. */
const areComplete = <F extends Fields>(
	values: Readonly<Record<string, unknown>>,
	fields: F,
): values is Values<F> => Object.keys(fields).every((name) => name in values);
