// What a resource is: a kind of record in ChatDash, with the table of what can be done to it.
import type { Fields } from '../fields/field';
import type { Operation } from './operation';

/** A kind of record in ChatDash with what can be done to it. */
export interface Resource {
	readonly name: string;
	readonly value: string;
	/** Alphabetical by name, as n8n wants lists to be. */
	readonly operations: readonly Operation[];
	/**
	 * Value of the operation that a new node begins with. It must never change: n8n leaves values that equal the default
	 * out of saved workflows, and another default would make them do something else.
	 */
	readonly defaultOperation: string;
}

/** The fields of all operations. */
export const fieldsOf = (resources: readonly Resource[]): readonly Fields[] =>
	resources.flatMap(({ operations }) => operations.map(({ fields }) => fields));
