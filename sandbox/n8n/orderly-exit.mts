// Loaded into a command of n8n before n8n itself, so that it ends with its own exit code. A command calls process.exit
// 100 ms after its work. On a slow machine the isolate for the next expressions is still being built then, and the
// process dies of a segmentation fault, with its work done. So the exit waits for the isolates, as `n8n start` does.
// Seen in n8n 1.123.81 and 2.41.1.

import { createRequire } from 'node:module';

/** What is used of n8n's own copy of n8n-workflow. */
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
