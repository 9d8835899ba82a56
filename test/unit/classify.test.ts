/**
 * What an answer of ChatDash means: the rows of the design's table, one by one, and what a user gets to read of it.
 * Bodies are what ChatDash, a proxy before it or a broken line could send.
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

/** What a `POST /clients` that was answered so means. */
const meaning = (came: HttpResult, ...secrets: string[]) =>
	classifyResponse(came, 'message', new Redactor(secrets));

/** What the user reads of it. */
function words(told: ClassifiedResponse): string {
	return 'message' in told ? told.message : 'nothing, for all went well';
}

const CREATED = { message: 'Client created successfully' };
const IN_USE = { error: 'Login ID already in use' };
const WEB_PAGE =
	'<!DOCTYPE html><html><head><title>Bad Gateway</title></head><body>502</body></html>';

describe('A success', () => {
	test.each([[200], [201], [202]])('with status %i and the documented body is done', (status) => {
		expect(meaning(json(status, CREATED))).toEqual({ kind: 'success', body: CREATED });
	});

	test('keeps whatever else ChatDash says beside its message', () => {
		const body = {
			message: 'Client created successfully',
			clientId: '65a1',
			nested: { a: [1, null] },
		};
		expect(meaning(json(200, body))).toEqual({ kind: 'success', body });
	});

	test('with an error and no message is a refusal in the words of the error', () => {
		expect(meaning(json(200, IN_USE))).toEqual({
			kind: 'rejected',
			message: 'Login ID already in use',
			unredactedMessage: 'Login ID already in use',
			status: 200,
		});
	});

	test.each([
		['an empty body', ''],
		['blanks', ' \r\n'],
		['an empty object', '{}'],
		['a list', '[]'],
		['null', 'null'],
		['a text', '"created"'],
		['a number', '200'],
		['another record', '{"ok":true}'],
		['a message that is no text', '{"message":{"text":"created"}}'],
		['a message only in a prototype', '{"__proto__":{"message":"created"}}'],
		['words that are no JSON', 'Client created successfully'],
		['a web page', WEB_PAGE],
		['a body that is cut off', '{"message":"Client created succ'],
	])('with %s tells nobody whether the client was created', (_what, text) => {
		expect(meaning(answer(200, text))).toMatchObject({ kind: 'ambiguous', status: 200 });
	});

	test('without a body, status 204, tells nobody either', () => {
		expect(meaning(answer(204, ''))).toMatchObject({ kind: 'ambiguous', status: 204 });
	});
});

