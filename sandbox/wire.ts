/*
 * Puts an answer on the wire: whole, or as a fault of the network would have it (late, in drops, in part, not at all).
 * It writes past Fastify, which rightly has no way to send half an answer.
 */
import type { FastifyReply } from 'fastify';
import { sleep } from 'n8n-workflow';
import type { CallStatus } from './journal';

/** An answer as it is to be sent. */
export interface Message {
	status: number;
	contentType: string;
	/** Value of the `Retry-After` header; left out, there is none. */
	retryAfter?: string;
	text: string;
}

/** How an answer travels. Times are in milliseconds. */
export type Delivery =
	| { kind: 'whole'; message: Message }
	| { kind: 'late'; message: Message; ms: number }
	| { kind: 'slow'; message: Message; ms: number }
	| { kind: 'half'; message: Message }
	| { kind: 'cut' }
	| { kind: 'silence' };

/** In how many pieces a slow body comes. */
const PIECES = 10;

/**
 * Delivers an answer; resolves when the sandbox is done with it.
 * @param note called once, with the status that the caller gets, before the caller can have the last byte, so that
 * whoever reads an agency's calls after an answer finds that answer among them
 */
export async function deliver(
	reply: FastifyReply,
	delivery: Delivery,
	note: (status: CallStatus) => void,
): Promise<void> {
	const { raw } = reply;
	reply.hijack();
	if (delivery.kind === 'cut') {
		note('cut');
		raw.destroy();
		return;
	}
	// Noted at once: the caller may never hang up. The connection ends with the caller, or when the server closes.
	if (delivery.kind === 'silence') return note('none');

	const { message } = delivery;
	const bytes = Buffer.from(message.text);
	const writeHead = () =>
		raw.writeHead(message.status, {
			'content-type': message.contentType,
			'content-length': bytes.length,
			...(message.retryAfter === undefined ? {} : { 'retry-after': message.retryAfter }),
		});

	switch (delivery.kind) {
		case 'whole':
			note(message.status);
			writeHead().end(bytes);
			return;

		case 'late':
			if (!(await patience(raw)(delivery.ms))) return note('cut');
			note(message.status);
			writeHead().end(bytes);
			return;

		case 'slow': {
			writeHead();
			const stillThereAfter = patience(raw);
			const size = Math.ceil(bytes.length / PIECES);
			let sent = 0;
			for (; sent + size < bytes.length; sent += size) {
				raw.write(bytes.subarray(sent, sent + size));
				if (!(await stillThereAfter(delivery.ms / PIECES))) return note(message.status);
			}
			note(message.status);
			raw.end(bytes.subarray(sent));
			return;
		}

		case 'half':
			note(message.status);
			// Cut only when the half is out, or the caller might not even see the status.
			writeHead().write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => raw.destroy());
	}
}

/** A wait, in milliseconds, that tells whether the caller is still there after it; one who hangs up ends it at once. */
function patience(raw: FastifyReply['raw']): (ms: number) => Promise<boolean> {
	const hungUp = new AbortController();
	// Comes also when the sandbox closes, which cuts every connection.
	raw.once('close', () => hungUp.abort());
	return async (ms) => {
		await sleep(ms, hungUp.signal).catch(() => undefined);
		return !hungUp.signal.aborted;
	};
}
