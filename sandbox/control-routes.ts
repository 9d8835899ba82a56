/* The page, and the routes through which other processes set up and read the sandbox, and have it send events. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isLocal } from './addresses';
import type { Agency, AgencySetup } from './agency';
import { describeState } from './control';
import { EVENT_SCHEMA, type EventRequest } from './event-request';
import type { EventSender } from './event-sender';
import type { Violation } from './journal';
import { PAGE, PAGE_POLICY } from './page';
import { errorBody } from './responses';
import { SETUP_SCHEMA } from './setup-schema';

/** What the routes show and change. */
export interface Controlled {
	agencies: ReadonlyMap<string, Agency>;
	violations: readonly Violation[];
	openAgency(apiKey: string, setup: AgencySetup): unknown;
	events: EventSender;
}

export function serveControl(
	server: FastifyInstance,
	{ agencies, violations, openAgency, events }: Controlled,
): void {
	server.get('/', async (_request, reply) => {
		await reply
			.type('text/html; charset=utf-8')
			.header('content-security-policy', PAGE_POLICY)
			.send(PAGE);
	});

	server.get('/sandbox/state', async () => describeState([...agencies.values()], violations));

	server.put<{ Body: AgencySetup & { apiKey: string } }>(
		'/sandbox/agencies',
		{ schema: { body: SETUP_SCHEMA } },
		async ({ body: { apiKey, ...setup } }, reply) => {
			try {
				openAgency(apiKey, setup);
			} catch (error) {
				return await reply.code(400).send(errorBody(textOf(error)));
			}
			return await reply.code(204).send();
		},
	);

	server.post<{ Body: EventRequest }>(
		'/sandbox/events',
		{
			schema: { body: EVENT_SCHEMA },
			onRequest: async (request, reply) => {
				const refusal = refusalOf(request);
				if (refusal !== undefined) await reply.code(refusal.status).send(errorBody(refusal.text));
			},
		},
		async ({ body }, reply) => {
			try {
				return { deliveries: await events.send(body) };
			} catch (error) {
				return await reply.code(404).send(errorBody(textOf(error)));
			}
		},
	);
}

/**
 * Why a request for events isn't accepted. A page of another site in the same browser must not be able to send events. A
 * browser asks before it sends JSON to another site, which the sandbox doesn't allow, and it always names that site.
 */
function refusalOf({ headers }: FastifyRequest): { status: number; text: string } | undefined {
	const { origin, host = '', 'content-type': contentType = '' } = headers;
	if (contentType.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
		return { status: 415, text: 'The content type has to be application/json' };
	}
	// The host alone isn't enough: a site can give its own name this machine's address.
	const isOwn = origin === undefined || (origin === `http://${host}` && isLocal(origin));
	return isOwn ? undefined : { status: 403, text: 'Only the sandbox’s own page may send events' };
}

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
