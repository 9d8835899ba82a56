// Conversations of PEOPLE's agents, for the tests of conversations and of messages.
import type { AgencySetup } from '../../sandbox/server';
import { PEOPLE } from './fixtures';

const LISTED = { record: true, interacted: true };

export const HELLO = {
	sender: 'user',
	type: 'text',
	content: { text: 'Hello' },
	createdAt: '2026-02-01T09:00:00.000Z',
} as const;

/** A message of a type whose content no page documents. */
export const CHOICE = {
	sender: 'bot',
	type: 'choice',
	content: { title: 'When?', choices: [{ label: 'Friday' }, { label: 'Monday' }] },
} as const;

/** The agent `desk` has four conversations, and ChatDash lists two of them on its own; `line` has one, `chat` none. */
export const TALKS: AgencySetup = {
	...PEOPLE,
	conversations: [
		{
			_id: 'nathan',
			agentId: 'desk',
			platformId: 'call/1',
			name: 'Nathan',
			phone: '+1 555 0100',
			channel: 'voice',
			topic: 'Appointment',
			duration: 2.5,
			...LISTED,
			createdAt: '2026-02-01T09:00:00.000Z',
			messages: [HELLO, CHOICE],
		},
		{
			_id: 'mia',
			agentId: 'desk',
			phone: '+1 555 0101',
			isLive: true,
			createdAt: '2026-02-04T09:00:00.000Z',
		},
		{
			_id: 'noah',
			agentId: 'desk',
			name: 'Noah',
			record: true,
			createdAt: '2026-02-03T09:00:00.000Z',
		},
		{
			_id: 'ole',
			agentId: 'desk',
			name: 'Ole',
			isLive: true,
			...LISTED,
			createdAt: '2026-02-02T09:00:00.000Z',
			messages: [HELLO],
		},
		{ _id: 'pia', agentId: 'line', name: 'Pia', ...LISTED, createdAt: '2026-02-05T09:00:00.000Z' },
	],
};

/** What the node returns of them by default. */
export const NATHAN = {
	_id: 'nathan',
	platformId: 'call/1',
	name: 'Nathan',
	phone: '+1 555 0100',
	channel: 'voice',
	topic: 'Appointment',
	duration: 2.5,
	createdAt: '2026-02-01T09:00:00.000Z',
};
export const OLE = { _id: 'ole', name: 'Ole', createdAt: '2026-02-02T09:00:00.000Z' };
export const PIA = { _id: 'pia', name: 'Pia', createdAt: '2026-02-05T09:00:00.000Z' };
