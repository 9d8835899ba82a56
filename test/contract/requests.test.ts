/**
 * Every request that the node can make is one that the API's description has: its path, its method and its body, held
 * against the same validator that the sandbox uses. And the other way round: what the description offers for clients
 * and agents can be had from the node.
 */
import { Description } from '../../sandbox/description';
import { type Described, leavesOf } from '../../docs/make/described';
import type { Operation } from '../../nodes/ChatDash/operation/operation';
import {
	DESCRIBED,
	FITTING,
	OPERATIONS,
	type Asked,
	type Filled,
	askedFor,
	describedOf,
	filledIn,
} from './walk';

declare const PACKAGE_FOLDER: string;

/** The resources that are built; the others of the description are still to come. */
const TAGS = ['Clients', 'Agents'];

/** What the description offers and the node does not, such as `createAgent name`, each with the reason. */
const LEFT_OUT: Readonly<Record<string, string>> = {};

/** One way to fill in an operation, and what the operation then asked of ChatDash. */
interface Way {
	readonly filled: Filled;
	readonly asked: Asked;
}

const walk = async (operation: Operation): Promise<Way[]> =>
	await Promise.all(
		[...filledIn(operation), ...filledIn(operation, FITTING)].map(async (filled) => ({
			filled,
			asked: await askedFor(filled),
		})),
	);

const requestsOf = ({ reads, request }: Asked) => [
	...reads.map(({ path }) => ({ method: 'GET', path, body: undefined })),
	...(request ? [{ method: request.method, path: request.path, body: request.body }] : []),
];

let description: Description;

beforeAll(async () => {
	description = await Description.read(`${PACKAGE_FOLDER}/api/chatdash-openapi.yaml`);
});

/** What is wrong with a request, in the validator's words. */
function faultOf({ method, path, body }: ReturnType<typeof requestsOf>[number]) {
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

	test('is walked through with each field set at least once, and asks ChatDash for something', () => {
		const set = new Set(ways.flatMap(({ filled }) => Object.keys(filled.raw)));
		expect([...set].sort()).toEqual(Object.keys(operation.fields).sort());
		const silent = ways.filter(({ asked }) => requestsOf(asked).length === 0);
		// An update in which nothing is chosen, or something empty that cannot be sent, is the one thing that asks for nothing.
		const surprising = silent.filter(({ filled: { raw }, asked: { message } }) => {
			const chosen = Object.entries(raw).filter(
				([name, value]) => operation.fields[name]?.collection === 'updateFields' && value !== '',
			);
			return message !== 'There is nothing to update' || chosen.length > 0;
		});
		expect(surprising.map(({ filled, asked }) => [filled.way, asked.message])).toEqual([]);
		expect(ways.length).toBeGreaterThan(silent.length);
	});

	test('comes to its request whenever something is to be done', () => {
		const ended = ways.flatMap(({ filled, asked }) =>
			asked.message === undefined || asked.message === 'There is nothing to update'
				? []
				: [`${filled.way}: ${asked.message}`],
		);
		expect(ended).toEqual([]);
		if (operation.kind === 'write') {
			expect(ways.filter(({ asked }) => asked.request !== undefined)).not.toEqual([]);
		}
	});

	test('sends nothing that the description does not allow', () => {
		const faults = ways.flatMap(({ filled, asked }) =>
			requestsOf(asked).flatMap((request) => {
				const fault = faultOf(request);
				return fault === undefined
					? []
					: [`${request.method} ${request.path}, ${filled.way}: ${fault}`];
			}),
		);
		expect([...new Set(faults)]).toEqual([]);
	});

	test('changes something with each request to change it', () => {
		const empty = ways.filter(
			({ asked: { request } }) => request?.body && placesIn(request.body).join('') === '',
		);
		expect(empty.map(({ filled }) => filled.way)).toEqual([]);
	});

	test('expects of each answer what the description says it holds', () => {
		const shapes = ways.flatMap(({ asked: { reads, request } }) => [
			...reads.map(({ path, expects }) => ({ method: 'GET', path, expects })),
			...(request ? [request] : []),
		]);
		const different = shapes.filter((shape) => {
			const answer = describedOf(shape)?.answer;
			const documented =
				answer?.['type'] === 'array'
					? 'list'
					: leavesOf(answer).includes('message')
						? 'message'
						: 'record';
			return documented !== shape.expects;
		});
		const told = different.map(({ method, path, expects }) => `${method} ${path}: ${expects}`);
		expect([...new Set(told)]).toEqual([]);
	});

	test('calls the operation of the description that it names', () => {
		const [plain] = ways.filter(({ asked }) => asked.message === undefined);
		const called = plain?.asked.request ?? plain?.asked.reads.at(-1);
		expect(called && describedOf(called)?.id).toBe(operation.operationId);
	});
});

/** Where in a request's body there are values, as in `client.name`. */
function placesIn(value: unknown, way = ''): string[] {
	const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
	return isGroup
		? Object.entries(value).flatMap(([name, inner]) =>
				placesIn(inner, way === '' ? name : `${way}.${name}`),
			)
		: [way];
}

describe('The description', () => {
	const offered = DESCRIBED.filter(({ tag }) => TAGS.includes(tag));
	let made: Array<ReturnType<typeof requestsOf>[number] & { called: Described | undefined }>;

	beforeAll(async () => {
		const ways = await Promise.all(OPERATIONS.map(async ({ operation }) => await walk(operation)));
		made = ways
			.flat()
			.flatMap(({ asked }) => requestsOf(asked))
			.map((request) => ({ ...request, called: describedOf(request) }));
	});

	test('has the operations that were counted on the pages', () => {
		expect(offered.map(({ id }) => id).sort()).toEqual([
			'addMember',
			'assignAgents',
			'createAgent',
			'createClient',
			'getAgent',
			'getClient',
			'listAgents',
			'listClientAgents',
			'listClients',
			'listMembers',
			'unassignAgent',
			'updateAgent',
			'updateClient',
			'updateMember',
		]);
	});

	test('is offered by the node, with each parameter and each field of its bodies', () => {
		const missing = offered.flatMap((one) => {
			const own = made.filter(({ called }) => called === one);
			const places = new Set(own.flatMap(({ body }) => placesIn(body ?? {})));
			const names = new Set(
				own.flatMap(({ path }) => [...new URL(path, 'https://api.example').searchParams.keys()]),
			);
			return [
				...(own.length === 0 ? [one.id] : []),
				...leavesOf(one.body).flatMap((field) => (places.has(field) ? [] : [`${one.id} ${field}`])),
				...one.parameters.flatMap((name) => (names.has(name) ? [] : [`${one.id} ${name}`])),
			];
		});
		expect(missing).toEqual(Object.keys(LEFT_OUT));
	});
});
