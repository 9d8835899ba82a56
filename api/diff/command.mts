// The command `npm run api:diff`: its arguments, what it prints, and its exit code.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { explain, Problem } from '../../sandbox/problem.mjs';
import { compareApis } from './compare.js';
import { countChanges, reportOf } from './report.js';
import { readOneFile, readSource } from './source.mjs';

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
const OURS = 'api/chatdash-openapi.yaml';

const HELP = `Compares ChatDash's OpenAPI pages with ${OURS}, and prints what was added, removed, or changed.

  npm run api:diff -- SOURCE

SOURCE is one of these:
  - an OpenAPI 3 file in YAML or JSON
  - a .md page with an OpenAPI block
  - a folder with any of them
  - the http or https address of one, or of an index such as llms.txt that links to .md pages. Only links to the same
    server are followed.

Only what the source describes is compared. If it's a folder, an index, or a whole OpenAPI file, operations that it
doesn't describe are listed, too. Titles, descriptions, examples, formats, and the names of IDs in paths don't count.

Exit code: 0 if nothing is different, 1 if something is, 2 if the source can't be read.`;

/**
 * Compares what the arguments name with our description of the API, and prints in words what is different.
 *
 * @returns the exit code
 */
export async function run(args: readonly string[]): Promise<number> {
	try {
		const source = readArguments(args);
		if (source === 'help') {
			console.log(HELP);
			return 0;
		}
		const [{ documents, areAll }, ours] = await Promise.all([
			readSource(source.name),
			readOneFile(join(CHECKOUT, OURS)),
		]);
		const [description] = ours.documents;
		if (description === undefined) throw new Problem(`${OURS} is empty.`);
		const comparison = compareApis(description, documents, { areAll });
		console.log(reportOf(comparison, source.name, OURS));
		return countChanges(comparison) === 0 ? 0 : 1;
	} catch (reason) {
		// 1 means that something is different.
		const code = explain(reason);
		return reason instanceof Problem ? UNREADABLE : code;
	}
}

const UNREADABLE = 2;

function readArguments(args: readonly string[]): { readonly name: string } | 'help' {
	const { values, positionals } = parse(args);
	if (values.help === true) return 'help';
	const [name = '', ...others] = positionals;
	if (name !== '' && others.length === 0) return { name };
	throw new Problem(
		name === ''
			? `There's nothing to compare with. Name a file, a folder, or an address.\n\n${HELP}`
			: `Only one file, folder, or address can be compared.\n\n${HELP}`,
	);
}

function parse(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			options: { help: { type: 'boolean' } },
			allowPositionals: true,
		});
	} catch (error) {
		// An unknown option. The message of `parseArgs` names it.
		throw new Problem(`${error instanceof Error ? error.message : String(error)}\n\n${HELP}`);
	}
}
