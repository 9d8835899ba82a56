/**
 * The description that sandbox and tests check against says of `POST /clients` just what ChatDash's own page says.
 * The page is kept as it was, in `api/create-client.md`; the description is in our own words, so only words may differ.
 */
import { UnexpectedError } from 'n8n-workflow';
import { parse } from 'yaml';

import { readPackageFile } from '../read-file';

type Tree = { readonly [key: string]: unknown };

const isTree = (value: unknown): value is Tree =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** What lies in a document at the end of a path of keys; undefined if nothing does. */
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

/** A part of a description with its references followed, one level. */
function followed(value: unknown, description: unknown): unknown {
	const reference = at(value, '$ref');
	if (typeof reference !== 'string') return value;
	return at(description, ...reference.replace(/^#\//, '').split('/'));
}

/** The fields of a schema, inner ones with the way to them, each with all that a program cares for. */
function fieldsOf(
	schema: unknown,
	description: unknown,
	way = '',
): Record<string, { type: unknown; required: boolean; default: unknown }> {
	const { properties, required } = treeAt({ schema: followed(schema, description) }, 'schema');
	const needed = Array.isArray(required) ? required : [];
	return Object.fromEntries(
		Object.entries(treeAt({ properties }, 'properties')).flatMap(([name, property]) => {
			const inner = followed(property, description);
			const field = {
				type: at(inner, 'type'),
				required: needed.includes(name),
				default: at(inner, 'default'),
			};
			const deeper =
				at(inner, 'properties') === undefined
					? []
					: Object.entries(fieldsOf(inner, description, `${way}${name}.`));
			return [[`${way}${name}`, field], ...deeper];
		}),
	);
}

const CREATE = ['paths', '/clients', 'post'];
const JSON_SCHEMA = ['content', 'application/json', 'schema'];

const requestOf = (description: unknown) => treeAt(description, ...CREATE, 'requestBody');
const responseOf = (description: unknown, status: string) =>
	treeAt(
		{ response: followed(at(description, ...CREATE, 'responses', status), description) },
		'response',
	);

/** The example of an answer, which is where ChatDash's texts stand: beside a field, or beside the schema. */
function exampleOf(response: Tree, field: string): unknown {
	return (
		at(response, ...JSON_SCHEMA, 'properties', field, 'example') ??
		at(response, 'content', 'application/json', 'example', field)
	);
}

test('The page holds the operation', () => {
	expect(at(theirs, ...CREATE, 'summary')).toBe('Create Client');
});

test('Both describe the same version at the same address', () => {
	expect(at(ours, 'servers')).toEqual(at(theirs, 'servers'));
	expect(at(ours, 'info', 'version')).toBe(at(theirs, 'info', 'version'));
});

test('A request has the same fields, of the same types, the same ones required, with the same defaults', () => {
	const page = fieldsOf(at(requestOf(theirs), ...JSON_SCHEMA), theirs);

	// By hand from the page, lest two empty lists agree.
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

test('A request needs a body in JSON', () => {
	for (const description of [theirs, ours]) {
		expect(requestOf(description)['required']).toBe(true);
		expect(Object.keys(treeAt(requestOf(description), 'content'))).toEqual(['application/json']);
	}
});

test.each([
	['200', 'message', 'Client created successfully'],
	['400', 'error', 'Login ID already in use'],
	['500', 'error', 'An unexpected error occurred'],
])(
	'An answer with status %s says it in the same field, in the same words',
	(status, field, words) => {
		const [page, description] = [theirs, ours].map((one) => responseOf(one, status));
		expect(fieldsOf(at(page, ...JSON_SCHEMA), theirs)).toEqual({
			[field]: { type: 'string', required: false, default: undefined },
		});
		const described = fieldsOf(at(description, ...JSON_SCHEMA), ours);
		expect(described[field]?.type).toBe('string');
		expect(Object.keys(described)).toEqual([field]);
		expect(exampleOf(page ?? {}, field)).toBe(words);
		expect(exampleOf(description ?? {}, field)).toBe(words);
	},
);

test('The page documents no other answer', () => {
	const statuses = Object.keys(treeAt(theirs, ...CREATE, 'responses'));
	expect(statuses).toEqual(['200', '400', '500']);
	expect(Object.keys(treeAt(ours, ...CREATE, 'responses'))).toEqual([...statuses, 'default']);
});

test('The key goes into the header Authorization, as it is', () => {
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
