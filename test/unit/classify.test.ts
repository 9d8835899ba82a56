/**
 * How a response of ChatDash is classified, for each row of the design's table, and the message that the user reads.
 * The bodies are what ChatDash, a proxy or a broken connection could send.
 */
import fc from 'fast-check';

import { type ClassifiedResponse, classifyResponse } from '../../nodes/transport/classify';
import type { HttpResult } from '../../nodes/transport/http';
import { Redactor } from '../../nodes/transport/redact';

const NONE = new Redactor([]);

const answer = (status: number, text: string, retryAfter?: string): HttpResult => ({
	kind: 'response',
	status,
	text,
	...(retryAfter !== undefined && { retryAfter }),
});
const json = (status: number, body: unknown, retryAfter?: string) =>
	answer(status, JSON.stringify(body), retryAfter);
const noAnswer = (code: string): HttpResult => ({ kind: 'networkError', code });

/** The classification of a response to `POST /clients`. */
const meaning = (came: HttpResult, ...secrets: string[]) =>
	classifyResponse(came, 'message', new Redactor(secrets));

/** The message for the user. */
function words(told: ClassifiedResponse): string {
	return 'message' in told ? told.message : 'nothing, for all went well';
}

const CREATED = { message: 'Client created successfully' };
const IN_USE = { error: 'Login ID already in use' };
const WEB_PAGE =
	'<!DOCTYPE html><html><head><title>Bad Gateway</title></head><body>502</body></html>';

describe('A success', () => {
	test.each([[200], [201], [202]])(
		'with status %i and the documented body is a success',
		(status) => {
			expect(meaning(json(status, CREATED))).toEqual({ kind: 'success', body: CREATED });
		},
	);

	test('keeps everything else that ChatDash returns next to its message', () => {
		const body = {
			message: 'Client created successfully',
			clientId: '65a1',
			nested: { a: [1, null] },
		};
		expect(meaning(json(200, body))).toEqual({ kind: 'success', body });
	});

	test('with an error and no message is a rejection with the error as its message', () => {
		expect(meaning(json(200, IN_USE))).toEqual({
			kind: 'rejected',
			message: 'Login ID already in use',
			unredactedMessage: 'Login ID already in use',
			status: 200,
		});
	});

	test.each([
		['an empty body', ''],
		['only whitespace', ' \r\n'],
		['an empty object', '{}'],
		['a list', '[]'],
		['null', 'null'],
		['a text', '"created"'],
		['a number', '200'],
		['another record', '{"ok":true}'],
		['a message that isn’t text', '{"message":{"text":"created"}}'],
		['a message only in a prototype', '{"__proto__":{"message":"created"}}'],
		['text that isn’t JSON', 'Client created successfully'],
		['a web page', WEB_PAGE],
		['a body that is cut off', '{"message":"Client created succ'],
	])('with %s doesn’t show whether the client was created', (_what, text) => {
		expect(meaning(answer(200, text))).toMatchObject({ kind: 'ambiguous', status: 200 });
	});

	test('without a body, status 204, doesn’t show it either', () => {
		expect(meaning(answer(204, ''))).toMatchObject({ kind: 'ambiguous', status: 204 });
	});
});

