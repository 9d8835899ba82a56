// Executions of the node's engine in virtual time. Executions that share `http` and a clock share an agency and its
// limit, but don't know of each other, like those that n8n starts at the same moment.
import { create } from '../../nodes/ChatDash/resources/client/create';
import type { Operation } from '../../nodes/ChatDash/operation/operation';
import type { Ready } from '../../nodes/ChatDash/run/prepare';
import { type SendResult, send } from '../../nodes/ChatDash/run/send';
import { AbortScope } from '../../nodes/transport/abort';
import { DEFAULT_CREDENTIAL } from '../../nodes/transport/credentials';
import type { HttpSend } from '../../nodes/transport/http';
import type { VirtualClock } from './virtual-clock';
import { API_KEY } from './virtual-sandbox';

/** An item without its credential and settings. All items of an execution have the same operation. */
export interface ModelItem extends Pick<Ready, 'values' | 'secrets'> {
	readonly operation: Operation;
}

/** The node's defaults for the settings that a test can change. */
const DEFAULTS = { maxConcurrency: 20, maxRetries: 6, stopsAtFailure: false };

/**
 * Starts an execution of the node. `clock.run` lets time pass until the execution has ended.
 *
 * @returns the engine's report of the items, in input order
 */
export async function execute(
	http: HttpSend,
	clock: VirtualClock,
	items: readonly ModelItem[],
	settings: Partial<typeof DEFAULTS> = {},
): Promise<SendResult> {
	const { stopsAtFailure, maxConcurrency, maxRetries } = { ...DEFAULTS, ...settings };
	const context = {
		http,
		kind: DEFAULT_CREDENTIAL,
		others: new Map(),
		baseUrl: 'http://127.0.0.1',
		apiKey: API_KEY,
		settings: { maxConcurrency, maxRetries },
		clock,
		abort: new AbortScope(),
	};
	const [first] = items;
	if (first === undefined) return { outcomes: [], wasThrottled: false };
	const ready = items.map(
		({ values, secrets }): Ready => ({ kind: 'ready', values, secrets, context, isRepeat: false }),
	);
	return await send(first.operation, ready, { stopsAtFailure, mayHaveRunBefore: false });
}

/**
 * Starts executions of new deals at the same moment, and lets time pass until all have ended.
 *
 * @returns the engine's report of each execution
 */
export async function executeTogether(
	http: HttpSend,
	clock: VirtualClock,
	{ executions, dealsEach }: { executions: number; dealsEach: number },
): Promise<SendResult[]> {
	const start = async (execution: number) => {
		const items = numbersTo(dealsEach).map((number) => deal(execution * dealsEach + number));
		return await execute(http, clock, items);
	};
	return await clock.run(Promise.all(numbersTo(executions).map(start)));
}

/** A deal that becomes one client. Deals with different numbers have no values in common that identify a client. */
export function deal(number: number): ModelItem {
	const password = { text: 'test-1234', generated: false };
	return {
		operation: create,
		values: {
			clientName: `Client ${number}`,
			memberName: 'Owner',
			loginId: `owner${number}@example.com`,
			language: 'en',
			passwordSource: 'define',
			password,
			email: undefined,
			onLoginIdInUse: 'error',
			includeClientId: false,
		},
		secrets: [password.text],
	};
}

/** The numbers from 0 to `count - 1`. */
export const numbersTo = (count: number): number[] =>
	Array.from({ length: count }, (_, number) => number);
