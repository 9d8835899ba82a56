/**
 * Whatever an ID holds, a request goes where the description says. IDs come from people, from expressions and from
 * ChatDash's own answers; none of them may lead to another place of the API, or out of it.
 */
import { describedFor } from '../../docs/make/described';
import { DESCRIBED, FITTING, ID, OPERATIONS, askedFor, describedOf, filledIn } from './walk';

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
function askedWith(odd: string, operation: (typeof OPERATIONS)[number]['operation']) {
	const texts = { id: odd, text: odd, answers: { name: odd, loginId: odd } };
	return filledIn(operation, texts).flatMap((filled) => {
		const { reads, request } = askedFor(filled);
		return [
			...reads.map(({ path }) => ({ method: 'GET', path })),
			...(request ? [{ method: request.method, path: request.path }] : []),
		];
	});
}

const templatesOf = (requests: ReadonlyArray<{ path: string; method: string }>) =>
	new Set(requests.map((request) => describedOf(request)));

describe.each(OPERATIONS)('$title', ({ operation }) => {
	const usual = templatesOf(
		filledIn(operation, FITTING).flatMap((filled) => {
			const { reads, request } = askedFor(filled);
			return [...reads.map(({ path }) => ({ method: 'GET', path })), ...(request ? [request] : [])];
		}),
	);
	const hasIds = [...usual].some((one) => one?.path.includes('{') === true);

	test.each(ODD)('goes nowhere else for an ID of %j', (odd) => {
		const written = odd.trim().toWellFormed();
		const astray = askedWith(odd, operation).flatMap(({ method, path }) => {
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

	test('is asked with such IDs, where it has any', () => {
		const withId = askedWith('/', operation).filter(({ path }) => path.includes('%2F'));
		expect(withId.length > 0).toBe(hasIds);
	});
});
