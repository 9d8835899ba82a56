/** The credential: what users paste into it, and the message for each value that can't work. */
import {
	type CredentialKind,
	DEFAULT_BASE_URL,
	parseApiKey,
	parseBaseUrl,
	parseConnection,
} from '../../nodes/transport/credentials';
import { ok } from '../../nodes/transport/result';
import { wordsOf } from './words';

/** An agency key as it could look; ChatDash's pages show none. */
const AGENCY = 'CD.agency-of-ours';
const CLIENT = 'CD.CL.client-of-ours';

const KEY_FAULTS: Array<[string, unknown, RegExp]> = [
	['that is empty', '', /empty/],
	['with a line break inside', 'CD.agency\nof-ours', /line break/],
	["with the word 'Bearer' before it", `Bearer ${AGENCY}`, /Bearer/],
	['with a space inside', 'CD.agency of-ours', /spaces or characters/],
	['of a client', CLIENT, /is a client key/],
];

const URL_FAULTS: Array<[string, unknown, RegExp]> = [
	['that isn’t an address', 'api chat dash', /isn't a valid URL/],
	['without https', 'http://api.chat-dash.com/v1/public', /http:\/\//],
	['of another kind', 'ftp://api.chat-dash.com', /doesn't start with https/],
	['with a name and a password', 'https://me:pass@api.chat-dash.com', /more than the API address/],
];

describe('An API key', () => {
	test.each([
		['as it is', AGENCY],
		['with spaces around it', `  ${AGENCY} `],
		['with a line break at its end, as copied', `${AGENCY}\r\n`],
		['with no-break spaces around it', `\u00a0${AGENCY}\u00a0`],
	])('works %s', (_what, pasted) => {
		expect(parseApiKey('agency', pasted)).toEqual(ok(AGENCY));
	});

	test.each(KEY_FAULTS)('%s is rejected', (_what, pasted, says) => {
		expect(wordsOf(parseApiKey('agency', pasted)).message).toMatch(says);
	});

	test.each([
		['only whitespace', ' \n ', /empty/],
		['nothing', undefined, /empty/],
		['a carriage return inside', 'CD.agency\rof-ours', /line break/],
		['bearer in small letters', `bearer ${AGENCY}`, /Bearer/],
		['the dots that a screen shows instead of it', '••••••••', /spaces or characters/],
		['letters that an HTTP header can’t contain', 'CD.agency-für-alle', /spaces or characters/],
		['an invisible character', 'CD.agency\u200b-of-ours', /spaces or characters/],
		['a client key with spaces around it', ` ${CLIENT} `, /is a client key/],
	])('of %s is rejected', (_what, pasted, says) => {
		expect(wordsOf(parseApiKey('agency', pasted)).message).toMatch(says);
	});

	test('is never part of the message about it', () => {
		for (const pasted of [`Bearer ${AGENCY}`, `CD.CL.${AGENCY}`, `${AGENCY} x`, `${AGENCY}\nx`]) {
			const { message, advice } = wordsOf(parseApiKey('agency', pasted));
			expect(message + advice).not.toContain(AGENCY);
		}
	});
});

describe('A client’s API key', () => {
	test('works only in the client credential', () => {
		expect(parseApiKey('client', ` ${CLIENT}\n`)).toEqual(ok(CLIENT));
		expect(parseApiKey('agency', CLIENT).ok).toBe(false);
	});

	test.each([
		['an agency key', AGENCY],
		['any other text', 'client-of-ours'],
	])('can’t be %s, and the advice asks for the client’s', (_what, pasted) => {
		const { message, advice } = wordsOf(parseApiKey('client', pasted));
		expect(message).toBe("'API Key' isn't a client key (it doesn't start with CD.CL.)");
		expect(advice).toMatch(/^Use the client's API key instead\./);
		expect(message + advice).not.toContain(pasted);
	});

	test.each([
		['empty', '', /'API Key' is empty/],
		['split over two lines', 'CD.CL.client\nof-ours', /line break/],
		['after the word Bearer', `Bearer ${CLIENT}`, /Bearer/],
	])('that is %s is rejected without a word about the agency', (_what, pasted, says) => {
		const { message, advice } = wordsOf(parseApiKey('client', pasted));
		expect(message).toMatch(says);
		expect(message + advice).not.toMatch(/agency/);
	});
});

describe('A base URL', () => {
	test('that is empty defaults to the address of ChatDash', () => {
		expect(DEFAULT_BASE_URL).toBe('https://api.chat-dash.com/v1/public');
		expect(parseBaseUrl('')).toEqual(ok(DEFAULT_BASE_URL));
		expect(parseBaseUrl('  ')).toEqual(ok(DEFAULT_BASE_URL));
		expect(parseBaseUrl(undefined)).toEqual(ok(DEFAULT_BASE_URL));
	});

	test.each([
		['https://api.chat-dash.com/v1/public'],
		['https://api.chat-dash.com/v1/public/'],
		['https://api.chat-dash.com/v1/public///'],
		['  https://api.chat-dash.com/v1/public/ \n'],
	])('is read without whitespace around it and slashes at its end: %j', (typed) => {
		expect(parseBaseUrl(typed)).toEqual(ok('https://api.chat-dash.com/v1/public'));
	});

	test.each([
		['http://localhost:3000/v1/public'],
		['http://127.0.0.1:3000'],
		['http://127.8.8.8'],
		['http://[::1]:3000'],
		['http://chatdash.localhost:3000'],
	])('can be plain http on the local machine: %s', (typed) => {
		expect(parseBaseUrl(typed)).toEqual(ok(typed));
	});

	test.each([
		['http://api.chat-dash.com'],
		['HTTP://api.chat-dash.com'],
		['http://192.168.0.10:3000'],
		['http://10.0.0.1'],
		['http://[::2]'],
		['http://0.0.0.0'],
		['http://127.0.0.1.example.com'],
		['http://localhost.example.com'],
		['http://notlocalhost'],
		['http://localhost@example.com'],
	])('can’t be plain http anywhere else: %s', (typed) => {
		expect(parseBaseUrl(typed).ok).toBe(false);
	});

	test.each(URL_FAULTS)('%s is rejected', (_what, typed, says) => {
		expect(wordsOf(parseBaseUrl(typed)).message).toMatch(says);
	});

	// Each of them leads to another address than the user sees, or breaks every request.
	test.each([
		['https://api.chat-dash.com/v1/public?x=1'],
		['https://api.chat-dash.com/v1/public#top'],
		['https://api.chat-dash.com/v1/public?'],
		['https://api.chat-dash.com/v1/public#'],
		['https://api.chat-dash.com/v1/pub\nlic'],
	])('contains only an address: %j', (typed) => {
		expect(parseBaseUrl(typed).ok).toBe(false);
	});

	test('that isn’t text is ignored', () => {
		expect(parseBaseUrl(42)).toEqual(ok(DEFAULT_BASE_URL));
	});
});

describe('The two fields together', () => {
	test('are the connection for requests', () => {
		expect(
			parseConnection('agency', { apiKey: ` ${AGENCY} `, baseUrl: 'https://example.com/' }),
		).toEqual(ok({ apiKey: AGENCY, baseUrl: 'https://example.com' }));
	});

	test('and the client, if the client credential names one', () => {
		const parse = (clientId: unknown) =>
			parseConnection('client', { apiKey: CLIENT, clientId: String(clientId) });
		const connection = { apiKey: CLIENT, baseUrl: DEFAULT_BASE_URL };
		expect(parse(' c-acme ')).toEqual(ok({ ...connection, clientId: 'c-acme' }));
		expect(parse(' ')).toEqual(ok(connection));
		expect(parseConnection('client', { apiKey: CLIENT })).toEqual(ok(connection));
	});

	test.each<[CredentialKind, string]>([
		['agency', CLIENT],
		['client', AGENCY],
	])('don’t accept the other kind of key in the %s credential', (kind, apiKey) => {
		expect(parseConnection(kind, { apiKey }).ok).toBe(false);
	});

	const all = () => [
		...KEY_FAULTS.map(([, pasted]) =>
			wordsOf(parseConnection('agency', { apiKey: String(pasted) })),
		),
		...URL_FAULTS.map(([, typed]) =>
			wordsOf(parseConnection('agency', { apiKey: AGENCY, baseUrl: String(typed) })),
		),
	];

	test('have a different message for each value that can’t work', () => {
		const faults = all().map(({ message }) => message);
		expect(new Set(faults).size).toBe(faults.length);
	});

	// Other sentences follow the advice: "… No items were sent to ChatDash."
	test('advise in complete sentences', () => {
		expect(
			all()
				.map(({ advice }) => advice)
				.filter((advice) => !/[.!?]$/.test(advice)),
		).toEqual([]);
	});

	test('leave the words error, problem and failure to ChatDash', () => {
		const ours = all().map(({ message, advice }) => `${message}. ${advice}`);
		expect(ours.filter((text) => /\b(error|problem|fail)/i.test(text))).toEqual([]);
	});
});
