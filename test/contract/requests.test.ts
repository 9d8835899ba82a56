/**
 * Every request that the node can send matches the API description: its path, its method and its body. The validator
 * is the sandbox's. The other way around, the node offers everything that the description documents for clients and
 * agents.
 */
import { Description } from '../../sandbox/description';
import { type Described, leavesOf } from '../../docs/make/described';
import type { Operation } from '../../nodes/ChatDash/operation/operation';
import {
	DESCRIBED,
	MATCHING,
	OPERATIONS,
	type Filled,
	type Sent,
	describedOf,
	filledIn,
	sentFor,
} from './walk';

declare const PACKAGE_FOLDER: string;

/** The resources that the node implements. It doesn't implement the description's others yet. */
const TAGS = [
	'Clients',
	'Agents',
	'Conversations',
	'Messages',
	'Analytics',
	'AI Analysis',
	'Leads',
	'Stripe Connect',
	'Webhooks',
];

/** What the description documents and the node doesn't offer, like `createAgent name`, each with the reason. */
const LEFT_OUT: Readonly<Record<string, string>> = {
	'createSubscription agentId': 'the older form of agentIds',
};

/** One way to fill in an operation, and the requests that the operation then sent. */
interface Way {
	readonly filled: Filled;
	readonly sent: Sent;
}

const walk = async (operation: Operation): Promise<Way[]> =>
	await Promise.all(
		[...filledIn(operation), ...filledIn(operation, MATCHING)].map(async (filled) => ({
			filled,
			sent: await sentFor(filled),
		})),
	);

const requestsOf = ({ reads, request }: Sent) => [
	...reads.map(({ method = 'GET', path, body }) => ({ method, path, body })),
	...(request ? [{ method: request.method, path: request.path, body: request.body }] : []),
];

let description: Description;

beforeAll(async () => {
	description = await Description.read(`${PACKAGE_FOLDER}/api/chatdash-openapi.yaml`);
});

/** The validator's error for a request. */
function errorOf({ method, path, body }: ReturnType<typeof requestsOf>[number]) {
	const incoming = {
		method: method.toLowerCase(),
		path,
		contentType: body === undefined ? undefined : 'application/json',
		text: body === undefined ? '' : JSON.stringify(body),
	};
	const operation = description.operationOf(incoming);
	return operation === undefined
		? 'The description has no such operation'
		: description.faultOfRequest(incoming, operation);
}

describe.each(OPERATIONS)('$title', ({ operation }) => {
	let ways: Way[];

	beforeAll(async () => {
		ways = await walk(operation);
	});

	test('is tested with each field set at least once, and sends requests', () => {
		const set = new Set(ways.flatMap(({ filled }) => Object.keys(filled.raw)));
		expect([...set].sort()).toEqual(Object.keys(operation.fields).sort());
		const silent = ways.filter(({ sent }) => requestsOf(sent).length === 0);
		// Only an update sends nothing: if no field is chosen, or if the only one is empty and can't be sent empty.
		const surprising = silent.filter(({ filled: { raw }, sent: { message } }) => {
			const chosen = Object.entries(raw).filter(
				([name, value]) => operation.fields[name]?.collection === 'updateFields' && value !== '',
			);
			return message !== 'No fields to update' || chosen.length > 0;
		});
		expect(surprising.map(({ filled, sent }) => [filled.way, sent.message])).toEqual([]);
		expect(ways.length).toBeGreaterThan(silent.length);
	});

	test('sends its request whenever there is something to do', () => {
		const ended = ways.flatMap(({ filled, sent }) =>
			sent.message === undefined || sent.message === 'No fields to update'
				? []
				: [`${filled.way}: ${sent.message}`],
		);
		expect(ended).toEqual([]);
		if (operation.kind === 'write') {
			expect(ways.filter(({ sent }) => sent.request !== undefined)).not.toEqual([]);
		}
	});

	test('sends nothing that the description doesn’t allow', () => {
		const errors = ways.flatMap(({ filled, sent }) =>
			requestsOf(sent).flatMap((request) => {
				const error = errorOf(request);
				return error === undefined
					? []
					: [`${request.method} ${request.path}, ${filled.way}: ${error}`];
			}),
		);
		expect([...new Set(errors)]).toEqual([]);
	});

	test('changes something with each request that has a body, if it has fields to update', () => {
		// The body of another request may be empty, because everything in it may be optional.
		const updates = Object.values(operation.fields).some(
			({ collection }) => collection === 'updateFields',
		);
		if (!updates) return;
		const empty = ways.filter(
			({ sent: { request } }) => request?.body && pathsIn(request.body).join('') === '',
		);
		expect(empty.map(({ filled }) => filled.way)).toEqual([]);
	});

	test('expects the kind of response that the description documents', () => {
		const shapes = ways.flatMap(({ sent: { reads, request } }) => [
			...reads.map(({ method = 'GET', path, expects }) => ({ method, path, expects })),
			...(request ? [request] : []),
		]);
		const different = shapes.filter((shape) => {
			const response = describedOf(shape)?.answer;
			const documented =
				response?.['type'] === 'array'
					? 'list'
					: leavesOf(response).includes('message')
						? 'message'
						: 'record';
			return documented !== shape.expects;
		});
		const mismatches = different.map(
			({ method, path, expects }) => `${method} ${path}: ${expects}`,
		);
		expect([...new Set(mismatches)]).toEqual([]);
	});

	test('calls the operation of the description that it names', () => {
		const [plain] = ways.filter(({ sent }) => sent.message === undefined);
		const called = plain?.sent.request ?? plain?.sent.reads.at(-1);
		expect(called && describedOf(called)?.id).toBe(operation.operationId);
	});
});

