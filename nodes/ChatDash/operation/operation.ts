// What an operation is: data and pure functions in one file of resources/. The engine in run/ carries out any operation and
// knows none of them by name.
import type { IDataObject } from 'n8n-workflow';

import type { Api } from '../../transport/api';
import type { Rejection } from '../../transport/classify';
import type { CredentialKind } from '../../transport/credentials';
import type { ApiRequest } from '../../transport/request';
import type { Err } from '../../transport/result';
import type { RetryMode } from '../../transport/retry';
import type { Fields, Values } from '../fields/field';
import type { RetryByField } from './retryMode';

/** Something that only one item of a run can have, such as a login ID. */
export interface Claim {
	/** Several keys for several such things. Another item can't have any of them. */
	readonly key: string | readonly string[];
	/** Two items that claim the same key for the same holder ask for the same thing: the later one is a repeat. */
	readonly holder?: string;
	/** Why another item can't have it. Gets the number of the item that does. */
	readonly conflict: (item: number) => Err;
}

/** A request that changes something. */
export interface WriteRequest {
	readonly request: ApiRequest;
	/** What the item claims by the IDs that were looked up. It's checked right before the request is sent. */
	readonly claim?: Claim;
	/** The chosen IDs, by parameter name. They are part of the output, so that the next node can use them. */
	readonly ids?: IDataObject;
	/** Secrets in the body that the user didn't enter. */
	readonly secrets?: readonly string[];
}

/** The IDs of the records that were there before the item was sent; `undefined` if they aren't known. */
export type ExistingIds = ReadonlySet<string> | undefined;

/** Which run did what a lookup found: this one, or an earlier one that left no journal. */
export type DoneBy = 'thisRun' | 'earlierRun';

/** Whose record a rejection is about; `unknown` if it couldn't be looked up. */
export type ExistingOwner = 'same' | 'other' | 'unknown';

/** After an ambiguous response or a conflict: did this very request take effect? */
export interface Confirm<V> {
	/**
	 * Whether there is a record, besides the existing ones, that matches everything in the request.
	 *
	 * @returns the record itself if the output needs it
	 */
	isDone(values: V, api: Api, existing: ExistingIds): Promise<boolean | IDataObject>;
	/** Whether a rejection says that such a record exists. If it isn't this request's own, the rejection is final. */
	isConflict?(rejection: Rejection): boolean;
	/** @param record `undefined` if `isDone` returned none */
	output(values: V, by: DoneBy, record: IDataObject | undefined): IDataObject;
}

/** What becomes of an item whose record exists. */
export type ConflictAction = 'error' | 'skip' | 'omit';

/** For a rejection that says that such a record exists. */
export interface IfExists<V> {
	matches(rejection: Rejection): boolean;
	/** Finds the record that conflicts with the item. */
	find(values: V, api: Api): Promise<IDataObject | undefined>;
	/** What the user wants: such an item fails, is marked as skipped, or is left out of the output. */
	action(values: V): ConflictAction;
	/** The output of a skipped item. */
	output(values: V, record: IDataObject, rejection: Rejection): IDataObject;
	/** What to do about an item that fails. */
	advice(values: V, owner: ExistingOwner): string;
}

/** For a rejection that means that nothing is left to do, such as an assignment that is in place. */
export interface AlreadyDone<V> {
	matches(rejection: Rejection): boolean;
	/** Left out for a rejection that proves it after an ambiguous response, such as a 404 for a DELETE. */
	isDone?(values: V, api: Api): Promise<boolean>;
	output(values: V): IDataObject;
}

/** Adds the new record's ID to the output, because ChatDash's response has none. It's looked up after the run. */
export interface Enrich<V> {
	/** The parameter that the ID is called by. Its value is `null` if the record can't be found. */
	readonly idName: string;
	enabled(values: V): boolean;
	/**
	 * Finds the ID.
	 *
	 * @param isDisputed whether several items found the same record, so that only proof counts
	 */
	find(
		values: V,
		api: Api,
		existing: ExistingIds,
		isDisputed: boolean,
	): Promise<string | undefined>;
}

// Functions are declared as methods because TypeScript compares the parameters of methods in both directions. So an operation
// whose functions take the values of its own fields is assignable to `Operation`, whose functions take any values. The engine
// only passes values that the operation's own fields parsed.

interface Description<F> {
	readonly name: string;
	/** Saved in workflows, so it never changes. */
	readonly value: string;
	/** Names the node on the canvas, and describes it to an AI agent. */
	readonly action: string;
	readonly description: string;
	/** What has happened to an item if all went well, as in "was created". */
	readonly pastTense: string;
	/** The operation in api/chatdash-openapi.yaml, and what identifies it in the journal. */
	readonly operationId: string;
	/** Whose key it's sent with. */
	readonly credential: CredentialKind;
	/** In the order in which the user sees them. */
	readonly fields: F;
	/** Fields that *Auto-Map Input Data* takes from the item's field of the same name. */
	readonly autoMapped?: ReadonlyArray<string & keyof F>;
}

interface Explanation<V> {
	/** Names the item in a sentence, such as by its login ID. */
	label(values: V): string;
	/** Why an item can't be sent although each of its fields is valid, for rules over several fields. */
	check(values: V): Err | undefined;
	/** What to do about a rejection, if there is more to say than ChatDash did. */
	advice(values: V, rejection: Rejection): string | undefined;
}

/** An operation that reads. */
export interface ReadOperation<F = Fields> extends Description<F>, Explanation<Values<F>> {
	readonly kind: 'read';
	/** The records to return, one an output item. */
	records(values: Values<F>, api: Api): Promise<readonly IDataObject[]>;
}

/** An operation that changes something. */
export interface WriteOperation<F = Fields> extends Description<F>, Explanation<Values<F>> {
	readonly kind: 'write';
	readonly retry: RetryMode | RetryByField;
	/** Where the user sees whether an item with an unknown outcome took effect, as in "Check your ChatDash dashboard". */
	readonly whereToCheck?: string;
	request(values: Values<F>, api: Api): WriteRequest | Promise<WriteRequest>;
	/** What ChatDash's response adds to the output of a finished item; called for each record of a list. */
	output(values: Values<F>, body: IDataObject): IDataObject;
	/** The item's own values in the output of a finished item, by parameter name. The next node needn't look back then. */
	echo(values: Values<F>): IDataObject;
	/** The record that is changed. Items that change the same one are sent one after another, in input order. */
	lockKey(values: Values<F>): string | undefined;
	/** What the item claims in its run. It's checked for all items before anything is sent. */
	claim?(values: Values<F>): Claim | undefined;
	/** The records among which the new one will be, read before the item is sent. None of them was created by this run. */
	existingIds?(values: Values<F>, api: Api): Promise<ExistingIds>;
	readonly confirm?: Confirm<Values<F>>;
	readonly ifExists?: IfExists<Values<F>>;
	readonly alreadyDone?: AlreadyDone<Values<F>>;
	readonly enrich?: Enrich<Values<F>>;
}

export type Operation = ReadOperation | WriteOperation;

/** The values of an item's fields, by name, as each field parsed it. */
export type ItemValues = Values<Fields>;
