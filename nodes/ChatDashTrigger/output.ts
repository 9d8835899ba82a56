// The item that starts the workflow. All events have the same names, and only what ChatDash sent is there.
import type { IDataObject } from 'n8n-workflow';

import { asRecords, asString, getOwn, ifText, isRecord, omitUndefined } from '../transport/json';
import { capitalize } from '../ChatDash/fields/wording';
import { formatMessage } from '../ChatDash/resources/message/output';
import type { CallPayload } from './payload';

/** What the item says besides what ChatDash sent. */
export interface Reception {
	/** The agent whose subscription the call came by. */
	readonly agentId: string | undefined;
	/** An ISO date. */
	readonly receivedAt: string;
	readonly rawOutput: boolean;
}

/** Makes the item of a call. */
export function toItem(
	{ event, conversation, body }: CallPayload,
	{ agentId, receivedAt, rawOutput }: Reception,
): IDataObject {
	const text = (name: string) => textIn(conversation, name);
	const record = (name: string) => recordIn(conversation, name);
	const evaluation = record('evaluation');
	const messages = messagesIn(conversation);
	return omitUndefined({
		event,
		conversationId: text('_id'),
		platformId: text('platformId'),
		agentId,
		channel: text('channel'),
		// An inbound event has no conversation, only the numbers.
		agentNumber: text('agentNumber') ?? textIn(body, 'agentNumber'),
		customerNumber: text('customerNumber') ?? textIn(body, 'customerNumber'),
		startedAt: text('startedAt'),
		endedAt: text('endedAt'),
		duration: amountIn(conversation, 'duration'),
		cost: amountIn(conversation, 'cost'),
		endedReason: text('endedReason'),
		noAnswer: flagIn(conversation, 'noAnswer'),
		summary: text('summary'),
		isSuccess: evaluation && flagIn(evaluation, 'isSuccess'),
		evaluationReason: evaluation && textIn(evaluation, 'reason'),
		recordingUrl: text('url'),
		transcript: messages && transcriptOf(messages),
		messages,
		customAnalysis: record('customAnalysis'),
		metadata: record('metadata'),
		receivedAt,
		body: rawOutput ? body : undefined,
	});
}

/** The messages as *Message → Get Many* returns them; `undefined` if ChatDash sent none. */
function messagesIn(conversation: IDataObject): readonly IDataObject[] | undefined {
	const messages = getOwn(conversation, 'messages');
	return Array.isArray(messages) ? asRecords(messages).map(formatMessage) : undefined;
}

/** The conversation as a person reads it: a line for each message that has text; `undefined` if none has. */
function transcriptOf(messages: readonly IDataObject[]): string | undefined {
	const lines = messages
		.map(({ sender, text }) => [capitalize(asString(sender)), toSingleLine(asString(text))])
		.filter(([, text]) => text !== '')
		.map(([sender, text]) => (sender === '' ? text : `${sender}: ${text}`));
	return lines.length === 0 ? undefined : lines.join('\n');
}

const toSingleLine = (text: string) => text.replace(/\s+/g, ' ').trim();

const textIn = (record: IDataObject, name: string) => ifText(getOwn(record, name));

function recordIn(record: IDataObject, name: string): IDataObject | undefined {
	const value = getOwn(record, name);
	return isRecord(value) ? value : undefined;
}

function flagIn(record: IDataObject, name: string): boolean | undefined {
	const value = getOwn(record, name);
	return typeof value === 'boolean' ? value : undefined;
}

/** A number, or a text that ChatDash may send for one, as it is. */
function amountIn(record: IDataObject, name: string): number | string | undefined {
	const value = getOwn(record, name);
	return Number.isFinite(value) && typeof value === 'number' ? value : textIn(record, name);
}