describe('A read', () => {
	test('of a list succeeds for any list, even an empty one', () => {
		expect(classifyResponse(json(200, []), 'list', NONE)).toEqual({ kind: 'success', body: [] });
		expect(classifyResponse(json(200, [{ _id: '1' }]), 'list', NONE)).toEqual({
			kind: 'success',
			body: [{ _id: '1' }],
		});
	});

	test('of a list doesn’t succeed for anything else', () => {
		expect(classifyResponse(json(200, { clients: [] }), 'list', NONE)).toMatchObject({
			kind: 'ambiguous',
		});
		expect(classifyResponse(json(200, CREATED), 'list', NONE)).toMatchObject({ kind: 'ambiguous' });
	});

	test('of a page has its list', () => {
		const page = (body: unknown) => classifyResponse(json(200, body), 'record', NONE, 'data');
		expect(page({ data: [], has_more: false })).toMatchObject({ kind: 'success' });
		// A list of other records: the user would take it for an empty one.
		expect(page({ products: [{ _id: '1' }] })).toMatchObject({ kind: 'ambiguous' });
		expect(page({ data: null })).toMatchObject({ kind: 'ambiguous' });
		expect(page({ success: false, error: 'No such account' })).toMatchObject({
			kind: 'rejected',
			message: 'No such account',
		});
	});

	test('of a record succeeds for a record that isn’t an error', () => {
		expect(classifyResponse(json(200, { _id: '1' }), 'record', NONE)).toEqual({
			kind: 'success',
			body: { _id: '1' },
		});
		expect(classifyResponse(json(200, IN_USE), 'record', NONE)).toMatchObject({ kind: 'rejected' });
		expect(classifyResponse(json(200, [{ _id: '1' }]), 'record', NONE)).toMatchObject({
			kind: 'ambiguous',
		});
	});
});

describe('A rejection', () => {
	test.each([[400], [402], [404], [405], [409], [410], [413], [415], [418], [422], [451], [499]])(
		"with status %i is final, and has ChatDash's message",
		(status) => {
			expect(meaning(json(status, IN_USE))).toEqual({
				kind: 'rejected',
				message: 'Login ID already in use',
				unredactedMessage: 'Login ID already in use',
				status,
			});
		},
	);

	test.each([[300], [301], [302], [303], [304], [307], [308]])(
		'can be a redirect, status %i, which is never followed',
		(status) => {
			expect(meaning(answer(status, ''))).toMatchObject({ kind: 'rejected', status });
		},
	);

	test.each([[401], [403]])('of the key, status %i, applies to all requests', (status) => {
		expect(meaning(json(status, { error: 'Invalid API key' }))).toEqual({
			kind: 'unauthorized',
			message: 'Invalid API key',
			unredactedMessage: 'Invalid API key',
			status,
		});
	});

	test.each([
		['without a time', undefined],
		['in seconds', '30'],
		['as a date', 'Thu, 01 May 2025 12:00:00 GMT'],
	])('with status 429 asks to try again, %s', (_what, retryAfter) => {
		expect(meaning(json(429, { error: 'Too many requests' }, retryAfter))).toEqual({
			kind: 'throttled',
			message: 'Too many requests',
			unredactedMessage: 'Too many requests',
			status: 429,
			...(retryAfter !== undefined && { retryAfter }),
		});
	});

	test('with status 429 and a web page asks for it, too', () => {
		expect(meaning(answer(429, WEB_PAGE))).toMatchObject({ kind: 'throttled', status: 429 });
	});

	test('with status 503 asks to try again only if it has a time', () => {
		expect(meaning(json(503, { error: 'Down' }, '5'))).toMatchObject({
			kind: 'throttled',
			retryAfter: '5',
		});
		expect(meaning(json(503, { error: 'Down' }))).toMatchObject({ kind: 'ambiguous' });
	});
});

