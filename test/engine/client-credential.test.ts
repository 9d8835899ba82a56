/** The credential with a client's key: what its test says in n8n, and in a package that n8n loads from a custom folder. */
import { CredentialTestContext } from 'n8n-core';
import { UnexpectedError, UserError } from 'n8n-workflow';

import { ChatDashApi } from '../../credentials/ChatDashApi.credentials';
import { ChatDashClientApi } from '../../credentials/ChatDashClientApi.credentials';
import { ChatDash } from '../../nodes/ChatDash/ChatDash.node';
import { closeHosts, host, useSandbox } from './fixtures';
import type { CredentialData } from './harness';

const openAgency = useSandbox();
afterEach(closeHosts);

const KEY = 'CD.CL.key-of-acme';
const SETUP = {
	clients: [
		{ _id: 'acme', name: 'Acme', apiKey: KEY },
		{ _id: 'bolt', name: 'Bolt', apiKey: 'CD.CL.key-of-bolt' },
	],
};

async function runTest(data: CredentialData) {
	const { testChatDashClientApi } = new ChatDash().methods.credentialTest;
	return await testChatDashClientApi.call(new CredentialTestContext(), {
		id: 'client',
		name: 'Client',
		type: 'chatDashClientApi',
		data: { ...data },
	});
}

const messageFor = async (data: CredentialData) => {
	const { status, message } = await runTest(data);
	expect(status).toBe('Error');
	expect(message).not.toContain(data.apiKey.trim() || 'no key');
	return message;
};

test('A right key with its client succeeds, with one request that changes nothing', async () => {
	const { agency, credential } = openAgency(SETUP);
	const data = { ...credential, apiKey: ` ${KEY}\n`, clientId: ' acme ' };
	expect(await runTest(data)).toMatchObject({ status: 'OK' });
	expect(agency.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
		'GET /webhooks/subscriptions',
	]);
});

test('Without a client, the test says that the key wasn’t tested, and sends nothing', async () => {
	const { agency, credential } = openAgency(SETUP);
	expect(await messageFor({ ...credential, apiKey: KEY })).toBe(
		"The API key looks like a client key, but it can't be tested without 'Client ID'. You can use the credential as it is. To test the key, enter the ID of its client and select Retry.",
	);
	expect(agency.calls).toEqual([]);
});

test('Each problem has its own message', async () => {
	const { credential } = openAgency(SETUP);
	const acme = { ...credential, apiKey: KEY, clientId: 'acme' };
	const away = await host(() => ({}));
	await away.close();
	const website = await host(() => ({ body: '<html><body>Welcome</body></html>' }));
	const messages = {
		agencyKey: await messageFor({ ...acme, apiKey: credential.apiKey }),
		emptyKey: await messageFor({ ...acme, apiKey: ' ' }),
		wrongKey: await messageFor({ ...acme, apiKey: 'CD.CL.no-such-key' }),
		otherClient: await messageFor({ ...acme, clientId: 'bolt' }),
		wrongUrl: await messageFor({ ...acme, baseUrl: credential.baseUrl.replace('v1', 'v9') }),
		away: await messageFor({ ...acme, baseUrl: `${away.origin}/v1/public` }),
		website: await messageFor({ ...acme, baseUrl: website.origin }),
	};
	expect(messages.agencyKey).toBe(
		"'API Key' isn't a client key (it doesn't start with CD.CL.). Use the client's API key instead. It starts with CD.CL. and only works for its own client.",
	);
	expect(messages.emptyKey).toMatch(/'API Key' is empty\. Paste the client's API key\./);
	expect(messages.wrongKey).toBe(
		"ChatDash didn't accept the API key: Invalid API key. Copy the client's key again, and check that 'Client ID' is the ID of its client.",
	);
	expect(messages.otherClient).toMatch(/another client\. Copy .* check that 'Client ID' is/);
	expect(messages.wrongUrl).toMatch(/rejected .*\(status 404\): .*'Client ID', and 'Base URL'\.$/);
	expect(messages.away).toMatch(/Couldn't reach ChatDash/);
	expect(messages.website).toMatch(/isn't the ChatDash API/);
	expect(new Set(Object.values(messages)).size).toBe(Object.keys(messages).length);
});

test('The test never repeats the key', async () => {
	const echo = await host(({ headers }) => ({
		status: 401,
		body: { error: `Key ${String(headers['authorization'])} is unknown` },
	}));
	expect(
		await messageFor({ apiKey: KEY, baseUrl: `${echo.origin}/v1/public`, clientId: 'acme' }),
	).toMatch(/Key \*+ is unknown/);
});

describe.each([
	['the agency', ChatDashApi, 'CD.CL.of-a-client', /is a client key/, [401, 403]],
	['a client', ChatDashClientApi, 'CD.of-an-agency', /isn't a client key/, [401, 403, 400, 404]],
] as const)('The credential of %s', (_whose, Credential, wrongKey, says, statuses) => {
	test('has a test of its own only in a custom folder, where n8n doesn’t know its nodes', () => {
		const credential = new Credential();
		const { rules = [], request } = credential.test ?? {};
		expect(request?.disableFollowRedirect).toBe(true);
		expect(rules.map(({ properties }) => ('value' in properties ? properties.value : ''))).toEqual(
			statuses,
		);
		for (const { properties } of rules)
			expect(properties.message).toMatch(/^ChatDash didn't .+\.$/);
		credential.supportedNodes = ['n8n-nodes-chatdash.chatDash'];
		expect(credential.test).toBeUndefined();
	});

	test('sends no key of the other kind', async () => {
		const { authenticate } = new Credential();
		if (typeof authenticate !== 'function') throw new UnexpectedError('It isn’t a function');
		const sending = authenticate({ apiKey: wrongKey }, { url: '/clients' });
		await expect(sending).rejects.toThrow(UserError);
		await expect(sending).rejects.toThrow(says);
	});
});
