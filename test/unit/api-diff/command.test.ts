/** `npm run api:diff` from the outside: on files, on folders, and on addresses of a local server. */
import Fastify, { type FastifyInstance } from 'fastify';
import { UnexpectedError } from 'n8n-workflow';

import manifest from '../../../package.json';
import { readPackageFile } from '../../read-file';
import { type Ended, makeFolder, removeFolder, runCommand } from '../../run-command';

const PAGE = readPackageFile('api/create-client.md');
const CHANGED = PAGE.replace(
	'email:\n',
	'phone:\n                      type: string\n                    email:\n',
);
const IS_NEW = "- POST /clients: the body's field member.phone is new (string)";

/** Runs the command with each list of arguments. */
async function diffs(calls: ReadonlyArray<readonly string[]>): Promise<readonly Ended[]> {
	const { stdout, stderr } = await runCommand('tsx', [
		'test/unit/api-diff/run-several.mts',
		JSON.stringify(calls),
	]);
	expect(stderr).toBe('');
	const results: readonly Ended[] = JSON.parse(stdout);
	expect(results).toHaveLength(calls.length);
	return results;
}

const diff = async (...args: readonly string[]) => {
	const [only] = await diffs([args]);
	if (only === undefined) throw new UnexpectedError('Nothing was printed');
	return only;
};

let folder: string;
let server: FastifyInstance;
let origin: string;
/** What the server was asked for. */
const requested: string[] = [];

beforeAll(async () => {
	folder = makeFolder({
		'same/clients/create.md': PAGE,
		'changed/create.md': CHANGED,
		'changed/introduction.md': '# Welcome',
		'changed/package.json': '{}',
		'changed/node_modules/other/page.md': CHANGED.replace('phone', 'mobile'),
		'broken/create.md': PAGE.slice(0, PAGE.length / 2),
		'none/introduction.md': '# Welcome',
		'other.yaml': 'name: CI',
	});

	server = Fastify();
	server.addHook('onRequest', async (request) => {
		requested.push(request.url);
	});
	const texts: Readonly<Record<string, string>> = {
		'/create.md': CHANGED,
		'/llms.txt': '- [Start](/start.md)\n- [Create](/create.md)\n- [Other](http://localhost:1/a.md)',
		'/start.md': '# Start',
		'/broken.txt': '- [Create](/create.md)\n- [Gone](/gone.md)',
		'/html.txt': '- [Create](/create.md)\n- [Page](/page.md)',
		'/openapi': readPackageFile('api/chatdash-openapi.yaml'),
	};
	for (const [path, text] of Object.entries(texts)) {
		server.get(path, async (_request, reply) => await reply.type('text/plain').send(text));
	}
	server.get('/page.md', async (_request, reply) => await reply.type('text/html').send('<p>'));
	server.get('/moved.md', async (_request, reply) => await reply.redirect('/create.md'));
	server.get(
		'/away.md',
		async (_request, reply) => await reply.redirect('http://localhost:1/a.md'),
	);
	server.get('/away.txt', async (_request, reply) => await reply.send('[Away](/away.md)'));
	server.get('/circle', async (_request, reply) => await reply.redirect('/circle'));
	origin = await server.listen({ host: '127.0.0.1', port: 0 });
});

afterAll(async () => {
	await server.close();
	removeFolder(folder);
});

test('is a script that exits with 1 and prints the difference', async () => {
	const [program = '', ...args] = manifest.scripts['api:diff'].split(' ');
	const { code, stdout, stderr } = await runCommand(program, [
		...args,
		`${folder}/changed/create.md`,
	]);
	expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
	expect(stdout).toMatch(/^1 difference: .* describes 1 operation, /);
	expect(stdout).toContain(IS_NEW);
});

test('exits with 0 if nothing is different', async () => {
	const sources = ['api/create-client.md', 'api/chatdash-openapi.yaml', 'api', `${origin}/openapi`];
	for (const { code, stdout, stderr } of await diffs(sources.map((source) => [source]))) {
		expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
		expect(stdout).toMatch(/^No differences: .* describes \d+ operations? as /);
	}
});

test('reads a page at an address, also if it was moved', async () => {
	for (const { code, stdout } of await diffs([[`${origin}/create.md`], [`${origin}/moved.md`]])) {
		expect(code).toBe(1);
		expect(stdout).toMatch(/^1 difference: .* describes 1 operation, /);
		expect(stdout).toContain(IS_NEW);
	}
});

test('lists what no page of a folder describes', async () => {
	const [same, changed] = await diffs([[`${folder}/same`], [`${folder}/changed`]]);
	expect(same?.code).toBe(1);
	expect(same?.stdout).toContain('Not found on any page:\n- GET /clients\n');
	expect(same?.stdout).not.toContain('- POST /clients\n');

	expect(changed?.stdout).toMatch(/^53 differences: /);
	expect(changed?.stdout).toContain(IS_NEW);
	expect(changed?.stdout).not.toContain('mobile');
});

test('follows the links of an index, but only on the same server', async () => {
	requested.length = 0;
	const { code, stdout, stderr } = await diff(`${origin}/llms.txt`);
	expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
	expect(stdout).toContain(IS_NEW);
	expect(stdout).toContain('Not found on any page:\n- GET /clients\n');
	expect(requested).toEqual(['/llms.txt', '/start.md', '/create.md']);
});

test('exits with 2 and the reason if the source can’t be read', async () => {
	const reasons: ReadonlyArray<readonly [source: string, reason: RegExp]> = [
		[`${folder}/missing.md`, /missing\.md can't be read \(ENOENT\)\./],
		[`${folder}/none`, /none has no file with an OpenAPI description\./],
		[`${folder}/none/introduction.md`, /introduction\.md has no OpenAPI description\./],
		[`${folder}/other.yaml`, /other\.yaml isn't an OpenAPI description\./],
		[`${folder}/broken`, /create\.md ends within its OpenAPI block\./],
		['ftp://127.0.0.1/a.md', /must start with http:\/\/ or https:\/\//],
		['http://127.0.0.1:1/a.md', /can't be read \(.+\)\./],
		[`${origin}/gone.md`, /gone\.md can't be read: it responded with status 404\./],
		[`${origin}/start.md`, /no OpenAPI description and no links to \.md pages\./],
		[`${origin}/page.md`, /add \.md to its address\./],
		[`${origin}/broken.txt`, /gone\.md can't be read: it responded with status 404\./],
		[`${origin}/html.txt`, /page\.md responded with HTML instead of Markdown\./],
		[`${origin}/away.txt`, /away\.md redirects to another server, localhost:1\./],
		[`${origin}/circle`, /circle redirects too often\./],
	];
	const results = await diffs(reasons.map(([source]) => [source]));
	results.forEach(({ code, stdout, stderr }, index) => {
		const [source, reason] = reasons[index] ?? [];
		expect({ source, code, stdout }).toEqual({ source, code: 2, stdout: '' });
		expect(stderr).toMatch(reason ?? '');
		expect(stderr).not.toMatch(/^ {4}at /m);
	});
});

test('exits with 2 and its usage if it is called in another way', async () => {
	const [help, ...wrong] = await diffs([['--help'], [], [''], ['a', 'b'], ['--all', 'api']]);
	expect(help).toMatchObject({ code: 0, stderr: '' });
	expect(help?.stdout).toContain('npm run api:diff -- SOURCE');
	for (const { code, stdout, stderr } of wrong) {
		expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
		expect(stderr).toContain('npm run api:diff -- SOURCE');
	}
});
