// Errors that `npm start` and `npm run dev` expect: a port in use, a failed download, an n8n that ended. They are
// reported in a few plain words without a stack trace. Any other error is a defect and shows its stack.

/** An expected error that stops a command. The message is shown to the user as it is. */
export class Problem extends Error {
	override readonly name = 'Problem';
}

/**
 * Thrown when work ends because the user or the system asked for it. This isn't a failure and isn't reported as one.
 */
export class Stopped extends Error {
	override readonly name = 'Stopped';
}

/**
 * Prints on the error stream why a command ended early.
 *
 * @param reason the caught error
 * @returns the exit code: 1 for a `Problem`, 70 (the usual code for an internal software error) for anything else
 */
export function explain(reason: unknown): number {
	if (reason instanceof Problem) {
		console.error(`\n${reason.message}`);
		return 1;
	}
	console.error(reason);
	return 70;
}
