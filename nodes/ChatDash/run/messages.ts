// What the user reads of a run: what happened to each failed item and what to do, and hints about what went well.
import { CREDENTIALS, type CredentialKind, type CredentialType } from '../../transport/credentials';
import { capitalize } from '../fields/wording';
import type { ErrorText } from './errorPanel';
import type { Failure, Invalid, Outcome } from './outcome';
import type { SendResult } from './send';

/** What a message needs to know of the failed item besides its outcome. */
export interface FailedItem {
	/** Counted from 0, as n8n does it. */
	readonly index: number;
	/** How many items the run has. */
	readonly of: number;
	/** What should have happened, such as "created". */
	readonly pastTense: string;
	/** What it's sent with. */
	readonly credential: CredentialKind;
}

/** Where the user sees whether an item took effect, unless the operation knows better. */
export const DEFAULT_PLACE = 'your ChatDash dashboard';

const checkConnection = ({ noun }: CredentialType) =>
	`Check 'Base URL' in the ${noun} and n8n's network connection, then run the workflow again.`;

/** Describes a failure to the user: which item it is, what ChatDash did, and what to do. */
export function describeFailure(
	outcome: Failure,
	{ index, of, pastTense, credential: kind }: FailedItem,
): ErrorText {
	const credential = CREDENTIALS[kind];
	const name = outcome.name === undefined || outcome.name === '' ? '' : ` (${outcome.name})`;
	// n8n adds the number of the item to the error, so a run of one item doesn't repeat it.
	const which = (of === 1 ? 'this item' : `item ${index}`) + name;
	const wasNot = `${capitalize(which)} wasn't`;
	const text = (...parts: ReadonlyArray<string | undefined>): ErrorText => ({
		message: outcome.message,
		description: joinSentences(...parts),
	});

	switch (outcome.kind) {
		case 'invalid':
			return {
				message: outcome.message,
				description: adviceLines(outcome, `${wasNot} sent to ChatDash.`).join('\n'),
			};
		case 'rejected':
			return text(
				`${wasNot} ${pastTense}. ChatDash rejected it with status ${outcome.status}.`,
				outcome.advice ?? adviceFor(outcome.status, credential),
			);
		case 'readFailed':
			return text(
				`${wasNot} ${pastTense}. ${responseWith(outcome.status)}`,
				'Run the workflow again later.',
			);
		case 'unreachable':
			return text(
				`${wasNot} ${pastTense} because ChatDash couldn't be reached.`,
				checkConnection(credential),
			);
		case 'unknown':
			return text(
				`It's unknown whether ${which} was ${pastTense}. ${responseWith(outcome.status)}`,
				`Check ${outcome.whereToCheck ?? DEFAULT_PLACE} before you run this item again.`,
			);
		case 'notSent':
			return text(
				`${wasNot} sent to ChatDash.`,
				outcome.advice ?? adviceFor(outcome.status, credential),
			);
	}
}

/**
 * What to do about an invalid item: one line, or one for each of its fields.
 *
 * @param start of the first line
 */
export function adviceLines({ note, advice }: Invalid, start?: string): string[] {
	return advice.length > 1
		? [joinSentences(start, note), ...advice].filter((line) => line !== '')
		: [joinSentences(start, note, ...advice)];
}

const joinSentences = (...parts: ReadonlyArray<string | undefined>) =>
	parts.filter((part) => part !== undefined && part !== '').join(' ');

const responseWith = (status: number | undefined) =>
	status === undefined ? "ChatDash didn't respond." : `ChatDash returned status ${status}.`;

/** What to do, if nothing more is known than the status. */
function adviceFor(status: number | undefined, credential: CredentialType): string {
	const { noun, hint } = credential;
	if (status === undefined) return checkConnection(credential);
	if (status === 401 || status === 403) {
		return `Check 'API Key' in the ${noun}. ${hint}`;
	}
	if (status === 404 || (status >= 300 && status < 400)) {
		return `Check 'Base URL' in the ${noun}.`;
	}
	if (status === 503) return 'ChatDash is temporarily unavailable. Run the workflow again later.';
	// Fewer requests at the same time wouldn't help: the run has slowed down to one, and waited for as long as it may.
	if (status === 429) {
		return 'ChatDash is limiting requests right now. Wait a few minutes, then run the workflow again.';
	}
	return 'Check the values of this item, then run it again. If they look right, ask ChatDash.';
}

/**
 * What went well but deserves a look, once a run.
 *
 * @param pastTense what has happened to an item that is done, such as "created"
 */
export function hintsFor({ outcomes, wasThrottled }: SendResult, pastTense: string): string[] {
	/** A hint about some items: the text for one of them and for several. */
	const hint = (matches: (outcome: Outcome) => boolean, one: string, several: string) => {
		const count = outcomes.filter(matches).length;
		if (count === 0) return [];
		return [`${countOf(count, outcomes.length)} ${count === 1 ? one : several}`];
	};
	return [
		...hint(
			(outcome) => outcome.kind === 'skipped' && outcome.outputs.length > 0,
			`was skipped because it was already ${pastTense} in ChatDash.`,
			`were skipped because they were already ${pastTense} in ChatDash.`,
		),
		...hint(
			(outcome) => outcome.kind === 'skipped' && outcome.outputs.length === 0,
			`was left out because it was already ${pastTense} in ChatDash.`,
			`were left out because they were already ${pastTense} in ChatDash.`,
		),
		...hint(
			(outcome) => outcome.kind === 'done' && outcome.source === 'lookup',
			"needed an extra check: ChatDash's response was unclear, but the change was made.",
			"needed an extra check: ChatDash's responses were unclear, but the changes were made.",
		),
		...hint(
			(outcome) => outcome.kind === 'done' && outcome.lacksId === true,
			`was ${pastTense}, but ChatDash's list doesn't show which one is new. Its ID is missing from the output. Use 'Get Many' later to find it.`,
			`were ${pastTense}, but ChatDash's list doesn't show which ones are new. Their IDs are missing from the output. Use 'Get Many' later to find them.`,
		),
		...hint(
			(outcome) => outcome.kind === 'done' && outcome.source === 'journal',
			`was already ${pastTense} in an earlier try of this execution, so it wasn't sent again.`,
			`were already ${pastTense} in an earlier try of this execution, so they weren't sent again.`,
		),
		...(wasThrottled
			? ['ChatDash limits how fast requests can be sent, so this execution had to wait.']
			: []),
	];
}

/** How many items of a run, as the subject of a sentence. */
function countOf(count: number, all: number): string {
	if (all === 1) return 'The item';
	if (count < all) return `${count} of ${all} items`;
	return capitalize(allItems(all));
}

/** All items of a run with several, within a sentence. */
export const allItems = (count: number) => (count === 2 ? 'both items' : `all ${count} items`);
