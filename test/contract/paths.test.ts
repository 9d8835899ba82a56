/**
 * Whatever an ID contains, a request goes to a path of the API description. IDs come from users, from expressions and
 * from ChatDash's own responses. None of them may lead to another path of the API, or out of it.
 */
import type { Operation } from '../../nodes/ChatDash/operation/operation';
import { path } from '../../nodes/transport/request';
import { describedFor } from '../../docs/make/described';
import {
	DESCRIBED,
	ID,
	MATCHING,
	OPERATIONS,
	type Texts,
	describedOf,
	filledIn,
	sentFor,
} from './walk';

const BASE = 'https://api.example/v1/public';

const ODD_IDS = [
	'../',
	'..',
	'.',
	'/',
	'/..',
	'../../../other',
	'a/../b',
	'..\\',
	'..\n',
	'?',
	'?key=1',
	'#',
	'%',
	'%2e%2e',
	'%2F',
	';',
	':',
	'@host',
	'//host.example',
	'a b',
	'Zahnärzte 東京 🦷',
	'\ud800',
	'a\udc00b',
];

/** All requests of an operation, in every way to fill it in, with this text for each ID and name. */
async function requestsWith(text: string, operation: Operation) {
	return await requestsFor(operation, {
		id: text,
		text,
		responses: { name: text, loginId: text },
	});
}

async function requestsFor(operation: Operation, texts: Texts) {
	const sent = await Promise.all(
		filledIn(operation, texts).map(async (filled) => await sentFor(filled)),
	);
	return sent.flatMap(({ reads, request }) => [
		...reads.map(({ path }) => ({ method: 'GET', path })),
		...(request ? [{ method: request.method, path: request.path }] : []),
	]);
}

const templatesOf = (requests: ReadonlyArray<{ path: string; method: string }>) =>
	new Set(requests.map((request) => describedOf(request)));

describe.each(OPERATIONS)('$title', ({ operation }) => {
	let usual: ReturnType<typeof templatesOf>;
	/** What the walk enters as text if a field rejects the ID. */
	const examples = Object.values(operation.fields).map(({ property }) =>
		property.placeholder?.replace(/^e\.g\. /, ''),
	);

	beforeAll(async () => {
		usual = templatesOf(await requestsFor(operation, MATCHING));
	});

	test.each(ODD_IDS)('sends its requests to the usual paths for the ID %j', async (odd) => {
		const expected = [odd.trim(), odd].map((id) => id.toWellFormed());
		const misdirected = (await requestsWith(odd, operation)).flatMap(({ method, path }) => {
			const url = new URL(BASE + path);
			const publicPath = url.pathname.replace(/^\/v1\/public(?=\/)/, '');
			const template = describedFor(DESCRIBED, method, publicPath);
			const ids = publicPath
				.split('/')
				.filter((_segment, index) => template?.path.split('/')[index]?.startsWith('{') === true);
			const isUsual =
				url.origin === new URL(BASE).origin &&
				url.pathname.startsWith('/v1/public/') &&
				url.hash === '' &&
				usual.has(template) &&
				[...url.searchParams.keys()].every((name) => template?.parameters.includes(name)) &&
				ids.every((id) => [...expected, ID, ...examples].includes(decodeURIComponent(id)));
			return isUsual ? [] : [`${method} ${path}`];
		});
		expect([...new Set(misdirected)]).toEqual([]);
	});

	test('has such an ID in a path if one of its paths has an ID', async () => {
		const hasIds = [...usual].some((one) => one?.path.includes('{') === true);
		const withId = (await requestsWith('/', operation)).filter(({ path }) => path.includes('%2F'));
		expect(withId.length > 0).toBe(hasIds);
	});
});

test('Two paths can be joined, and each ID stays in its place', () => {
	const account = path`/stripe/connect/accounts/${'acct/1'}`;
	expect(account + path`/products/${'../x?y'}`).toBe(
		'/stripe/connect/accounts/acct%2F1/products/..%2Fx%3Fy',
	);
});
