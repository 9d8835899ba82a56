// Shows the current step of a command, how long it has taken so far, and how long it usually takes. A terminal redraws
// the lines in place; elsewhere (in a log, in continuous integration) plain lines are printed.

import { Listr } from 'listr2';

/** Reports the progress of a step to the user. Each call replaces the previous text. */
export type Say = (text: string) => void;

/** A log gets a line every 15 seconds while a step runs; a terminal shows a running clock. */
const HEARTBEAT_MS = process.stdout.isTTY ? 1_000 : 15_000;

/**
 * Runs one step and shows its progress.
 *
 * @param title in the imperative: "Install n8n 2.41.1"
 * @param run does the work
 * @param done returns the text that replaces the title when the step is done
 * @returns the result of `run`
 * @throws the error of `run`
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
			// The command itself handles Ctrl+C, because it has processes to end first.
			registerSignalListeners: false,
			// The command reports the error once, below the list.
			rendererOptions: { showErrorMessage: false, collapseErrors: false },
		},
	);
	await list.run();
	const [result] = results;
	if (result === undefined) throw new Error(`The step "${title}" ended without a result.`);
	return result;
}

/**
 * Reports regularly how long some work has taken, until it ends.
 *
 * @param say receives the reports
 * @param usualSeconds how long the work usually takes
 * @param describe returns the current status ("1,200 of about 4,100 files downloaded")
 * @param work does the work
 */
export async function withClock<Result>(
	say: Say,
	usualSeconds: number,
	describe: () => string,
	work: () => Promise<Result>,
): Promise<Result> {
	const startedAt = Date.now();
	const report = () => {
		const seconds = Math.round((Date.now() - startedAt) / 1_000);
		const rest =
			seconds < usualSeconds
				? `about ${formatSeconds(usualSeconds - seconds)} left`
				: `taking longer than usual (${formatSeconds(usualSeconds)}), still working`;
		say(`${describe()} · ${formatSeconds(seconds)} so far, ${rest}`);
	};
	report();
	const timer = setInterval(report, HEARTBEAT_MS);
	try {
		return await work();
	} finally {
		clearInterval(timer);
	}
}

/** Formats a number of seconds as minutes and seconds: 95 becomes "1:35". */
function formatSeconds(seconds: number): string {
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
