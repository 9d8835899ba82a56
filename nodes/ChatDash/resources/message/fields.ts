// The messages to store in a conversation: in fields, or as JSON in ChatDash's own form.
import type { IDataObject } from 'n8n-workflow';

import { isRecord, omitUndefined } from '../../../transport/json';
import { type Err, err } from '../../../transport/result';
import { ISO_DATE, optionalDate } from '../../fields/date';
import { isEmpty } from '../../fields/empty';
import type { Values } from '../../fields/field';
import { jsonRecords } from '../../fields/json';
import { listOf } from '../../fields/listOf';
import { requiredLongText } from '../../fields/longText';
import { optionsField } from '../../fields/options';

const row = {
	sender: optionsField({
		displayName: 'Sender',
		options: [
			{ name: 'Agent', value: 'agent' },
			{ name: 'Bot', value: 'bot' },
			{ name: 'User', value: 'user' },
		],
		default: 'user',
		required: true,
		description: 'Who sent the message, in the words of ChatDash',
	}),
	text: requiredLongText({
		displayName: 'Text',
		placeholder: 'e.g. Do you have time on Friday?',
		description: 'What the message says',
	}),
	sentAt: optionalDate(ISO_DATE, {
		displayName: 'Sent At',
		description: 'When the message was sent. If empty, no time is sent to ChatDash.',
	}),
};

const JSON_EXAMPLE = '[{"sender": "user", "type": "text", "content": {"text": "Hello"}}]';

const NO_CONTENT = err('This message has no content', `Use this format: ${JSON_EXAMPLE}.`);

/** An empty text is the leftover of an expression, and would be an empty message in the conversation. */
const EMPTY_TEXT = err(
	'The text is empty',
	'Enter its text, or remove this message from the list.',
);

/** Only the content of type `text` is documented, so others are sent as they are. */
function checkContent({ type = 'text', content }: IDataObject): Err | undefined {
	if (content === undefined || content === null) return NO_CONTENT;
	if (type !== 'text') return undefined;
	return isEmpty(isRecord(content) ? content['text'] : content) ? EMPTY_TEXT : undefined;
}

/** The fields with the messages, in the order of the screen. */
export const messageFields = {
	specifyMessages: optionsField(
		{
			displayName: 'Specify Messages',
			options: [
				{
					name: 'Using Fields Below',
					value: 'fields',
					description: 'Enter the sender, the text, and the time of each message',
				},
				{
					name: 'Using JSON',
					value: 'json',
					description: "Enter messages of any type in ChatDash's own format",
				},
			],
			default: 'fields',
			description: 'How to enter the messages',
		},
		{ controlOnly: true },
	),
	messages: listOf(
		{
			displayName: 'Messages',
			placeholder: 'Add Message',
			description: 'One or more messages, the oldest first',
		},
		{ name: 'message', displayName: 'Message', fields: row },
		{ showFor: { specifyMessages: ['fields'] }, whenHidden: () => [] },
	),
	messagesJson: jsonRecords(
		{
			displayName: 'Messages (JSON)',
			placeholder: `e.g. ${JSON_EXAMPLE}`,
			// n8n's editor for JSON doesn't show the placeholder.
			hint: `For example: ${JSON_EXAMPLE}`,
			description:
				"A list of messages in ChatDash's own format, the oldest first. They're sent as they are.",
		},
		JSON_EXAMPLE,
		checkContent,
		{ showFor: { specifyMessages: ['json'] }, whenHidden: () => [] },
	),
};

const toMessage = ({ sender, text, sentAt }: Values<typeof row>): IDataObject =>
	omitUndefined({ sender, type: 'text', content: { text }, createdAt: sentAt });

/** The messages as ChatDash takes them. One of the two fields is hidden and has none. */
export const messagesBody = ({
	messages,
	messagesJson,
}: Pick<Values<typeof messageFields>, 'messages' | 'messagesJson'>): IDataObject[] => [
	...messages.map(toMessage),
	...messagesJson,
];
