// Shows what is being done, for how long already, and how long it usually takes.
// In a terminal the lines are redrawn in place; elsewhere (in a log, in continuous integration) plain lines are printed.

import { Listr } from 'listr2';

/** Tells the user how a step is getting on. Each call replaces what was said before. */
export type Say = (text: string) => void;

/** A log is told every quarter of a minute that a long step is still at work; a terminal shows a running clock. */
const HEARTBEAT_MS = process.stdout.isTTY ? 1_000 : 15_000;

/**
 * Does one thing and shows that it is being done.
 *
 * @param title in the imperative: "Install n8n 2.41.1"
 * @param run does it
 * @param done what is shown in place of the title once it is done
 * @returns what `run` gave
 * @throws what `run` threw
 */
export async function step<Result>(
	title: string,
	run: (say: Say) => Promise<Result>,
	done: (result: Result) => string,
): Promise<Result> {
	const results: Result[] = [];
	const list = new Listr(
		{
			title,
			task: async (_context, task) => {
				const result = await run((text) => (task.output = text));
				task.title = done(result);
				results.push(result);
			},
		},
		{
			fallbackRenderer: 'simple',
			// Ctrl-C is answered by the command itself: it has processes to end first.
			registerSignalListeners: false,
			// What went wrong is said once, by the command, below the list.
			rendererOptions: { showErrorMessage: false, collapseErrors: false },
		},
	);
	await list.run();
	const [result] = results;
	if (result === undefined) throw new Error(`The step "${title}" ended without a result.`);
	return result;
}

/**
 * Keeps saying how long something has been going on while it is going on.
 *
 * @param say where to say it
 * @param usualSeconds how long it usually takes
 * @param describe what is happening at this moment ("1,200 of about 4,100 files fetched")
 * @param work the thing itself
 */
export async function withClock<Result>(
	say: Say,
	usualSeconds: number,
	describe: () => string,
	work: () => Promise<Result>,
): Promise<Result> {
	const began = Date.now();
	const tell = () => {
		const seconds = Math.round((Date.now() - began) / 1_000);
		const rest =
			seconds < usualSeconds
				? `about ${clock(usualSeconds - seconds)} left`
				: `longer than the usual ${clock(usualSeconds)}, still at work`;
		say(`${describe()} · ${clock(seconds)} so far, ${rest}`);
	};
	tell();
	const ticking = setInterval(tell, HEARTBEAT_MS);
	try {
		return await work();
	} finally {
		clearInterval(ticking);
	}
}

/** Writes a number of seconds as minutes and seconds: 95 becomes "1:35". */
function clock(seconds: number): string {
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
