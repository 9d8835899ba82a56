// What `npm start` and `npm run dev` can foresee going wrong: a taken port, a failed download, an n8n that ended.
// Such a thing is told in a few plain words, without a stack trace; anything else is a defect and shows its stack.

/** Something foreseen that keeps a command from its work. The message is shown to the user as it stands. */
export class Problem extends Error {
	override readonly name = 'Problem';
}

/** Thrown where work ends because the user (or the system) asked for it; it is no failure and is not reported as one. */
export class Stopped extends Error {
	override readonly name = 'Stopped';
}

/**
 * Says on the error stream why a command ended early.
 *
 * @param reason what was thrown
 * @returns the exit code that fits: 1 for a problem, 70 (the usual code for a defect in a program) for anything unforeseen
 */
export function explain(reason: unknown): number {
	if (reason instanceof Problem) {
		console.error(`\n${reason.message}`);
		return 1;
	}
	console.error(reason);
	return 70;
}
