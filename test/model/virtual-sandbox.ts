// The sandbox's agency without a network, in virtual time. Requests reach it directly from the node's transport, and it
// applies the sandbox's own faults and rate limit.
import type { ParsedRequest } from 'openapi-backend';

import { Agency, type AgencySetup } from '../../sandbox/agency';
import { Description } from '../../sandbox/description';
import { fateOf } from '../../sandbox/fate';
import type { CallStatus } from '../../sandbox/journal';
import { serviceOf } from '../../sandbox/operations';
import { errorBody, type Serve } from '../../sandbox/responses';
import type { Delivery } from '../../sandbox/wire';
import type { HttpResult, HttpSend } from '../../nodes/transport/http';
import { type ApiRequest, queryString } from '../../nodes/transport/request';
import type { VirtualClock } from './virtual-clock';

declare const PACKAGE_FOLDER: string;

/** The agency key of a virtual sandbox. */
export const API_KEY = 'CD.test-model';

/** Read once per test file. */
let described: Promise<Description> | undefined;

/** The round trip of a request to a sandbox on this machine. */
const ROUND_TRIP_MS = 4;

export interface VirtualSandbox {
	/** It records its calls in the order in which they arrive, with the clock's times. */
	readonly agency: Agency;
	/** Executions that share it share the agency. */
	readonly http: HttpSend;
}

/**
 * @param timeout of one attempt in milliseconds, like the node's option
 * @param trip the round trip of a request in milliseconds
 */
export async function virtualSandbox(
	clock: VirtualClock,
	setup: AgencySetup,
	timeout = 30_000,
	trip = ROUND_TRIP_MS,
): Promise<VirtualSandbox> {
	described ??= Description.read(`${PACKAGE_FOLDER}/api/chatdash-openapi.yaml`);
	const description = await described;
	const now = () => clock.now();
	const agency = new Agency(API_KEY, setup, now);

	const http: HttpSend = async (request) => {
		await clock.sleep(trip / 2);
		const at = clock.now();
		const route = routeOf(request, description);
		const work = () =>
			route === undefined
				? { status: 404, body: errorBody('Not found') }
				: route.serve(agency, { ...route.parsed, requestBody: bodyOf(request) });
		const { delivery, fault } = fateOf(agency, route?.operationId, work, now);
		const { method, path, body } = request;
		agency.noteCall({
			method,
			path,
			operationId: route?.operationId,
			status: statusOf(delivery, timeout),
			body,
			contentType: body && 'application/json',
			at,
			ms: 'ms' in delivery ? delivery.ms : 0,
			...(fault && { fault: fault.kind }),
		});
		await clock.sleep(trip / 2);
		return await deliver(delivery, clock, timeout);
	};
	return { agency, http };
}

/** The status that the sandbox records. It notices when a caller gives up. */
function statusOf(delivery: Delivery, timeout: number): CallStatus {
	if (delivery.kind === 'silence') return 'none';
	if (delivery.kind === 'cut') return 'cut';
	return delivery.kind === 'late' && delivery.ms >= timeout ? 'cut' : delivery.message.status;
}

async function deliver(
	delivery: Delivery,
	clock: VirtualClock,
	timeout: number,
): Promise<HttpResult> {
	switch (delivery.kind) {
		case 'whole':
			return toResult(delivery.message);
		case 'late':
		case 'slow':
			await clock.sleep(Math.min(delivery.ms, timeout));
			return delivery.ms < timeout
				? toResult(delivery.message)
				: { kind: 'networkError', code: 'ETIMEDOUT' };
		case 'half':
		case 'cut':
			return { kind: 'networkError', code: 'ECONNRESET' };
		case 'silence':
			await clock.sleep(timeout);
			return { kind: 'networkError', code: 'ETIMEDOUT' };
	}
}

const toResult = ({
	status,
	text,
	retryAfter,
}: {
	status: number;
	text: string;
	retryAfter?: string;
}): HttpResult => ({
	kind: 'response',
	status,
	text,
	...(retryAfter !== undefined && { retryAfter }),
});

interface Route {
	readonly operationId: string | undefined;
	readonly serve: Serve;
	/** The parameters in the path. */
	readonly parsed: ParsedRequest;
}

/** Cached by method, path and query, because all runs use only a few, and parsing one takes longer than serving it. */
const routes = new Map<string, Route | undefined>();

function routeOf(request: ApiRequest, description: Description): Route | undefined {
	const { method } = request;
	const path = request.path + queryString(request.query);
	const key = `${method} ${path}`;
	if (!routes.has(key)) {
		const incoming = { method, path, contentType: undefined, text: '' };
		const operation = description.operationOf(incoming);
		routes.set(
			key,
			operation && {
				operationId: operation.operationId,
				serve: serviceOf(operation.operationId),
				parsed: description.parse(incoming, operation),
			},
		);
	}
	return routes.get(key);
}

/** A copy, as if the body had gone over the network. */
const bodyOf = ({ body }: ApiRequest): unknown =>
	body === undefined ? undefined : JSON.parse(JSON.stringify(body));
