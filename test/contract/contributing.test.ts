/** The example in CONTRIBUTING.md compiles unchanged, against the current types. */
import ts from 'typescript';

import { readPackageFile } from '../read-file';

declare const PACKAGE_FOLDER: string;

const FILE = `${PACKAGE_FOLDER}/nodes/ChatDash/resources/client/archive.ts`;

const [, example = ''] =
	/The file is `nodes\/ChatDash\/resources\/client\/archive\.ts`:.*?```ts\n(.*?)```/s.exec(
		readPackageFile('CONTRIBUTING.md'),
	) ?? [];

/** The compiler's errors for this text as the content of the example's file. */
function compileErrorsOf(text: string): string[] {
	const settings = ts.parseConfigFileTextToJson('', readPackageFile('tsconfig.json'));
	const { options } = ts.parseJsonConfigFileContent(settings.config, ts.sys, PACKAGE_FOLDER);
	const host = ts.createCompilerHost(options);
	const { getSourceFile, fileExists } = host;
	const program = ts.createProgram([FILE], options, {
		...host,
		fileExists: (name) => name === FILE || fileExists(name),
		getSourceFile: (name, ...more) =>
			name === FILE
				? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022)
				: getSourceFile(name, ...more),
	});
	const source = program.getSourceFile(FILE);
	return [
		...program.getSyntacticDiagnostics(source),
		...program.getSemanticDiagnostics(source),
	].map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

test('The example operation compiles', () => {
	expect(example).toContain('defineWrite');
	expect(compileErrorsOf(example)).toEqual([]);
	// The compiler really checks the example: a wrong argument is an error.
	expect(
		compileErrorsOf(example.replace('resolveClientId(clientId, api)', 'resolveClientId(7, api)')),
	).not.toEqual([]);
});
