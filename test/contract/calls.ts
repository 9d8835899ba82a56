/*
 * The bodies that ChatDash sends for the events of a call, as its help page lists their fields. All of it is made up: the
 * numbers and addresses are reserved for examples. docs/trigger.md shows the items that the trigger makes of them.
 */
import type { IDataObject } from 'n8n-workflow';

import { toItem } from '../../nodes/ChatDashTrigger/output';
import { parsePayload } from '../../nodes/ChatDashTrigger/payload';

const STARTED = {
	platformId: 'call_5d1c9a07',
	channel: 'inbound',
	agentNumber: '+12025550100',
	customerNumber: '+12025550123',
	startedAt: '2026-03-02T09:30:00.000Z',
	metadata: {},
};

const MISSED = {
	...STARTED,
	_id: '66f1c0a2b7e4d9035a8c1f77',
	endedAt: '2026-03-02T09:31:30.000Z',
	endedReason: 'customer-did-not-answer',
};

const message = (sender: string, text: string, createdAt: string) => ({
	sender,
	type: 'text',
	content: { text },
	createdAt,
});

const ENDED = {
	...MISSED,
	endedReason: 'customer-ended-call',
	duration: 1.5,
	cost: 0.42,
	noAnswer: false,
	summary: 'The customer booked an appointment for Thursday at 10.',
	evaluation: { isSuccess: true, reason: 'An appointment was booked.' },
	url: 'https://recordings.example.com/call_5d1c9a07.mp3',
	messages: [
		message('bot', 'Hello, how can I help you?', '2026-03-02T09:30:02.000Z'),
		message('user', 'Can I come by on Thursday?', '2026-03-02T09:30:09.000Z'),
		message('bot', 'Yes, Thursday at 10 is free.', '2026-03-02T09:30:14.000Z'),
	],
	customAnalysis: {},
};

/** A body for each event, and when it came. */
const CALLS: ReadonlyArray<{ readonly body: IDataObject; readonly receivedAt: string }> = [
	{
		body: { event: 'call.ended', conversation: ENDED },
		receivedAt: '2026-03-02T09:31:52.000Z',
	},
	{
		body: { event: 'call.missed', conversation: MISSED },
		receivedAt: '2026-03-02T09:31:31.000Z',
	},
	{
		body: { event: 'call.started', conversation: STARTED },
		receivedAt: '2026-03-02T09:30:01.000Z',
	},
	{
		body: {
			event: 'call.inbound',
			agentNumber: STARTED.agentNumber,
			customerNumber: STARTED.customerNumber,
		},
		receivedAt: '2026-03-02T09:29:58.000Z',
	},
];

export const CALL_BODIES: readonly IDataObject[] = CALLS.map(({ body }) => body);

/**
 * Makes the trigger's items of a call's events.
 *
 * @param rawOutput whether *Include Raw Data* is on
 */
export const callItems = (rawOutput: boolean): readonly IDataObject[] =>
	CALLS.flatMap(({ body, receivedAt }) => {
		const payload = parsePayload(body);
		return typeof payload === 'string'
			? []
			: [toItem(payload, { agentId: '66f1c0a2b7e4d9035a8c1f20', receivedAt, rawOutput })];
	});
