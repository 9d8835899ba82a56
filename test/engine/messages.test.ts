/** The messages of a conversation: several items with a failing one among them, and what is special about each operation. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Agency } from '../../sandbox/server';
import {
	bodiesOf,
	byId,
	jsonOf,
	pairsOf,
	runOperation,
	saidBy,
	timesAsked,
	useSandbox,
} from './fixtures';
import type { Ran } from './harness';
import { type Row, testSecondOfThreeFails } from './second-of-three-fails';
import { CHOICE, HELLO, TALKS } from './talks';

const openAgency = useSandbox();

const DESK = byId('desk');
const CONVERSATION = byId('={{ $json.id }}');

const textMessage = (text: string, sender = 'user') => ({
	sender,
	type: 'text',
	content: { text },
});

/** A message as a user enters it. */
const entered = (...texts: string[]) => ({
	message: texts.map((text) => ({ sender: 'user', text })),
});

const messagesOf = (id: string, { conversations }: Agency) => conversations.messages('desk', id);
const countIn = (agency: Agency) => ['nathan', 'ole'].map((id) => messagesOf(id, agency)?.length);

const done = (message: string, conversationId: string, more: IDataObject) => [
	{ message, conversationId, agentId: 'desk', ...more },
];

const COMMON = {
	setup: TALKS,
	error: 'Conversation not found',
	status: 404,
	advice: /Check 'Agent' and 'Conversation'/,
	items: [{ id: 'nathan' }, { id: 'gone' }, { id: 'ole' }],
} satisfies Partial<Row>;

const simplified = {
	sender: 'user',
	type: 'text',
	text: 'Hello',
	sentAt: '2026-02-01T09:00:00.000Z',
};

const ROWS: Row[] = [
	{
		...COMMON,
		operation: 'message.append',
		parameters: {
			agentId: DESK,
			conversationId: CONVERSATION,
			messages: entered('Hi', 'Bye'),
		},
		outputs: [
			done('Messages added successfully', 'nathan', { messageCount: 2 }),
			done('Messages added successfully', 'ole', { messageCount: 2 }),
		],
		describeChoice: 'messages for conversation gone',
		participle: 'appended',
		asks: 'addMessages',
		held: countIn,
		before: [2, 1],
		after: [4, 3],
	},
	{
		...COMMON,
		operation: 'message.deleteAll',
		parameters: { agentId: DESK, conversationId: CONVERSATION },
		outputs: [
			done('Messages deleted successfully', 'nathan', { deleted: true }),
			done('Messages deleted successfully', 'ole', { deleted: true }),
		],
		describeChoice: 'messages of conversation gone',
		participle: 'deleted',
		asks: 'deleteMessages',
		held: countIn,
		before: [2, 1],
		after: [0, 0],
	},
	{
		...COMMON,
		operation: 'message.getAll',
		parameters: { agentId: DESK, conversationId: CONVERSATION, limit: 1 },
		outputs: [[simplified], [simplified]],
		describeChoice: 'messages of conversation gone',
		asks: 'listMessages',
	},
	{
		...COMMON,
		operation: 'message.replace',
		parameters: {
			agentId: DESK,
			conversationId: CONVERSATION,
			messages: entered('Hi', 'Bye', 'Hi'),
		},
		outputs: [
			done('Messages updated successfully', 'nathan', { messageCount: 3 }),
			done('Messages updated successfully', 'ole', { messageCount: 3 }),
		],
		describeChoice: 'messages for conversation gone',
		participle: 'replaced',
		asks: 'replaceMessages',
		held: countIn,
		before: [2, 1],
		after: [3, 3],
	},
];

testSecondOfThreeFails(ROWS);

const run = async (
	at: Parameters<typeof runOperation>[0],
	operation: string,
	parameters: INodeParameters,
	items: IDataObject[] = [{}],
): Promise<Ran> =>
	await runOperation(at, `message.${operation}`, {
		items,
		parameters: { agentId: DESK, conversationId: byId('nathan'), ...parameters },
		onError: 'continueErrorOutput',
	});

const failuresOf = ({ errorOutput }: Ran) => errorOutput.map(saidBy);

