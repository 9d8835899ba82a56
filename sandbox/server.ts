/*
 * The sandbox ChatDash: a server on this machine that answers as ChatDash's public API does, for development and tests
 * only. Each agency key opens an agency of its own. Every request, and every answer of the sandbox itself, is held
 * against the API's description; what does not fit is kept in `violations`, so that no test passes with a wrong request.
 * A page at `/` shows what the agencies hold, and `/sandbox/...` lets other processes set them up.
 */
import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Agency } from './agency';
import type { AgencySetup } from './agency';
import { describeState, SETUP_SCHEMA } from './control';
import { Description, parseJson } from './description';
import type { IncomingRequest } from './description';
import { fateOf } from './fate';
import { maskKey } from './journal';
import type { Call, Violation } from './journal';
import { errorBody, serviceOf, UNEXPECTED } from './operations';
import type { Answer } from './operations';
import { PAGE, PAGE_POLICY } from './page';
import { deliver } from './wire';

export type { Agency, AgencySetup, SeedClient } from './agency';
export type { Agent, SeedAgent } from './agents';
export type { Fault, FaultPlan, RetryAfter } from './faults';
export type { Call, Violation } from './journal';
export type { RateLimit } from './limits';
export type { Client, Member } from './records';

export interface SandboxOptions {
	/** 127.0.0.1 if left out. */
	host?: string;
	/** Any free one if left out or 0. */
	port?: number;
	/** Path of the API's OpenAPI description. */
	description: string;
}

export interface Sandbox {
	/** `http://127.0.0.1:PORT` */
	readonly origin: string;
	/** What the credential takes for the API's base: the origin and the path that the real API has. */
	readonly baseUrl: string;
	/**
	 * Opens the agency of a key, or empties it and opens it again. An agency opened again is a new object: requests
	 * still under way end in the old one.
	 * @throws Error if the setup contradicts itself, such as by using a login ID twice
	 */
	openAgency(apiKey: string, setup?: AgencySetup): Agency;
	/** Of all agencies since the start, also of those opened again; an agency has its own list too. */
	readonly violations: readonly Violation[];
	/** Resolves when no connection is left; answers under way are cut, however slow they were to be. */
	close(): Promise<void>;
}

/** The path below which the real API lives. */
const API_PATH = '/v1/public';

/** 64 MiB: no request of the node comes near, so what is larger is a mistake. */
const BODY_LIMIT = 64 * 2 ** 20;

/**
 * Starts a sandbox.
 * @throws Error if the port is taken, or the description is missing or not OpenAPI
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
		bodyLimit: BODY_LIMIT,
		// Fastify would mend a setup with a wrong or unknown field; the sandbox must refuse it.
		ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
	});
	server.setNotFoundHandler(async (_request, reply) => {
		await reply.code(404).send(errorBody('Not found'));
	});
	serveControl(server, agencies, violations, openAgency);
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
		close: async () => await server.close(),
	};
}

/** The page, and what other processes use to set up and to read the sandbox. */
function serveControl(
	server: FastifyInstance,
	agencies: ReadonlyMap<string, Agency>,
	violations: readonly Violation[],
	openAgency: Sandbox['openAgency'],
) {
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
				const text = error instanceof Error ? error.message : String(error);
				return await reply.code(400).send(errorBody(text));
			}
			return await reply.code(204).send();
		},
	);
}

/** The API itself: every method and path below its base. */
function serveApi(
	api: FastifyInstance,
	description: Description,
	agencies: ReadonlyMap<string, Agency>,
	noteViolation: (violation: Violation) => void,
) {
	// Bodies of any type come as text, so that it is the description that judges them.
	api.removeAllContentTypeParsers();
	api.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));

	api.all('/*', async (request, reply) => {
		const arrival = { at: Date.now(), started: performance.now() };
		const agency = agencies.get(request.headers.authorization ?? '');
		if (agency === undefined) {
			// No page of ChatDash documents what a wrong key gets; status and text are a guess.
			return await reply.code(401).send(errorBody('Invalid API key'));
		}
		return await serveAgency(agency, arrival, request, reply);
	});

	async function serveAgency(
		agency: Agency,
		{ at, started }: { at: number; started: number },
		request: FastifyRequest,
		reply: FastifyReply,
	) {
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

		// Judged before anything can go wrong with it, so that a wrong request is noted even if a fault hides it.
		const mistake =
			operation === undefined
				? 'The description has no such operation'
				: description.faultOfRequest(incoming, operation);
		if (mistake !== undefined) violate('request', mistake);

		const work = (): Answer => {
			if (operation === undefined) return { status: 404, body: errorBody('Not found') };
			if (mistake !== undefined) return { status: 400, body: errorBody(mistake) };
			try {
				const answer = serviceOf(operationId)(agency, description.parse(incoming, operation));
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
