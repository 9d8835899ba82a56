/** The address that ChatDash sends calls to, and who may call it. */
import crypto from 'crypto';
import fc from 'fast-check';

import {
	addressFor,
	detailsIfOwn,
	detailsOf,
	digestOf,
	opens,
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

describe('A digest', () => {
	test('is opened by its token', () => {
		expect(opens(TOKEN, digestOf(TOKEN))).toBe(true);
	});

	test.each([
		undefined,
		'',
		'other',
		`${TOKEN}=`,
		` ${TOKEN}`,
		digestOf(TOKEN),
		'x'.repeat(100_000),
	])('isn’t opened by %p', (token) => {
		expect(opens(token, digestOf(TOKEN))).toBe(false);
	});

	test.each([undefined, '', 'AA', TOKEN.slice(0, 42), '!'.repeat(43)])(
		'%p isn’t a digest, so nothing opens it',
		(digest) => {
			for (const token of [TOKEN, '', undefined]) expect(opens(token, digest)).toBe(false);
		},
	);

	test('of an empty token isn’t opened without a token', () => {
		expect(opens(undefined, digestOf(''))).toBe(false);
	});

	test('is only opened by the right token', () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), (token, other) => {
				expect(opens(token, digestOf(other))).toBe(token === other);
			}),
		);
	});

	test('is compared with one of the same length, however long the token is', () => {
		const compare = jest.spyOn(crypto, 'timingSafeEqual');
		for (const token of [TOKEN, 'x', 'x'.repeat(1000)]) {
			compare.mockClear();
			opens(token, digestOf(TOKEN));
			expect(compare.mock.calls.map((pair) => pair.map(({ byteLength }) => byteLength))).toEqual([
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
