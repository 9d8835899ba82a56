// Shows what the package does without n8n, which is large: the first example runs once in n8n's own engine, which is
// among the development dependencies. `npm start` does this before it downloads n8n, and `npm start -- --demo` does only
// this.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { execaNode } from 'execa';

import { Stopped } from './problem.mjs';

const CHECKOUT = fileURLToPath(new URL('..', import.meta.url));
const PROGRAM = join(CHECKOUT, 'sandbox', 'demo-program.mts');

/**
 * Runs the first example, and prints a line for each of its deals.
 *
 * @param stop ends it early
 * @returns whether it worked; if not, the reason has been printed
 * @throws Stopped when it was ended early
 */
export async function showDemo(stop: AbortSignal): Promise<boolean> {
	const { failed, signal } = await execaNode(PROGRAM, {
		cwd: CHECKOUT,
		env: {
			// By default, n8n's engine writes a settings file to the user's home, and prints the errors of nodes, too.
			N8N_USER_FOLDER: join(CHECKOUT, 'node_modules', '.cache', 'n8n-engine'),
			N8N_LOG_LEVEL: 'silent',
		},
		stdio: 'inherit',
		reject: false,
		cancelSignal: stop,
	});
	// Ctrl+C in a terminal reaches the program directly, too, and it may end before this process knows.
	if (stop.aborted || signal === 'SIGINT') throw new Stopped('The demo was interrupted.');
	return !failed;
}
