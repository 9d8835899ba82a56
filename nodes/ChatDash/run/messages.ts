// What the user reads of a run: each failure in one line with what to do, and hints about what went well.
import type { ErrorText } from './errorPanel';
import type { Failure, Outcome } from './outcome';
import type { SendResult } from './send';

/**
 * Describes a failure to the user.
 *
 * @param item counted from 0, as n8n does it
 * @param pastTense what should have happened, such as "created"
 */
export function describeFailure(outcome: Failure, item: number, pastTense: string): ErrorText {
	const which = outcome.name === undefined ? `Item ${item}` : `Item ${item}, ${outcome.name}`;
	const sentences = (...parts: ReadonlyArray<string | undefined>) =>
		parts.filter((part) => part !== undefined).join(' ');
	const text = (...parts: ReadonlyArray<string | undefined>): ErrorText => ({
		message: outcome.message,
		description: sentences(...parts),
	});

	switch (outcome.kind) {
		case 'invalid':
			return text(`${which}: not sent to ChatDash.`, outcome.advice);
		case 'rejected':
			return text(
				`${which}: ChatDash refused it with status ${outcome.status}, it was not ${pastTense}.`,
				outcome.advice ?? adviceFor(outcome.status),
			);
		case 'readFailed':
			return text(
				outcome.status === undefined
					? `${which}: no answer came, it was not ${pastTense}.`
					: `${which}: ChatDash answered with status ${outcome.status}, it was not ${pastTense}.`,
				'Run the workflow again later.',
			);
		case 'unreachable':
			return text(
				`${which}: ChatDash could not be reached, it was not ${pastTense}.`,
				"Check 'Base URL' in the ChatDash credential and the network of n8n, then run the workflow again.",
			);
		case 'unknown':
			return text(
				outcome.status === undefined
					? `${which}: no answer came.`
					: `${which}: ChatDash answered with status ${outcome.status}.`,
				`Whether it was ${pastTense} is unknown. Look in your ChatDash dashboard before you run this item again.`,
			);
		case 'notSent':
			return text(
				`${which}: not sent to ChatDash.`,
				outcome.status === undefined ? undefined : adviceFor(outcome.status),
			);
	}
}

/** What to do about a rejection, if the operation doesn't know better. */
function adviceFor(status: number): string | undefined {
	if (status === 401 || status === 403) {
		return 'Check the agency key in the ChatDash credential. You find it on your agency profile in ChatDash.';
	}
	if (status === 404 || (status >= 300 && status < 400)) {
		return "Check 'Base URL' in the ChatDash credential.";
	}
	if (status === 503) return 'ChatDash is down for the moment. Run the workflow again later.';
	if (status === 429) {
		return 'ChatDash is asked too often, and this run waits no longer. Run the workflow again later. If many executions start at the same moment, limit how many n8n runs at once.';
	}
	return undefined;
}

/** What went well but deserves a look, once a run. */
export function hintsFor({ outcomes, wasThrottled }: SendResult): string[] {
	const count = (matches: (outcome: Outcome) => boolean) => {
		const items = outcomes.filter(matches).length;
		return { items, text: `${items} of ${outcomes.length} items ${items === 1 ? 'was' : 'were'}` };
	};
	const skipped = count((outcome) => outcome.kind === 'skipped' && outcome.outputs.length > 0);
	const leftOut = count((outcome) => outcome.kind === 'skipped' && outcome.outputs.length === 0);
	const confirmed = count((outcome) => outcome.kind === 'done' && outcome.source === 'lookup');
	const incomplete = count((outcome) => outcome.kind === 'done' && outcome.lacksId === true);
	const fromJournal = count((outcome) => outcome.kind === 'done' && outcome.source === 'journal');
	return [
		skipped.items > 0 && `${skipped.text} skipped, because ChatDash has them already.`,
		leftOut.items > 0 && `${leftOut.text} left out, because ChatDash has them already.`,
		confirmed.items > 0 &&
			`${confirmed.text} confirmed: ChatDash's answer was unclear, and a look-up showed that the work was done.`,
		incomplete.items > 0 &&
			`${incomplete.text} done, but ChatDash's list doesn't show the new record yet, so the output has no ID of it.`,
		fromJournal.items > 0 &&
			`${fromJournal.text} done by an earlier try of this run and not sent again.`,
		wasThrottled && 'ChatDash limits how fast requests may come, so this run waited now and then.',
	].filter((hint) => hint !== false);
}
