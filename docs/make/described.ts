// ChatDash's API as api/chatdash-openapi.yaml describes it, opened for the tests and for the pages in docs/: its
// operations with their schemas, and answers made up from them. Whether a request fits is not judged here.
import { UnexpectedError } from 'n8n-workflow';
import { parse } from 'yaml';

export type Tree = { readonly [key: string]: unknown };

/** One operation of the description. */
export interface Described {
	readonly id: string;
	readonly method: string;
	/** With the names of its ids in braces, as in `/clients/{clientId}`. */
	readonly path: string;
	readonly tag: string;
	/** The page of ChatDash's documentation that it was read on. */
	readonly page: string;
	/** How firm that page is: high, medium or low. */
	readonly confidence: string;
	/** What of it is inferred and on no page, as the description says; what it shares with other operations is left out. */
	readonly inferred: readonly string[];
	/** The same with what stands in parts that several operations share. */
	readonly allInferred: readonly string[];
	/** Names of all parameters that are not ids in the path. */
	readonly parameters: readonly string[];
	/** Of the body; `undefined` where it takes none. References are followed. */
	readonly body: Tree | undefined;
	/** Of the documented answer. */
	readonly answer: Tree;
}

const METHODS = ['get', 'post', 'put', 'delete'];

const isTree = (value: unknown): value is Tree =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** What lies at the end of a path of keys; `undefined` if nothing does. */
export const at = (value: unknown, ...keys: readonly string[]): unknown =>
	keys.reduce<unknown>((inner, key) => (isTree(inner) ? inner[key] : undefined), value);

const treeAt = (value: unknown, ...keys: readonly string[]): Tree => {
	const found = at(value, ...keys);
	return isTree(found) ? found : {};
};

const textAt = (value: unknown, ...keys: readonly string[]): string => {
	const found = at(value, ...keys);
	return typeof found === 'string' ? found : '';
};

const listAt = (value: unknown, ...keys: readonly string[]): readonly unknown[] => {
	const found = at(value, ...keys);
	return Array.isArray(found) ? found : [];
};

const JSON_SCHEMA = ['content', 'application/json', 'schema'];

/** Opens the description. */
export function describedIn(yaml: string): readonly Described[] {
	const document: unknown = parse(yaml);
	return Object.entries(treeAt(document, 'paths')).flatMap(([path, item]) =>
		METHODS.flatMap((method) => {
			const written = at(item, method);
			if (!isTree(written)) return [];
			const operation = followed(written, document);
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

/** A part of the document with every reference in it followed. */
function followed(part: unknown, document: unknown): unknown {
	if (Array.isArray(part)) return part.map((entry) => followed(entry, document));
	if (!isTree(part)) return part;
	const reference = part['$ref'];
	if (typeof reference === 'string') {
		return followed(at(document, ...reference.replace(/^#\//, '').split('/')), document);
	}
	return Object.fromEntries(
		Object.entries(part).map(([key, value]) => [key, followed(value, document)]),
	);
}

function inferredIn(part: unknown): string[] {
	const inner = typeof part === 'object' && part !== null ? Object.entries(part) : [];
	const all = inner.flatMap(([key, value]: [string, unknown]) =>
		key === 'x-inferred' && typeof value === 'string' ? [value.trim()] : inferredIn(value),
	);
	return [...new Set(all)];
}

/** The operation that a request is for; a path that is written out goes before one with a placeholder. */
export function describedFor(
	described: readonly Described[],
	method: string,
	path: string,
): Described | undefined {
	const segments = path.split('/');
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

/** The fields of a schema that hold no fields themselves, each with the way to it, as in `client.name`. */
export function leavesOf(schema: unknown, way = ''): string[] {
	return Object.entries(treeAt(schema, 'properties')).flatMap(([name, property]) => {
		const deeper = leavesOf(property, `${way}${name}.`);
		return deeper.length > 0 ? deeper : [`${way}${name}`];
	});
}

/** What the description itself says a page's words are, such as `Client created successfully`. */
const exampleIn = (schema: unknown) => at(schema, 'example');

/**
 * Makes up a value that fits a schema. A text is the name of its own field, so that whoever looks for a record by its
 * name finds it under `name`.
 *
 * @param given the texts of some fields, by name
 */
export function madeUp(schema: unknown, given: Readonly<Record<string, string>> = {}): unknown {
	return made(schema, '', given);
}

function made(schema: unknown, name: string, given: Readonly<Record<string, string>>): unknown {
	switch (at(schema, 'type')) {
		case 'object': {
			const properties = Object.entries(treeAt(schema, 'properties'));
			return Object.fromEntries(properties.map(([key, inner]) => [key, made(inner, key, given)]));
		}
		case 'array':
			return [made(at(schema, 'items'), name, given)];
		case 'string':
			return given[name] ?? exampleIn(schema) ?? listAt(schema, 'enum')[0] ?? name;
		case 'boolean':
			return true;
		case 'integer':
		case 'number':
			return 1;
		default:
			throw new UnexpectedError(`Nothing can be made up for ${name}, which has no type`);
	}
}
