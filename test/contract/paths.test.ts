/**
 * Whatever an ID holds, a request goes where the description says. IDs come from people, from expressions and from
 * ChatDash's own answers; none of them may lead to another place of the API, or out of it.
 */
import type { Operation } from '../../nodes/ChatDash/operation/operation';
import { describedFor } from '../../docs/make/described';
import {
	DESCRIBED,
	FITTING,
	ID,
	OPERATIONS,
	type Texts,
	askedFor,
	describedOf,
	filledIn,
} from './walk';

const BASE = 'https://api.example/v1/public';

const ODD = [
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

/** The reads and the request of an operation, in all ways to fill it in, with this text for each ID and name. */
async function askedWith(odd: string, operation: Operation) {
	return await requestsFor(operation, {
		id: odd,
		text: odd,
		answers: { name: odd, loginId: odd },
	});
}

async function requestsFor(operation: Operation, texts: Texts) {
	const asked = await Promise.all(
		filledIn(operation, texts).map(async (filled) => await askedFor(filled)),
	);
	return asked.flatMap(({ reads, request }) => [
		...reads.map(({ path }) => ({ method: 'GET', path })),
		...(request ? [{ method: request.method, path: request.path }] : []),
	]);
}

const templatesOf = (requests: ReadonlyArray<{ path: string; method: string }>) =>
	new Set(requests.map((request) => describedOf(request)));

describe.each(OPERATIONS)('$title', ({ operation }) => {
	let usual: ReturnType<typeof templatesOf>;

	beforeAll(async () => {
		usual = templatesOf(await requestsFor(operation, FITTING));
	});

	test.each(ODD)('goes nowhere else for an ID of %j', async (odd) => {
		const written = odd.trim().toWellFormed();
		const astray = (await askedWith(odd, operation)).flatMap(({ method, path }) => {
			const url = new URL(BASE + path);
			const below = url.pathname.replace(/^\/v1\/public(?=\/)/, '');
			const template = describedFor(DESCRIBED, method, below);
			const ids = below
				.split('/')
				.filter((_segment, index) => template?.path.split('/')[index]?.startsWith('{') === true);
			const isThere =
				url.origin === new URL(BASE).origin &&
				url.pathname.startsWith('/v1/public/') &&
				url.hash === '' &&
				usual.has(template) &&
				template?.parameters.length === [...url.searchParams.keys()].length &&
				ids.every((id) => [written, odd.toWellFormed(), ID].includes(decodeURIComponent(id)));
			return isThere ? [] : [`${method} ${path}`];
		});
		expect([...new Set(astray)]).toEqual([]);
	});

	test('is asked with such IDs, where it has any', async () => {
		const hasIds = [...usual].some((one) => one?.path.includes('{') === true);
		const withId = (await askedWith('/', operation)).filter(({ path }) => path.includes('%2F'));
		expect(withId.length > 0).toBe(hasIds);
	});
});
