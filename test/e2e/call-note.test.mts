// The example that writes a note after each call, in a real n8n: with pinned calls, as a user tries it, and with calls that
// ChatDash sends, as `npm start` sets it up.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

import type { IDataObject } from 'n8n-workflow';

import type { NewWorkflow } from '../../sandbox/n8n/editor-session.mjs';
import { prepareWorkspace } from '../../sandbox/workspace.mjs';
import { CALL_BODIES, callItems } from '../contract/calls.js';
import { executionsOf, itemsOf } from './executions.mjs';
import { AGENCY_KEY, CHECKOUT, CLIENT_WITH_KEY, openStage } from './stage.mjs';

const WITHIN = { timeout: 120_000 };

const FILE = join(CHECKOUT, 'examples', 'call-ended-to-crm-note.json');
const EXAMPLE: NewWorkflow = JSON.parse(await readFile(FILE, 'utf8'));

const NODES = {
	trigger: 'ChatDash Trigger',
	note: 'Note',
	add: 'Add Note to CRM',
	attention: 'Needs Attention',
} as const;

const [ENDED = {}] = callItems(false);
const [ENDED_BODY = {}] = CALL_BODIES;

const stage = await openStage(
	[CLIENT_WITH_KEY],
	[{ _id: 'desk', name: 'Front Desk', platform: 'vapi', clientId: CLIENT_WITH_KEY._id }],
);
after(async () => await stage.close());
const { session, agency } = stage;

test(
	'a pinned call becomes a note with its summary, recording, and transcript',
	WITHIN,
	async () => {
		const [note = {}, ...more] = await notesOf([ENDED]);
		assert.deepEqual(more, []);
		assert.equal(note['phone'], '+12025550123');
		assert.match(String(note['title']), /^Call on 2026-03-02, \d\d:31: success$/);
		assert.equal(
			note['text'],
			[
				'The customer booked an appointment for Thursday at 10.',
				'',
				'Duration: 1:30 min',
				'Recording: https://recordings.example.com/call_5d1c9a07.mp3',
				'',
				'Bot: Hello, how can I help you?',
				'User: Can I come by on Thursday?',
				'Bot: Yes, Thursday at 10 is free.',
			].join('\n'),
		);
	},
);

test('a call without a summary still becomes a note', WITHIN, async () => {
	const { event, agentId, customerNumber, receivedAt } = ENDED;
	const notes = await notesOf([{ event, agentId, customerNumber, receivedAt }]);
	assert.equal(notes.length, 1);
	assert.match(String(notes[0]?.['title']), /^Call on 2026-03-02, \d\d:31$/);
	assert.equal(
		notes[0]?.['text'],
		'No summary\n\nDuration: unknown\nRecording: none\n\nNo transcript',
	);
});

test('two pinned calls become two notes', WITHIN, async () => {
	const notes = await notesOf([ENDED, { ...ENDED, isSuccess: false }]);
	assert.deepEqual(
		notes.map(({ title }) => String(title).split(': ')[1]),
		['success', 'no success'],
	);
});

test('a call without a number is dropped', WITHIN, async () => {
	const { customerNumber: _, ...hidden } = ENDED;
	assert.deepEqual(await notesOf([hidden]), []);
});

test(
	'the workflow of npm start is published once, a call starts it once, and a later start leaves it as it is',
	WITHIN,
	async () => {
		const start = async () => {
			const client = { ...CLIENT_WITH_KEY, agentIds: ['desk'] };
			const access = { apiKey: AGENCY_KEY, baseUrl: stage.sandbox.baseUrl, client };
			const [workflow] = await prepareWorkspace(session, access, [FILE]);
			return workflow?.id ?? '';
		};
		const id = await start();
		const [subscription, ...others] = agency.subscriptions.all;
		assert.deepEqual(others, []);
		assert.equal(subscription?.agentId, 'desk');
		assert.deepEqual(subscription?.events, ['call.ended']);
		const address = subscription?.webhookUrl ?? '';

		for (const _repeat of [1, 2]) assert.equal(await send(address, ENDED_BODY), 200);
		const [execution] = await executionsOf(session, id, 1);
		assert.ok(execution !== undefined);
		assert.equal(execution.status, 'success');
		assert.equal(itemsOf(execution, NODES.add)[0]?.['phone'], '+12025550123');
		assert.equal(await send(address.replace(/token=[^&]*/, 'token=wrong'), ENDED_BODY), 404);
		assert.equal((await session.executionIds(id)).length, 1);

		const nodes = (await session.nodesOf(id)).map((node) => ({ ...node, notes: 'My own' }));
		await session.ask('PATCH', `/rest/workflows/${id}`, { nodes });
		const changes = changesOf();
		assert.equal(await start(), id);
		assert.deepEqual(await session.nodesOf(id), nodes);
		assert.deepEqual(changesOf(), changes);

		await session.ask('POST', `/rest/workflows/${id}/deactivate`, {});
		while (agency.subscriptions.all.some(({ events }) => events.length > 0)) await pause(50);
		const unpublished = changesOf();
		assert.equal(await start(), id);
		assert.deepEqual(changesOf(), unpublished);
	},
);

test('ChatDash never received a request that its description does not allow', () => {
	assert.deepEqual(stage.sandbox.violations, []);
});

/** Imports the example, pins calls in its trigger, executes it, and returns the notes for the CRM. */
async function notesOf(calls: readonly IDataObject[]): Promise<IDataObject[]> {
	const id = await session.createWorkflow({
		...EXAMPLE,
		name: 'Pinned calls',
		pinData: { [NODES.trigger]: calls.map((json) => ({ json })) },
	});
	const execution = await session.run(id, { trigger: NODES.trigger });
	assert.equal(execution.status, 'success');
	assert.equal(execution.data.resultData.runData[NODES.attention], undefined);
	assert.equal(itemsOf(execution, NODES.note).length, calls.length);
	return itemsOf(execution, NODES.add);
}

async function send(address: string, body: IDataObject): Promise<number> {
	const { status } = await fetch(address, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	return status;
}

/** What was changed at ChatDash. */
const changesOf = () =>
	agency.calls
		.filter(({ method }) => method !== 'GET')
		.map(({ method, path }) => `${method} ${path}`);
