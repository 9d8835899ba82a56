// What ChatDash sends: one call in JSON. ChatDash's page shows an example for each event, but marks no field as required, so
// everything is checked, and what's missing or of another type is left out.
import type { IDataObject } from 'n8n-workflow';

import { getOwn, ifText, isObject, isRecord } from '../transport/json';
import { EVENT_OPTIONS } from '../ChatDash/resources/webhookSubscription/fields';
import type { CallEvent } from './settings';

/** An event with the call that it's about. */
export interface CallPayload {
	readonly event: CallEvent;
	/** Empty for an event that has none. */
	readonly conversation: IDataObject;
	readonly body: IDataObject;
}

/** More levels could overflow the stack of the code that handles an item later. */
const MAX_DEPTH = 50;

/**
 * Parses the body of a request.
 *
 * @returns why it isn't a call, as a part of a sentence, if it isn't one
 */
export function parsePayload(body: unknown): CallPayload | string {
	if (!isRecord(body)) return "its body isn't a JSON object";
	if (isDeeperThan(body, MAX_DEPTH)) return `its body has more than ${MAX_DEPTH} levels`;
	const event = EVENT_OPTIONS.find(({ value }) => value === getOwn(body, 'event'))?.value;
	if (event === undefined) return "its event isn't one of ChatDash's call events";
	const conversation = getOwn(body, 'conversation');
	if (isRecord(conversation)) return { event, conversation, body };
	// Some services send such a body to see whether the address responds.
	const numbers = ['agentNumber', 'customerNumber'].map((name) => ifText(getOwn(body, name)));
	const hasNumber = numbers.some((number) => number !== undefined);
	return hasNumber
		? { event, conversation: {}, body }
		: 'it has neither a conversation nor a number';
}

const isDeeperThan = (value: unknown, levels: number): boolean =>
	isObject(value) &&
	(levels === 0 || Object.values(value).some((inner) => isDeeperThan(inner, levels - 1)));
