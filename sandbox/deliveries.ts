/*
 * Delivers one event to the address of a subscription. It's a real HTTP request, but it never leaves this machine: an
 * address elsewhere gets nothing.
 */
import { sleep } from 'n8n-workflow';
import { isLocal } from './addresses';
import { isFields } from './merge';
import type { WebhookEvent } from './subscriptions';

/** One request to the address of a subscription. Recorded when it has ended. It contains no part of the address. */
export interface EventDelivery {
	subscriptionId: string;
	event: WebhookEvent;
	/** Counted from 1. Only a repeat after a response that wasn't 2xx has another number. */
	attempt: number;
	/** When it began, in milliseconds since 1970. */
	at: number;
	/** From its beginning to the end of the response. */
	ms: number;
	/** The status of the response; undefined if there's none. Redirects aren't followed. */
	status?: number;
	/**
	 * Why there's no response: 'not sent' to an address elsewhere, 'timeout', 'closed' with the sandbox, or the code of a
	 * network error, like `ECONNREFUSED`.
	 */
	error?: string;
	/** The body of the response. For tests, never for the page, like the next field. */
	answer?: string;
	/** What was sent. */
	body: unknown;
}

/** How a request ended. */
type Ending = Pick<EventDelivery, 'status' | 'error' | 'answer'>;

/**
 * Sends a JSON body. Resolves in any case, with a status or an error.
 * @param request ends the request when it's aborted, which is then the error
 */
export async function post(
	address: string,
	body: unknown,
	timeoutMs: number,
	request: AbortController,
): Promise<Ending> {
	if (!isLocal(address)) return { error: 'not sent' };
	const timer = new AbortController();
	const timeout = sleep(timeoutMs, timer.signal).then(
		() => request.abort('timeout'),
		() => undefined,
	);
	try {
		const response = await fetch(address, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
			// A redirect could lead away from this machine.
			redirect: 'manual',
			signal: request.signal,
		});
		return { status: response.status, answer: await response.text() };
	} catch (error) {
		// Only the code: the message of an error may contain the address.
		return { error: request.signal.aborted ? String(request.signal.reason) : codeOf(error) };
	} finally {
		timer.abort();
		await timeout;
	}
}

/** The code of a network error, which `fetch` has as the cause of its own error. */
function codeOf(error: unknown): string {
	const cause = isFields(error) ? error['cause'] : undefined;
	const code = isFields(cause) ? cause['code'] : undefined;
	return typeof code === 'string' ? code : 'failed';
}
