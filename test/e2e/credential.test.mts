// What a user reads in the credential's window, requested over n8n's API as its editor does: success for the right key,
// and for each mistake a specific message that explains what to do. No message contains the key.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { after, test } from 'node:test';

import { freePort, HOST } from '../../sandbox/n8n/ports.mjs';
import {
	AGENCY_KEY,
	CLIENT_CREDENTIAL_TYPE,
	CLIENT_KEY,
	CLIENT_WITH_KEY,
	CREDENTIAL_TYPE,
	openStage,
} from './stage.mjs';

const WITHIN = { timeout: 60_000 };

const stage = await openStage([CLIENT_WITH_KEY]);
const servers: Server[] = [];
after(async () => {
	for (const server of servers) server.close();
	await stage.close();
});

const { origin, baseUrl } = stage.sandbox;
const NAME = 'ChatDash account';
const credentialId = await stage.session.createCredential({
	name: NAME,
	type: CREDENTIAL_TYPE,
	data: { apiKey: AGENCY_KEY, baseUrl },
});

test('the right key succeeds', WITHIN, async () => {
	const { status } = await testWith({ apiKey: AGENCY_KEY, baseUrl });
	assert.equal(status, 'OK');
});

test('whitespace around the key and a slash after the address do no harm', WITHIN, async () => {
	const { status } = await testWith({ apiKey: `  ${AGENCY_KEY}\n`, baseUrl: ` ${baseUrl}/ ` });
	assert.equal(status, 'OK');
});

