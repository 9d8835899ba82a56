/*
 * The sandbox ChatDash: a local server that answers like ChatDash's public API, for development and tests only. Each
 * agency's API key opens its own agency, and a client's key opens the view of that client. Every request, and every
 * response of the sandbox, is checked against the API description. Mismatches are kept in `violations`, so that no test
 * passes with a wrong request. A page at `/` shows the agencies, and other processes set them up through
 * `/sandbox/...`.
 */
import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Agency } from './agency';
import type { AgencySetup } from './agency';
import { serveControl } from './control-routes';
import type { EventDelivery } from './deliveries';
import { Description, parseJson } from './description';
import type { IncomingRequest } from './description';
import type { EventRequest } from './event-request';
import { EventSender } from './event-sender';
import { fateOf } from './fate';
import { maskKey } from './journal';
import type { Call, Violation } from './journal';
import { type Caller, callerWith, takesKeyOf } from './keys';
import { serviceOf } from './operations';
import { type Answer, errorBody, UNEXPECTED } from './responses';
import { deliver } from './wire';

export type { Agency, AgencySetup, SeedClient } from './agency';
export type { Agent, SeedAgent } from './agents';
export type { EventDelivery } from './deliveries';
export type { EventRequest } from './event-request';
export type { Fault, FaultPlan, RetryAfter } from './faults';
export type { Call, Violation } from './journal';
export type { RateLimit } from './limits';
export type { Client, Member } from './records';

export interface SandboxOptions {
	/** 127.0.0.1 if left out. */
	host?: string;
	/** Any free port if left out or 0. */
	port?: number;
	/** Path of the OpenAPI description. */
	description: string;
}

export interface Sandbox {
	/** `http://127.0.0.1:PORT` */
	readonly origin: string;
	/** The base URL for the credential: the origin and the path of the real API. */
	readonly baseUrl: string;
	/**
	 * Opens the agency of a key. If the key has an agency already, a new one with this setup replaces it; requests that
	 * are still running end in the old one.
	 * @throws Error if the setup contradicts itself, for example if it has a login ID twice
	 */
	openAgency(apiKey: string, setup?: AgencySetup): Agency;
	/** The violations of all agencies since the start, including replaced ones. Each agency also has its own list. */
	readonly violations: readonly Violation[];
	/**
	 * Sends events to webhook subscriptions, and resolves to their deliveries when all have ended.
	 * @throws Error if nothing has the requested key, or the requested ID of a subscription
	 */
	sendEvent(request: EventRequest): Promise<EventDelivery[]>;
	/**
	 * Resolves when no connection is left. Responses in progress are cut, even delayed ones, and so are events that are
	 * being sent.
	 */
	close(): Promise<void>;
}

/** The base path of the real API. */
const API_PATH = '/v1/public';

/** 64 MiB. The node's requests are far smaller, so a larger body is a mistake. */
const MAX_BODY_BYTES = 64 * 2 ** 20;

/**
 * Starts a sandbox.
 * @throws Error if the port is in use, or the description is missing or not OpenAPI
 */
export async function startSandbox({
	host = '127.0.0.1',
	port = 0,
	description: path,
}: SandboxOptions): Promise<Sandbox> {
	const description = await Description.read(path);
	const agencies = new Map<string, Agency>();
	const violations: Violation[] = [];
	const openAgency = (apiKey: string, setup: AgencySetup = {}) => {
		const agency = new Agency(apiKey, setup, () => performance.now());
		agencies.set(apiKey, agency);
		return agency;
	};

	const server = Fastify({
		forceCloseConnections: true,
		bodyLimit: MAX_BODY_BYTES,
		// By default, Fastify would fix a setup with a wrong or unknown field; the sandbox must reject it.
		ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
		// Tests send events with fields of this name, to see that they do no harm.
		onProtoPoisoning: 'ignore',
		onConstructorPoisoning: 'ignore',
	});
	server.setNotFoundHandler(async (_request, reply) => {
		await reply.code(404).send(errorBody('Not found'));
	});
	const events = new EventSender(agencies);
	serveControl(server, { agencies, violations, openAgency, events });
	await server.register(
		async (api) => serveApi(api, description, agencies, (violation) => violations.push(violation)),
		{ prefix: API_PATH },
	);

	const origin = await server.listen({ host, port });
	return {
		origin,
		baseUrl: origin + API_PATH,
		openAgency,
		violations,
		sendEvent: async (request) => await events.send(request),
		close: async () => {
			await events.close();
			await server.close();
		},
	};
}

/** The API itself: every method and path below its base. */
function serveApi(
	api: FastifyInstance,
	description: Description,
	agencies: ReadonlyMap<string, Agency>,
	noteViolation: (violation: Violation) => void,
) {
	// Bodies of any type are read as text, so that the API description decides whether they are valid.
	api.removeAllContentTypeParsers();
	api.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));

	api.all('/*', async (request, reply) => {
		const arrival = { at: Date.now(), started: performance.now() };
		const caller = callerWith(request.headers.authorization ?? '', agencies);
		if (caller === undefined) {
			// No page of ChatDash documents the response to a wrong key; status and text are a guess.
			return await reply.code(401).send(errorBody('Invalid API key'));
		}
		return await serveCaller(caller, arrival, request, reply);
	});

	async function serveCaller(
		caller: Caller,
		{ at, started }: { at: number; started: number },
		request: FastifyRequest,
		reply: FastifyReply,
	) {
		const { agency } = caller;
		const incoming = readRequest(request);
		const { method } = incoming;
		const path = incoming.path.split('?')[0] ?? '';
		const operation = description.operationOf(incoming);
		const operationId = operation?.operationId;
		const violate = (side: Violation['side'], text: string) => {
			const key = maskKey(agency.apiKey);
			const violation: Violation = { at, key, side, method, path, operationId, text };
			noteViolation(violation);
			agency.noteViolation(violation);
		};

		// Checked before any fault, so that a wrong request is recorded even if a fault hides it.
		const mistake =
			operation === undefined
				? 'The description has no such operation'
				: description.faultOfRequest(incoming, operation);
		if (mistake !== undefined) violate('request', mistake);

		const work = (): Answer => {
			if (operation === undefined) return { status: 404, body: errorBody('Not found') };
			if (mistake !== undefined) return { status: 400, body: errorBody(mistake) };
			// Undocumented, too.
			if (!takesKeyOf(caller, operation)) {
				return { status: 403, body: errorBody('This operation takes another kind of API key') };
			}
			try {
				const parsed = description.parse(incoming, operation);
				const answer = serviceOf(operationId)(agency, parsed, caller.clientId);
				const slip = description.faultOfAnswer(operation, answer.status, answer.body);
				if (slip === undefined) return answer;
				violate('answer', slip);
			} catch (error) {
				violate('answer', `The sandbox failed: ${String(error)}`);
			}
			return { status: 500, body: UNEXPECTED };
		};

		const { delivery, fault } = fateOf(agency, operationId, work, Date.now);
		await deliver(reply, delivery, (status) => {
			const call: Call = {
				method,
				path,
				operationId,
				status,
				body: parseJson(incoming.text),
				contentType: incoming.contentType,
				at,
				ms: performance.now() - started,
			};
			if (fault !== null) call.fault = fault.kind;
			agency.noteCall(call);
		});
	}
}

function readRequest({ method, url, headers, body }: FastifyRequest): IncomingRequest {
	return {
		method,
		path: url.slice(API_PATH.length),
		contentType: headers['content-type'],
		text: typeof body === 'string' ? body : '',
	};
}
