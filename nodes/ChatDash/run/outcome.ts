// What became of an item. Every item of a run ends in exactly one of these.
import type { IDataObject } from 'n8n-workflow';

export type Outcome = Success | Failure;

type Success =
	/** ChatDash did the work: these are the item's outputs, one unless it read a list. */
	| {
			readonly kind: 'done';
			readonly outputs: readonly IDataObject[];
			/** It said so itself, a look-up proved it after an unclear answer, or an earlier try of this run noted it. */
			readonly source: 'response' | 'lookup' | 'journal';
			/** Whether the record that the user wants with it wasn't found. */
			readonly lacksRecord?: true;
	  }
	/** The item was passed over as the user wished. */
	| { readonly kind: 'skipped'; readonly outputs: readonly IDataObject[] };

/** An outcome that the user has to look at. */
export type Failure = Reason & {
	/** How a person would call the item, where its fields could be read. */
	readonly name?: string;
};

type Reason =
	/** It was not fit to be sent: the field's fault, and what to do. */
	| { readonly kind: 'invalid'; readonly message: string; readonly advice: string }
	/** ChatDash said no, and nothing was done. */
	| {
			readonly kind: 'rejected';
			readonly message: string;
			readonly status: number;
			readonly advice: string | undefined;
	  }
	/** What the item asks for, or what has to be known to change it, could not be read; nothing was changed. */
	| { readonly kind: 'readFailed'; readonly message: string; readonly status: number | undefined }
	/** It never got to ChatDash. */
	| { readonly kind: 'unreachable'; readonly message: string }
	/** It may have got there, or not: what came back does not tell. */
	| { readonly kind: 'unknown'; readonly message: string; readonly status: number | undefined }
	/** It was not sent, because of what happened to another item or to the run. */
	| { readonly kind: 'notSent'; readonly message: string; readonly status: number | undefined };

/** Whether an outcome is one that the user has to look at. */
export const isFailure = (outcome: Outcome): outcome is Failure =>
	outcome.kind !== 'done' && outcome.kind !== 'skipped';
