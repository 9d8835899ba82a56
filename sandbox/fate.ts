/*
 * Decides what happens to a request: the rate limit may reject it, a fault may occur before or after its work, or it
 * gets its normal response. This file decides and runs the work; it sends nothing.
 */
import type { Agency } from './agency';
import type { Fault, RetryAfter } from './faults';
import { type Answer, errorBody, UNEXPECTED } from './responses';
import type { Delivery, Message } from './wire';

/** How the response is sent, and the fault that affects it, if any. */
export interface Fate {
	delivery: Delivery;
	fault: Fault | null;
}

/**
 * Decides about the next request of an agency.
 * @param work handles the request; called at most once, and not at all if the request is rejected
 * @param now the milliseconds since 1970, for a `Retry-After` that is a date
 */
export function fateOf(
	agency: Agency,
	operationId: string | undefined,
	work: () => Answer,
	now: () => number,
): Fate {
	const turnedAway = agency.turnedAway();
	if (turnedAway !== null) {
		return whole(tooManyRequests(turnedAway.retryAfter, turnedAway.ms, now), null);
	}

	const fault = agency.nextFault(operationId);
	switch (fault?.kind) {
		case undefined:
			return whole(inJson(work()), fault);
		case 'latency':
			return { delivery: { kind: 'late', message: inJson(work()), ms: fault.ms }, fault };
		case 'slowBody':
			return { delivery: { kind: 'slow', message: inJson(work()), ms: fault.ms }, fault };
		case 'cutBody':
			return { delivery: { kind: 'half', message: inJson(work()) }, fault };
		case 'cutAfter':
			work();
			return { delivery: { kind: 'cut' }, fault };
		case 'cutBefore':
			return { delivery: { kind: 'cut' }, fault };
		case 'silence':
			if (fault.afterWork) work();
			return { delivery: { kind: 'silence' }, fault };
		case 'emptyBody':
			return whole({ ...inJson(work()), text: '' }, fault);
		case 'rateLimit':
			return whole(tooManyRequests(fault.retryAfter, fault.seconds * 1000, now), fault);
		case 'serverError':
			if (fault.afterWork) work();
			return whole(inJson({ status: 500, body: UNEXPECTED }), fault);
		case 'htmlBadGateway':
			if (fault.afterWork) work();
			return whole(BAD_GATEWAY, fault);
	}
}

function whole(message: Message, fault: Fault | null): Fate {
	return { delivery: { kind: 'whole', message }, fault };
}

function inJson({ status, body }: Answer): Message {
	return { status, contentType: 'application/json; charset=utf-8', text: JSON.stringify(body) };
}

/** What a proxy in front of ChatDash sends while ChatDash is down. */
const BAD_GATEWAY: Message = {
	status: 502,
	contentType: 'text/html',
	text:
		'<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n' +
		'<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n',
};

/** ChatDash documents neither a rate limit nor its response; status, text and header are the usual ones. */
function tooManyRequests(retryAfter: RetryAfter, ms: number, now: () => number): Message {
	const message = inJson({ status: 429, body: errorBody('Too many requests') });
	switch (retryAfter) {
		case 'none':
			return message;
		case 'seconds':
			return { ...message, retryAfter: String(Math.ceil(ms / 1000)) };
		case 'date': {
			// An HTTP date has whole seconds. It's rounded up, so that a client that retries then isn't too early.
			const then = Math.ceil((now() + ms) / 1000) * 1000;
			return { ...message, retryAfter: new Date(then).toUTCString() };
		}
	}
}