/** The parts that each message needs, so that the user knows what to do. */
const MISTAKES: ReadonlyArray<{
	readonly what: string;
	readonly data: () => Promise<CredentialData>;
	readonly says: readonly RegExp[];
}> = [
	{
		what: 'a wrong key',
		data: async () => ({ apiKey: 'CD.some-other-key', baseUrl }),
		says: [/didn't accept the API key/, /agency profile/],
	},
	{
		what: 'an address without /v1/public',
		data: async () => ({ apiKey: AGENCY_KEY, baseUrl: origin }),
		says: [/No ChatDash API found at this address/, /'Base URL'/, /\/v1\/public/],
	},
	{
		what: 'a host that is not ChatDash',
		data: async () => ({ apiKey: AGENCY_KEY, baseUrl: await webSite() }),
		says: [/isn't the ChatDash API/, /'Base URL'/],
	},
	{
		what: 'a host that is down',
		data: async () => ({ apiKey: AGENCY_KEY, baseUrl: `http://${HOST}:${await freePort()}` }),
		says: [/Couldn't reach ChatDash/, /'Base URL'/],
	},
	{
		what: 'an empty key',
		data: async () => ({ apiKey: ' ', baseUrl }),
		says: [/'API Key' is empty/, /Paste your agency's API key/, /agency profile/],
	},
	{
		what: 'a key with a line break inside',
		data: async () => ({ apiKey: 'CD.first-half\nsecond-half', baseUrl }),
		says: [/line break/, /as a single line/],
	},
	{
		what: 'a client key',
		data: async () => ({ apiKey: 'CD.CL.key-of-one-client', baseUrl }),
		says: [/is a client key/, /Use your agency's API key/],
	},
	{
		what: 'plain http to another host',
		data: async () => ({ apiKey: AGENCY_KEY, baseUrl: 'http://chatdash.example/v1/public' }),
		says: [/http:\/\//, /https:\/\//, /unencrypted/],
	},
];

const sentences = new Map<string, string>();

for (const { what, data, says } of MISTAKES) {
	test(`${what} is explained in plain words`, WITHIN, async () => {
		const given = await data();
		const { status, message } = await testWith(given);

		assert.equal(status, 'Error');
		for (const words of says) assert.match(message, words);
		assert.doesNotMatch(
			message,
			/ECONN|ENOTFOUND|<|undefined|status code/i,
			'it contains technical jargon',
		);
		for (const part of given.apiKey.split(/\s+/).filter((word) => word !== '')) {
			assert.ok(!message.includes(part), 'it shows the key');
		}
		sentences.set(what, message);
	});
}

test('every mistake has its own message', () => {
	assert.equal(sentences.size, MISTAKES.length);
	assert.equal(new Set(sentences.values()).size, MISTAKES.length);
});

test('the key isn’t sent to the target of a redirect', WITHIN, async () => {
	const visitors: unknown[] = [];
	const elsewhere = await serve((request, response) => {
		visitors.push(request.headers.authorization);
		response.end('[]');
	});
	const pointing = await serve((_request, response) => {
		response.writeHead(302, { location: `${elsewhere}/clients` }).end();
	});

	const { status, message } = await testWith({ apiKey: AGENCY_KEY, baseUrl: pointing });

	assert.equal(status, 'Error');
	assert.match(message, /'Base URL'/);
	assert.deepEqual(visitors, []);
});

/** The credential with a client's key. */
const OF_CLIENT: ClientCredentialData = { apiKey: CLIENT_KEY, clientId: 'acme', baseUrl };
const clientCredentialId = await stage.session.createCredential({
	name: NAME,
	type: CLIENT_CREDENTIAL_TYPE,
	data: { ...OF_CLIENT },
});

test('the right key of a client succeeds', WITHIN, async () => {
	const { status, message } = await testClientWith({});
	assert.equal(status, 'OK', message);
});

/** The parts that each message about a client's credential needs. */
const CLIENT_MISTAKES: ReadonlyArray<{
	readonly what: string;
	readonly data: Partial<ClientCredentialData>;
	readonly says: readonly RegExp[];
}> = [
	{
		what: 'a client key without a client ID',
		data: { clientId: '' },
		says: [/can't be tested without 'Client ID'/, /use the credential as it is/],
	},
	{
		what: 'an agency key in the credential of a client',
		data: { apiKey: AGENCY_KEY },
		says: [/isn't a client key/, /Use the client's API key/, /CD\.CL\./],
	},
	{
		what: 'a wrong key of a client',
		data: { apiKey: 'CD.CL.test-some-other-key' },
		says: [/didn't accept the API key/, /'Client ID'/],
	},
	{
		what: 'the key of another client',
		data: { clientId: 'another' },
		says: [/belongs to another client/, /'Client ID'/],
	},
];

for (const { what, data, says } of CLIENT_MISTAKES) {
	test(`${what} is explained in plain words`, WITHIN, async () => {
		const { status, message } = await testClientWith(data);
		assert.equal(status, 'Error');
		for (const words of says) assert.match(message, words);
		for (const key of [CLIENT_KEY, data.apiKey ?? CLIENT_KEY]) {
			assert.ok(!message.includes(key), 'it shows the key');
		}
	});
}

test("n8n's log doesn’t contain the keys", async () => {
	const log = await readFile(stage.n8n.logFile, 'utf8');
	assert.match(log, /\S/, 'the log is empty');
	for (const key of [AGENCY_KEY, CLIENT_KEY]) assert.ok(!log.includes(key));
});

/** The two fields of the credential. */
interface CredentialData {
	readonly apiKey: string;
	readonly baseUrl: string;
}

/** The three fields of the credential with a client's key. */
interface ClientCredentialData extends CredentialData {
	readonly clientId: string;
}

async function testClientWith(data: Partial<ClientCredentialData>) {
	return await stage.session.testCredential(clientCredentialId, {
		name: NAME,
		type: CLIENT_CREDENTIAL_TYPE,
		data: { ...OF_CLIENT, ...data },
	});
}

async function testWith({ apiKey, baseUrl: address }: CredentialData) {
	return await stage.session.testCredential(credentialId, {
		name: NAME,
		type: CREDENTIAL_TYPE,
		data: { apiKey, baseUrl: address },
	});
}

/** A host that responds to everything with a page, as a website does. */
async function webSite(): Promise<string> {
	return await serve((_request, response) => {
		response.writeHead(200, { 'content-type': 'text/html' });
		response.end('<!doctype html><title>Welcome</title><h1>Welcome to our web site</h1>');
	});
}

/** @returns the address */
async function serve(answer: RequestListener): Promise<string> {
	const port = await freePort();
	const server = createServer(answer).listen(port, HOST);
	servers.push(server);
	await once(server, 'listening');
	return `http://${HOST}:${port}`;
}