describe('A server or network error', () => {
	test.each([[408], [500], [501], [502], [503], [504], [507], [520], [524], [599]])(
		'with status %i doesn’t show whether the client was created',
		(status) => {
			expect(meaning(json(status, { error: 'An unexpected error occurred' }))).toEqual({
				kind: 'ambiguous',
				message: 'An unexpected error occurred',
				status,
			});
			expect(meaning(answer(status, WEB_PAGE))).toMatchObject({ kind: 'ambiguous', status });
		},
	);

	test.each([
		['ECONNREFUSED'],
		['ENOTFOUND'],
		['EAI_AGAIN'],
		['EHOSTUNREACH'],
		['ENETUNREACH'],
		['EPROTO'],
		['CERT_HAS_EXPIRED'],
		['DEPTH_ZERO_SELF_SIGNED_CERT'],
		['SELF_SIGNED_CERT_IN_CHAIN'],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
		['ERR_TLS_CERT_ALTNAME_INVALID'],
		// Node's other codes for a failed handshake: a host without TLS, one with an outdated version, one without a common
		// cipher, and a certificate that isn't valid yet or was revoked.
		['ERR_SSL_WRONG_VERSION_NUMBER'],
		['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'],
		['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'],
		['CERT_NOT_YET_VALID'],
		['CERT_REVOKED'],
		['CERT_UNTRUSTED'],
		['UNABLE_TO_GET_ISSUER_CERT'],
	])('with the code %s never reached ChatDash', (code) => {
		expect(meaning(noAnswer(code))).toMatchObject({ kind: 'unreachable' });
	});

	test.each([
		['ECONNRESET'],
		['EPIPE'],
		['ETIMEDOUT'],
		['ECONNABORTED'],
		['ERR_BAD_RESPONSE'],
		[''],
	])('with the code %j may have happened after the client was created', (code) => {
		expect(meaning(noAnswer(code))).toMatchObject({ kind: 'ambiguous' });
	});

	test('with an unknown code may have happened after the client was created', () => {
		expect(meaning(noAnswer('EWHATEVER'))).toMatchObject({ kind: 'ambiguous' });
	});

	test('is explained in words, never only by its code', () => {
		for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'ECONNRESET', 'EWHATEVER', '']) {
			expect(words(meaning(noAnswer(code)))).toMatch(/^[A-Z]\w+ .+ .+/);
			expect(words(meaning(noAnswer(code)))).not.toMatch(/\bE[A-Z]{4,}/);
		}
	});
});

describe("ChatDash's message", () => {
	test.each([
		['error', { error: 'Bad name' }],
		['message', { message: 'Bad name' }],
		['error, which has priority over message', { message: 'Bad Request', error: 'Bad name' }],
		['an error with a message inside', { error: { code: 12, message: 'Bad name' } }],
		['an error in an error', { error: { error: { error: 'Bad name' } } }],
		['a list of texts', { errors: ['Bad name', 'Bad login'] }],
		['a list of errors', { errors: [{ message: 'Bad name' }, { message: 'Bad login' }] }],
		['an error that is a list', { error: [null, 42, { message: 'Bad name' }] }],
		['a list at the top', [{ error: 'Bad name' }]],
		['detail', { type: 'about:blank', detail: 'Bad name' }],
		['a text alone', 'Bad name'],
		['an empty error next to a message', { error: '', message: 'Bad name' }],
	])('is found in %s', (_what, body) => {
		expect(words(meaning(json(400, body)))).toBe('Bad name');
	});

	test.each([
		['an empty body', '', /status 400/],
		['a web page', WEB_PAGE, /web page.*status 400/],
		['a web page in an error', JSON.stringify({ error: WEB_PAGE }), /status 400/],
		['an HTML comment', '<!-- no -->', /status 400/],
		['the start of XML', '<?xml version="1.0"?>', /status 400/],
		['an empty comment in an error', '{"error":"<!>"}', /status 400/],
		['a self-closing tag in an error', '{"error":"No<br/>"}', /status 400/],
		['JSON without a message', '{"code":12}', /status 400/],
		['a body that is cut off', '{"error":"Login ID alr', /status 400/],
	])('is missing in %s: then the user reads what came back', (_what, text, says) => {
		expect(words(meaning(answer(400, text)))).toMatch(says);
	});

	test('is never read from a prototype, and no prototype is changed', () => {
		const text = '{"__proto__":{"error":"Pwned"},"constructor":{"prototype":{"error":"Pwned"}}}';
		expect(words(meaning(answer(400, text)))).not.toMatch(/Pwned/);
		expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('error');
	});

	test('is shown in one line', () => {
		expect(words(meaning(json(400, { error: ' Login ID\r\n\talready\u2028in\u0000 use\n' })))).toBe(
			'Login ID already in use',
		);
	});

	test('is truncated if it is long', () => {
		const message = words(meaning(json(400, { error: 'Login '.repeat(1000) })));
		expect(message).toMatch(/^Login Login .*…$/);
		expect(message.length).toBeLessThanOrEqual(301);
	});

	test('results in one line of readable length without HTML, whatever came back', () => {
		const text = fc.oneof(
			fc.string({ unit: 'grapheme', maxLength: 1000 }),
			fc.constantFrom(WEB_PAGE, '<b>no</b>', 'a\nb', '<script>alert(1)</script>'),
		);
		const body = fc.oneof(
			text,
			fc.json(),
			fc.record({ error: text }, { requiredKeys: [] }).map((one) => JSON.stringify(one)),
			fc.record({ error: fc.record({ message: text }) }).map((one) => JSON.stringify(one)),
			fc.array(text).map((errors) => JSON.stringify({ errors })),
		);
		fc.assert(
			fc.property(fc.integer({ min: 100, max: 599 }), body, (status, sent) => {
				const told = meaning(answer(status, sent));
				if (told.kind === 'success') return;
				expect(told.message).not.toMatch(
					/<\/?(a|b|br|html|p|script)([\s/][^>]*)?>|<[!?]|[\r\n\u2028\u2029]|^\s*$/i,
				);
				expect(told.message.length).toBeLessThanOrEqual(301);
			}),
			{ numRuns: 1000 },
		);
	});

	test('contains no password and no key, even if ChatDash repeats them', () => {
		const body = { error: 'Password open-sesame is too weak', key: 'CD.1234-agency' };
		const told = meaning(json(400, body), 'CD.1234-agency', 'open-sesame');
		expect(words(told)).toBe('Password ***** is too weak');

		const done = meaning(
			json(200, { ...CREATED, sent: { password: 'open-sesame', by: ['CD.1234-agency'] } }),
			'CD.1234-agency',
			'open-sesame',
		);
		expect(done).toEqual({
			kind: 'success',
			body: { ...CREATED, sent: { password: '*****', by: ['*****'] } },
		});
	});
});

