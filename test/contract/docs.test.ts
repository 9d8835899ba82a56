/**
 * The pages match the code and the API description, and their links lead somewhere. docs/operations.md is generated from
 * both. docs/api.md quotes each inferred part that the description marks. Each message of the node has a heading.
 */
import ts from 'typescript';

import codex from '../../nodes/ChatDash/ChatDash.node.json';
import triggerCodex from '../../nodes/ChatDashTrigger/ChatDashTrigger.node.json';
import { EVENT_OPTIONS } from '../../nodes/ChatDash/resources/webhookSubscription/fields';
import { FIELDS, OPTION_FIELDS } from '../../nodes/ChatDashTrigger/settings';
import { operationsPage } from '../../docs/make/operations-page';
import { listPackageFolder, readPackageBytes, readPackageFile } from '../read-file';
import { callItems } from './calls';
import { DESCRIBED, MATCHING, OPERATIONS, describedOf, filledIn, sentFor } from './walk';

declare const PACKAGE_FOLDER: string;

test('docs/operations.md is up to date; if not, run npm run docs', () => {
	expect(readPackageFile('docs/operations.md')).toBe(operationsPage(readPackageFile));
});

test('docs/operations.md describes each operation, each field and each page', () => {
	const text = readPackageFile('docs/operations.md');
	const missing = OPERATIONS.flatMap(({ title, resource, operation }) => {
		const heading = `### ${resource.name}: ${operation.name}\n`;
		const section = text.split(heading)[1]?.split('\n### ')[0] ?? '';
		const labels = Object.values(operation.fields).map(({ property }) => property.displayName);
		const page = DESCRIBED.find(({ id }) => id === operation.operationId)?.page ?? '?';
		return [page, ...labels.map((label) => `${label}**`)]
			.filter((part) => !section.includes(part))
			.map((part) => `${title}: ${part}`);
	});
	expect(missing).toEqual([]);
});

/** The inferred parts of the operations that the node calls, in the words of the API description. */
const inferredParts = async () => {
	const filled = OPERATIONS.flatMap(({ operation }) => filledIn(operation, MATCHING));
	const sent = await Promise.all(filled.map(async (each) => await sentFor(each)));
	const called = sent.flatMap(({ reads, request }) =>
		[...reads, ...(request ? [request] : [])].map(describedOf),
	);
	const parts = DESCRIBED.filter((one) => called.includes(one)).flatMap((one) => one.allInferred);
	return [...new Set(parts)];
};

/** The quotations in docs/api.md. Each is a line of its own. */
const quoted = () =>
	readPackageFile('docs/api.md')
		.split('\n')
		.flatMap((line) => (line.startsWith('> ') ? [line.slice(2)] : []));

test('docs/api.md quotes each inferred part of the operations that the node calls', async () => {
	const parts = await inferredParts();
	expect(parts.length).toBeGreaterThan(0);
	expect(parts.filter((part) => !quoted().includes(part))).toEqual([]);
});

test('docs/api.md quotes nothing else', async () => {
	const parts = await inferredParts();
	expect(quoted().filter((quotation) => !parts.includes(quotation))).toEqual([]);
});

/** The pages that people read, by path. */
const PAGES = new Map(
	[
		...listPackageFolder('.').filter((name) => name.endsWith('.md')),
		...['docs', 'examples'].flatMap((folder) =>
			listPackageFolder(folder).flatMap((name) =>
				name.endsWith('.md') ? [`${folder}/${name}`] : [],
			),
		),
	].map((path) => [path, readPackageFile(path)]),
);

const REPOSITORY = 'https://github.com/n8n-nodes-chatdash/n8n-nodes-chatdash/blob/main/';

/** A page's text without its code blocks and code spans, which contain examples. */
const withoutCode = (text: string) => text.replace(/```.*?```|`[^`\n]*`/gs, '');

/** The anchors that GitHub makes from the headings of a page. */
const anchorsOf = (text: string) =>
	text
		.replace(/```.*?```/gs, '')
		.split('\n')
		.flatMap((line) => /^#+ (.*)$/.exec(line)?.[1] ?? [])
		.map((heading) =>
			heading
				.toLowerCase()
				.replace(/[^\p{L}\p{N}_ -]/gu, '')
				.replaceAll(' ', '-'),
		);

/** The files and pictures that a page links to, with their anchors, relative to the package's folder. */
const linksOf = (path: string, text: string) =>
	[...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
		if (link.startsWith(REPOSITORY)) return [link.slice(REPOSITORY.length)];
		if (/^[a-z]+:/.test(link)) return [];
		const { pathname, hash } = new URL(
			link.startsWith('#') ? path + link : link,
			`file:///${path}`,
		);
		return [link.startsWith('#') ? path + hash : pathname.slice(1) + hash];
	});

