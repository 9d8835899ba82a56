// Loaded into an n8n command before n8n itself, so that the command ends with its own exit code. A command calls
// process.exit 100 ms after its work. On a slow machine, n8n is still creating an isolate for later expressions at that
// moment, and the process crashes with a segmentation fault although its work succeeded. So the exit waits for the
// isolates, as `n8n start` does. Seen in n8n 1.123.81 and 2.41.1.

import { createRequire } from 'node:module';

/** The part of n8n's own copy of n8n-workflow that is used here. */
interface Expression {
	disposeExpressionEngine(): Promise<void>;
}

const exit = process.exit.bind(process);

async function exitInOrder(code?: number): Promise<void> {
	process.exitCode = code ?? process.exitCode;
	try {
		const { Expression }: { Expression: Expression } = createRequire(process.argv[1] ?? '')(
			'n8n-workflow',
		);
		await Expression.disposeExpressionEngine();
	} finally {
		exit();
	}
}

Object.defineProperty(process, 'exit', { value: (code?: number) => void exitInOrder(code) });
