/**
 * One write without a network: what its outcome is if the run stops before the request is sent, and when a request that
 * ChatDash might accept twice is looked up.
 */
import { create as createAgent } from '../../nodes/ChatDash/resources/agent/create';
import { update } from '../../nodes/ChatDash/resources/client/update';
import { AccountRun } from '../../nodes/ChatDash/run/accountRun';
import { executeWrite } from '../../nodes/ChatDash/run/executeWrite';
import type { Unresolved } from '../../nodes/ChatDash/run/journal';
import type { Ready } from '../../nodes/ChatDash/run/prepare';
import { AbortScope } from '../../nodes/transport/abort';
import { CLOCK } from '../../nodes/transport/clock';
import { DEFAULT_CREDENTIAL } from '../../nodes/transport/credentials';
import { StopState } from '../../nodes/transport/stop';
import { optionalId, requiredText } from '../../nodes/ChatDash/fields/text';
import { defineWrite } from '../../nodes/ChatDash/operation/define';
import { isRecord } from '../../nodes/transport/json';
import { path } from '../../nodes/transport/request';
import { asWrite } from '../fake-api';
import { MADE_UP } from '../made-up';
import { VirtualClock } from '../model/virtual-clock';

/** A run that has stopped because ChatDash doesn't accept the key any more. */
function stoppedRun() {
	const abort = new AbortScope();
	const context = {
		http: () => Promise.reject(new Error('Nothing may be sent')),
		kind: DEFAULT_CREDENTIAL,
		others: new Map(),
		baseUrl: 'http://127.0.0.1',
		apiKey: 'CD.test-key',
		settings: { maxConcurrency: 1, maxRetries: 0 },
		clock: CLOCK,
		abort,
	};
	const account = new AccountRun(context, {
		hasSeveralItems: true,
		mayHaveRunBefore: false,
		runStop: new StopState(abort),
	});
	account.stop.stop({ message: 'Key revoked', status: 401 });
	const item: Ready = {
		kind: 'ready',
		values: { clientId: { mode: 'id', value: 'acme' }, clientName: 'Acme', language: undefined },
		context,
		secrets: [],
		isRepeat: false,
	};
	return { account, item };
}

const UNRESOLVED: Unresolved = {
	message: 'The connection closed before ChatDash responded',
	status: undefined,
	inThisExecution: true,
	attempt: undefined,
};

test('An item that an earlier attempt left unresolved keeps its message if the run stops before it is sent again', async () => {
	const { account, item } = stoppedRun();
	const { outcome } = await executeWrite(asWrite(update), item, 0, account, UNRESOLVED);
	// "Canceled" would make n8n take the execution for one that the user stopped.
	expect(outcome).toEqual({
		kind: 'unknown',
		message: 'The connection closed before ChatDash responded',
		status: undefined,
	});
});

test('The earlier attempt is kept for the next one', async () => {
	const { account, item } = stoppedRun();
	const attempt = { item, existing: undefined };
	const unresolved = { ...UNRESOLVED, attempt };
	const result = await executeWrite(asWrite(update), item, 0, account, unresolved);
	expect(result.attempt).toBe(attempt);
});

test('An item that was never sent has no outcome of its own', async () => {
	const { account, item } = stoppedRun();
	expect(await executeWrite(asWrite(update), item, 0, account, undefined)).toEqual({});
});

test('An unsafe request isn’t sent again in the same execution', async () => {
	const { account, item } = stoppedRun();
	const { outcome } = await executeWrite(asWrite(createAgent), item, 0, account, UNRESOLVED);
	expect(outcome).toMatchObject({ kind: 'unknown', message: UNRESOLVED.message });
});

/** Creates a record. Only one with a key can be looked up, and ChatDash accepts the same key twice. */
const keyed = defineWrite({
	...MADE_UP,
	retry: { field: 'key', given: 'confirm', notGiven: 'unsafe' },
	fields: { text: requiredText({ displayName: 'Text' }), key: optionalId({ displayName: 'Key' }) },
	request: ({ text, key }) => ({
		request: { method: 'POST', path: '/records', body: { text, key }, expects: 'message' },
		ids: { parentId: 'p1' },
	}),
	async existingIds({ key = '' }, api) {
		return new Set(isRecord(await api.getIfExists(path`/records/${key}`)) ? [key] : []);
	},
	confirm: {
		async isDone({ key = '' }, api, existing) {
			const record = await api.getIfExists(path`/records/${key}`);
			return existing?.has(key) === false && isRecord(record) ? record : false;
		},
		output: (_values, by, record) => ({ confirmed: true, by, recordId: record?.['_id'] }),
	},
});

const NOT_FOUND = { status: 404, text: '{"error":"Not found"}' };
const FOUND = { status: 200, text: '{"_id":"r1"}' };
const UNCLEAR = { status: 500, text: '' };
const DONE = { status: 200, text: '{"message":"Created"}' };