/** Whether a link leads to a file of the package and, if it has an anchor, to a heading of that page. */
function resolves(link: string): boolean {
	const [path = '', anchor] = link.split('#');
	const slash = path.lastIndexOf('/');
	const folder = slash < 0 ? '.' : path.slice(0, slash);
	if (!listPackageFolder(folder).includes(path.slice(slash + 1))) return false;
	return anchor === undefined || anchorsOf(PAGES.get(path) ?? '').includes(anchor);
}

test.each([...PAGES])('all links of %s resolve', (path, text) => {
	expect(linksOf(path, text).filter((link) => !resolves(link))).toEqual([]);
});

test('a link to a missing file, picture or heading does not resolve', () => {
	const missing =
		'[a](docs/none.md) ![b](docs/screenshots/none.png) [c](docs/limits.md#none) [d](#none)';
	const links = linksOf('README.md', missing);
	expect(links).toHaveLength(4);
	expect(links.filter(resolves)).toEqual([]);
});

const SCREENSHOTS = 'docs/screenshots';

/** GitHub shows pictures about this wide. It scales down wider ones, and their text gets too small. */
const MAX_WIDTH = 900;

/** Where a PNG file has its width. */
const WIDTH_OFFSET = 16;

/** The pictures of a page: their light and dark files, relative to the package's folder, and how the page shows them. */
const picturesOf = (path: string, text: string) =>
	[...withoutCode(text).matchAll(/<picture>.*?<\/picture>|<img\b[^>]*>/gs)].map(([html]) => ({
		files: [...html.matchAll(/\bsrc(?:set)?="([^"]+)"/g)].map(([, source = '']) =>
			new URL(source, `file:///${path}`).pathname.slice(1),
		),
		width: Number(/\bwidth="(\d+)"/.exec(html)?.[1]),
		alt: /\balt="([^"]+)"/.exec(html)?.[1],
	}));

const PICTURES = [...PAGES].flatMap(([path, text]) => picturesOf(path, text));

test('pages show each picture at half its width in pixels, at most 900, and with a text', () => {
	const wrong = PICTURES.flatMap(({ files, width, alt }) =>
		files
			.map((file) => ({ file, width, is: readPackageBytes(file).readUInt32BE(WIDTH_OFFSET) / 2 }))
			.filter(({ is }) => is !== width || width > MAX_WIDTH || alt === undefined),
	);
	expect(wrong).toEqual([]);
});

test('each screenshot is on a page, and no page shows one without its width', () => {
	const shown = PICTURES.flatMap(({ files }) => files);
	expect([...new Set(shown)].sort()).toEqual(
		listPackageFolder(SCREENSHOTS).map((name) => `${SCREENSHOTS}/${name}`),
	);
	const withoutWidth = [...PAGES].flatMap(([path, text]) =>
		linksOf(path, text).filter((link) => link.endsWith('.png')),
	);
	expect(withoutWidth).toEqual([]);
});

test("n8n's own links to the documentation resolve", () => {
	const links = [codex, triggerCodex]
		.flatMap(({ resources }) => [
			...resources.credentialDocumentation,
			...resources.primaryDocumentation,
		])
		.map(({ url }) => url);
	const pages = links.filter((url) => url.startsWith(REPOSITORY));
	expect(pages).not.toEqual([]);
	expect(pages.map((url) => url.slice(REPOSITORY.length)).filter((url) => !resolves(url))).toEqual(
		[],
	);
});

test('each page in docs and examples is linked from the README', () => {
	const linked = linksOf('README.md', PAGES.get('README.md') ?? '').map(
		(link) => link.split('#')[0],
	);
	const pages = [...PAGES.keys()].filter((path) => path.includes('/'));
	expect(pages.filter((path) => !linked.includes(path))).toEqual([]);
});

test('the README is short', () => {
	expect(new TextEncoder().encode(readPackageFile('README.md')).length).toBeLessThanOrEqual(7_000);
});

/** The text below a heading of a page, up to the next one of the same kind. */
const sectionOf = (text: string, heading: string) => text.split(`${heading}\n`)[1] ?? '';

test('docs/trigger.md shows the items of all events as the trigger makes them, ready for pinning', () => {
	const text = sectionOf(readPackageFile('docs/trigger.md'), '## Example items');
	const shown = [...text.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']): unknown =>
		JSON.parse(json),
	);
	expect(shown).toEqual(callItems(false).map((item) => [item]));
});

test('docs/trigger.md explains each field of the items, each event, and each option', () => {
	const text = readPackageFile('docs/trigger.md');
	const rows = text.split('\n').filter((line) => line.startsWith('| '));
	const names = Object.keys(Object.assign({}, ...callItems(true)));
	const labels = [...Object.values(FIELDS), ...Object.values(OPTION_FIELDS)].map(
		({ property }) => `**${property.displayName}**`,
	);
	const missing = [...names.map((name) => `\`${name}\``), ...labels].filter(
		(part) => !rows.some((row) => row.includes(part)),
	);
	expect(missing).toEqual([]);
	for (const { name, value } of EVENT_OPTIONS) expect(text).toContain(`| ${name} (\`${value}\`)`);
});

