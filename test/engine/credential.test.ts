/**
 * The credential: how the key is sent, what happens to items if it can't be used, and the messages of its *Test*
 * button.
 */
import { CredentialTestContext } from 'n8n-core';
import type { OnError } from 'n8n-workflow';

import { ChatDash } from '../../nodes/ChatDash/ChatDash.node';
import {
	CREATED,
	createdDeal,
	closeHosts,
	createHost,
	deals,
	host,
	jsonOf,
	opened,
	parametersOf,
	runDeals,
	saidBy,
	useSandbox,
} from './fixtures';
import { runNode } from './harness';

const openAgency = useSandbox();
afterEach(closeHosts);

describe('The request contains the key', () => {
	test.each([
		['as it is', 'CD.agency-of-ours'],
		['without the whitespace that was pasted with it', '  CD.agency-of-ours \n'],
		['without no-break spaces', '\u00a0CD.agency-of-ours\u00a0'],
	])('%s, with no word before it', async (_what, apiKey) => {
		const chatDash = await createHost(() => ({ body: CREATED }));
		const ran = await runDeals(opened(chatDash, apiKey), {});
		expect(jsonOf(ran.output)).toEqual([createdDeal(0)]);
		const key = 'CD.agency-of-ours';
		expect(chatDash.got.map(({ method, headers }) => [method, headers['authorization']])).toEqual([
			['GET', key],
			['POST', key],
		]);
	});

	test('and opens the agency, even with slashes and spaces around the address', async () => {
		const { agency, credential } = openAgency();
		const baseUrl = ` ${credential.baseUrl}// `;
		const ran = await runDeals({ credential: { ...credential, baseUrl } }, {});
		expect(jsonOf(ran.output)).toEqual([createdDeal(0)]);
		expect(agency.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
			'GET /clients',
			'POST /clients',
		]);
	});
});

