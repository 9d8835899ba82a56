/*
 * Holds requests and answers against the API's description. The description leaves objects open and lets required
 * texts be empty, as OpenAPI does by default; here both are closed, so that a misspelt `loginID` or a member's password
 * in an answer does not pass.
 */
import { OpenAPIBackend } from 'openapi-backend';
import type { Operation, ParsedRequest, ValidationResult } from 'openapi-backend';

/** A request as it came, its path below the API's base and with its query. */
export interface IncomingRequest {
	method: string;
	path: string;
	contentType: string | undefined;
	/** The body as it came over the wire; empty if there was none. */
	text: string;
}

export class Description {
	private constructor(private readonly api: OpenAPIBackend) {}

	/**
	 * Reads the description.
	 * @param path of the OpenAPI file
	 * @throws Error if the file is missing or not OpenAPI
	 */
	static async read(path: string): Promise<Description> {
		const asWritten = new OpenAPIBackend({ definition: path, strict: true, validate: false });
		await asWritten.init();
		closeBodies(asWritten.definition);
		const api = new OpenAPIBackend({
			definition: asWritten.definition,
			// Compiles the schemas of an operation when it is first met: compiling all of them takes seconds.
			quick: true,
			ignoreTrailingSlashes: false,
			// The formats in use (password, date-time, uri) are hints to a reader; ajv would warn that it knows none.
			ajvOpts: { allErrors: true, validateFormats: false },
		});
		await api.init();
		return new Description(api);
	}

	/** The operation that a request is for, or undefined if the description has none of its path and method. */
	operationOf(request: IncomingRequest): Operation | undefined {
		return this.api.matchOperation(toBackend(request));
	}

	/** Path parameters, query and body of a request. Their types are what the caller says: check the request first. */
	parse(request: IncomingRequest, operation: Operation): ParsedRequest {
		return this.api.router.parseRequest(toBackend(request), operation);
	}

	/** What is wrong with a request, in one line that names the fields but no value; undefined if nothing is. */
	faultOfRequest(request: IncomingRequest, operation: Operation): string | undefined {
		const mediaType = request.contentType?.split(';')[0]?.trim().toLowerCase();
		if (operation.requestBody === undefined) {
			if (request.text !== '') return 'This operation takes no body';
		} else {
			if (request.text === '') return 'The body is missing';
			if (mediaType !== 'application/json') return 'The content type is not application/json';
			// The parser's own words are not passed on: they quote the body, and with it a password.
			if (!isJson(request.text)) return 'The body is not JSON';
		}
		return inOneLine(this.api.validateRequest(toBackend(request), operation));
	}

	/** What is wrong with an answer of the sandbox, in one line; undefined if nothing is or its status is undocumented. */
	faultOfAnswer(operation: Operation, status: number, body: unknown): string | undefined {
		return inOneLine(this.api.validateResponse(body, operation, status));
	}
}

/** The value of a JSON text, or undefined if it is none. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function isJson(text: string): boolean {
	return parseJson(text) !== undefined;
}

function toBackend({ method, path, contentType, text }: IncomingRequest) {
	return {
		method,
		path,
		headers: contentType === undefined ? {} : { 'content-type': contentType },
		...(text === '' ? {} : { body: text }),
	};
}

function inOneLine({ errors }: ValidationResult): string | undefined {
	if (!errors || errors.length === 0) return undefined;
	const lines = errors.map(({ instancePath, keyword, params, message }) => {
		const place = instancePath
			.replace(/^\/requestBody/, '')
			.slice(1)
			.replaceAll('/', '.');
		const field = (name: string) => (place === '' ? name : `${place}.${name}`);
		switch (keyword) {
			case 'required':
				return `${field(params['missingProperty'])} is missing`;
			case 'additionalProperties':
				return `${field(params['additionalProperty'])} is not in the description`;
			case 'minLength':
				return `${place} is empty`;
			default:
				return `${place === '' ? 'The body' : place} ${message}`;
		}
	});
	return [...new Set(lines)].join('; ');
}

type JsonObject = Record<string, unknown>;

function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Closes the schema of every JSON body in a description, of requests and answers alike. */
function closeBodies(part: unknown): void {
	if (Array.isArray(part)) part.forEach(closeBodies);
	if (!isObject(part)) return;
	const media = part['application/json'];
	if (isObject(media) && 'schema' in media) media['schema'] = closed(media['schema']);
	Object.values(part).forEach(closeBodies);
}

/** The same schema without unknown properties and without empty texts where a text is required. */
function closed(schema: unknown): unknown {
	if (Array.isArray(schema)) return schema.map(closed);
	if (!isObject(schema)) return schema;

	const { allOf, properties, ...keywords } = schema;
	// The parts of an `allOf` each see the whole object, so not each part is closed but the whole.
	if (Array.isArray(allOf)) {
		const parts = [{ ...keywords, properties }, ...allOf].filter(isObject);
		return closed({
			type: 'object',
			...keywords,
			properties: Object.assign({}, ...parts.map((part) => part['properties'])),
			required: parts.flatMap((part) => part['required'] ?? []),
		});
	}

	const result: JsonObject = Object.fromEntries(
		Object.entries(keywords).map(([keyword, value]) => [keyword, closed(value)]),
	);
	if (!isObject(properties)) return result;
	const required = Array.isArray(schema['required']) ? schema['required'] : [];
	const closedProperties = Object.entries(properties).map(([name, property]) => {
		const isText = isObject(property) && property['type'] === 'string';
		return [
			name,
			isText && required.includes(name) ? { minLength: 1, ...property } : closed(property),
		];
	});
	return {
		additionalProperties: false,
		...result,
		properties: Object.fromEntries(closedProperties),
	};
}