/** A run whose requests get these responses, in order. */
function answeredRun(responses: ReadonlyArray<typeof DONE>, values: Ready['values']) {
	const { item: stopped } = stoppedRun();
	const requests: string[] = [];
	const clock = new VirtualClock(1);
	const context = {
		...stopped.context,
		settings: { maxConcurrency: 1, maxRetries: 2 },
		clock,
		http: async ({ method, path: place }: { method: string; path: string }) => {
			const response = responses[requests.length] ?? NOT_FOUND;
			requests.push(`${method} ${place}`);
			return await Promise.resolve({ kind: 'response' as const, ...response });
		},
	};
	const account = new AccountRun(context, {
		hasSeveralItems: true,
		mayHaveRunBefore: false,
		runStop: new StopState(context.abort),
	});
	const item: Ready = { ...stopped, context, values };
	const run = async (unresolved?: Unresolved) =>
		await clock.run(executeWrite(asWrite(keyed), item, 0, account, unresolved));
	return { account, clock, item, requests, run };
}

const LOOK = 'GET /records/k1';
const SEND = 'POST /records';
const WITH_KEY = { text: 'Hello', key: 'k1' };
const CONFIRMED = { confirmed: true, parentId: 'p1', by: 'thisRun', recordId: 'r1' };

describe('A request that ChatDash might accept twice', () => {
	test('isn’t sent again after an unclear response, but looked up', async () => {
		const { requests, run } = answeredRun([NOT_FOUND, UNCLEAR, FOUND], WITH_KEY);
		const { outcome } = await run();
		expect(requests).toEqual([LOOK, SEND, LOOK]);
		expect(outcome).toEqual({ kind: 'done', source: 'lookup', outputs: [CONFIRMED] });
	});

	test('has an unknown outcome if the record isn’t there after a while', async () => {
		const { requests, run } = answeredRun([NOT_FOUND, UNCLEAR], WITH_KEY);
		const { outcome } = await run();
		expect(requests).toEqual([LOOK, SEND, LOOK, LOOK, LOOK]);
		expect(outcome).toMatchObject({ kind: 'unknown', status: 500 });
	});

	test('isn’t confirmed by a record that was there before', async () => {
		const { run } = answeredRun([FOUND, UNCLEAR, FOUND, FOUND, FOUND], WITH_KEY);
		const { outcome } = await run();
		expect(outcome).toMatchObject({ kind: 'unknown', status: 500 });
	});

	test('is neither sent again nor looked up if the item has nothing to recognize it by', async () => {
		const values = { text: 'Hello', key: undefined };
		const { requests, run } = answeredRun([NOT_FOUND, UNCLEAR], values);
		const { outcome } = await run();
		expect(requests).toEqual(['GET /records/', SEND]);
		expect(outcome).toMatchObject({ kind: 'unknown' });
	});
});

describe('An unresolved request that ChatDash might accept twice', () => {
	const unresolved = (inThisExecution: boolean, item: Ready): Unresolved => ({
		...UNRESOLVED,
		inThisExecution,
		attempt: { item, existing: new Set() },
	});

	test('is looked up before n8n’s automatic retry, and not sent again', async () => {
		const { item, requests, run } = answeredRun([FOUND], WITH_KEY);
		const result = await run(unresolved(true, item));
		expect(requests).toEqual([LOOK]);
		expect(result.outcome).toEqual({ kind: 'done', source: 'lookup', outputs: [CONFIRMED] });
	});

	test('stays unresolved in an automatic retry if the record isn’t there', async () => {
		const { item, requests, run } = answeredRun([], WITH_KEY);
		const result = await run(unresolved(true, item));
		expect(requests).toEqual([LOOK, LOOK, LOOK]);
		expect(result.outcome).toMatchObject({ kind: 'unknown', message: UNRESOLVED.message });
	});

	test('is sent by a user’s retry only if the record isn’t there', async () => {
		const responses = [NOT_FOUND, NOT_FOUND, NOT_FOUND, DONE];
		const { item, requests, run } = answeredRun(responses, WITH_KEY);
		const result = await run(unresolved(false, item));
		expect(requests).toEqual([LOOK, LOOK, LOOK, SEND]);
		expect(result.outcome).toMatchObject({ kind: 'done', source: 'response' });
	});
});

test('A record that can’t be read isn’t taken for one that doesn’t exist', async () => {
	const { account, clock } = answeredRun([{ ...DONE, status: 403 }], WITH_KEY);
	const read = account.reader.lookup(async (api) => await api.getIfExists('/records/k1'));
	const result = await clock.run(read);
	expect(result).toMatchObject({ kind: 'failed' });
});
