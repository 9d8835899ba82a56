/** What counts as a difference between a page and our description, and the words for it. */
import { UnexpectedError } from 'n8n-workflow';
import { parse, stringify } from 'yaml';

import { compareApis } from '../../../api/diff/compare';
import { OpenApiDocument } from '../../../api/diff/document';
import { readPackageFile } from '../../read-file';

function documentOf(text: string): OpenApiDocument {
	const parsed = OpenApiDocument.parse(text);
	if (parsed.ok && parsed.value !== undefined) return parsed.value;
	throw new UnexpectedError(`This isn't a description: ${JSON.stringify(parsed)}`);
}

const OURS = `
openapi: 3.0.1
info: { title: ChatDash, version: 2.0.0 }
servers: [{ url: https://api.chat-dash.com/v1/public }]
security: [{ AgencyKey: [] }]
paths:
  /agents/{agentId}/leads:
    get:
      summary: List leads
      parameters:
        - { name: agentId, in: path, required: true, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer, minimum: 1, default: 10 } }
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: { type: array, items: { $ref: '#/components/schemas/Lead' } }
        '400':
          description: Bad Request
          x-inferred: The error part of the page is cut.
          content: { application/json: { schema: { $ref: '#/components/schemas/Error' } } }
        default: { $ref: '#/components/responses/Undocumented' }
    post:
      summary: Create a lead
      x-confidence: medium
      x-inferred: Whether a lead needs a phone is on no page.
      parameters:
        - { name: agentId, in: path, required: true, schema: { type: string } }
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/LeadInput' } } }
      responses:
        '200':
          description: OK
          content:
            application/json: { schema: { type: object, properties: { message: { type: string } } } }
components:
  securitySchemes:
    AgencyKey: { type: apiKey, in: header, name: Authorization }
  responses:
    Undocumented: { description: Any other, x-inferred: No page shows these. }
  schemas:
    Error: { type: object, properties: { error: { type: string } } }
    LeadInput:
      type: object
      required: [phone]
      properties:
        phone: { type: string, x-inferred: The format of the number is on no page. }
        channel: { type: string, enum: [web, phone] }
        tags: { type: array, items: { type: string } }
        address: { type: object, properties: { street: { type: string } } }
        notes: { type: array, items: { type: object, properties: { text: { type: string } } } }
    Lead:
      allOf:
        - $ref: '#/components/schemas/LeadInput'
        - { type: object, properties: { _id: { type: string } } }
`;

/** The same API as ChatDash's pages would describe it: without references and marks, and with the key as a parameter. */
const PAGE = `
openapi: 3.0.1
info: { title: API Documentation, version: 2.0.0 }
servers: [{ url: https://api.chat-dash.com/v1/public/ }]
security: []
paths:
  /agents/{id}/leads:
    parameters:
      - { name: id, in: path, required: true, description: The agent, schema: { type: string } }
      - { in: header, name: Authorization, required: true, schema: { type: string } }
    get:
      summary: All leads of an agent
      parameters:
        - { name: limit, in: query, schema: { default: 10, minimum: 1, type: integer } }
      responses:
        '200':
          description: Fine
          content:
            application/json:
              schema:
                type: array
                items:
                  type: object
                  required: [phone]
                  properties: &lead
                    address: { properties: { street: { type: string, example: Main Street } }, type: object }
                    notes: { type: array, items: { type: object, properties: { text: { type: string } } } }
                    tags: { type: array, items: { type: string } }
                    channel: { type: string, enum: [phone, web] }
                    phone: { type: string, format: phone }
                    _id: { type: string }
    post:
      summary: New lead
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [phone]
              properties:
                phone: { type: string }
                tags: { type: array, items: { type: string } }
                channel: { type: string, enum: [phone, web] }
                address: { type: object, properties: { street: { type: string } } }
                notes: { type: array, items: { type: object, properties: { text: { type: string } } } }
      responses:
        '200':
          description: OK
          content:
            application/json: { schema: { type: object, properties: { message: { type: string } } } }
`;

