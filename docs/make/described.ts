// Parses api/chatdash-openapi.yaml for the tests and for the pages in docs/: its operations with their schemas, and
// sample responses generated from them. It doesn't validate requests.
import { UnexpectedError } from 'n8n-workflow';
import { parse } from 'yaml';

import { at, isTree, listAt, textAt, treeAt, type Tree } from '../../api/diff/tree';

/** One operation of the API description. */
export interface Described {
	readonly id: string;
	readonly method: string;
	/** With the names of its IDs in braces, as in `/clients/{clientId}`. */
	readonly path: string;
	readonly tag: string;
	/** The page of ChatDash's documentation that describes it. */
	readonly page: string;
	/** How reliable that page is: high, medium or low. */
	readonly confidence: string;
	/**
	 * Its inferred parts, which are on no page, in the words of the API description. Parts shared with other operations
	 * are left out.
	 */
	readonly inferred: readonly string[];
	/** The same, including parts that several operations share. */
	readonly allInferred: readonly string[];
	/** The names of all parameters except the IDs in the path. */
	readonly parameters: readonly string[];
	/** The schema of the body, with references resolved; `undefined` if the operation takes none. */
	readonly body: Tree | undefined;
	/** The schema of the documented response. */
	readonly answer: Tree;
}

const METHODS = ['get', 'post', 'put', 'delete'];

const JSON_SCHEMA = ['content', 'application/json', 'schema'];

/** Parses the API description. */
export function describedIn(yaml: string): readonly Described[] {
	const document: unknown = parse(yaml);
	return Object.entries(treeAt(document, 'paths')).flatMap(([path, item]) =>
		METHODS.flatMap((method) => {
			const written = at(item, method);
			if (!isTree(written)) return [];
			const operation = resolveReferences(written, document);
			const answer = Object.entries(treeAt(operation, 'responses')).find(([status]) =>
				status.startsWith('2'),
			)?.[1];
			const body = at(operation, 'requestBody', ...JSON_SCHEMA);
			return [
				{
					id: textAt(written, 'operationId'),
					method: method.toUpperCase(),
					path,
					tag: String(listAt(written, 'tags')[0]),
					page: textAt(written, 'externalDocs', 'url'),
					confidence: textAt(written, 'x-confidence'),
					inferred: inferredIn(written),
					allInferred: inferredIn(operation),
					parameters: listAt(operation, 'parameters').flatMap((parameter) =>
						at(parameter, 'in') === 'path' ? [] : [textAt(parameter, 'name')],
					),
					body: isTree(body) ? body : undefined,
					answer: treeAt(answer, ...JSON_SCHEMA),
				},
			];
		}),
	);
}

/** A part of the document with all of its references resolved, and the parts of an `allOf` in one schema. */
function resolveReferences(part: unknown, document: unknown): unknown {
	if (Array.isArray(part)) return part.map((entry) => resolveReferences(entry, document));
	if (!isTree(part)) return part;
	const reference = part['$ref'];
	if (typeof reference === 'string') {
		return resolveReferences(at(document, ...reference.replace(/^#\//, '').split('/')), document);
	}
	const resolved = Object.fromEntries(
		Object.entries(part).map(([key, value]) => [key, resolveReferences(value, document)]),
	);
	const { allOf, ...schema } = resolved;
	if (!Array.isArray(allOf)) return resolved;
	const properties = allOf.map((each: unknown) => treeAt(each, 'properties'));
	return { type: 'object', ...schema, properties: Object.assign({}, ...properties) };
}

function inferredIn(part: unknown): string[] {
	const inner = typeof part === 'object' && part !== null ? Object.entries(part) : [];
	const all = inner.flatMap(([key, value]: [string, unknown]) =>
		key === 'x-inferred' && typeof value === 'string' ? [value.trim()] : inferredIn(value),
	);
	return [...new Set(all)];
}

/** The operation for a request, whose path may have a query. A path without placeholders takes precedence over one with placeholders. */
export function describedFor(
	described: readonly Described[],
	method: string,
	path: string,
): Described | undefined {
	const [withoutQuery = ''] = path.split('?');
	const segments = withoutQuery.split('/');
	const placeholders = (template: string) => template.split('{').length;
	return described
		.filter((one) => one.method === method && fitsTemplate(one.path.split('/'), segments))
		.sort((one, other) => placeholders(one.path) - placeholders(other.path))[0];
}

const fitsTemplate = (template: readonly string[], segments: readonly string[]) =>
	template.length === segments.length &&
	template.every((part, index) =>
		part.startsWith('{') ? segments[index] !== '' : part === segments[index],
	);

/** The paths of all fields without nested fields in a schema, as in `client.name`. */
export function leavesOf(schema: unknown, prefix = ''): string[] {
	return Object.entries(treeAt(schema, 'properties')).flatMap(([name, property]) => {
		const children = leavesOf(property, `${prefix}${name}.`);
		return children.length > 0 ? children : [`${prefix}${name}`];
	});
}

/** The example in a schema, for example the message `Client created successfully`. */
const exampleIn = (schema: unknown) => at(schema, 'example');

/**
 * Generates a sample value for a schema. Each string is the name of its own field, so that a lookup by name finds the
 * record under `name`.
 *
 * @param given values for some string fields, by field name
 */
export function madeUp(schema: unknown, given: Readonly<Record<string, string>> = {}): unknown {
	return generate(schema, '', given);
}

function generate(schema: unknown, name: string, given: Readonly<Record<string, string>>): unknown {
	switch (at(schema, 'type')) {
		case 'object': {
			const properties = Object.entries(treeAt(schema, 'properties'));
			return Object.fromEntries(
				properties.map(([key, inner]) => [key, generate(inner, key, given)]),
			);
		}
		case 'array':
			return [generate(at(schema, 'items'), name, given)];
		case 'string':
			return given[name] ?? exampleIn(schema) ?? listAt(schema, 'enum')[0] ?? name;
		case 'boolean':
			return true;
		case 'integer':
		case 'number':
			return 1;
		default:
			throw new UnexpectedError(`No sample value can be generated for ${name}, which has no type`);
	}
}