const FAULTS: Array<[string, { apiKey?: string; baseUrl?: string }, RegExp]> = [
	['an empty key', { apiKey: ' ' }, /'API Key' is empty/],
	['a key with a line break inside', { apiKey: 'CD.agency\n-of-ours' }, /line break/],
	['a key after the word Bearer', { apiKey: 'Bearer CD.agency-of-ours' }, /Bearer/],
	['the key of a client', { apiKey: 'CD.CL.client-of-ours' }, /is a client key/],
	['dots instead of a key', { apiKey: '••••••••' }, /characters that aren't part of a key/],
	['an invalid address', { baseUrl: 'chat dash' }, /'Base URL' isn't a valid URL/],
	['a plain http address', { baseUrl: 'http://api.chat-dash.com' }, /'Base URL' .*http:\/\//],
];

describe.each(FAULTS)('With %s', (_what, wrong, says) => {
	const credentialOf = () => ({ ...openAgency().credential, ...wrong });

	test('a node that stops on errors stops, and explains what is wrong and what to do', async () => {
		const ran = await runDeals({ credential: credentialOf() }, { items: deals(3) });
		expect(ran.status).toBe('error');
		expect(ran.error?.message).toMatch(says);
		expect(ran.error?.description).toMatch(/No items were sent/);
		expect(ran.downstream).toEqual({ main: [], error: [] });
	});

	test('each item is an error item on the regular output, never a deal passed on as if it were created', async () => {
		const items = deals(3);
		const ran = await runDeals(
			{ credential: credentialOf() },
			{ items, onError: 'continueRegularOutput' },
		);
		expect(ran.output.map(({ json }) => Object.keys(json).sort())).toEqual(
			Array(3).fill(['error', 'message']),
		);
		expect(ran.output.map((item) => saidBy(item).error)).toEqual(
			Array(3).fill(expect.stringMatching(says)),
		);
		expect(ran.downstream.main.map(({ deal: from }) => from)).toEqual(items);
	});

	test('each deal is on the error output with its fields', async () => {
		const items = deals(3);
		const ran = await runDeals(
			{ credential: credentialOf() },
			{ items, onError: 'continueErrorOutput' },
		);
		expect(ran.output).toEqual([]);
		expect(ran.downstream.error).toEqual(
			items.map((item) => ({
				json: { ...item, error: expect.stringMatching(says), message: expect.any(String) },
				deal: item,
			})),
		);
	});
});

describe('Without a credential', () => {
	test.each<[OnError]>([['continueRegularOutput'], ['continueErrorOutput']])(
		'each item explains that when the node continues (%s)',
		async (onError) => {
			const ran = await runNode({ items: deals(2), parameters: parametersOf({}), onError });
			const items = [...ran.output, ...ran.errorOutput];
			expect(ran.status).toBe('success');
			expect(items).toHaveLength(2);
			for (const item of items) {
				expect(saidBy(item).message).toMatch(/Select a ChatDash credential/);
			}
		},
	);

	test('nothing is said about expressions if none is selected', async () => {
		const ran = await runNode({
			items: deals(2),
			parameters: parametersOf({}),
			node: { credentials: {} },
		});
		expect(ran.error?.message).toMatch(/The node has no ChatDash credential/);
		expect(ran.error?.description).toMatch(/Select a ChatDash credential in the node/);
		expect(ran.error?.description).not.toMatch(/expression/);
	});

	test('a node that stops on errors stops', async () => {
		const ran = await runNode({ items: deals(2), parameters: parametersOf({}) });
		expect(ran.status).toBe('error');
		expect(ran.error?.description).toMatch(/Select a ChatDash credential/);
	});
});

describe("The credential's test", () => {
	async function runTest(data: { apiKey: string; baseUrl: string }) {
		const { testChatDashApi } = new ChatDash().methods.credentialTest;
		return await testChatDashApi.call(new CredentialTestContext(), {
			id: 'agency',
			name: 'Agency',
			type: 'chatDashApi',
			data,
		});
	}

	const messageFor = async (data: { apiKey: string; baseUrl: string }) => {
		const { status, message } = await runTest(data);
		expect(status).toBe('Error');
		return message;
	};

	test('succeeds for the right key, with one GET /clients and no changes', async () => {
		const { agency, credential } = openAgency({ clients: 3 });
		expect(await runTest(credential)).toMatchObject({ status: 'OK' });
		expect(agency.calls.map(({ method, path }) => ({ method, path }))).toEqual([
			{ method: 'GET', path: '/clients' },
		]);
	});

	test('succeeds for a key with whitespace around it, and for an agency without clients', async () => {
		const { credential } = openAgency();
		expect(await runTest({ ...credential, apiKey: ` ${credential.apiKey}\n` })).toMatchObject({
			status: 'OK',
		});
	});

	test('sends the key raw', async () => {
		const chatDash = await host(() => ({ body: [] }));
		expect(await runTest(opened(chatDash).credential)).toMatchObject({ status: 'OK' });
		expect(chatDash.got[0]?.headers['authorization']).toBe('CD.agency-of-a-host');
	});

	test('has a different message for each problem', async () => {
		const { credential } = openAgency();
		const away = await host(() => ({}));
		await away.close();
		const website = await host(() => ({ body: '<html><body>Welcome</body></html>' }));
		const down = await host(() => ({ status: 502, body: '<html>Bad Gateway</html>' }));
		const busy = await host(() => ({ status: 429, body: { error: 'Too many requests' } }));

		const messages = {
			wrongKey: await messageFor({ ...credential, apiKey: 'CD.no-such-agency' }),
			wrongUrl: await messageFor({
				...credential,
				baseUrl: credential.baseUrl.replace('v1', 'v9'),
			}),
			website: await messageFor(opened(website).credential),
			down: await messageFor(opened(down).credential),
			busy: await messageFor(opened(busy).credential),
			away: await messageFor(opened(away).credential),
			emptyKey: await messageFor({ ...credential, apiKey: '' }),
			clientKey: await messageFor({ ...credential, apiKey: 'CD.CL.client-of-ours' }),
			noHost: await messageFor({ ...credential, baseUrl: 'https://api.chat-dash.invalid/v1' }),
			plainHttp: await messageFor({ ...credential, baseUrl: 'http://api.chat-dash.com/v1' }),
		};

		expect(messages.wrongKey).toMatch(/didn't accept the API key: Invalid API key/);
		expect(messages.wrongUrl).toMatch(/No ChatDash API found at this address.*'Base URL'/);
		expect(messages.website).toMatch(/isn't the ChatDash API.*'Base URL'/);
		expect(messages.away).toMatch(/Couldn't reach ChatDash: no response/);
		expect(messages.noHost).toMatch(/Couldn't reach ChatDash: no server found/);
		expect(messages.busy).toMatch(/isn't accepting requests.*select Retry/);
		expect(messages.down).toMatch(/Couldn't test the connection: .*select Retry/);
		expect(messages.emptyKey).toMatch(/'API Key' is empty/);
		expect(messages.clientKey).toMatch(/is a client key/);
		expect(messages.plainHttp).toMatch(/http:\/\//);

		const sentences = Object.values(messages);
		expect(new Set(sentences).size).toBe(sentences.length);
		for (const sentence of sentences) {
			expect(sentence).toMatch(/^[A-Z'].*\S$/);
			expect(sentence).not.toMatch(/<|\bE[A-Z]{5,}|undefined|status code|AxiosError/);
		}
	});

	test('distinguishes a cut connection from a host that is down', async () => {
		const cutting = await host(() => ({ cut: true }));
		expect(await messageFor(opened(cutting).credential)).toMatch(
			/closed before ChatDash responded/,
		);
	});

	test('doesn’t follow a redirect, so the key is sent to no other host', async () => {
		const other = await host(() => ({ body: [] }));
		const moved = await host(() => ({
			status: 302,
			headers: { location: `${other.origin}/v1/public/clients` },
		}));
		expect(await messageFor(opened(moved).credential)).toMatch(/No ChatDash API found/);
		expect(other.got).toEqual([]);
	});

	test('shows ChatDash’s message if it responds with 200 and an error', async () => {
		const chatDash = await host(() => ({ body: { error: 'Your plan has no API access' } }));
		const message = await messageFor(opened(chatDash).credential);
		expect(message).toMatch(/Your plan has no API access\. Check the API key and 'Base URL'\.$/);
	});

	test('never repeats the key', async () => {
		const echo = await host(({ headers }) => ({
			status: 401,
			body: { error: `Key ${String(headers['authorization'])} is unknown` },
		}));
		const { credential } = opened(echo);
		const message = await messageFor(credential);
		expect(message).toMatch(/Key \*+ is unknown/);
		expect(message).not.toContain(credential.apiKey);
	});
});

test('A failed TLS handshake means that nothing was sent', async () => {
	const plain = await host(() => ({ body: CREATED }));
	const ran = await runDeals(
		{ credential: { apiKey: 'CD.agency', baseUrl: `https://127.0.0.1:${plain.port}/v1` } },
		{ fields: { options: { maxRetries: 0 } }, onError: 'continueErrorOutput' },
	);
	expect(plain.got).toEqual([]);
	expect(saidBy(ran.errorOutput[0]).message).toMatch(/wasn't created/);
});
