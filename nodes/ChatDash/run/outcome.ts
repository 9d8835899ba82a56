// How an item ended. Every item of a run has exactly one outcome.
import type { IDataObject } from 'n8n-workflow';

import type { Rejection } from '../../transport/classify';

export type Outcome = Success | Failure;

type Success =
	/** ChatDash did it. There is one output, unless the item read a list. */
	| {
			readonly kind: 'done';
			readonly outputs: readonly IDataObject[];
			/** How that's known: ChatDash said so, a lookup showed it, or an earlier attempt recorded it. */
			readonly source: 'response' | 'lookup' | 'journal';
			/** Whether the new record's ID wasn't found. */
			readonly lacksId?: true;
	  }
	/** The item was skipped, as the user wished; without an output if it's left out. */
	| { readonly kind: 'skipped'; readonly outputs: readonly IDataObject[] };

/** An outcome that the user has to look at. */
export type Failure = Reason & {
	/** What the user knows the item by, if its fields could be parsed. */
	readonly name?: string;
	/** Where the user sees whether it took effect, if that isn't the ChatDash dashboard. */
	readonly whereToCheck?: string;
};

type Reason =
	| Invalid
	/** ChatDash rejected it, and nothing was done. */
	| {
			readonly kind: 'rejected';
			readonly message: string;
			readonly status: number;
			readonly advice: string | undefined;
	  }
	/** A read that the item needed failed; nothing was changed. */
	| { readonly kind: 'readFailed'; readonly message: string; readonly status: number | undefined }
	/** It didn't get to ChatDash. */
	| { readonly kind: 'unreachable'; readonly message: string }
	/** It was sent, but it's unknown whether it took effect. */
	| { readonly kind: 'unknown'; readonly message: string; readonly status: number | undefined }
	/** It was not sent, because of what happened to another item or to the run. */
	| {
			readonly kind: 'notSent';
			readonly message: string;
			readonly status: number | undefined;
			/** What to do about it, if there is more to say than the status does. */
			readonly advice?: string;
	  };

/** The item's input can't be sent. */
export interface Invalid {
	readonly kind: 'invalid';
	readonly message: string;
	/** What to do about it: one line, or one for each field if several are invalid. */
	readonly advice: readonly string[];
	/** What explains several of its errors, or those of several items. */
	readonly note?: string;
}

/** @param advice what to do about it, if the operation knows */
export const rejected = ({ message, status }: Rejection, advice: string | undefined): Failure => ({
	kind: 'rejected',
	message,
	status,
	advice,
});

/** Whether the user has to look at an outcome. */
export const isFailure = (outcome: Outcome): outcome is Failure =>
	outcome.kind !== 'done' && outcome.kind !== 'skipped';
