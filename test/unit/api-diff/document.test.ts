/** How descriptions are found in files, pages and indexes, and what is said of those that can't be read. */
import { type OpenApiDocument, pagesIn, parseFile, parsePage } from '../../../api/diff/document';
import type { Result } from '../../../nodes/transport/result';
import { readPackageFile } from '../../read-file';

const API = 'openapi: 3.0.1\npaths:\n  /a: { get: {} }';

const pathsIn = (parsed: Result<readonly OpenApiDocument[]>) =>
	parsed.ok ? parsed.value.map(({ root }) => root['paths']) : parsed.message;

const A = { '/a': { get: {} } };

describe('a file', () => {
	test.each([
		['in YAML', API],
		['in JSON', JSON.stringify({ openapi: '3.0.1', paths: A })],
		['in JSON with tabs', JSON.stringify({ openapi: '3.1.0', paths: A }, null, '\t')],
	])('%s is read', (_kind, text) => {
		expect(pathsIn(parseFile(text))).toEqual([A]);
	});

	test.each([
		['another file in YAML', 'name: CI'],
		['another file in JSON', '{"name": "package"}'],
		['a text', 'hello'],
		['nothing', ''],
	])('%s is none', (_kind, text) => {
		expect(pathsIn(parseFile(text))).toEqual([]);
	});

	test.each([
		['broken YAML', 'openapi: 3.0.1\npaths: {', /^can't be parsed \(/],
		['broken JSON', '{"openapi": "3.0.1"', /^can't be parsed \(/],
		['Swagger', 'swagger: "2.0"\npaths: {}', /^describes an API in version 2\.0$/],
		['no paths', 'openapi: 3.0.1', /^describes an API without paths$/],
		[
			'a reference that leads nowhere',
			`${API}\nx: { $ref: '#/components/schemas/A' }`,
			/the reference #\/components\/schemas\/A, which leads nowhere/,
		],
		[
			'a reference to another file',
			`${API}\nx: { $ref: 'other.yaml#/a' }`,
			/the reference other\.yaml#\/a, which leads nowhere/,
		],
		[
			'references in a circle',
			`${API}\nx: { $ref: '#/y' }\ny: { $ref: '#/x' }`,
			/the reference #\/y, which leads nowhere/,
		],
	])('%s is told', (_kind, text, message) => {
		expect(pathsIn(parseFile(text))).toMatch(message);
	});

	test('may have references with escaped keys, and any references in its examples', () => {
		const [document] = [
			parseFile(`${API}\nb: { $ref: '#/paths/~1a' }\nexample: { $ref: 'anything' }`),
		].flatMap((parsed) => (parsed.ok ? parsed.value : []));
		expect(document?.resolve(document.root['b'])).toEqual({ get: {} });
	});
});

describe('a page', () => {
	test('of ChatDash is read', () => {
		const parsed = parsePage(readPackageFile('api/create-client.md'));
		expect(pathsIn(parsed)).toEqual([{ '/clients': { post: expect.anything() } }]);
	});

	test.each([
		['yaml', `# Page\n\n\`\`\`yaml\n${API}\n\`\`\`\n`],
		['yml with words after it', `\`\`\`\`yml get /a\n${API}\n\`\`\`\`\n`],
		['yaml between tildes', `~~~ yaml\n${API}\n~~~\n`],
		['yaml with Windows line ends', `\`\`\`yaml\n${API}\n\`\`\`\n`.replaceAll('\n', '\r\n')],
		['json', `\`\`\`json\n${JSON.stringify({ openapi: '3.0.1', paths: A })}\n\`\`\``],
		['indented yaml', `- A\n\n   \`\`\`yaml\n${API.replace(/^/gm, '   ')}\n   \`\`\`\n`],
	])('with a block of %s is read', (_kind, page) => {
		expect(pathsIn(parsePage(page))).toEqual([A]);
	});

	test('with two blocks is read', () => {
		const block = `\`\`\`yaml\n${API}\n\`\`\`\n`;
		expect(pathsIn(parsePage(block + block))).toEqual([A, A]);
	});

	test('with other blocks has none', () => {
		const page =
			'---\nopenapi: get /a\n---\n```yaml\na: 1\nb: {\n```\n```sh\nopenapi: 3.0.1\n```\n';
		expect(pathsIn(parsePage(page))).toEqual([]);
	});

	test('with a broken block is told', () => {
		expect(pathsIn(parsePage('```yaml\nopenapi: 3.0.1\npaths: {\n```'))).toMatch(
			/^can't be parsed \(/,
		);
	});

	test('that is cut off is told', () => {
		expect(pathsIn(parsePage(`\`\`\`yaml\n${API}\n`))).toBe('ends within its OpenAPI block');
	});
});

test('an index links to pages on the same server, each counts once', () => {
	const index = `
# ChatDash

- [Create a client](https://docs.example.com/api/post-clients.md): Create
- [Create a client again](https://docs.example.com/api/post-clients.md#body)
- [Relative](/api/get-clients.md) and <https://docs.example.com/api/get-client.md>
- [Bare](pages/a.md?x=1) https://docs.example.com/bare.md, and so on
- [Elsewhere](https://other.example.com/b.md) [Another port](https://docs.example.com:8443/c.md)
- [No page](https://docs.example.com/openapi.json) [Mail](mailto:a@docs.example.com/d.md) [Broken](https://%/e.md)
`;
	expect(pagesIn(index, 'https://docs.example.com/llms.txt')).toEqual([
		'https://docs.example.com/api/post-clients.md',
		'https://docs.example.com/api/get-clients.md',
		'https://docs.example.com/api/get-client.md',
		'https://docs.example.com/pages/a.md?x=1',
		'https://docs.example.com/bare.md',
	]);
});
