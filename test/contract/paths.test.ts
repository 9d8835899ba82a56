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
	exampleIn,
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
		responses: { name: text, loginId: text, platformId: text },
	});
}

async function requestsFor(operation: Operation, texts: Texts) {
	const sent = await Promise.all(
		filledIn(operation, texts).map(async (filled) => await sentFor(filled)),
	);
	return sent.flatMap(({ reads, request }) => [
		...reads.map(({ method = 'GET', path }) => ({ method, path })),
		...(request ? [{ method: request.method, path: request.path }] : []),
	]);
}

const templatesOf = (requests: ReadonlyArray<{ path: string; method: string }>) =>
	new Set(requests.map((request) => describedOf(request)));

describe.each(OPERATIONS)('$title', ({ operation }) => {
	let usual: ReturnType<typeof templatesOf>;

	beforeAll(async () => {
		// What looks like an ID may not have to be looked up.
		usual = templatesOf([
			...(await requestsFor(operation, MATCHING)),
			...(await requestsFor(operation, {})),
		]);
	});

	test.each(ODD_IDS)('sends its requests to the usual paths for the ID %j', async (odd) => {
		const trimmed = odd.trim().toWellFormed();
		// A text field that rejects the ID gets its own example, a locator the name of its mode, and a choice has values.
		const others = Object.values(operation.fields).flatMap(({ property }) => [
			exampleIn(property),
			...(property.modes ?? []).map(({ name }) => name),
			...(property.options ?? []).map((option) => 'value' in option && option.value),
		]);
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
				ids.every((id) =>
					[trimmed, odd.toWellFormed(), ID, ...others].includes(decodeURIComponent(id)),
				);
			return isUsual ? [] : [`${method} ${path}`];
		});
		expect([...new Set(misdirected)]).toEqual([]);
	});

	test('has such an ID in a path if one of its paths has an ID', async () => {
		const hasIds = [...usual].some((one) => one?.path.includes('{') === true);
		const withId = (await requestsWith('/', operation)).filter(({ path }) =>
			path.split('?')[0]?.includes('%2F'),
		);
		expect(withId.length > 0).toBe(hasIds);
	});
});

test('Two paths can be joined, and each ID stays in its place', () => {
	const account = path`/stripe/connect/accounts/${'acct/1'}`;
	expect(account + path`/products/${'../x?y'}`).toBe(
		'/stripe/connect/accounts/acct%2F1/products/..%2Fx%3Fy',
	);
});
