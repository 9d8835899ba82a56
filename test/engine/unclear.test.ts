/**
 * Answers that leave open whether the work was done, and limits: over a real socket, through n8n's own engine. What each
 * item reports is held against what ChatDash really holds.
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
	['the connection is cut after the work', { kind: 'cutAfter' }],
	['the answer is cut off midway', { kind: 'cutBody' }],
	['the answer is empty', { kind: 'emptyBody' }],
	['a proxy answers with its page, after the work', { kind: 'htmlBadGateway', afterWork: true }],
	['ChatDash answers 500 after the work', { kind: 'serverError', afterWork: true }],
])('If %s', (_what, fault) => {
	test('the deal is created once, says that it was confirmed, and its password is known', async () => {
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
			member: { loginId: 'contact1@example.com', password: expect.any(String) },
		});
		expect(first).not.toHaveProperty('confirmed');
		const sent = sentTo(agency).map((body) => JSON.stringify(body));
		const password = JSON.stringify(second?.['member']).split('"').at(-2) ?? 'none';
		expect(sent.filter((body) => body.includes(password))).toHaveLength(2);
		expect(ran.hints.map(({ message }) => message)).toContainEqual(
			expect.stringMatching(/^1 of 3 items was confirmed/),
		);
	});

	test('the deal is no other client’s: one of another name that has the login stays a conflict', async () => {
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
		// An answer without words says no more than its status.
		expect(saidBy(ran.errorOutput[0]).error).toMatch(
			fault.kind === 'emptyBody' ? /status 400/ : /^Login ID already in use$/,
		);
		expect(clientsOf(agency)).toEqual(['Somebody Else']);
	});
});

test.each<[string, Fault]>([
	['the connection is cut before the work', { kind: 'cutBefore' }],
	['ChatDash answers 500 before the work', { kind: 'serverError', afterWork: false }],
])(
	'If %s, the deal is created by the repeat and nothing has to be confirmed',
	async (_what, fault) => {
		const { agency, credential } = openAgency({
			faults: { script: [fault], operations: ['createClient'] },
		});
		const ran = await runNode({ items: deals(1), credential, parameters: parametersOf({}) });
		expect(jsonOf(ran.output)).toEqual([CREATED]);
		expect(sentTo(agency)).toHaveLength(2);
		expect(clientsOf(agency)).toEqual(['Company 0']);
	},
);

test('What cannot be confirmed is told as unknown, not as failed, and not as created', async () => {
	const { agency, credential } = openAgency({
		// The list before the deal is read. Then two attempts and two reads of the list get no answer.
		faults: { script: [null, CUT, CUT, CUT, CUT] },
	});
	const ran = await runNode({
		items: deals(1),
		credential,
		parameters: parametersOf({ options: { maxRetries: 1 } }),
		onError: 'continueErrorOutput',
	});
	expect(saidBy(ran.errorOutput[0])).toEqual({
		error: 'The connection was cut before ChatDash answered',
		message: expect.stringMatching(
			/Whether it was created is unknown\. Look in your ChatDash dashboard/,
		),
	});
	expect(clientsOf(agency)).toEqual(['Company 0']);
});

test('An answer that trickles in without an end is given up when its time is up', async () => {
	const { agency, credential } = openAgency({
		faults: { script: [{ kind: 'slowBody', ms: 20_000 }], operations: ['createClient'] },
	});
	const begun = Date.now();
	const ran = await runNode({
		items: deals(1),
		credential,
		parameters: parametersOf({ options: { timeout: 400 } }),
	});
	expect(Date.now() - begun).toBeLessThan(10_000);
	expect(jsonOf(ran.output)).toEqual([{ ...CREATED, confirmed: true }]);
	expect(clientsOf(agency)).toEqual(['Company 0']);
});

test('With nothing at the address, a run of 300 deals ends in seconds, and says so for each', async () => {
	const ran = await runNode({
		items: deals(300),
		credential: { apiKey: 'CD.test-nowhere', baseUrl: 'http://127.0.0.1:9/v1/public' },
		parameters: parametersOf({ options: { maxRetries: 1 } }),
		onError: 'continueErrorOutput',
	});
	expect(ran.errorOutput).toHaveLength(300);
	const omitCredentialsFrom = new Set(ran.errorOutput.map((item) => saidBy(item).error));
	expect([...omitCredentialsFrom]).toEqual(['Nothing answers at this address']);
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
