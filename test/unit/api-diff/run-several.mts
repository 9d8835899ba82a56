// Runs `npm run api:diff` several times in one process, because each start takes a second or more. The argument is a list
// of lists of arguments in JSON, and so is what it prints: a list of exit codes with the texts.

import { run } from '../../../api/diff/command.mjs';

const { log } = console;
const results: Array<{ code: number; stdout: string; stderr: string }> = [];
const calls: readonly string[][] = JSON.parse(process.argv[2] ?? '[]');
for (const args of calls) {
	const printed = { stdout: '', stderr: '' };
	console.log = (text: unknown) => (printed.stdout += `${String(text)}\n`);
	console.error = (text: unknown) => (printed.stderr += `${String(text)}\n`);
	results.push({ code: await run(args), ...printed });
}
log(JSON.stringify(results));