type Change = (page: string) => string;

/** Replaces a part of the page. The part has to be there. */
const replacing =
	(part: string | RegExp, by: string): Change =>
	(page) => {
		const changed = page.replace(part, by);
		if (changed === page) throw new UnexpectedError(`The page doesn't contain ${String(part)}`);
		return changed;
	};

const comparedWith = (page: string, ours = OURS, areAll = true) =>
	compareApis(documentOf(ours), [documentOf(page)], { areAll });

const differencesOf = (page: string, ours = OURS, areAll = true) =>
	comparedWith(page, ours, areAll).differences.map(
		({ kind, operation, text }) => `${kind}: ${operation}: ${text}`,
	);

/** A page with only the post, whose body starts with these properties. */
const POST = 'POST /agents/{agentId}/leads';
const GET = 'GET /agents/{agentId}/leads';

/** Changes the body of the post. Its properties come after `requestBody`. */
const inBody = (part: string, by: string): Change =>
	replacing(
		new RegExp(`(requestBody[^]*?)${part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`),
		`$1${by}`,
	);

describe('nothing is different', () => {
	test('if the page describes the same in another way', () => {
		expect(comparedWith(PAGE)).toMatchObject({ operations: 2, differences: [], notFound: [] });
	});

	test('if all keys are in the opposite order', () => {
		const reversed = (value: unknown): unknown => {
			if (Array.isArray(value)) return value.map(reversed);
			if (typeof value !== 'object' || value === null) return value;
			return Object.fromEntries(
				Object.entries(value)
					.reverse()
					.map(([key, inner]) => [key, reversed(inner)]),
			);
		};
		expect(differencesOf(stringify(reversed(parse(PAGE))))).toEqual([]);
	});

	test('if our own description is compared with itself', () => {
		const ours = readPackageFile('api/chatdash-openapi.yaml');
		expect(comparedWith(ours, ours)).toEqual({
			operations: 53,
			differences: [],
			notFound: [],
			confirmed: [],
		});
	});

	test('if the page leaves out what our description infers, or whether the body is required', () => {
		expect(PAGE).not.toContain("'400'");
		expect(PAGE).not.toContain('default:\n');
		expect(
			differencesOf(replacing('requestBody:', 'requestBody:\n        required: true')(PAGE)),
		).toEqual([]);
	});
});

