// The sandbox's agency without a wire: requests reach it as the node's exchange sends them, with the sandbox's own
// faults and rate limit, in virtual time.
import type { Answer as ApiAnswer } from '../../sandbox/operations';
import { Agency, type AgencySetup, type ClientInput, type MemberInput } from '../../sandbox/agency';
import { fateOf } from '../../sandbox/fate';
import type { Answer, ApiRequest, Exchange } from '../../nodes/transport/exchange';
import type { VirtualClock } from './virtual-clock';

/** What a request to a sandbox on this machine takes there and back, in milliseconds. */
const TRIP = 4;

export interface VirtualSandbox {
	readonly agency: Agency;
	readonly exchange: Exchange;
	/** The statuses that went out, in the order in which the requests came. */
	readonly statuses: Array<number | 'cut'>;
}

/** @param timeout of one attempt, in milliseconds, as the node's option sets it */
export function virtualSandbox(
	clock: VirtualClock,
	setup: AgencySetup,
	timeout = 30_000,
	trip = TRIP,
): VirtualSandbox {
	const agency = new Agency('CD.test-model', setup, () => clock.now());
	const statuses: Array<number | 'cut'> = [];

	const exchange: Exchange = async (request) => {
		await clock.rest(trip / 2);
		const { delivery } = fateOf(agency, operationIdOf(request), () => serve(agency, request));
		statuses.push(delivery.kind === 'cut' ? 'cut' : delivery.message.status);
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
		}
	};
	return { agency, exchange, statuses };
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

const MEMBERS = /^\/clients\/([^/]+)\/members$/;

function operationIdOf({ method, path }: ApiRequest): string | undefined {
	if (path === '/clients') return method === 'POST' ? 'createClient' : 'listClients';
	return MEMBERS.test(path) && method === 'GET' ? 'listMembers' : undefined;
}

function serve(agency: Agency, { method, path, body }: ApiRequest): ApiAnswer {
	if (path === '/clients' && method === 'GET') return { status: 200, body: agency.clients };
	if (path === '/clients' && isCreate(body)) {
		return agency.createClient(body.client, body.member) === 'done'
			? { status: 200, body: { message: 'Client created successfully' } }
			: { status: 400, body: { error: 'Login ID already in use' } };
	}
	const members = agency.membersOf(decodeURIComponent(MEMBERS.exec(path)?.[1] ?? ''));
	return members === undefined
		? { status: 404, body: { error: 'Client not found' } }
		: { status: 200, body: members };
}

const isCreate = (body: unknown): body is { client: ClientInput; member: MemberInput } =>
	typeof body === 'object' && body !== null && 'client' in body && 'member' in body;
