// docs/verification.md has each rule of n8n's linter for community nodes, and names only tests and commands that exist.
import manifest from '../../package.json';
import { listPackageFolder, readPackageFile } from '../read-file';

const PAGE = readPackageFile('docs/verification.md');

const ROWS = PAGE.split('\n')
	.filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
	.map((line) => line.split('|').map((cell) => cell.trim()))
	.filter(([, rule]) => rule !== "n8n's rule");

/** The names in backticks. */
const namesIn = (text: string): string[] =>
	[...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

const RULES_FOLDER = 'node_modules/@n8n/eslint-plugin-community-nodes/dist/rules';

const RULES = listPackageFolder(RULES_FOLDER)
	.filter((file) => /^[\w-]+\.js$/.test(file) && file !== 'index.js')
	.map((file) => file.slice(0, -'.js'.length));

test('each rule of n8n’s linter has a row', () => {
	const named = ROWS.flatMap(([, rule = '']) => namesIn(rule));
	expect(RULES.length).toBeGreaterThan(40);
	expect(RULES.filter((rule) => !named.includes(rule))).toEqual([]);
});

test('each rule has an explanation, and a proof that exists', () => {
	expect(ROWS.length).toBeGreaterThan(50);
	const scripts = Object.keys(manifest.scripts).map((name) => `npm run ${name}`);
	const wrong = ROWS.filter(([, , how = '', proof = '']) => {
		const named = namesIn(proof);
		return (
			how === '' ||
			(named.length === 0 && proof !== 'By hand') ||
			!named.every((name) => scripts.includes(name) || isFile(name))
		);
	});
	expect(wrong).toEqual([]);
});

function isFile(path: string): boolean {
	const slash = path.lastIndexOf('/');
	return (
		/^test\/[\w-]+\/[\w-]+\.test\.m?ts$/.test(path) &&
		listPackageFolder(path.slice(0, slash)).includes(path.slice(slash + 1))
	);
}

test('a missing test doesn’t count', () => {
	expect(isFile('test/guidelines/package.test.ts')).toBe(true);
	expect(isFile('test/guidelines/none.test.ts')).toBe(false);
});