/** The paths of all values in a request's body, like `client.name`. */
function pathsIn(value: unknown, path = ''): string[] {
	const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
	return isGroup
		? Object.entries(value).flatMap(([name, inner]) =>
				pathsIn(inner, path === '' ? name : `${path}.${name}`),
			)
		: [path];
}

/** Whether there's a value at the path, or inside an object there whose fields the description leaves open. */
const isIn = (paths: ReadonlySet<string>, field: string) =>
	paths.has(field) || [...paths].some((path) => path.startsWith(`${field}.`));

describe('The description', () => {
	const documented = DESCRIBED.filter(({ tag }) => TAGS.includes(tag));
	let requests: Array<ReturnType<typeof requestsOf>[number] & { called: Described | undefined }>;

	beforeAll(async () => {
		const ways = await Promise.all(OPERATIONS.map(async ({ operation }) => await walk(operation)));
		requests = ways
			.flat()
			.flatMap(({ sent }) => requestsOf(sent))
			.map((request) => ({ ...request, called: describedOf(request) }));
	});

	test('has the operations that ChatDash’s pages list', () => {
		expect(documented.map(({ id }) => id).sort()).toEqual([
			'addMember',
			'addMessages',
			'analyzeConversation',
			'assignAgents',
			'cancelBillingSubscription',
			'createAgent',
			'createBillingSubscription',
			'createClient',
			'createConversation',
			'createCoupon',
			'createInvoice',
			'createLeadTag',
			'createLeads',
			'createProduct',
			'createPromotionCode',
			'createSubscription',
			'deleteConversation',
			'deleteMessages',
			'getAgent',
			'getBillingSubscription',
			'getClient',
			'getConversation',
			'getInvoice',
			'getProduct',
			'getSubscription',
			'getTransaction',
			'listAgents',
			'listBillingSubscriptions',
			'listBillingSubscriptionsByCustomer',
			'listClientAgents',
			'listClients',
			'listConversations',
			'listCoupons',
			'listLeadTags',
			'listMembers',
			'listMessages',
			'listProducts',
			'listPromotionCodes',
			'listSubscriptions',
			'listTransactions',
			'queryAnalytics',
			'replaceMessages',
			'unassignAgent',
			'updateAgent',
			'updateBillingSubscription',
			'updateClient',
			'updateConversation',
			'updateCoupon',
			'updateLead',
			'updateLeadTag',
			'updateMember',
			'updateProduct',
			'updateSubscriptionEvents',
		]);
	});

	test('is covered by the node, with each parameter and each field of its bodies', () => {
		const missing = documented.flatMap((one) => {
			const own = requests.filter(({ called }) => called === one);
			const paths = new Set(own.flatMap(({ body }) => pathsIn(body ?? {})));
			const names = new Set(
				own.flatMap(({ path }) => [...new URL(path, 'https://api.example').searchParams.keys()]),
			);
			return [
				...(own.length === 0 ? [one.id] : []),
				...leavesOf(one.body).flatMap((field) =>
					isIn(paths, field) ? [] : [`${one.id} ${field}`],
				),
				...one.parameters.flatMap((name) => (names.has(name) ? [] : [`${one.id} ${name}`])),
			];
		});
		expect(missing).toEqual(Object.keys(LEFT_OUT));
	});
});
