// Which calls start the workflow.
import type { IDataObject } from 'n8n-workflow';

import { asString, getOwn } from '../transport/json';
import type { CallPayload } from './payload';
import type { DeliverySettings } from './settings';

const SECOND_MS = 1000;
const MINUTE_SECONDS = 60;

/**
 * Decides whether a call starts the workflow.
 *
 * @param agentId the agent in the address that the call came to
 * @returns why it doesn't, as a part of a sentence; `undefined` if it does
 */
export function reasonToIgnore(
	{ event, conversation }: CallPayload,
	agentId: string | undefined,
	{ events, agentIds, minimumDuration = 0, onlyWithSummary }: DeliverySettings,
): string | undefined {
	// ChatDash may keep sending events that it couldn't be asked to stop sending.
	if (!events.includes(event)) return `the event ${event} isn't among the chosen ones`;
	const isOtherAgent = agentId !== undefined && agentIds.length > 0 && !agentIds.includes(agentId);
	if (isOtherAgent) return "its agent isn't among the chosen ones";
	if (event !== 'call.ended') return undefined;
	if (onlyWithSummary && asString(getOwn(conversation, 'summary')).trim() === '') {
		return 'the call has no summary';
	}
	const seconds = secondsOf(conversation);
	return seconds !== undefined && seconds < minimumDuration ? 'the call was too short' : undefined;
}

/**
 * How long a call lasted at most. A conversation's duration is in minutes, but ChatDash's page on events doesn't say in which
 * unit theirs is. So it only counts where a time is missing, and then as minutes, because otherwise a call could be lost.
 *
 * @returns seconds; `undefined` if ChatDash doesn't say
 */
function secondsOf(conversation: IDataObject): number | undefined {
	const [start, end] = ['startedAt', 'endedAt'].map((name) =>
		Date.parse(asString(getOwn(conversation, name))),
	);
	const seconds = ((end ?? NaN) - (start ?? NaN)) / SECOND_MS;
	if (seconds >= 0) return seconds;
	const duration = getOwn(conversation, 'duration');
	const minutes =
		typeof duration === 'string' && duration.trim() !== '' ? Number(duration) : duration;
	return typeof minutes === 'number' && minutes >= 0 ? minutes * MINUTE_SECONDS : undefined;
}