describe('A read', () => {
	test('of a list is done when a list comes, an empty one too', () => {
		expect(classifyResponse(json(200, []), 'list', NONE)).toEqual({ kind: 'success', body: [] });
		expect(classifyResponse(json(200, [{ _id: '1' }]), 'list', NONE)).toEqual({
			kind: 'success',
			body: [{ _id: '1' }],
		});
	});

	test('of a list is not done when something else comes', () => {
		expect(classifyResponse(json(200, { clients: [] }), 'list', NONE)).toMatchObject({
			kind: 'ambiguous',
		});
		expect(classifyResponse(json(200, CREATED), 'list', NONE)).toMatchObject({ kind: 'ambiguous' });
	});

	test('of a record is done when a record comes that is no error', () => {
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

describe('A refusal', () => {
	test.each([[400], [402], [404], [405], [409], [410], [413], [415], [418], [422], [451], [499]])(
		"with status %i is final, in ChatDash's words",
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
		'is a redirect too, status %i: it is never followed',
		(status) => {
			expect(meaning(answer(status, ''))).toMatchObject({ kind: 'rejected', status });
		},
	);

	test.each([[401], [403]])(
		'of the key, status %i, is one of every other request too',
		(status) => {
			expect(meaning(json(status, { error: 'Invalid API key' }))).toEqual({
				kind: 'unauthorized',
				message: 'Invalid API key',
				unredactedMessage: 'Invalid API key',
				status,
			});
		},
	);

	test.each([
		['without a word of when', undefined],
		['in seconds', '30'],
		['as a date', 'Thu, 01 May 2025 12:00:00 GMT'],
	])('with status 429 asks to come again, %s', (_what, retryAfter) => {
		expect(meaning(json(429, { error: 'Too many requests' }, retryAfter))).toEqual({
			kind: 'throttled',
			message: 'Too many requests',
			unredactedMessage: 'Too many requests',
			status: 429,
			...(retryAfter !== undefined && { retryAfter }),
		});
	});

	test('with status 429 and a web page is one all the same', () => {
		expect(meaning(answer(429, WEB_PAGE))).toMatchObject({ kind: 'throttled', status: 429 });
	});

	test('with status 503 asks to come again only if it says when', () => {
		expect(meaning(json(503, { error: 'Down' }, '5'))).toMatchObject({
			kind: 'throttled',
			retryAfter: '5',
		});
		expect(meaning(json(503, { error: 'Down' }))).toMatchObject({ kind: 'ambiguous' });
	});
});

describe('A fault on the way', () => {
	test.each([[408], [500], [501], [502], [503], [504], [507], [520], [524], [599]])(
		'with status %i tells nobody whether the client was created',
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
		// Node's other names for a handshake that failed: a host without TLS, one of too old a version, one that no
		// cipher suits, and a certificate that is not yet valid or was withdrawn.
		['ERR_SSL_WRONG_VERSION_NUMBER'],
		['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'],
		['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'],
		['CERT_NOT_YET_VALID'],
		['CERT_REVOKED'],
		['CERT_UNTRUSTED'],
		['UNABLE_TO_GET_ISSUER_CERT'],
	])('by name of %s never got to ChatDash', (code) => {
		expect(meaning(noAnswer(code))).toMatchObject({ kind: 'unreachable' });
	});

	test.each([
		['ECONNRESET'],
		['EPIPE'],
		['ETIMEDOUT'],
		['ECONNABORTED'],
		['ERR_BAD_RESPONSE'],
		[''],
	])('by name of %j may have come after the client was created', (code) => {
		expect(meaning(noAnswer(code))).toMatchObject({ kind: 'ambiguous' });
	});

	test('that nobody foresaw, may have come after the client was created', () => {
		expect(meaning(noAnswer('EWHATEVER'))).toMatchObject({ kind: 'ambiguous' });
	});

	test('is told in words, never by its name alone', () => {
		for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'ECONNRESET', 'EWHATEVER', '']) {
			expect(words(meaning(noAnswer(code)))).toMatch(/^[A-Z]\w+ .+ .+/);
			expect(words(meaning(noAnswer(code)))).not.toMatch(/\bE[A-Z]{4,}/);
		}
	});
});

describe("ChatDash's words", () => {
	test.each([
		['error', { error: 'Bad name' }],
		['message', { message: 'Bad name' }],
		['error, which counts before message', { message: 'Bad Request', error: 'Bad name' }],
		['an error with a message inside', { error: { code: 12, message: 'Bad name' } }],
		['an error in an error', { error: { error: { error: 'Bad name' } } }],
		['a list of texts', { errors: ['Bad name', 'Bad login'] }],
		['a list of errors', { errors: [{ message: 'Bad name' }, { message: 'Bad login' }] }],
		['an error that is a list', { error: [null, 42, { message: 'Bad name' }] }],
		['a list at the top', [{ error: 'Bad name' }]],
		['detail', { type: 'about:blank', detail: 'Bad name' }],
		['a text alone', 'Bad name'],
		['an empty error beside a message', { error: '', message: 'Bad name' }],
	])('are found in %s', (_what, body) => {
		expect(words(meaning(json(400, body)))).toBe('Bad name');
	});

	test.each([
		['an empty body', '', /status 400/],
		['a web page', WEB_PAGE, /web page.*status 400/],
		['a web page in an error', JSON.stringify({ error: WEB_PAGE }), /status 400/],
		['a comment of HTML', '<!-- no -->', /status 400/],
		['the beginning of XML', '<?xml version="1.0"?>', /status 400/],
		['an empty comment in an error', '{"error":"<!>"}', /status 400/],
		['a tag that ends itself, in an error', '{"error":"No<br/>"}', /status 400/],
		['JSON without words', '{"code":12}', /status 400/],
		['a body that is cut off', '{"error":"Login ID alr', /status 400/],
	])('are missing in %s: then it says what came', (_what, text, says) => {
		expect(words(meaning(answer(400, text)))).toMatch(says);
	});

	test('are never taken from a prototype, and none is changed', () => {
		const text = '{"__proto__":{"error":"Pwned"},"constructor":{"prototype":{"error":"Pwned"}}}';
		expect(words(meaning(answer(400, text)))).not.toMatch(/Pwned/);
		expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('error');
	});

	test('stand in one line', () => {
		expect(words(meaning(json(400, { error: ' Login ID\r\n\talready\u2028in\u0000 use\n' })))).toBe(
			'Login ID already in use',
		);
	});

	test('are cut when they are long', () => {
		const omitCredentialsFrom = words(meaning(json(400, { error: 'Login '.repeat(1000) })));
		expect(omitCredentialsFrom).toMatch(/^Login Login .*…$/);
		expect(omitCredentialsFrom.length).toBeLessThanOrEqual(301);
	});

	test('whatever came: a sentence, in one line, of a readable length, never HTML', () => {
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

	test('hold no password and no key, though ChatDash repeats them', () => {
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

// Weak, but people have them; and what an answer means must not depend on it.
describe('A password that is a word of the answer', () => {
	test.each([['message'], ['Client'], ['created']])(
		'does not hide that the client was created: %s',
		(password) => {
			expect(meaning(json(200, CREATED), password)).toMatchObject({ kind: 'success' });
			expect(Object.keys(bodyOf(meaning(json(200, CREATED), password)))).toEqual(['message']);
		},
	);

	test('does not hide that ChatDash refused', () => {
		expect(meaning(json(200, IN_USE), 'error')).toMatchObject({ kind: 'rejected' });
		expect(words(meaning(json(400, IN_USE), 'error'))).toBe('Login ID already in use');
	});

	const bodyOf = (told: ClassifiedResponse) =>
		told.kind === 'success' && typeof told.body === 'object' && told.body !== null ? told.body : {};
});

describe('An answer that nobody would send on purpose', () => {
	/** Of 10 MB. */
	const HUGE = 10 * 2 ** 20;

	/** Milliseconds that it takes to say what an answer means. */
	function timeFor(came: HttpResult): number {
		const start = performance.now();
		meaning(came, 'open sesame');
		return performance.now() - start;
	}

	test('is cut however long it is', () => {
		const told = meaning(json(400, { error: 'x'.repeat(HUGE) }));
		expect(words(told)).toMatch(/^x{200,300}…$/);
		expect(words(meaning(answer(502, 'x'.repeat(HUGE)))).length).toBeLessThanOrEqual(301);
	});

	// While the node looks for a tag's end, n8n can do nothing else: no other workflow runs.
	test('does not stop n8n, though it holds many beginnings of a tag and no end', () => {
		expect(timeFor(json(400, { error: '<a'.repeat(40_000) }))).toBeLessThan(1000);
	});

	// Whatever is thrown there ends the whole run and, in a node that continues on errors, passes its input items on as
	// if all had been created.
	test('is no reason to throw, though its lists lie 20,000 deep in one another', () => {
		const deep = '['.repeat(20_000) + ']'.repeat(20_000);
		expect(() => meaning(answer(400, deep), 'open sesame')).not.toThrow();
	});
});

test('A password that stands where a long text is cut leaves no part of it behind', () => {
	const padding = 'x'.repeat(290);
	const told = meaning(json(400, { error: `${padding} open sesame, or so` }), 'open sesame');
	expect(words(told)).not.toContain('open');
	expect(words(told).length).toBeLessThanOrEqual(301);
});
