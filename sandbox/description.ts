/*
 * Checks requests and responses against the API description. As usual in OpenAPI, the description allows additional
 * properties and empty required strings. This check rejects both, so that a misspelled `loginID`, or a member's
 * password in a response, is noticed.
 */
import { OpenAPIBackend } from 'openapi-backend';
import type { Operation, ParsedRequest, ValidationResult } from 'openapi-backend';

/** A request as received. Its path is relative to the API's base and includes the query. */
export interface IncomingRequest {
	method: string;
	path: string;
	contentType: string | undefined;
	/** The body as received; empty if there was none. */
	text: string;
}

export class Description {
	private constructor(private readonly api: OpenAPIBackend) {}

	/**
	 * Reads the API description.
	 * @param path of the OpenAPI file
	 * @throws Error if the file is missing or not OpenAPI
	 */
	static async read(path: string): Promise<Description> {
		const asWritten = new OpenAPIBackend({ definition: path, strict: true, validate: false });
		await asWritten.init();
		closeBodies(asWritten.definition);
		const api = new OpenAPIBackend({
			definition: asWritten.definition,
			// Compiles the schemas of an operation at its first request, because compiling all of them takes seconds.
			quick: true,
			ignoreTrailingSlashes: false,
			// The formats in the description (password, date-time, uri) only inform readers; ajv would warn that it doesn't
			// know them.
			ajvOpts: { allErrors: true, validateFormats: false },
		});
		await api.init();
		return new Description(api);
	}

	/** The operation for a request, or undefined if the description has none with its path and method. */
	operationOf(request: IncomingRequest): Operation | undefined {
		return this.api.matchOperation(toBackend(request));
	}

	/**
	 * Path parameters, query and body of a request. The types are what the caller declares, so check the request first.
	 */
	parse(request: IncomingRequest, operation: Operation): ParsedRequest {
		return this.api.router.parseRequest(toBackend(request), operation);
	}

	/** What is wrong with a request, in one line that names fields but no values; undefined if the request is valid. */
	faultOfRequest(request: IncomingRequest, operation: Operation): string | undefined {
		const mediaType = request.contentType?.split(';')[0]?.trim().toLowerCase();
		if (operation.requestBody === undefined) {
			if (request.text !== '') return 'This operation takes no body';
		} else {
			if (request.text === '') return 'The body is missing';
			if (mediaType !== 'application/json') return 'The content type is not application/json';
			// The parser's own message isn't used, because it quotes the body, which may contain a password.
			if (!isJson(request.text)) return 'The body is not JSON';
		}
		return toOneLine(this.api.validateRequest(toBackend(request), operation));
	}

	/**
	 * What is wrong with a response of the sandbox, in one line; undefined if it's valid or its status is undocumented.
	 */
	faultOfAnswer(operation: Operation, status: number, body: unknown): string | undefined {
		return toOneLine(this.api.validateResponse(body, operation, status));
	}
}

/** The value of a JSON text, or undefined if the text isn't JSON. */
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

function toOneLine({ errors }: ValidationResult): string | undefined {
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

/** Closes the schema of every JSON body in a description, for requests and responses. */
function closeBodies(part: unknown): void {
	if (Array.isArray(part)) part.forEach(closeBodies);
	if (!isObject(part)) return;
	const media = part['application/json'];
	if (isObject(media) && 'schema' in media) media['schema'] = closeSchema(media['schema']);
	Object.values(part).forEach(closeBodies);
}

/** The same schema without additional properties, and without empty strings where a string is required. */
function closeSchema(schema: unknown): unknown {
	if (Array.isArray(schema)) return schema.map(closeSchema);
	if (!isObject(schema)) return schema;

	const { allOf, properties, ...keywords } = schema;
	// Each part of an `allOf` sees the whole object, so the merged schema is closed instead of each part.
	if (Array.isArray(allOf)) {
		const parts = [{ ...keywords, properties }, ...allOf].filter(isObject);
		return closeSchema({
			type: 'object',
			...keywords,
			properties: Object.assign({}, ...parts.map((part) => part['properties'])),
			required: parts.flatMap((part) => part['required'] ?? []),
		});
	}

	const result: JsonObject = Object.fromEntries(
		Object.entries(keywords).map(([keyword, value]) => [keyword, closeSchema(value)]),
	);
	if (!isObject(properties)) return result;
	const required = Array.isArray(schema['required']) ? schema['required'] : [];
	const closedProperties = Object.entries(properties).map(([name, property]) => {
		const isText = isObject(property) && property['type'] === 'string';
		return [
			name,
			isText && required.includes(name) ? { minLength: 1, ...property } : closeSchema(property),
		];
	});
	return {
		additionalProperties: false,
		...result,
		properties: Object.fromEntries(closedProperties),
	};
}
