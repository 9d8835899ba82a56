/*
 * Sends a response: whole, or with a simulated network fault (late, slow, cut off, or not at all). It bypasses Fastify,
 * which for good reason can't send half a response.
 */
import type { FastifyReply } from 'fastify';
import { sleep } from 'n8n-workflow';
import type { CallStatus } from './journal';

/** A response before it is sent. */
export interface Message {
	status: number;
	contentType: string;
	/** Value of the `Retry-After` header; no header if left out. */
	retryAfter?: string;
	text: string;
}

/** How a response is sent. Times are in milliseconds. */
export type Delivery =
	| { kind: 'whole'; message: Message }
	| { kind: 'late'; message: Message; ms: number }
	| { kind: 'slow'; message: Message; ms: number }
	| { kind: 'half'; message: Message }
	| { kind: 'cut' }
	| { kind: 'silence' };

/** The number of chunks of a slow body. */
const CHUNKS = 10;

/**
 * Sends a response; resolves when the sandbox is done with it.
 * @param note called once with the status that the client receives, before the client can have the last byte. So a test
 *   that reads an agency's calls after a response finds that call in the list.
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
	// Recorded at once, because the client may never disconnect. The connection ends when the client or the server closes
	// it.
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
			if (!(await waitWhileConnected(raw)(delivery.ms))) return note('cut');
			note(message.status);
			writeHead().end(bytes);
			return;

		case 'slow': {
			writeHead();
			const stayedConnected = waitWhileConnected(raw);
			const size = Math.ceil(bytes.length / CHUNKS);
			let sent = 0;
			for (; sent + size < bytes.length; sent += size) {
				raw.write(bytes.subarray(sent, sent + size));
				if (!(await stayedConnected(delivery.ms / CHUNKS))) return note(message.status);
			}
			note(message.status);
			raw.end(bytes.subarray(sent));
			return;
		}

		case 'half':
			note(message.status);
			// Cut the connection only when the first half is written. Otherwise the client might not even receive the status.
			writeHead().write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => raw.destroy());
	}
}

/** A wait that resolves to whether the client is still connected. It ends early when the client disconnects. */
function waitWhileConnected(raw: FastifyReply['raw']): (ms: number) => Promise<boolean> {
	const disconnected = new AbortController();
	// Also emitted when the sandbox closes, because that cuts every connection.
	raw.once('close', () => disconnected.abort());
	return async (ms) => {
		await sleep(ms, disconnected.signal).catch(() => undefined);
		return !disconnected.signal.aborted;
	};
}
