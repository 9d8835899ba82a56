/**
 * The English of all texts that a user can read: titles, descriptions, options, hints, messages and advice. It's checked in
 * the source, because most messages are only made when something goes wrong.
 */
import ts from 'typescript';

declare const PACKAGE_FOLDER: string;

/** Folders whose texts are checked. */
const FOLDERS = ['nodes', 'credentials'];

/** Words that texts don't use, and what to write instead. */
const FORBIDDEN: ReadonlyArray<readonly [words: RegExp, instead: string]> = [
	[
		/\b(errors?|problems?|failed|failures?|mistakes?)\b/i,
		'what happened; these words are for ChatDash',
	],
	[
		/\b(can|do|does|did|is|are|was|were|has|have|had|could|should|would|will) ?not\b/i,
		'a contraction: can’t, isn’t, wasn’t',
	],
	[/\b(puts?|comes?|gives?|given|gave) (it |them |you )?(out|along)\b/i, 'returns, outputs'],
	[/\bgives\b|\b(has to|can|or|not) give\b|^Give\b/, 'returns, enters'],
	[/\b(holds?|held)\b/i, 'contains, stores, has'],
	[/\bis (none|neither|no [A-Z])/, 'isn’t a valid …, must be …'],
	[/\banswer(s|ed|ing)?\b/i, 'response, responds'],
	[/\brefus(es?|ed|al)\b/i, 'rejects, didn’t accept'],
	[/, for (it|they|he|she|this|that|there) /i, 'because'],
	[/\bblanks?\b/i, 'spaces'],
	[/\b(a text|texts)\b/i, 'text'],
	[/\ba yes or no\b/i, 'a yes/no value'],
	[/\b(at fault|fit to|not fit)\b/i, 'invalid, can’t be sent'],
	[/\b(mends?|anew|goes on|makes? up|beside|behind)\b/i, 'fix, again, continues, next to, after'],
	[/\b(begins?|began)\b/i, 'starts'],
	[/\b(look-ups?|time-outs?|e-mails?|mails?)\b/i, 'lookup, timeout, email'],
	[/\b(a|the|this|that|each|every|one|earlier|later|lost) runs?\b/i, 'execution'],
	[/\b(some|no|every)body\b/i, 'someone, no one, everyone'],
	[/\b(of which|in place of|apart from)\b/i, 'two sentences; instead of; besides'],
	[/\w[”'’)]?; \w/, 'two sentences instead of a semicolon'],
	[
		/\b(behaviour|licences?|recognis\w+|organis\w+|colour\w*|harbour|cancelled)\b/i,
		'American spelling',
	],
	[/\blogs? in\b|\blog-in\b/i, 'sign in'],
	[/\bCtrl-\w/, 'Ctrl+C'],
	[/\bagency key\b/i, 'API key'],
	[/\b(passed over|under way|any more|look in)\b/i, 'skipped, running, no longer, check'],
	[/\b(for the moment|for now|just now)\b/i, 'right now, temporarily'],
	[/\bhosts?\b/i, 'server'],
];

/** A label of n8n's own nodes, and n8n's status for a credential that doesn't work. */
const ALLOWED = ['Return an Error', 'Error'];

/** The texts of a source file that a user can read. An expression in a template becomes an ellipsis. */
function textsIn(fileName: string, source: string): string[] {
	const texts: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return;
		if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
			if (!isName(node)) texts.push(node.text);
		} else if (ts.isTemplateExpression(node)) {
			texts.push(
				[node.head, ...node.templateSpans.map(({ literal }) => literal)]
					.map(({ text }) => text)
					.join('…'),
			);
		}
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest, true));
	return texts.filter(isReadable);
}

/** Whether a literal names a property, as in `value['name']` or `{ 'name': value }`. */
const isName = ({ parent, pos }: ts.StringLiteralLike) =>
	(ts.isPropertyAssignment(parent) && parent.name.pos === pos) ||
	(ts.isElementAccessExpression(parent) && parent.argumentExpression.pos === pos);

/**
 * A single word without a capital letter is a name in the code, such as a kind or an operation. A text with a number sign is
 * what a spreadsheet shows instead of a value.
 */
const isReadable = (text: string) =>
	(/\s/.test(text.trim()) && !text.startsWith('#')) || /^[A-Z][a-z]/.test(text);

/** What is wrong with a text. Names of the code are in backticks. */
const faultsIn = (text: string): string[] =>
	ALLOWED.includes(text)
		? []
		: FORBIDDEN.flatMap(([words, instead]) => {
				const found = words.exec(text.replace(/`[^`]*`/g, ''))?.[0];
				return found === undefined ? [] : [`“${found}” → ${instead}: ${text}`];
			});

const FILES = FOLDERS.flatMap((folder) =>
	ts.sys.readDirectory(`${PACKAGE_FOLDER}/${folder}`, ['.ts']),
);

test('The texts of some files are found', () => {
	const texts = FILES.flatMap((file) => textsIn(file, ts.sys.readFile(file) ?? ''));
	expect(texts).toContain("ChatDash didn't respond in time");
	expect(texts).toContain('ChatDash returned status … without a message');
	expect(texts).toContain('Max Simultaneous Requests');
	expect(texts).toContain('Pull in calls from ChatDash');
	expect(texts).toContain('its body has more than … levels');
	expect(texts).toContain("ChatDash didn't accept the trigger's webhook URL");
	expect(texts).toContain(
		'In this mode, the incoming fields must be named …. Spellings like … work, too. If yours have other names, rename them with an Edit Fields node before this one.',
	);
});

test.each(FILES.map((file) => [file.slice(PACKAGE_FOLDER.length + 1), file]))(
	'The texts of %s are in plain English',
	(_name, file) => {
		expect(textsIn(file, ts.sys.readFile(file) ?? '').flatMap(faultsIn)).toEqual([]);
	},
);

test('Comments, imports, types, names of properties and single words in lower case are no texts', () => {
	const source = `
		// This cannot be read.
		import { cannot } from 'is not found';
		type Kind = 'does not matter' | 'failed';
		const text = { 'is not': 'failed', b: value['was not'], c: 'It was not sent', d: \`Item \${n} has no end\` };
	`;
	expect(textsIn('example.ts', source)).toEqual(['It was not sent', 'Item … has no end']);
});

test.each([
	'ChatDash refused it with status 400',
	'There is no way to this host',
	'3 of 12 items are not fit to be sent',
	"'Email' is not an e-mail address",
	"'Platform' is none of its choices",
	'The host could not be looked up just now',
	'Item 3 failed before this one',
	'The key holds blanks',
	'Copy the agency key again',
])('A text such as “%s” is found', (text) => {
	expect(faultsIn(text)).not.toEqual([]);
});

test.each([
	"Item 3 (login ID x) wasn't created. ChatDash rejected it with status 400.",
	"Check 'Base URL' in the ChatDash credential and n8n's network connection, then run the workflow again.",
	'Return an Error',
])('A text such as “%s” is fine', (text) => {
	expect(faultsIn(text)).toEqual([]);
});
