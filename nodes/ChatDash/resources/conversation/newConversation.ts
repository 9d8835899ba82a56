// The fields of a new conversation, and the body of the request that adds it.
import type { IDataObject } from 'n8n-workflow';

import { omitUndefined } from '../../../transport/json';
import { err, ok } from '../../../transport/result';
import { additionalField } from '../../fields/collection';
import type { Field, Values } from '../../fields/field';
import { optionalJson } from '../../fields/json';
import { optionalLongText, parseLongText } from '../../fields/longText';
import { DECIMAL, optionalNumber } from '../../fields/number';
import { booleanField, optionsField } from '../../fields/options';
import { type ParseText, parseIdentifier, parseText, quote } from '../../fields/parseText';
import { optionalPhone } from '../../fields/phone';
import { optionalTexts } from '../../fields/several';
import { optionalText } from '../../fields/text';
import * as shared from './fields';

const text = (
	displayName: string,
	example: string,
	description: string,
	parse: ParseText = parseText,
) =>
	additionalField(
		optionalText({ displayName, placeholder: `e.g. ${example}`, description }, {}, parse),
	);

const longText = (displayName: string, example: string, description: string) =>
	additionalField(optionalLongText({ displayName, placeholder: `e.g. ${example}`, description }));

const flag = (displayName: string, description: string) =>
	additionalField(booleanField({ displayName, default: true, description }));

const number = (displayName: string, description: string) =>
	additionalField(optionalNumber(DECIMAL, { displayName, description }, { minimum: 0 }));

const json = (displayName: string, description: string) =>
	additionalField(optionalJson({ displayName, description }));

const phone = (displayName: string, description: string) =>
	additionalField(optionalPhone({ displayName, description }));

/** ISO 3166-1 alpha-2, in capitals. */
const parseCountryCode: ParseText = (raw, label) => {
	const code = parseIdentifier(raw, label);
	if (!code.ok) return code;
	return /^([a-z]{2})?$/i.test(code.value)
		? ok(code.value.toUpperCase())
		: err(
				`'${label}' isn't a two-letter country code: ${quote(code.value)}`,
				'Enter a code like US, DE, or GB.',
			);
};

const status: Field<'ai' | 'human' | 'pending'> = optionsField({
	displayName: 'Status',
	options: [
		{ name: 'AI', value: 'ai' },
		{ name: 'Human', value: 'human' },
		{ name: 'Pending', value: 'pending' },
	],
	default: 'ai',
	description: 'Who handles the conversation',
});

export const newConversationFields = {
	browser: text('Browser', 'Chrome', 'The browser that the person used'),
	channel: text('Channel', 'Webchat', 'Where the conversation took place'),
	conversationName: additionalField(shared.conversationName),
	cost: number('Cost', 'What the conversation cost, for example 0.25'),
	countryCode: text(
		'Country Code',
		'US',
		'The two-letter code of the country that the person is in',
		parseCountryCode,
	),
	customAnalysis: json('Custom Analysis (JSON)', 'Results of your own analysis, as a JSON object'),
	device: text('Device', 'iPhone', 'The device that the person used'),
	duration: number('Duration (Minutes)', 'How long the conversation lasted'),
	endedAt: additionalField(shared.endedAt),
	endedReason: text('Ended Reason', 'customer-ended-call', 'Why the conversation ended'),
	evaluationReason: longText(
		'Evaluation Reason',
		'The caller booked an appointment.',
		'The reason for the evaluation',
	),
	evaluationSuccess: flag('Evaluation Success', 'Whether the conversation was a success'),
	instagramId: text(
		'Instagram ID',
		'17841400000000000',
		"The person's ID on Instagram",
		parseIdentifier,
	),
	instagramUsername: text(
		'Instagram Username',
		'nathansmith',
		"The person's username on Instagram",
		parseIdentifier,
	),
	interacted: additionalField(shared.interacted),
	ipAddress: text('IP Address', '203.0.113.7', "The person's IP address", parseIdentifier),
	isLive: additionalField(shared.isLive),
	leadId: additionalField(shared.leadId),
	liveAgentId: text(
		'Live Agent ID',
		'66f1c0a2b7e4d9035a8c1f26',
		'The ID of the live agent of the conversation',
		parseIdentifier,
	),
	liveAgentName: text('Live Agent Name', 'Ada', 'The name of the live agent of the conversation'),
	metadata: json('Metadata (JSON)', 'Anything else to store with the conversation'),
	misunderstoodQueries: additionalField(
		optionalTexts(
			{
				displayName: 'Misunderstood Queries',
				placeholder: 'e.g. Do you take walk-ins?',
				description: 'Questions that the agent misunderstood',
			},
			parseLongText,
		),
	),
	note: longText('Note', 'Wants a call back on Monday', 'A note about the conversation'),
	os: text('Operating System', 'iOS', "The operating system of the person's device"),
	phone: phone('Phone', 'The number of the caller (Retell) or of the customer (ElevenLabs, Vapi)'),
	phoneSecondary: phone(
		'Phone (Secondary)',
		'The number that was called (Retell) or that of the agent (ElevenLabs, Vapi)',
	),
	platformId: additionalField(
		shared.platformId(
			"The conversation's ID on the platform where it took place. With it, the node can check whether the conversation was created if ChatDash's response is unclear. This takes one extra request per item.",
		),
	),
	read: additionalField(shared.read),
	record: additionalField(shared.record),
	status: additionalField(status),
	subtopic: text('Subtopic', 'Cancellation', 'A more detailed topic of the conversation'),
	summary: longText(
		'Summary',
		'The caller moved an appointment to Friday.',
		'What the conversation was about, in a few sentences',
	),
	topic: text('Topic', 'Appointment', 'What the conversation was about, in a few words'),
	noAnswer: flag('Unanswered', 'Whether no one picked up the call'),
	url: text(
		'URL',
		'https://example.com/recording.mp3',
		'The web address of the recording of a call',
		parseIdentifier,
	),
};

/** The body of the request that adds a conversation. ChatDash misspells the misunderstood queries. */
export function newConversationBody({
	conversationName,
	evaluationReason,
	evaluationSuccess,
	misunderstoodQueries,
	...fields
}: Values<typeof newConversationFields>): IDataObject {
	const evaluation = omitUndefined({ isSuccess: evaluationSuccess, reason: evaluationReason });
	return omitUndefined({
		name: conversationName,
		...fields,
		evaluation: Object.keys(evaluation).length === 0 ? undefined : evaluation,
		mistunderstoodQueries: misunderstoodQueries?.map((question) => ({ question })),
	});
}
