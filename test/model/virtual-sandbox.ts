// The sandbox's agency without a wire: requests reach it as the node's exchange sends them, with the sandbox's own
// faults and rate limit, in virtual time.
import type { ParsedRequest } from 'openapi-backend';

import { Agency, type AgencySetup } from '../../sandbox/agency';
import { Description } from '../../sandbox/description';
import { fateOf } from '../../sandbox/fate';
import type { CallStatus } from '../../sandbox/journal';
import { serviceOf } from '../../sandbox/operations';
import { errorBody, type Serve } from '../../sandbox/responses';
import type { Delivery } from '../../sandbox/wire';
import type { HttpResult, HttpSend } from '../../nodes/transport/http';
import type { ApiRequest } from '../../nodes/transport/request';
import type { VirtualClock } from './virtual-clock';

declare const PACKAGE_FOLDER: string;

/** The key of the agency that a virtual sandbox has. */
export const API_KEY = 'CD.test-model';

/** Read once a file of tests. */
let described: Promise<Description> | undefined;

/** What a request to a sandbox on this machine takes there and back, in milliseconds. */
const TRIP = 4;

export interface VirtualSandbox {
	/** Its calls are noted in the order in which they came, with the clock's times. */
	readonly agency: Agency;
	/** Executions that share it meet at the agency. */
	readonly http: HttpSend;
}

/** @param timeout of one attempt, in milliseconds, as the node's option sets it */
export async function virtualSandbox(
	clock: VirtualClock,
	setup: AgencySetup,
	timeout = 30_000,
	trip = TRIP,
): Promise<VirtualSandbox> {
	described ??= Description.read(`${PACKAGE_FOLDER}/api/chatdash-openapi.yaml`);
	const description = await described;
	const now = () => clock.now();
	const agency = new Agency(API_KEY, setup, now);

	const exchange: HttpSend = async (request) => {
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
	return { agency, http: exchange };
}

/** What the sandbox notes, who hears of a caller that gives up. */
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
			return answer(delivery.message);
		case 'late':
		case 'slow':
			await clock.sleep(Math.min(delivery.ms, timeout));
			return delivery.ms < timeout
				? answer(delivery.message)
				: { kind: 'networkError', code: 'ETIMEDOUT' };
		case 'half':
		case 'cut':
			return { kind: 'networkError', code: 'ECONNRESET' };
		case 'silence':
			await clock.sleep(timeout);
			return { kind: 'networkError', code: 'ETIMEDOUT' };
	}
}

const answer = ({
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
	/** What the path holds. */
	readonly parsed: ParsedRequest;
}

/** By method and path: the requests of all runs are for few of them, and reading one takes longer than serving it. */
const routes = new Map<string, Route | undefined>();

function routeOf({ method, path }: ApiRequest, description: Description): Route | undefined {
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

/** A copy, as one that went over a wire is. */
const bodyOf = ({ body }: ApiRequest): unknown =>
	body === undefined ? undefined : JSON.parse(JSON.stringify(body));