/** Calls whose arguments contain a message, and which argument that is. */
const MESSAGE_ARGUMENTS: Readonly<Record<string, number>> = {
	'context.logger.info': 0,
	'context.logger.warn': 0,
	err: 0,
	errorFrom: 1,
	listError: 1,
	NodeApiError: 1,
	toError: 0,
	UserError: 0,
};

/** Properties that contain a message. In resources, `message` is part of an output. */
const MESSAGE_PROPERTIES = ['message', 'otherKind'];

/** Files whose messages are in tables, or returned by a function. */
const TABLES = [
	'transport/classify.ts',
	'transport/responseText.ts',
	'transport/credentialTest.ts',
	'ChatDashTrigger/failures.ts',
];

/** Messages that need no heading: files of the node or single messages, and why. */
const WITHOUT_HEADING: Readonly<Record<string, string>> = {
	'ChatDash responded': 'a success never stops an execution',
	'Connection successful!': 'there is nothing to do',
	"Check 'Agents' and 'Client ID'": 'it only continues another message',
	"Check 'Client ID' in the node and in the ….": 'it only continues another message',
};

/** Whether an expression in the source is where a message of the node is written. */
function isMessage(node: ts.Node, file: string): boolean {
	const { parent } = node;
	if (ts.isConditionalExpression(parent))
		return parent.condition !== node && isMessage(parent, file);
	if (ts.isBinaryExpression(parent)) return parent.right === node && isMessage(parent, file);
	if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
		const position = MESSAGE_ARGUMENTS[parent.expression.getText()];
		return position !== undefined && parent.arguments?.[position] === node;
	}
	const isInTable = TABLES.some((table) => file.endsWith(table));
	if (ts.isPropertyAssignment(parent)) {
		const name = parent.name.getText();
		if (MESSAGE_PROPERTIES.includes(name)) return !file.includes('/resources/');
		return isInTable && name !== 'description';
	}
	return isInTable && (ts.isReturnStatement(parent) || ts.isArrayLiteralExpression(parent));
}

/** The text of a literal; an expression in it becomes an ellipsis. `undefined` for anything else. */
function textOf(node: ts.Node): string | undefined {
	if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
	if (!ts.isTemplateExpression(node)) return undefined;
	return [node.head, ...node.templateSpans.map(({ literal }) => literal)]
		.map(({ text }) => text)
		.join('…');
}

/** The messages in a source file. Of several sentences, the first one up to a colon is the message. */
function messagesIn(file: string, source: string): string[] {
	const messages: string[] = [];
	const visit = (node: ts.Node): void => {
		const text = textOf(node);
		if (text !== undefined && isMessage(node, file)) {
			messages.push(/\. /.test(text) ? (text.split(/[.:] /)[0] ?? '') : text);
		}
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true));
	// A message has words of its own. One that starts in lower case completes a sentence.
	return messages.filter(
		(text) => /\s/.test(text) && /[A-Za-z]{2,}/.test(text) && /^(n8n |[^a-z])/.test(text),
	);
}

/** The headings of a page. */
const headingsOf = (text: string) =>
	text.split('\n').flatMap((line) => /^#+ (.*)$/.exec(line)?.[1] ?? []);

/** Whether a heading is an example of a message. */
const isExampleOf = (message: string, heading: string) =>
	new RegExp(
		`^${message
			.split('…')
			.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
			.join('.*')}$`,
	).test(heading);

const MESSAGES = ts.sys
	.readDirectory(`${PACKAGE_FOLDER}/nodes`, ['.ts'])
	.flatMap((file) =>
		messagesIn(file, ts.sys.readFile(file) ?? '').flatMap((message) =>
			Object.keys(WITHOUT_HEADING).some((known) => message === known || file.endsWith(`/${known}`))
				? []
				: [message],
		),
	);

test('each message of the node has a heading with its exact text', () => {
	const headings = ['docs/troubleshooting.md', 'docs/credential.md'].flatMap((path) =>
		headingsOf(readPackageFile(path)),
	);
	expect(
		MESSAGES.filter((message) => !headings.some((heading) => isExampleOf(message, heading))),
	).toEqual([]);
});

test('messages of each kind are found', () => {
	expect(MESSAGES).toEqual(
		expect.arrayContaining([
			"'Language' isn't a language: …",
			"Couldn't read the credential",
			"Couldn't load the list",
			"… of … items can't be sent",
			'The execution was canceled before this item was sent',
			'Not sent, because the node stopped at item …',
			"'API Key' is a client key (it starts with CD.CL.)",
			'No response from this address',
			'The connection was lost before ChatDash responded',
			'ChatDash returned status … without a message',
			'ChatDash rejected this credential (status …)',
			"ChatDash didn't accept the trigger's webhook URL",
			"ChatDash can't reach …",
			'ChatDash Trigger ignored a request: …',
			"ChatDash Trigger: couldn't remove its webhook subscriptions (…)",
		]),
	);
});
