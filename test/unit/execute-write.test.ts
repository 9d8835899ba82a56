/** One write without a network: what its outcome is if the run stops before the request is sent. */
import { create } from '../../nodes/ChatDash/resources/agent/create';
import { update } from '../../nodes/ChatDash/resources/client/update';
import { AccountRun } from '../../nodes/ChatDash/run/accountRun';
import { executeWrite } from '../../nodes/ChatDash/run/executeWrite';
import type { Unresolved } from '../../nodes/ChatDash/run/journal';
import type { Ready } from '../../nodes/ChatDash/run/prepare';
import { AbortScope } from '../../nodes/transport/abort';
import { CLOCK } from '../../nodes/transport/clock';
import { DEFAULT_CREDENTIAL } from '../../nodes/transport/credentials';
import { StopState } from '../../nodes/transport/stop';
import { asWrite } from '../fake-api';

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
	const { outcome } = await executeWrite(asWrite(create), item, 0, account, UNRESOLVED);
	expect(outcome).toMatchObject({ kind: 'unknown', message: UNRESOLVED.message });
});
