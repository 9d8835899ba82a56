// A webhook's address: a real server on this machine that records what arrives.
import Fastify from 'fastify';
import type { FastifyReply } from 'fastify';

export interface Received {
	/** Path and query. */
	path: string;
	contentType: string | undefined;
	body: unknown;
}

export interface Receiver {
	readonly origin: string;
	/** In the order of their arrival. */
	readonly received: Received[];
	close(): Promise<void>;
}

/**
 * @param answer responds to the request with this index; without a response, the connection stays open until the
 *   receiver closes
 */
export async function receive(
	answer: (reply: FastifyReply, index: number) => unknown = (reply) => reply.send({}),
): Promise<Receiver> {
	const received: Received[] = [];
	const server = Fastify({ forceCloseConnections: true });
	server.removeAllContentTypeParsers();
	server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
		done(null, body),
	);
	server.all('/*', (request, reply) => {
		const body: unknown = JSON.parse(String(request.body));
		received.push({ path: request.url, contentType: request.headers['content-type'], body });
		answer(reply, received.length - 1);
	});
	const origin = await server.listen({ host: '127.0.0.1', port: 0 });
	return { origin, received, close: async () => await server.close() };
}
