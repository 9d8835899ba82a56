// Executions of the node's engine in virtual time. Those that share an exchange and a clock meet at one agency, as
// executions do that n8n starts at the same moment: they share its limit, and know nothing of one another.
import { create } from '../../nodes/ChatDash/resources/client/create';
import type { Ready } from '../../nodes/ChatDash/run/prepare';
import { type Sent, send } from '../../nodes/ChatDash/run/send';
import { AbortScope } from '../../nodes/transport/abort';
import type { HttpSend } from '../../nodes/transport/http';
import { writeTask } from '../tasks';
import type { VirtualClock } from './virtual-clock';
import { API_KEY } from './virtual-sandbox';

/** An item of a model: what is sent, without how. */
export type ModelItem = Pick<Ready, 'task' | 'secrets'>;

/** The settings that a test can change, as the node has them by default. */
const DEFAULTS = { maxConcurrency: 20, maxRetries: 6, stopsAtFailure: false };

/**
 * Starts an execution of the node; `clock.run` lets time pass until it has ended.
 *
 * @returns what the engine reports of the items, in input order
 */
export async function execute(
	exchange: HttpSend,
	clock: VirtualClock,
	items: readonly ModelItem[],
	settings: Partial<typeof DEFAULTS> = {},
): Promise<Sent> {
	const { stopsAtFailure, maxConcurrency, maxRetries } = { ...DEFAULTS, ...settings };
	const line = {
		http: exchange,
		baseUrl: 'http://127.0.0.1',
		apiKey: API_KEY,
		settings: { maxConcurrency, maxRetries },
		clock,
		abort: new AbortScope(undefined),
	};
	const ready = items.map((item): Ready => ({ kind: 'ready', line, isRepeat: false, ...item }));
	return await send(ready, { stopsAtFailure, afterLostRun: false });
}

/**
 * Lets executions of new deals start at the same moment, and time pass until all have ended.
 *
 * @returns what the engine reports of each
 */
export async function executeTogether(
	exchange: HttpSend,
	clock: VirtualClock,
	{ executions, dealsEach }: { executions: number; dealsEach: number },
): Promise<Sent[]> {
	const start = async (execution: number) => {
		const items = numbersTo(dealsEach).map((number) => deal(execution * dealsEach + number));
		return await execute(exchange, clock, items);
	};
	return await clock.run(Promise.all(numbersTo(executions).map(start)));
}

/** A deal that becomes one client; no two of different numbers share anything. */
export function deal(number: number): ModelItem {
	const password = { text: 'test-1234', generated: false };
	return {
		task: writeTask(create, {
			clientName: `Client ${number}`,
			memberName: 'Owner',
			loginId: `owner${number}@example.com`,
			language: 'en',
			passwordSource: 'define',
			password,
			email: undefined,
			onLoginIdInUse: 'error',
			returnClient: false,
		}),
		secrets: [password.text],
	};
}

/** The numbers from 0 up to this one, which is not among them. */
export const numbersTo = (count: number): number[] =>
	Array.from({ length: count }, (_, number) => number);
