/**
 * Checks that the description, which sandbox and tests use, agrees with ChatDash's own page on `POST /clients`. The
 * page is kept unchanged in `api/create-client.md`. The description is in our own words, so only its wording may
 * differ.
 */
import { UnexpectedError } from 'n8n-workflow';
import { parse } from 'yaml';

import { readPackageFile } from '../read-file';

type Tree = { readonly [key: string]: unknown };

const isTree = (value: unknown): value is Tree =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at the end of a path of keys in a document; undefined if the keys lead nowhere. */
function at(value: unknown, ...keys: string[]): unknown {
	return keys.reduce<unknown>((inner, key) => (isTree(inner) ? inner[key] : undefined), value);
}

function treeAt(value: unknown, ...keys: string[]): Tree {
	const found = at(value, ...keys);
	if (isTree(found)) return found;
	throw new UnexpectedError(`There is nothing at ${keys.join(' → ')}`);
}

const page = readPackageFile('api/create-client.md');
const [, block = ''] = /^`{4}yaml[^\n]*\n(.*?)^`{4}$/ms.exec(page) ?? [];
const theirs: unknown = parse(block);
const ours: unknown = parse(readPackageFile('api/chatdash-openapi.yaml'));

/** A part of a description with its reference resolved, one level deep. */
function resolveReference(value: unknown, description: unknown): unknown {
	const reference = at(value, '$ref');
	if (typeof reference !== 'string') return value;
	return at(description, ...reference.replace(/^#\//, '').split('/'));
}

/** The fields of a schema, inner ones with their path, each with what matters to a program. */
function fieldsOf(
	schema: unknown,
	description: unknown,
	path = '',
): Record<string, { type: unknown; required: boolean; default: unknown }> {
	const { properties, required } = treeAt(
		{ schema: resolveReference(schema, description) },
		'schema',
	);
	const needed = Array.isArray(required) ? required : [];
	return Object.fromEntries(
		Object.entries(treeAt({ properties }, 'properties')).flatMap(([name, property]) => {
			const inner = resolveReference(property, description);
			const field = {
				type: at(inner, 'type'),
				required: needed.includes(name),
				default: at(inner, 'default'),
			};
			const deeper =
				at(inner, 'properties') === undefined
					? []
					: Object.entries(fieldsOf(inner, description, `${path}${name}.`));
			return [[`${path}${name}`, field], ...deeper];
		}),
	);
}

const CREATE = ['paths', '/clients', 'post'];
const JSON_SCHEMA = ['content', 'application/json', 'schema'];

const requestOf = (description: unknown) => treeAt(description, ...CREATE, 'requestBody');
const responseOf = (description: unknown, status: string) =>
	treeAt(
		{ response: resolveReference(at(description, ...CREATE, 'responses', status), description) },
		'response',
	);

/** The example of a response, which has ChatDash's text: either next to the field, or next to the schema. */
function exampleOf(response: Tree, field: string): unknown {
	return (
		at(response, ...JSON_SCHEMA, 'properties', field, 'example') ??
		at(response, 'content', 'application/json', 'example', field)
	);
}

test('The page contains the operation', () => {
	expect(at(theirs, ...CREATE, 'summary')).toBe('Create Client');
});

test('Both describe the same version at the same address', () => {
	expect(at(ours, 'servers')).toEqual(at(theirs, 'servers'));
	expect(at(ours, 'info', 'version')).toBe(at(theirs, 'info', 'version'));
});

test('A request has the same fields, with the same types, required fields and defaults', () => {
	const page = fieldsOf(at(requestOf(theirs), ...JSON_SCHEMA), theirs);

	// Copied from the page by hand. Otherwise two empty lists would be equal.
	expect(Object.keys(page)).toEqual([
		'client',
		'client.name',
		'client.language',
		'member',
		'member.name',
		'member.loginId',
		'member.email',
		'member.password',
	]);
	expect(fieldsOf(at(requestOf(ours), ...JSON_SCHEMA), ours)).toEqual(page);
});

test('A request needs a JSON body', () => {
	for (const description of [theirs, ours]) {
		expect(requestOf(description)['required']).toBe(true);
		expect(Object.keys(treeAt(requestOf(description), 'content'))).toEqual(['application/json']);
	}
});

test.each([
	['200', 'message', 'Client created successfully'],
	['400', 'error', 'Login ID already in use'],
	['500', 'error', 'An unexpected error occurred'],
])('A response with status %s has the same field and the same text', (status, field, words) => {
	const [page, description] = [theirs, ours].map((one) => responseOf(one, status));
	expect(fieldsOf(at(page, ...JSON_SCHEMA), theirs)).toEqual({
		[field]: { type: 'string', required: false, default: undefined },
	});
	const described = fieldsOf(at(description, ...JSON_SCHEMA), ours);
	expect(described[field]?.type).toBe('string');
	expect(Object.keys(described)).toEqual([field]);
	expect(exampleOf(page ?? {}, field)).toBe(words);
	expect(exampleOf(description ?? {}, field)).toBe(words);
});

test('The page documents no other response', () => {
	const statuses = Object.keys(treeAt(theirs, ...CREATE, 'responses'));
	expect(statuses).toEqual(['200', '400', '500']);
	expect(Object.keys(treeAt(ours, ...CREATE, 'responses'))).toEqual([...statuses, 'default']);
});

test('The key is sent in the Authorization header, as it is', () => {
	const parameters = at(theirs, ...CREATE, 'parameters');
	expect(parameters).toEqual([
		expect.objectContaining({ name: 'Authorization', in: 'header', required: true }),
	]);

	expect(at(ours, ...CREATE, 'security')).toEqual([{ AgencyKey: [] }]);
	expect(at(ours, 'components', 'securitySchemes', 'AgencyKey')).toMatchObject({
		type: 'apiKey',
		in: 'header',
		name: 'Authorization',
	});
});