describe('Append', () => {
	test('sends senders, texts as they are, and times', async () => {
		const { agency, credential } = openAgency(TALKS);
		const ran = await run(
			{ credential },
			'append',
			{
				messages: {
					message: [
						{ sender: 'bot', text: '={{ $json.text }}', sentAt: '2026-03-01T09:00:00+01:00' },
						{ sender: 'agent', text: '={{ 7 }}', sentAt: '={{ $json.none }}' },
					],
				},
			},
			[{ text: ' First line\n\n  #N/A or null? \n' }],
		);
		expect(failuresOf(ran)).toEqual([]);
		expect(bodiesOf(agency, 'addMessages')).toEqual([
			{
				messages: [
					{
						...textMessage('First line\n\n  #N/A or null?', 'bot'),
						createdAt: '2026-03-01T08:00:00.000Z',
					},
					textMessage('7', 'agent'),
				],
			},
		]);
	});

	test.each([
		['JSON', JSON.stringify([HELLO, CHOICE])],
		['an expression that returns a list', '={{ $json.messages }}'],
	])('sends messages of any type from %s', async (_what, messagesJson) => {
		const { agency, credential } = openAgency(TALKS);
		const ran = await run({ credential }, 'append', { specifyMessages: 'json', messagesJson }, [
			{ messages: [HELLO, CHOICE] },
		]);
		expect(jsonOf(ran.output)).toMatchObject([{ messageCount: 2 }]);
		expect(bodiesOf(agency, 'addMessages')).toEqual([{ messages: [HELLO, CHOICE] }]);
	});

	test('sends the items for one conversation in their order', async () => {
		const { agency, credential } = openAgency({
			...TALKS,
			faults: {
				script: [
					{ kind: 'latency', ms: 60 },
					{ kind: 'latency', ms: 30 },
				],
				operations: ['addMessages'],
			},
		});
		await run(
			{ credential },
			'append',
			{ conversationId: CONVERSATION, messages: entered('={{ $json.text }}') },
			[
				{ id: 'nathan', text: 'one' },
				{ id: 'nathan', text: 'two' },
				{ id: 'ole', text: 'other' },
				{ id: 'nathan', text: 'three' },
			],
		);
		expect(messagesOf('nathan', agency)?.slice(2)).toEqual(
			['one', 'two', 'three'].map((text) => textMessage(text)),
		);
	});

	test('isn’t sent twice after an unclear response, and the other items are', async () => {
		const { agency, credential } = openAgency({
			...TALKS,
			faults: { script: [{ kind: 'cutAfter' }], operations: ['addMessages'] },
		});
		const ran = await run({ credential }, 'append', { messages: entered('={{ $json.text }}') }, [
			{ text: 'one' },
			{ text: 'two' },
		]);
		expect(pairsOf(ran.output)).toEqual([1]);
		expect(failuresOf(ran)[0]?.message).toMatch(
			/^It's unknown whether item 0 \(messages for conversation nathan\)/,
		);
		expect(messagesOf('nathan', agency)?.slice(2)).toEqual([
			textMessage('one'),
			textMessage('two'),
		]);
		expect(timesAsked(agency)).toEqual({ addMessages: 2 });
	});
});

describe.each(['append', 'replace'])('%s', (operation) => {
	test.each<[string, INodeParameters, string]>([
		['no messages', { messages: {} }, "'Messages' is empty"],
		[
			'a text that came out empty',
			{
				messages: {
					message: [
						{ sender: 'user', text: 'Hi' },
						{ sender: 'user', text: '={{ $json.none }}' },
					],
				},
			},
			"'Messages', row 2: 'Text' is empty",
		],
		[
			'a text that is a group of fields',
			{ messages: { message: [{ sender: 'user', text: '={{ $json }}' }] } },
			"'Messages', row 1: 'Text' must be text, but it's a group of fields",
		],
		[
			'a sender that doesn’t exist',
			{ messages: { message: [{ sender: '={{ "assistant" }}', text: 'Hi' }] } },
			"'Messages', row 1: 'Sender' isn't one of the available options",
		],
		[
			'no sender',
			{ messages: { message: [{ sender: '={{ $json.none }}', text: 'Hi' }] } },
			"'Messages', row 1: 'Sender' isn't one of the available options",
		],
		['empty JSON', { specifyMessages: 'json', messagesJson: '' }, "'Messages (JSON)' is empty"],
		[
			'an empty list in JSON',
			{ specifyMessages: 'json', messagesJson: '[]' },
			"'Messages (JSON)' is empty",
		],
		[
			'a text in JSON that came out empty',
			{
				specifyMessages: 'json',
				messagesJson: '=[{"type": "text", "content": {"text": "{{ $json.none }}"}}]',
			},
			"'Messages (JSON)', row 1: The text is empty",
		],
		[
			'an empty text in JSON without a type',
			{
				specifyMessages: 'json',
				messagesJson: '=[{"type": null, "content": {"text": "{{ $json.none }}"}}]',
			},
			"'Messages (JSON)', row 1: The text is empty",
		],
		[
			'JSON that isn’t in ChatDash’s format',
			{ specifyMessages: 'json', messagesJson: '[{"sender": "user", "text": "Hi"}]' },
			"'Messages (JSON)', row 1: This message has no content",
		],
		[
			'JSON that isn’t a list',
			{ specifyMessages: 'json', messagesJson: '{"text": "Hi"}' },
			"'Messages (JSON)' isn't a valid JSON list of objects",
		],
	])('with %s sends nothing', async (_what, parameters, error) => {
		const { agency, credential } = openAgency(TALKS);
		const ran = await run({ credential }, operation, parameters);
		expect(failuresOf(ran).map((failure) => failure.error)).toEqual([error]);
		expect(agency.calls).toEqual([]);
	});
});

test('Replace All is repeated after an unclear response, and replaces once', async () => {
	const { agency, credential } = openAgency({
		...TALKS,
		faults: { script: [{ kind: 'cutAfter' }], operations: ['replaceMessages'] },
	});
	const ran = await run({ credential }, 'replace', { messages: entered('Only this') });
	expect(failuresOf(ran)).toEqual([]);
	expect(messagesOf('nathan', agency)).toEqual([textMessage('Only this')]);
	expect(timesAsked(agency)).toEqual({ replaceMessages: 2 });
});

describe('Get Many', () => {
	test('gives each item its messages with the text of any type, and nothing for an empty conversation', async () => {
		const { credential } = openAgency(TALKS);
		const ran = await run({ credential }, 'getAll', { conversationId: CONVERSATION }, [
			{ id: 'noah' },
			{ id: 'nathan' },
		]);
		expect(jsonOf(ran.output)).toEqual([
			simplified,
			{ sender: 'bot', type: 'choice', text: 'When?\nFriday\nMonday' },
		]);
		expect(pairsOf(ran.output)).toEqual([1, 1]);
	});

	test('returns messages whole with Simplify off', async () => {
		const { credential } = openAgency(TALKS);
		const ran = await run({ credential }, 'getAll', { simplify: false });
		expect(jsonOf(ran.output)).toEqual([HELLO, CHOICE]);
	});
});
