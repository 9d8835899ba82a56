/**
 * Ambiguous responses and limits, over a real socket, through n8n's own engine. Compares what each item reports with
 * what ChatDash actually contains.
 */
import type { Fault, RetryAfter } from '../../sandbox/server';
import {
	clientsOf,
	deals,
	existing,
	jsonOf,
	parametersOf,
	saidBy,
	sentTo,
	useSandbox,
} from './fixtures';
import { runNode } from './harness';

const openAgency = useSandbox();

const CUT = { kind: 'cutAfter' } as const;
const CREATED = { message: 'Client created successfully' };

describe.each<[string, Fault]>([
	['the connection is cut after ChatDash created the client', { kind: 'cutAfter' }],
	['the response is cut off midway', { kind: 'cutBody' }],
	['the response is empty', { kind: 'emptyBody' }],
	[
		'a proxy responds with its own page after ChatDash created the client',
		{ kind: 'htmlBadGateway', afterWork: true },
	],
	[
		'ChatDash responds with 500 after it created the client',
		{ kind: 'serverError', afterWork: true },
	],
])('If %s', (_what, fault) => {
	test('the deal is created once, reported as confirmed, and output with its password', async () => {
		const { agency, credential } = openAgency({
			faults: { script: [null, fault], operations: ['createClient'] },
		});
		const ran = await runNode({
			items: deals(3),
			credential,
			parameters: parametersOf({ passwordSource: 'generate', options: { maxConcurrency: 1 } }),
		});
		expect(clientsOf(agency)).toEqual(['Company 0', 'Company 1', 'Company 2']);
		const [first, second] = jsonOf(ran.output);
		expect(second).toEqual({
			...CREATED,
			confirmed: true,
			clientName: 'Company 1',
			language: 'en',
			memberName: 'Contact 1',
			loginId: 'contact1@example.com',
			password: expect.any(String),
		});
		expect(first).not.toHaveProperty('confirmed');
		const sent = sentTo(agency).map((body) => JSON.stringify(body));
		const password = String(second?.['password']);
		expect(sent.filter((body) => body.includes(password))).toHaveLength(2);
		expect(ran.hints.map(({ message }) => message)).toContainEqual(
			expect.stringMatching(/^1 of 3 items needed an extra check/),
		);
	});

	test('the deal isn’t confused with a client of another name that has the login: that stays a conflict', async () => {
		const { agency, credential } = openAgency({
			clients: [existing('Somebody Else', 'contact0@example.com')],
			faults: { script: [fault], operations: ['createClient'] },
		});
		const ran = await runNode({
			items: deals(1),
			credential,
			parameters: parametersOf({}),
			onError: 'continueErrorOutput',
		});
		// An empty response provides only its status.
		expect(saidBy(ran.errorOutput[0]).error).toMatch(
			fault.kind === 'emptyBody' ? /status 400/ : /^Login ID already in use$/,
		);
		expect(clientsOf(agency)).toEqual(['Somebody Else']);
	});
});

test.each<[string, Fault]>([
	['the connection is cut before ChatDash created the client', { kind: 'cutBefore' }],
	[
		'ChatDash responds with 500 without creating the client',
		{ kind: 'serverError', afterWork: false },
	],
])('If %s, the retry creates the deal and nothing has to be confirmed', async (_what, fault) => {
	const { agency, credential } = openAgency({
		faults: { script: [fault], operations: ['createClient'] },
	});
	const ran = await runNode({ items: deals(1), credential, parameters: parametersOf({}) });
	expect(jsonOf(ran.output)).toMatchObject([CREATED]);
	expect(sentTo(agency)).toHaveLength(2);
	expect(clientsOf(agency)).toEqual(['Company 0']);
});

test("What can't be confirmed is reported as unknown, neither failed nor created", async () => {
	const { agency, credential } = openAgency({
		// The list before the deal is read. Then two attempts and two reads of the list get no response.
		faults: { script: [null, CUT, CUT, CUT, CUT] },
	});
	const ran = await runNode({
		items: deals(1),
		credential,
		parameters: parametersOf({ options: { maxRetries: 1 } }),
		onError: 'continueErrorOutput',
	});
	expect(saidBy(ran.errorOutput[0])).toEqual({
		error: 'The connection closed before ChatDash responded',
		message: expect.stringMatching(
			/It's unknown whether .* was created\. .*Check your ChatDash dashboard/,
		),
	});
	expect(clientsOf(agency)).toEqual(['Company 0']);
});

test('A response that trickles in without end is abandoned at the timeout', async () => {
	const { agency, credential } = openAgency({
		faults: { script: [{ kind: 'slowBody', ms: 20_000 }], operations: ['createClient'] },
	});
	const startedAt = Date.now();
	const ran = await runNode({
		items: deals(1),
		credential,
		parameters: parametersOf({ options: { timeout: 400 } }),
	});
	expect(Date.now() - startedAt).toBeLessThan(10_000);
	expect(jsonOf(ran.output)).toMatchObject([{ ...CREATED, confirmed: true }]);
	expect(clientsOf(agency)).toEqual(['Company 0']);
});

test('With nothing at the address, a run of 300 deals ends in seconds and reports that for each', async () => {
	const ran = await runNode({
		items: deals(300),
		credential: { apiKey: 'CD.test-nowhere', baseUrl: 'http://127.0.0.1:9/v1/public' },
		parameters: parametersOf({ options: { maxRetries: 1 } }),
		onError: 'continueErrorOutput',
	});
	expect(ran.errorOutput).toHaveLength(300);
	const errors = new Set(ran.errorOutput.map((item) => saidBy(item).error));
	expect([...errors]).toEqual(['No response from this address']);
});

test.each<[RetryAfter]>([['seconds'], ['date'], ['none']])(
	'300 deals against 50 requests a second are all created, with few rejections (Retry-After: %s)',
	async (retryAfter) => {
		const { agency, credential } = openAgency({
			limit: { perSecond: 50, burst: 20, retryAfter },
		});
		const ran = await runNode({ items: deals(300), credential, parameters: parametersOf({}) });
		expect(ran.status).toBe('success');
		expect(clientsOf(agency)).toHaveLength(300);
		expect(agency.calls.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(45);
		expect(ran.hints.map(({ message }) => message)).toContainEqual(
			expect.stringMatching(/limits how fast/),
		);
	},
	30_000,
);

test('With 14 % mixed faults no deal is lost, none is created twice, and each report is true', async () => {
	const { agency, credential } = openAgency({
		faults: {
			seed: 14,
			share: 0.14,
			kinds: [
				{ kind: 'cutBefore' },
				{ kind: 'cutAfter' },
				{ kind: 'htmlBadGateway', afterWork: true },
				{ kind: 'serverError', afterWork: true },
				{ kind: 'cutBody' },
				{ kind: 'rateLimit', retryAfter: 'none', seconds: 0 },
			],
		},
	});
	const ran = await runNode({
		items: deals(200),
		credential,
		parameters: parametersOf({}),
		onError: 'continueErrorOutput',
	});
	expect(ran.errorOutput).toEqual([]);
	expect(ran.output).toHaveLength(200);
	expect(clientsOf(agency)).toHaveLength(200);
}, 30_000);
