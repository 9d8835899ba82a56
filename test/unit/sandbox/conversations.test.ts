// The conversations of the sandbox: which ones a list has, how far it's behind, and what changes.
import type { Sandbox } from '../../../sandbox/server';
import { call, start } from './calling';

const KEY = 'CD.test-conversations';
const DESK = '/agents/desk/conversations';
const AGENTS = [{ _id: 'desk', name: 'Front Desk', platform: 'custom' as const }];
const LISTED = { agentId: 'desk', record: true, interacted: true };

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await start();
});

afterAll(async () => {
	await sandbox.close();
});

const idsIn = async (path: string) => {
	const { json } = await call(sandbox, KEY, 'GET', path);
	return Array.isArray(json) ? json.map((entry: unknown) => Object(entry)._id) : json;
};

it('lists recorded conversations with an interaction, unless the query wants others', async () => {
	sandbox.openAgency(KEY, {
		agents: AGENTS,
		conversations: [
			{ ...LISTED, _id: 'a', createdAt: '2026-01-01T00:00:00.000Z' },
			{ ...LISTED, _id: 'b', record: false, createdAt: '2026-01-02T00:00:00.000Z' },
			{ ...LISTED, _id: 'c', interacted: false, createdAt: '2026-01-03T00:00:00.000Z' },
			{ ...LISTED, _id: 'd', createdAt: '2026-01-04T00:00:00.000Z' },
		],
	});
	expect(await idsIn(DESK)).toEqual(['a', 'd']);
	expect(await idsIn(`${DESK}?record=false`)).toEqual(['b']);
	expect(await idsIn(`${DESK}?interacted=false`)).toEqual(['c']);
	expect(await idsIn(`${DESK}?startDate=2026-01-01T00:00:01.000Z`)).toEqual(['d']);
	expect(await idsIn(`${DESK}?endDate=2026-01-04T00:00:00.000Z`)).toEqual(['a', 'd']);
});

it('shows new conversations and messages late if lists lag, and a single conversation at once', async () => {
	const agency = sandbox.openAgency(KEY, {
		agents: AGENTS,
		conversations: [{ ...LISTED, _id: 'a' }],
		lag: { reads: 1 },
	});
	const made = agency.conversations.create('desk', { ...LISTED, platformId: 'call-1' });
	agency.conversations.appendMessages('desk', 'a', [{ type: 'text' }]);
	expect(await idsIn(DESK)).toEqual(['a']);
	expect(await idsIn(DESK)).toEqual(['a', made?._id]);
	const found = await call(sandbox, KEY, 'GET', `${DESK}/call-1?isPlatformId=true`);
	expect(found.json).toMatchObject({ _id: made?._id, read: false, isLive: false });
	expect(await idsIn(`${DESK}/a/messages`)).toEqual([]);
	expect(await idsIn(`${DESK}/a/messages`)).toHaveLength(1);
});

it('rejects a setup with a conversation of an agent that it doesn’t have', () => {
	expect(() =>
		sandbox.openAgency(KEY, { agents: AGENTS, conversations: [{ agentId: 'gone' }] }),
	).toThrow('The setup has a conversation of the agent gone, but no such agent');
});

it('deletes the messages with their conversation', () => {
	const { conversations } = sandbox.openAgency(KEY, {
		agents: AGENTS,
		conversations: [{ ...LISTED, _id: 'a', messages: [{ type: 'text' }] }],
	});
	expect(conversations.delete('desk', 'a')).toBe(true);
	expect(conversations.delete('desk', 'a')).toBe(false);
	expect(conversations.messages('desk', 'a')).toBeUndefined();
});
