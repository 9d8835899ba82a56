// The sandbox's agency without a wire: requests reach it as the node's exchange sends them, with the sandbox's own
// faults and rate limit, in virtual time.
import type { ParsedRequest } from 'openapi-backend';

import { Agency, type AgencySetup } from '../../sandbox/agency';
import { Description } from '../../sandbox/description';
import { fateOf } from '../../sandbox/fate';
import type { CallStatus } from '../../sandbox/journal';
import { errorBody, serviceOf, type Serve } from '../../sandbox/operations';
import type { Delivery } from '../../sandbox/wire';
import type { Answer, ApiRequest, Exchange } from '../../nodes/transport/exchange';
import type { VirtualClock } from './virtual-clock';

declare const PACKAGE_FOLDER: string;

/** Read once a file of tests. */
let described: Promise<Description> | undefined;

/** What a request to a sandbox on this machine takes there and back, in milliseconds. */
const TRIP = 4;

export interface VirtualSandbox {
	readonly agency: Agency;
	readonly exchange: Exchange;
	/** The statuses that went out, in the order in which the requests came. */
	readonly statuses: CallStatus[];
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
	const agency = new Agency('CD.test-model', setup, () => clock.now());
	const statuses: CallStatus[] = [];

	const exchange: Exchange = async (request) => {
		await clock.rest(trip / 2);
		const route = routeOf(request, description);
		const { delivery } = fateOf(agency, route?.operationId, () =>
			route === undefined
				? { status: 404, body: errorBody('Not found') }
				: route.serve(agency, { ...route.parsed, requestBody: bodyOf(request) }),
		);
		statuses.push(statusOf(delivery));
		await clock.rest(trip / 2);
		switch (delivery.kind) {
			case 'whole':
				return answer(delivery.message);
			case 'late':
			case 'slow':
				await clock.rest(Math.min(delivery.ms, timeout));
				return delivery.ms < timeout
					? answer(delivery.message)
					: { came: false, code: 'ETIMEDOUT' };
			case 'half':
			case 'cut':
				return { came: false, code: 'ECONNRESET' };
			case 'silence':
				await clock.rest(timeout);
				return { came: false, code: 'ETIMEDOUT' };
		}
	};
	return { agency, exchange, statuses };
}

function statusOf(delivery: Delivery): CallStatus {
	if (delivery.kind === 'silence') return 'none';
	return delivery.kind === 'cut' ? 'cut' : delivery.message.status;
}

const answer = ({
	status,
	text,
	retryAfter,
}: {
	status: number;
	text: string;
	retryAfter?: string;
}): Answer => ({ came: true, status, text, ...(retryAfter !== undefined && { retryAfter }) });

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
