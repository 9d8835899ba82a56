/** Fields with rows, dates, numbers and several values: how n8n shows them, and what is generated from them. */
import { type INodeProperties, NodeHelpers } from 'n8n-workflow';

import { fieldsOf } from '../../docs/make/operations-page';
import { savedNames } from '../../docs/make/saved-names';
import { propertiesOf } from '../../nodes/ChatDash/description/properties';
import { updateField } from '../../nodes/ChatDash/fields/collection';
import { ISO_DATE, optionalDate, requiredDate } from '../../nodes/ChatDash/fields/date';
import type { Fields } from '../../nodes/ChatDash/fields/field';
import { optionalJson } from '../../nodes/ChatDash/fields/json';
import { keyValues } from '../../nodes/ChatDash/fields/keyValues';
import { listOf } from '../../nodes/ChatDash/fields/listOf';
import { INTEGER, requiredNumber } from '../../nodes/ChatDash/fields/number';
import { optionsField } from '../../nodes/ChatDash/fields/options';
import { severalOptions, severalTexts } from '../../nodes/ChatDash/fields/several';
import { requiredText } from '../../nodes/ChatDash/fields/text';
import { defineRead } from '../../nodes/ChatDash/operation/define';
import { filledIn } from '../contract/walk';

const text = requiredText({
	displayName: 'Text',
	placeholder: 'e.g. Hi',
	description: 'The words',
});

const MESSAGES = listOf(
	{ displayName: 'Messages', placeholder: 'Add Message', description: 'What was said' },
	{
		name: 'message',
		displayName: 'Message',
		fields: {
			sender: optionsField({
				displayName: 'Sender',
				options: [
					{ name: 'Agent', value: 'agent' },
					{ name: 'User', value: 'user' },
				],
				default: 'user',
			}),
			agentName: { ...text, showFor: { sender: ['agent'] } },
			sentAt: optionalDate(ISO_DATE, { displayName: 'Sent At' }),
			text,
		},
	},
);

const FIELDS = {
	messages: MESSAGES,
	startDate: requiredDate(ISO_DATE, { displayName: 'Start Date' }),
	percentOff: requiredNumber(INTEGER, { displayName: 'Percent Off' }, { minimum: 1, maximum: 100 }),
	events: severalOptions({
		displayName: 'Events',
		options: [
			{ name: 'Ended', value: 'ended' },
			{ name: 'Missed', value: 'missed' },
		],
	}),
	customFields: updateField(
		keyValues(
			{ displayName: 'Custom Fields', placeholder: 'Add Field' },
			{ name: 'field', displayName: 'Field', example: 'e.g. Company', value: text },
		),
	),
	metadata: updateField(optionalJson({ displayName: 'Metadata' })),
	queries: updateField(severalTexts({ displayName: 'Queries', placeholder: 'e.g. Why?' })),
};

const operationWith = (value: string, fields: Fields) =>
	defineRead({
		name: value,
		value,
		action: value,
		description: value,
		pastTense: value,
		operationId: value,
		label: () => value,
		fields,
		records: async () => await Promise.resolve([]),
	});

const ADD = operationWith('add', FIELDS);

const PROPERTIES = propertiesOf(
	[
		{
			name: 'Chat',
			value: 'chat',
			operations: [ADD, operationWith('replace', { messages: MESSAGES })],
			defaultOperation: 'add',
		},
	],
	'chat',
	{},
);

test('operations that have the same rows share one parameter', () => {
	const messages = PROPERTIES.filter(({ name }) => name === 'messages');
	expect(messages).toMatchObject([
		{ type: 'fixedCollection', typeOptions: { multipleValues: true }, default: {} },
	]);
});

/** The parameters in the rows of a fixed collection. */
const rowsOf = ({ options = [] }: INodeProperties) =>
	options.flatMap((option) => ('values' in option ? option.values : []));

test('a condition in a row is on another parameter of the same row', () => {
	const inner = PROPERTIES.filter(({ name }) => name === 'messages').flatMap(rowsOf);
	const shownFor = (sender: string) =>
		inner
			.filter((property) =>
				NodeHelpers.displayParameter({ sender }, property, { typeVersion: 1 }, null),
			)
			.map(({ name }) => name);
	expect(shownFor('agent')).toEqual(['sender', 'agentName', 'sentAt', 'text']);
	expect(shownFor('user')).toEqual(['sender', 'sentAt', 'text']);
});

test('the saved names include those in rows', () => {
	const messages = [
		'messages',
		...['sender', 'agentName', 'sentAt', 'text'].map((name) => `messages.message.${name}`),
	];
	expect(savedNames(PROPERTIES)).toEqual({
		'chat/add': [
			...messages,
			'startDate',
			'percentOff',
			'events',
			'updateFields.customFields',
			'updateFields.customFields.field.name',
			'updateFields.customFields.field.value',
			'updateFields.metadata',
			'updateFields.queries',
		],
		'chat/replace': messages,
	});
});

test('the page of operations describes rows and several options', () => {
	expect(fieldsOf(ADD)).toEqual([
		[
			'**Messages**',
			'yes',
			'What was said. Each message has: _Sender_ (one of: _Agent_; _User_. Default: _User_); _Text_, required (the words); _Sent At_; _Text_, required (the words).',
		],
		['**Start Date**', 'yes', ''],
		['**Percent Off**', 'yes', ''],
		['**Events**', 'yes', 'One or more of: _Ended_; _Missed_.'],
		[
			'**Update Fields > Custom Fields**',
			'no',
			'Each field has: _Name_, required; _Text_, required (the words).',
		],
		['**Update Fields > Metadata**', 'no', ''],
		['**Update Fields > Queries**', 'no', ''],
	]);
});

test('the walk through all requests has an example of each kind', () => {
	const everything = filledIn(ADD).find(({ way }) => way.endsWith('everything'));
	expect(everything?.values).toMatchObject({
		startDate: '2026-03-01T08:00:00.000Z',
		percentOff: 1,
		events: ['ended', 'missed'],
		customFields: { Company: 'Hi' },
		metadata: { given: 'given metadata' },
		queries: ['Why?'],
	});
});
