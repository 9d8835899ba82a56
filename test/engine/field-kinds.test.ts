/**
 * Kinds of fields that none of the published operations has yet. A node of this test declares them. It runs in
 * n8n's own engine: n8n evaluates the expressions, and the node returns what each field was parsed as.
 */
import {
	type IDataObject,
	type INodeParameters,
	type INodeType,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { propertiesOf } from '../../nodes/ChatDash/description/properties';
import { additionalField, updateField } from '../../nodes/ChatDash/fields/collection';
import { ISO_DATE, UNIX_SECONDS, optionalDate } from '../../nodes/ChatDash/fields/date';
import type { Fields } from '../../nodes/ChatDash/fields/field';
import { optionalJson } from '../../nodes/ChatDash/fields/json';
import { keyValues } from '../../nodes/ChatDash/fields/keyValues';
import { listOf } from '../../nodes/ChatDash/fields/listOf';
import { INTEGER, MONEY, optionalNumber } from '../../nodes/ChatDash/fields/number';
import { severalOptions, severalTexts } from '../../nodes/ChatDash/fields/several';
import { requiredText } from '../../nodes/ChatDash/fields/text';
import { defineRead, defineWrite } from '../../nodes/ChatDash/operation/define';
import type { Operation } from '../../nodes/ChatDash/operation/operation';
import { simplify, simplifyRecord } from '../../nodes/ChatDash/operation/simplify';
import { RUN_OPTIONS } from '../../nodes/ChatDash/run/options';
import { run } from '../../nodes/ChatDash/run/run';
import { MADE_UP } from '../made-up';
import { closeHosts, createHost, hintsOf, jsonOf, opened } from './fixtures';
import { type Ran, runNode } from './harness';

afterEach(closeHosts);

/** Nothing is requested there. */
const CREDENTIAL = { apiKey: 'CD.agency', baseUrl: 'http://127.0.0.1:9' };

const text = requiredText({ displayName: 'Text', placeholder: 'e.g. Hello' });

const FIELDS = {
	messages: listOf(
		{ displayName: 'Messages', placeholder: 'Add Message' },
		{
			name: 'message',
			displayName: 'Message',
			fields: { text, sentAt: optionalDate(ISO_DATE, { displayName: 'Sent At' }) },
		},
	),
	endedAt: optionalDate(UNIX_SECONDS, { displayName: 'Ended At' }),
	amount: additionalField(
		optionalNumber(MONEY, { displayName: 'Amount', description: 'What it costs' }, { minimum: 1 }),
	),
	events: additionalField(
		severalOptions({
			displayName: 'Events',
			options: [
				{ name: 'Ended', value: 'ended' },
				{ name: 'Missed', value: 'missed' },
			],
		}),
	),
	seats: additionalField(optionalNumber(INTEGER, { displayName: 'Seats' }, { maximum: 9 })),
	queries: additionalField(severalTexts({ displayName: 'Queries', placeholder: 'e.g. Why?' })),
	customFields: updateField(
		keyValues(
			{ displayName: 'Custom Fields', placeholder: 'Add Field' },
			{ name: 'field', displayName: 'Field', example: 'e.g. Company', value: text },
		),
	),
	metadata: updateField(optionalJson({ displayName: 'Metadata' })),
};

function nodeTypeOf(operation: Operation): INodeType {
	const resource = {
		name: 'Test',
		value: 'test',
		operations: [operation],
		defaultOperation: operation.value,
	};
	return {
		description: {
			name: 'test',
			displayName: 'Test',
			description: 'Returns its values',
			group: [],
			version: 1,
			defaults: {},
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			credentials: [{ name: 'chatDashApi', required: true }],
			properties: propertiesOf([resource], 'test', RUN_OPTIONS),
		},
		async execute() {
			return [await run(this, operation)];
		},
	};
}

const reading = <F extends Fields>(
	fields: F,
	records: (values: object) => readonly IDataObject[],
) =>
	defineRead({
		...MADE_UP,
		fields,
		records: async (values) => await Promise.resolve(records(values)),
	});

const runWith = async (
	parameters: INodeParameters,
	items: IDataObject[],
	operation: Operation = reading(FIELDS, (values) => [{ ...values }]),
): Promise<Ran> =>
	await runNode({
		items,
		parameters: { resource: 'test', operation: 'test', ...parameters },
		credential: CREDENTIAL,
		nodeType: nodeTypeOf(operation),
		onError: 'continueRegularOutput',
	});

const MESSAGES = { messages: { message: [{ text: 'Hi' }] } };
const METADATA = { metadata: '{"a": 1}' };

test('expressions in a fixed collection are evaluated for each item', async () => {
	const ran = await runWith(
		{
			messages: {
				message: [
					{ text: 'Hello', sentAt: '2026-03-01T09:00:00' },
					{ text: '={{ $json.text }}', sentAt: '={{ $json.at }}' },
				],
			},
			updateFields: {
				customFields: {
					field: [{ name: '={{ $json.name }}', value: '=of {{ $json.text }}' }],
				},
			},
		},
		[
			{ text: 'Ada', at: 1772352000, name: 'Company' },
			{ text: 'Bea', at: '2026-03-01T09:00:00+01:00', name: 'Firm' },
		],
	);
	// n8n's own default zone is New York.
	const first = { text: 'Hello', sentAt: '2026-03-01T14:00:00.000Z' };
	const sentAt = '2026-03-01T08:00:00.000Z';
	expect(jsonOf(ran.output)).toMatchObject([
		{ messages: [first, { text: 'Ada', sentAt }], customFields: { Company: 'of Ada' } },
		{ messages: [first, { text: 'Bea', sentAt }], customFields: { Firm: 'of Bea' } },
	]);
});

test('an item whose row is empty is invalid, and the others continue', async () => {
	const ran = await runWith(
		{
			messages: { message: [{ text: 'Hello' }, { text: '={{ $json.text }}' }] },
			updateFields: METADATA,
		},
		[{ text: 'Ada' }, {}],
	);
	expect(jsonOf(ran.output)).toMatchObject([
		{ messages: [{ text: 'Hello' }, { text: 'Ada' }] },
		{ error: "'Messages', row 2: 'Text' is empty" },
	]);
});

test.each<[string, INodeParameters, object]>([
	['is left alone if it is absent', METADATA, { metadata: { a: 1 } }],
	[
		'is invalid if it has no rows',
		{ ...METADATA, customFields: {} },
		{ error: "'Custom Fields' is empty" },
	],
	[
		'is sent with its rows',
		{ customFields: { field: [{ name: 'a', value: 'b' }] } },
		{ customFields: { a: 'b' } },
	],
])('a collection in Update Fields %s', async (_what, updateFields, expected) => {
	const ran = await runWith({ ...MESSAGES, updateFields }, [{}]);
	expect(jsonOf(ran.output)).toMatchObject([expected]);
	if (!('customFields' in expected)) {
		expect(ran.output[0]?.json['customFields']).toBeUndefined();
	}
});

test.each([
	['={{ DateTime.fromISO("2026-03-01T03:00", { zone: "America/New_York" }) }}'],
	['={{ new Date("2026-03-01T08:00:00Z") }}'],
	['={{ $json.seconds }}'],
	['={{ $json.seconds * 1000 }}'],
	['={{ $json.seconds }} '],
	['2026-03-01T03:00:00'],
])('a date comes from %s', async (endedAt) => {
	const ran = await runWith({ ...MESSAGES, endedAt, updateFields: METADATA }, [
		{ seconds: 1772352000 },
	]);
	expect(jsonOf(ran.output)).toMatchObject([{ endedAt: 1772352000 }]);
});

test('several values, numbers and JSON come from what an expression returns', async () => {
	const ran = await runWith(
		{
			...MESSAGES,
			additionalFields: {
				amount: '={{ $json.amount }}',
				events: '={{ $json.events }}',
				queries: ['Why?', '={{ $json.queries }}'],
			},
			updateFields: { metadata: '={{ $json.metadata }}' },
		},
		[
			{ amount: '1999', events: ['missed'], queries: ['A, b', 'Why?'], metadata: { a: 1 } },
			{ amount: 5, events: 'missed,ended', queries: '["C"]', metadata: '{"a": 2}' },
			{ amount: 19.99, events: '', queries: '', metadata: '' },
		],
	);
	expect(jsonOf(ran.output)).toMatchObject([
		{ amount: 1999, events: ['missed'], queries: ['Why?', 'A, b'], metadata: { a: 1 } },
		{ amount: 5, events: ['missed', 'ended'], queries: ['Why?', 'C'], metadata: { a: 2 } },
		{
			error: '3 fields of this item are empty or invalid',
			message: expect.stringMatching(
				/'Amount' must be a whole number of 1 or more\.[^]*'Events' is empty\.[^]*'Metadata' is empty\./,
			),
		},
	]);
});

test('an optional field that is empty for all items leads to a hint', async () => {
	const ran = await runWith(
		{
			...MESSAGES,
			endedAt: '={{ $json.end }}',
			additionalFields: { seats: '={{ $json.seats }}' },
			updateFields: METADATA,
		},
		[{}, {}],
	);
	expect(hintsOf(ran)).toEqual([
		expect.stringMatching(/^'Ended At' was empty for both items/),
		expect.stringMatching(/^'Seats' was empty for both items/),
	]);
});

test('a simplified record keeps its own fields called error and message', async () => {
	const record = { _id: 'a1', message: 'Hello', error: 'offline', metadata: { wide: true } };
	const operation = reading({ simplify }, () => [
		simplifyRecord(record, ['_id', 'error', 'message']),
	]);
	const ran = await runWith({}, [{}], operation);
	expect(jsonOf(ran.output)).toEqual([{ _id: 'a1', error: 'offline', message: 'Hello' }]);
	expect(ran.errorOutput).toEqual([]);
});

test.each([
	['an empty object', {}, '{}'],
	['an empty list', [], '[]'],
	['a list of objects', [{ phone: '1' }], '[{"phone":"1"}]'],
])('The body of a request can be %s', async (_what, body, sent) => {
	const operation = defineWrite({
		...MADE_UP,
		retry: 'idempotent',
		fields: {},
		request: () => ({ request: { method: 'POST', path: '/test', body, expects: 'message' } }),
	});
	const chatDash = await createHost(() => ({ body: { message: 'Done' } }));
	const ran = await runNode({
		...opened(chatDash),
		items: [{}],
		parameters: { resource: 'test', operation: 'test' },
		nodeType: nodeTypeOf(operation),
	});
	expect(jsonOf(ran.output)).toEqual([{ message: 'Done' }]);
	expect(chatDash.got).toMatchObject([
		{ body: sent, headers: { 'content-type': expect.stringMatching(/^application\/json/) } },
	]);
});