// Such passwords are weak, but people have them. They must not change the classification of a response.
describe('A password that is a word of the response', () => {
	test.each([['message'], ['Client'], ['created']])(
		'doesn’t hide that the client was created: %s',
		(password) => {
			expect(meaning(json(200, CREATED), password)).toMatchObject({ kind: 'success' });
			expect(Object.keys(bodyOf(meaning(json(200, CREATED), password)))).toEqual(['message']);
		},
	);

	test('doesn’t hide a rejection', () => {
		expect(meaning(json(200, IN_USE), 'error')).toMatchObject({ kind: 'rejected' });
		expect(words(meaning(json(400, IN_USE), 'error'))).toBe('Login ID already in use');
	});

	const bodyOf = (told: ClassifiedResponse) =>
		told.kind === 'success' && typeof told.body === 'object' && told.body !== null ? told.body : {};
});

describe('A malicious or broken response', () => {
	/** 10 MB. */
	const HUGE = 10 * 2 ** 20;

	/** The milliseconds that classifying a response takes. */
	function timeFor(came: HttpResult): number {
		const start = performance.now();
		meaning(came, 'open sesame');
		return performance.now() - start;
	}

	test('is truncated however long it is', () => {
		const told = meaning(json(400, { error: 'x'.repeat(HUGE) }));
		expect(words(told)).toMatch(/^x{200,300}…$/);
		expect(words(meaning(answer(502, 'x'.repeat(HUGE)))).length).toBeLessThanOrEqual(301);
	});

	// While the node searches for the end of a tag, n8n can do nothing else, so no other workflow runs.
	test('doesn’t block n8n with many tags that never end', () => {
		expect(timeFor(json(400, { error: '<a'.repeat(40_000) }))).toBeLessThan(1000);
	});

	// An error thrown there would end the whole run. If the node continues on errors, n8n would pass its input items on
	// as if all clients had been created.
	test('never throws, even with lists nested 20,000 levels deep', () => {
		const deep = '['.repeat(20_000) + ']'.repeat(20_000);
		expect(() => meaning(answer(400, deep), 'open sesame')).not.toThrow();
	});
});

test('A password at the position where a long text is truncated is completely redacted', () => {
	const padding = 'x'.repeat(290);
	const told = meaning(json(400, { error: `${padding} open sesame, or so` }), 'open sesame');
	expect(words(told)).not.toContain('open');
	expect(words(told).length).toBeLessThanOrEqual(301);
});
