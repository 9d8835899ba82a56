// What a resource locator needs to know about the records that it chooses from.
import type { Api } from '../../transport/api';
import type { CredentialKind } from '../../transport/credentials';
import type { Result } from '../../transport/result';
import type { Candidate, CandidateIndex } from './candidates';
import type { Field } from './field';
import type { ParseText } from './parseText';

/**
 * A kind of record that can be chosen.
 *
 * @typeParam Parents the names of the parameters in `parents`
 */
export interface LocatorConfig<Parents extends string = string> {
	/** The parameter that it has in every operation. */
	readonly parameter: string;
	/** As in "No client found …". Its plural ends in an s. */
	readonly noun: string;
	readonly label: string;
	readonly idExample: string;
	/** Whose key can list the records, whatever the operation's own credential is. By default the agency's. */
	readonly credential?: CredentialKind;
	/** A sentence that explains how to list these records, for records that ChatDash doesn't have any more. */
	readonly howToList?: string;
	/**
	 * The parameters that the records depend on, as in an account and a coupon that a promotion code belongs to. Each comes
	 * after those that it depends on itself, and the record that these records are part of is the last.
	 */
	readonly parents?: readonly LocatorParent[];
	/** The mode *From List*. Without it, a record is chosen by its ID or in the lookup mode. */
	readonly list?: CandidateList<Parents>;
	/** The mode besides *From List* and *By ID*. */
	readonly lookupMode?: LookupMode<Parents>;
}

/** A parameter that a list of records depends on. */
export type LocatorParent = LocatorConfig | TextParent;

/** A text that a list of records depends on, such as the ID of an account that no call lists. */
export interface TextParent {
	readonly parameter: string;
	/** As in "No coupon of this account found …". */
	readonly noun: string;
	readonly text: Field<string>;
	/** What counts if it's empty, or why nothing does. Without this, the user has to enter it. */
	ifEmpty?(api: Api): Result<string>;
}

/** The IDs of the parents, or their texts, by parameter. */
export type ParentValues<Parents extends string = string> = Readonly<Record<Parents, string>>;

/** The records to choose from, read as a whole or page by page. */
export type CandidateList<Parents extends string = string> =
	| WholeList<Parents>
	| PagedList<Parents>;

interface DropDown {
	/** n8n's name for the method that fills the drop-down. Each locator has its own. */
	readonly searchListMethod: string;
}

export interface WholeList<Parents extends string = string> extends DropDown {
	/** Whether the list already has a useful order, such as the newest first. Without this, it's sorted by name. */
	readonly keepsOrder?: true;
	load(api: Api, parents: ParentValues<Parents>): Promise<CandidateIndex>;
	/** The same list with more to tell records apart, which takes more requests than a run needs. */
	loadForEditor?(api: Api, parents: ParentValues<Parents>): Promise<CandidateIndex>;
}

/**
 * A list that the drop-down loads while the user scrolls, in ChatDash's order. The lines of different pages aren't
 * compared, so each label has to tell its record from the others.
 */
export interface PagedList<Parents extends string = string> extends DropDown {
	/** @param cursor where the page begins; `undefined` for the first one */
	page(
		api: Api,
		parents: ParentValues<Parents>,
		cursor: string | undefined,
	): Promise<CandidatePage>;
}

export interface CandidatePage {
	readonly candidates: readonly Candidate[];
	/** Where the next page begins; `undefined` after the last one. */
	readonly next: string | undefined;
}

/** How people refer to a record, besides its ID. */
export interface LookupMode<Parents extends string = string> {
	/** Saved in workflows, so it never changes. */
	readonly mode: string;
	readonly label: string;
	readonly example: string;
	readonly parse: ParseText;
	/** Maps texts that ChatDash takes for the same to one text. */
	normalize(text: string): string;
	/** As in "2 clients are named “…”". Without it, they "have the login ID “…”". */
	readonly predicate?: string;
	/**
	 * Finds the record's ID with a call of its own. Without it, the record is looked up in the list, so there has to be one.
	 *
	 * @returns `undefined` if there is no such record
	 */
	resolve?(api: Api, parents: ParentValues<Parents>, value: string): Promise<string | undefined>;
}
