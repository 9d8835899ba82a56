/** The example in CONTRIBUTING.md compiles as it stands there, with the types that the code has now. */
import ts from 'typescript';

import { readPackageFile } from '../read-file';

declare const PACKAGE_FOLDER: string;

const FILE = `${PACKAGE_FOLDER}/nodes/ChatDash/resources/client/archive.ts`;

const [, example = ''] =
	/The file is `nodes\/ChatDash\/resources\/client\/archive\.ts`:.*?```ts\n(.*?)```/s.exec(
		readPackageFile('CONTRIBUTING.md'),
	) ?? [];

/** What the compiler finds wrong with this text in place of the example's file. */
function faultsOf(text: string): string[] {
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

test('The example of an operation compiles', () => {
	expect(example).toContain('defineWrite');
	expect(faultsOf(example)).toEqual([]);
	// And the compiler does look at it.
	expect(
		faultsOf(example.replace('resolveClientId(clientId, api)', 'resolveClientId(7, api)')),
	).not.toEqual([]);
});