const CASES: ReadonlyArray<readonly [name: string, change: Change, expected: readonly string[]]> = [
	[
		'a new operation',
		replacing(
			'    post:\n      summary',
			'    delete: { summary: Delete leads }\n    post:\n      summary',
		),
		['added: DELETE /agents/{id}/leads: is new: Delete leads'],
	],
	[
		'a deprecated operation',
		replacing('summary: New lead', 'deprecated: true'),
		[`changed: ${POST}: the operation is deprecated now`],
	],
	[
		'a new parameter',
		replacing(
			'- { name: limit,',
			'- { name: search, in: query, required: true, schema: { type: string } }\n        - { name: limit,',
		),
		[`added: ${GET}: the query parameter search is new (string, required)`],
	],
	[
		'a parameter that is gone',
		replacing(/parameters:\n {8}- \{ name: limit.*\n/, 'deprecated: false\n'),
		[`removed: ${GET}: the query parameter limit is gone`],
	],
	[
		'a parameter that is required',
		replacing('name: limit, in: query', 'name: limit, in: query, required: true'),
		[`changed: ${GET}: the query parameter limit is required now`],
	],
	[
		'the type of a parameter',
		replacing('minimum: 1, type: integer', 'minimum: 1, type: string'),
		[`changed: ${GET}: the query parameter limit is string now, not integer`],
	],
	[
		'a default and limits',
		replacing('default: 10, minimum: 1', 'default: 20, maximum: 100'),
		[
			`changed: ${GET}: the query parameter limit has the default 20 now, not 10`,
			`removed: ${GET}: the query parameter limit no longer has minimum 1`,
			`added: ${GET}: the query parameter limit has maximum 100 now`,
		],
	],
	[
		'the type of an ID in the path',
		replacing('The agent, schema: { type: string }', 'The agent, schema: { type: integer }'),
		[
			`changed: ${GET}: the path parameter agentId is integer now, not string`,
			`changed: ${POST}: the path parameter agentId is integer now, not string`,
		],
	],
	[
		'a key that goes elsewhere',
		replacing('name: Authorization', 'name: X-Api-Key'),
		[GET, POST].flatMap((operation) => [
			`added: ${operation}: the header X-Api-Key is new (string, required)`,
			`removed: ${operation}: the header Authorization is gone`,
		]),
	],
	[
		'a new field of the body',
		inBody('properties:\n', 'properties:\n                email: { type: string }\n'),
		[`added: ${POST}: the body's field email is new (string)`],
	],
	[
		'a new field within another one',
		inBody(
			'street: { type: string }',
			'street: { type: string }, zip: { type: string, enum: [a, b] }',
		),
		[`added: ${POST}: the body's field address.zip is new (string: "a", "b")`],
	],
	[
		'a new field with fields of its own',
		inBody(
			'properties:\n',
			'properties:\n                person: { type: object, properties: { first: {}, last: {} } }\n',
		),
		[`added: ${POST}: the body's field person is new (object with first, last)`],
	],
	[
		'a new list of objects',
		inBody(
			'properties:\n',
			'properties:\n                links: { type: array, items: { type: object, properties: { url: {} } } }\n',
		),
		[`added: ${POST}: the body's field links is new (list of object with url)`],
	],
	[
		'a field in the entries of a list',
		inBody('text: { type: string }', 'text: { type: string }, author: { type: string }'),
		[`added: ${POST}: the field author in each entry of the body's field notes is new (string)`],
	],
	[
		'the type of the entries of a list',
		inBody(
			'tags: { type: array, items: { type: string }',
			'tags: { type: array, items: { type: number }',
		),
		[`changed: ${POST}: each entry of the body's field tags is number now, not string`],
	],
	[
		'a field of the body that is gone',
		inBody('tags: { type: array, items: { type: string } }\n', '\n'),
		[`removed: ${POST}: the body's field tags is gone`],
	],
	[
		'a field of the body that is required',
		inBody('required: [phone]', 'required: [phone, channel]'),
		[`changed: ${POST}: the body's field channel is required now`],
	],
	[
		'a field of the body that is optional',
		inBody('required: [phone]', 'required: []'),
		[`changed: ${POST}: the body's field phone is optional now`],
	],
	[
		'a field that can be null',
		inBody('phone: { type: string', 'phone: { type: string, nullable: true'),
		[`changed: ${POST}: the body's field phone is null or string now, not string`],
	],
	[
		'a field of any type',
		inBody('phone: { type: string }', 'phone: {}'),
		[`changed: ${POST}: the body's field phone is of any type now, not string`],
	],
	[
		'an object instead of a list',
		inBody(
			'tags: { type: array, items: { type: string } }',
			'tags: { type: object, properties: { a: {} } }',
		),
		[`changed: ${POST}: the body's field tags is object now, not array`],
	],
	[
		'values of an enum',
		inBody('enum: [phone, web]', 'enum: [web, chat, sms]'),
		[
			`added: ${POST}: the body's field channel has the new values "chat", "sms"`,
			`removed: ${POST}: the body's field channel no longer has the value "phone"`,
		],
	],
	[
		'an enum that is gone',
		inBody(', enum: [phone, web]', ''),
		[`changed: ${POST}: the body's field channel isn't limited to "web", "phone" any more`],
	],
	[
		'a new enum',
		inBody('phone: { type: string', 'phone: { type: string, enum: ["1"]'),
		[`changed: ${POST}: the body's field phone is limited to "1" now`],
	],
	[
		'a body that is optional',
		replacing('requestBody:', 'requestBody:\n        required: false'),
		[`changed: ${POST}: the body is optional now`],
	],
	[
		'a body of another kind',
		inBody('application/json', 'multipart/form-data'),
		[`changed: ${POST}: the body is multipart/form-data now, not application/json`],
	],
	[
		'a body that is gone',
		replacing(/requestBody:[^]*?(?= {6}responses)/, 'operationId: post\n'),
		[`removed: ${POST}: the body is gone`],
	],
	[
		'a new body',
		replacing(
			'summary: All leads of an agent',
			'requestBody: { content: { application/json: { schema: { type: object, properties: { page: {} } } } } }',
		),
		[`added: ${GET}: the body is new (object with page)`],
	],
	[
		'a new field of a response',
		replacing('properties: &lead', 'properties:\n                    email: { type: string }'),
		[`added: ${GET}: the field email in each entry of response 200 is new (string)`],
	],
	[
		'a field of a response that is gone',
		replacing('_id: { type: string }', ''),
		[`removed: ${GET}: the field _id in each entry of response 200 is gone`],
	],
	[
		'a new status',
		replacing(
			/('200':\n {10}description: OK)/,
			"'201': { description: Created, content: { application/json: { schema: { type: object, properties: { id: {} } } } } }\n        $1",
		),
		[`added: ${POST}: response 201 is new (object with id)`],
	],
	[
		'a status that is gone',
		replacing(/'200':\n {10}description: OK/, "'204':\n          description: OK"),
		[
			`added: ${POST}: response 204 is new (object with message)`,
			`removed: ${POST}: response 200 is gone`,
		],
	],
	[
		'a response without content',
		replacing(/description: OK\n {10}content:[^]*/, 'description: OK\n'),
		[`removed: ${POST}: response 200 has no content any more`],
	],
	[
		'another address',
		replacing('https://api.chat-dash.com/v1', 'https://api.chat-dash.com/v2'),
		[
			'changed: All operations: the address of the API is https://api.chat-dash.com/v2/public now, not https://api.chat-dash.com/v1/public',
		],
	],
	[
		'another version',
		replacing('version: 2.0.0', 'version: 2.1.0'),
		['changed: All operations: the version of the API is 2.1.0 now, not 2.0.0'],
	],
];

test.each(CASES)('tells %s', (_name, change, expected) => {
	expect(differencesOf(change(PAGE))).toEqual(expected);
});

test('content where there was none is new', () => {
	const ours = OURS.replace(
		"'200':\n          description: OK\n          content:\n            application/json: {",
		"'200':\n          description: OK\n          x-content:\n            application/json: {",
	);
	expect(differencesOf(PAGE, ours)).toEqual([
		`added: ${POST}: response 200 has content now (object with message)`,
	]);
});

describe('an operation that no page describes', () => {
	const onlyPost = replacing(/ {4}get:[^]*(?= {4}post:)/, '')(PAGE);

	test('is listed if the pages are all there are', () => {
		expect(comparedWith(onlyPost)).toMatchObject({ differences: [], notFound: [GET] });
	});

	test("isn't missed otherwise", () => {
		expect(comparedWith(onlyPost, OURS, false)).toMatchObject({ differences: [], notFound: [] });
	});
});

test('two pages that describe the same operation in the same way cause no second line', () => {
	const page = documentOf(inBody('required: [phone]', 'required: []')(PAGE));
	const { differences, operations } = compareApis(documentOf(OURS), [page, page], { areAll: true });
	expect(differences).toHaveLength(1);
	expect(operations).toBe(2);
});

describe('what is inferred', () => {
	const marksOf = (page: string) =>
		comparedWith(page).differences.map(({ inferred }) => inferred.join(' / '));

	test('comes with a difference in an operation that has a mark', () => {
		expect(marksOf(inBody('required: [phone]', 'required: [phone, channel]')(PAGE))).toEqual([
			'Whether a lead needs a phone is on no page. / x-confidence: medium',
		]);
	});

	test('comes with a difference in a field that has a mark of its own', () => {
		const changes = [
			inBody('phone: { type: string }', 'phone: { type: number }'),
			inBody('phone: { type: string }\n', '\n'),
			inBody('required: [phone]', 'required: []'),
		];
		for (const change of changes) {
			expect(marksOf(change(PAGE))).toEqual(['The format of the number is on no page.']);
		}
	});

	const responses400 = (content: string) =>
		replacing(
			"responses:\n        '200':\n          description: Fine",
			`responses:\n        '400': { description: Bad, content: ${content} }\n        '200':\n          description: Fine`,
		)(PAGE);

	test('is confirmed if a page has the response in the same form', () => {
		const page = responses400(
			'{ application/json: { schema: { type: object, properties: { error: { type: string } } } } }',
		);
		expect(comparedWith(page)).toMatchObject({
			differences: [],
			confirmed: [
				{ operation: GET, what: 'response 400', mark: 'The error part of the page is cut.' },
				{ operation: POST, what: 'the operation', mark: 'x-confidence: medium' },
			],
		});
	});

	test('comes with the difference if a page has the response in another form', () => {
		const page = responses400(
			'{ application/json: { schema: { type: object, properties: { message: { type: string } } } } }',
		);
		expect(differencesOf(page)).toEqual([
			`added: ${GET}: response 400's field message is new (string)`,
			`removed: ${GET}: response 400's field error is gone`,
		]);
		expect(marksOf(page)).toEqual(Array(2).fill('The error part of the page is cut.'));
	});
});

describe('a schema', () => {
	/** Two descriptions of one response, which differ in its schema. */
	const differencesIn = (ours: string, theirs: string) => {
		const [before, now] = [ours, theirs].map(
			(schema) => `
openapi: 3.0.1
paths:
  /a: { get: { responses: { '200': { content: { application/json: { schema: ${schema} } } } } } }
components:
  schemas:
    A: { type: object, properties: { a: { type: string }, inner: { $ref: '#/components/schemas/A' } } }
    B: { type: object, properties: { a: { type: number }, inner: { $ref: '#/components/schemas/B' } } }
    Same: { type: object, properties: { a: { type: string }, inner: { $ref: '#/components/schemas/Same' } } }
    Both: { allOf: [{ $ref: '#/components/schemas/Both' }, { type: object, properties: { b: {} } }] }
`,
		);
		return differencesOf(now ?? '', before).map((line) => line.replace(/^.*?response 200/, ''));
	};
	const ref = (name: string) => `{ $ref: '#/components/schemas/${name}' }`;

	test('that contains itself is compared once', () => {
		expect(differencesIn(ref('A'), ref('Same'))).toEqual([]);
		expect(differencesIn(ref('A'), ref('B'))).toEqual(["'s field a is number now, not string"]);
		expect(differencesIn(ref('Both'), ref('Both'))).toEqual([]);
	});

	test('with alternatives has the fields of all of them', () => {
		const ours = '{ type: object, properties: { a: { type: string }, b: { type: string } } }';
		const parts =
			'[{}, { type: object, required: [a], properties: { a: { type: string } } }, { type: object, properties: { b: { type: string } } }]';
		expect(differencesIn(ours, `{ oneOf: ${parts} }`)).toEqual([]);
		expect(differencesIn(ours, `{ anyOf: ${parts} }`)).toEqual([]);
		expect(
			differencesIn('{ type: string }', '{ oneOf: [{ type: string }, { type: object }] }'),
		).toEqual([' is object or string now, not string']);
	});

	test('in the ways of OpenAPI 3.1 is understood', () => {
		expect(differencesIn('{ type: string, nullable: true }', "{ type: [string, 'null'] }")).toEqual(
			[],
		);
		expect(differencesIn('{ type: string, enum: [a] }', '{ const: a }')).toEqual([]);
	});

	test('for other fields than the named ones is compared', () => {
		expect(
			differencesIn(
				'{ type: object, additionalProperties: { type: string } }',
				'{ type: object, additionalProperties: { type: number } }',
			),
		).toEqual(["'s field * is number now, not string"]);
		expect(
			differencesIn('{ type: object, additionalProperties: true }', '{ type: object }'),
		).toEqual([]);
	});
});
