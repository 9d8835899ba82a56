/** The address that ChatDash sends calls to, and who may call it. */
import crypto from 'crypto';
import fc from 'fast-check';

import {
	Tokens,
	addressFor,
	detailsIfOwn,
	detailsOf,
	digestOf,
	tokenOf,
} from '../../../nodes/ChatDashTrigger/address';

const IDENTITY = { workflowId: 'w1', nodeId: 'n1' };
const TOKEN = tokenOf('key', IDENTITY);
const URL_OF_NODE = 'https://n8n.example.com/webhook/5f0c/webhook';

describe('A token', () => {
	test('is 32 bytes in base64url, and the same each time', () => {
		expect(TOKEN).toMatch(/^[A-Za-z0-9_-]{43}$/);
		expect(tokenOf('key', { ...IDENTITY })).toBe(TOKEN);
	});

	test('differs for another key, workflow or node, however their IDs are split', () => {
		const tokens = [
			TOKEN,
			tokenOf('key2', IDENTITY),
			tokenOf('key', { workflowId: 'w2', nodeId: 'n1' }),
			tokenOf('key', { workflowId: 'w1', nodeId: 'n2' }),
			tokenOf('key', { workflowId: 'w1n', nodeId: '1' }),
			tokenOf('key', { workflowId: 'w1","n1', nodeId: '' }),
			tokenOf('key', { workflowId: '', nodeId: 'w1n1' }),
			tokenOf('key', { workflowId: 'n1', nodeId: 'w1' }),
		];
		expect(new Set(tokens).size).toBe(tokens.length);
	});

	test('isn’t its digest, nor a part of it', () => {
		expect(digestOf(TOKEN)).toMatch(/^[A-Za-z0-9_-]{43}$/);
		expect(digestOf(TOKEN)).not.toBe(TOKEN);
		expect(digestOf('')).toHaveLength(43);
	});
});

describe('Tokens', () => {
	const tokens = new Tokens([digestOf(TOKEN), digestOf('older')]);

	test('open for each token whose digest is known', () => {
		expect(tokens.open(TOKEN)).toBe(true);
		expect(tokens.open('older')).toBe(true);
	});

	test.each([
		undefined,
		'',
		'other',
		`${TOKEN}=`,
		` ${TOKEN}`,
		digestOf(TOKEN),
		'x'.repeat(100_000),
	])('don’t open for %p', (token) => {
		expect(tokens.open(token)).toBe(false);
	});

	test('don’t open for anything if no digest is known, or none is one', () => {
		for (const digests of [[], [''], ['AA'], [TOKEN.slice(0, 42)], ['!'.repeat(43)]]) {
			expect(new Tokens(digests).open(TOKEN)).toBe(false);
			expect(new Tokens(digests).open('')).toBe(false);
			expect(new Tokens(digests).open(undefined)).toBe(false);
		}
	});

	test('don’t open without a token, even if the digest of an empty one was stored', () => {
		expect(new Tokens([digestOf('')]).open(undefined)).toBe(false);
	});

	test('only open for the right ones', () => {
		fc.assert(
			fc.property(fc.string(), fc.array(fc.string()), (token, others) => {
				const opens = new Tokens(others.map(digestOf)).open(token);
				expect(opens).toBe(others.includes(token));
			}),
		);
	});

	test('compare digests of the same length with each known one, also after a match', () => {
		const compare = jest.spyOn(crypto, 'timingSafeEqual');
		for (const token of [TOKEN, 'older', 'x', undefined, 'x'.repeat(1000)]) {
			compare.mockClear();
			tokens.open(token);
			expect(compare.mock.calls.map((pair) => pair.map(({ byteLength }) => byteLength))).toEqual([
				[32, 32],
				[32, 32],
			]);
		}
		compare.mockRestore();
	});
});

describe('An address', () => {
	test('has the token and the agent in its query, besides what was there', () => {
		expect(addressFor(URL_OF_NODE, TOKEN, 'a&b=c')).toBe(
			`${URL_OF_NODE}?token=${TOKEN}&agent=a%26b%3Dc`,
		);
		expect(addressFor(`${URL_OF_NODE}?x=1`, TOKEN, 'a')).toBe(
			`${URL_OF_NODE}?x=1&token=${TOKEN}&agent=a`,
		);
	});

	test('is recognized as the trigger’s own, whatever the agent is', () => {
		fc.assert(
			fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (agentId) => {
				const registered = addressFor(URL_OF_NODE, TOKEN, agentId);
				expect(detailsIfOwn(registered, URL_OF_NODE)).toEqual({ token: TOKEN, agentId });
			}),
		);
	});

	test.each([
		['the standard port', 'https://n8n.example.com:443/webhook/5f0c/webhook'],
		['capitals in the host', 'HTTPS://N8N.Example.com/webhook/5f0c/webhook'],
		['a fragment', `${URL_OF_NODE}#top`],
		['dots in the path', 'https://n8n.example.com/webhook/x/../5f0c/webhook'],
		['spaces around it', ` ${URL_OF_NODE} `],
	])('is the trigger’s own with %s', (_name, registered) => {
		expect(detailsIfOwn(registered, URL_OF_NODE)).toEqual({});
	});

	test.each([
		['another host', 'https://n8n.example.org/webhook/5f0c/webhook'],
		['a host that begins alike', 'https://n8n.example.com.evil.test/webhook/5f0c/webhook'],
		['another port', 'https://n8n.example.com:5678/webhook/5f0c/webhook'],
		['another protocol', 'http://n8n.example.com/webhook/5f0c/webhook'],
		['another path', 'https://n8n.example.com/webhook/77aa/webhook'],
		['a longer path', 'https://n8n.example.com/webhook/5f0c/webhook/x'],
		['a slash at the end', `${URL_OF_NODE}/`],
		['another case in the path', 'https://n8n.example.com/webhook/5F0C/webhook'],
		['an encoded slash', 'https://n8n.example.com/webhook/5f0c%2Fwebhook'],
		['the test address', 'https://n8n.example.com/webhook-test/5f0c/webhook'],
		['nothing', ''],
		['no address', 'not an address'],
		['only a path', '/webhook/5f0c/webhook'],
		['its own address in the query', `https://evil.test/?u=${URL_OF_NODE}`],
	])('isn’t the trigger’s own with %s', (_name, registered) => {
		expect(detailsIfOwn(`${registered}?token=${TOKEN}&agent=a`, URL_OF_NODE)).toBeUndefined();
	});

	test('with a path that is encoded is recognized', () => {
		const webhookUrl = 'https://n8n.example.com/webhook/caf%C3%A9';
		expect(detailsIfOwn('https://n8n.example.com/webhook/café?token=t', webhookUrl)).toMatchObject({
			token: 't',
		});
	});
});

describe('The query of a call', () => {
	test.each<[string, Record<string, unknown>]>([
		['empty', {}],
		['with empty values', { token: '', agent: '' }],
		['with lists', { token: [TOKEN, TOKEN], agent: ['a'] }],
		['with objects', { token: { token: TOKEN }, agent: { $ne: '' } }],
		['with other types', { token: 5, agent: true }],
		['with null', { token: null, agent: undefined }],
		['with a list of one', { token: [TOKEN] }],
	])('%s has neither a token nor an agent', (_name, query) => {
		expect(detailsOf(query)).toEqual({ token: undefined, agentId: undefined });
	});

	test('has them as they are', () => {
		expect(detailsOf({ token: TOKEN, agent: 'a', other: 'x' })).toEqual({
			token: TOKEN,
			agentId: 'a',
		});
	});
});
