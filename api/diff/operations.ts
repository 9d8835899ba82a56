// The operations of a description, in a form in which two descriptions can be compared.
import type { OpenApiDocument } from './document';
import { type Schema, inferredIn } from './shape';
import { at, isTree, listAt, textAt, treeAt, type Tree } from './tree';

export interface ApiOperation {
	/** For the reader, as in `GET /clients/{clientId}`. */
	readonly name: string;
	readonly summary: string;
	readonly isDeprecated: boolean;
	/** By where it is and what it's called. */
	readonly parameters: ReadonlyMap<string, Parameter>;
	readonly body: Content | undefined;
	/** By status, or `default`. */
	readonly responses: ReadonlyMap<string, Content>;
	/** What is marked as inferred about the operation as a whole. */
	readonly inferred: readonly string[];
	/** How firm our description is: high, medium or low. A page has none. */
	readonly confidence: string;
}

export interface Parameter {
	/** For the reader, as in `query parameter limit`. */
	readonly label: string;
	readonly required: boolean;
	/** `undefined` for a key, which is only a key. */
	readonly schema: Schema | undefined;
	readonly inferred: readonly string[];
}

/** What a request or a response contains. */
export interface Content {
	/** Whether a request needs it; `undefined` if the description doesn't say. */
	readonly required: boolean | undefined;
	readonly mediaTypes: readonly string[];
	readonly schema: Schema | undefined;
	readonly inferred: readonly string[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace'];

/**
 * All operations of a description, by method and path. The names of IDs in a path aren't part of the key, because
 * requests don't contain them.
 */
export function operationsIn(document: OpenApiDocument): ReadonlyMap<string, ApiOperation> {
	const operations = Object.entries(treeAt(document.root, 'paths')).flatMap(([path, written]) => {
		const item = document.resolve(written);
		return METHODS.flatMap((method) => {
			const operation = at(item, method);
			if (!isTree(operation)) return [];
			const key = `${method.toUpperCase()} ${path.replaceAll(PLACEHOLDER, '{}')}`;
			return [[key, operationAt(document, method, path, item, operation)] as const];
		});
	});
	return new Map(operations);
}

const PLACEHOLDER = /\{[^{}]*\}/g;

function operationAt(
	document: OpenApiDocument,
	method: string,
	path: string,
	item: Tree,
	operation: Tree,
): ApiOperation {
	const body = operation['requestBody'];
	return {
		name: `${method.toUpperCase()} ${path}`,
		summary: textAt(operation, 'summary'),
		isDeprecated: operation['deprecated'] === true,
		parameters: new Map([
			...keysOf(document, operation),
			...parametersOf(document, path, item),
			...parametersOf(document, path, operation),
		]),
		body: body === undefined ? undefined : contentOf(document, body),
		responses: new Map(
			Object.entries(treeAt(operation, 'responses')).map(([status, response]) => [
				status,
				contentOf(document, response),
			]),
		),
		inferred: inferredIn(operation),
		confidence: textAt(operation, 'x-confidence'),
	};
}

/** The IDs in a path count by their place, because requests don't contain their names. */
function parametersOf(
	document: OpenApiDocument,
	path: string,
	owner: Tree,
): Array<readonly [string, Parameter]> {
	const ids = [...path.matchAll(PLACEHOLDER)].map(([id]) => id);
	return listAt(owner, 'parameters').flatMap((written) => {
		const parameter = document.resolve(written);
		const name = textAt(parameter, 'name');
		const place = textAt(parameter, 'in');
		const [, media] = jsonFirst(treeAt(parameter, 'content'))[0] ?? [];
		const schema = parameter['schema'] ?? at(media, 'schema') ?? {};
		const key = place === 'path' ? `path ${ids.indexOf(`{${name}}`)}` : keyOf(place, name);
		// OpenAPI ignores these two, because the kinds of content describe them.
		if (key === keyOf('header', 'Accept') || key === keyOf('header', 'Content-Type')) return [];
		const described: Parameter = {
			label: labelOf(place, name),
			required: place === 'path' || parameter['required'] === true,
			schema: key === AUTHORIZATION ? undefined : { document, alternatives: [schema] },
			inferred: inferredIn(parameter),
		};
		return [[key, described] as const];
	});
}

/** The keys that an operation needs. ChatDash's pages describe them as parameters, other descriptions as `security`. */
function keysOf(document: OpenApiDocument, operation: Tree): Array<readonly [string, Parameter]> {
	const security = operation['security'] ?? document.root['security'];
	const requirements = Array.isArray(security) ? security : [];
	const schemes = requirements.flatMap((requirement) =>
		isTree(requirement) ? Object.keys(requirement) : [],
	);
	return schemes.map((name) => {
		const scheme = document.resolve(at(document.root, 'components', 'securitySchemes', name));
		const isNamed = textAt(scheme, 'type') === 'apiKey';
		const place = isNamed ? textAt(scheme, 'in') : 'header';
		const parameter = isNamed ? textAt(scheme, 'name') : 'Authorization';
		return [
			keyOf(place, parameter),
			{
				label: labelOf(place, parameter),
				required: requirements.every((one) => Object.keys(isTree(one) ? one : {}).length > 0),
				schema: undefined,
				inferred: [],
			},
		];
	});
}

/** Upper and lower case don't matter in the names of headers. */
const keyOf = (place: string, name: string) =>
	`${place} ${place === 'header' ? name.toLowerCase() : name}`;

const AUTHORIZATION = keyOf('header', 'Authorization');

const labelOf = (place: string, name: string) =>
	place === 'header' ? `header ${name}` : `${place} parameter ${name}`;

function contentOf(document: OpenApiDocument, written: unknown): Content {
	const content = document.resolve(written);
	const media = jsonFirst(treeAt(content, 'content'));
	const schema = at(media[0]?.[1], 'schema');
	const required = content['required'];
	return {
		required: typeof required === 'boolean' ? required : undefined,
		mediaTypes: media.map(([type]) => type.toLowerCase()).sort(),
		schema: schema === undefined ? undefined : { document, alternatives: [schema] },
		inferred: inferredIn(content),
	};
}

/** The kinds of content, JSON before others. */
const jsonFirst = (content: Tree) =>
	Object.entries(content).sort(
		([one], [other]) => Number(/json/i.test(other)) - Number(/json/i.test(one)),
	);
